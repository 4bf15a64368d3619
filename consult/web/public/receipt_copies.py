"""Copies to keep: of the answers as a page, in large print and as plain text, and of what became of them as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Response, g, render_template, request, session, url_for
from flask_babel import gettext

from consult.exports import copies, outcome_texts
from consult.extensions import db
from consult.queries import receipts, response_copies, traces
from consult.services.secrets import keyed_hash, printed, receipt_code
from consult.web import locale
from consult.web.access import everyone
from consult.web.public.receipts import ask_again, blueprint, held

if TYPE_CHECKING:
    from consult.models.responses import Response as Stored

SIZES = ("usual", "large")


@dataclass(frozen=True)
class Copied:
    """A response that this browser may have a copy of; `code` only right after it was sent, else empty."""

    response: Stored
    code: str


@blueprint.get("/<lang>/receipt/copy")
@everyone()
def copy() -> Any:
    """Show the copy, to read and to print; `size=large` in large print, `of` names a consultation just answered."""
    found = _found()
    if found is None:
        return ask_again()
    kept = response_copies.copy_of(db.session(), found.response)
    tag, size = locale.language().tag, _size()
    return render_template(
        "public/copies/show.html", consultation=g.consultation, copy=kept, code=found.code, size=size,
        is_erased=found.response.erased_at is not None, facts=copies.facts(kept, tag, gettext),
        notes=copies.notes(gettext), film_notes=lambda film: copies.film_notes(film, tag, gettext),
        value_words=lambda answer: copies.value_words(answer, tag, gettext),
        addresses={name: url_for("public_receipts.copy", of=request.args.get("of"),
                                 size=None if name == "usual" else name) for name in SIZES},
        text_address=url_for("public_receipts.copy_text", of=request.args.get("of")))


@blueprint.get("/<lang>/receipt/copy.txt")
@everyone()
def copy_text() -> Any:
    """Hand out the copy as plain text in the page's language."""
    found = _found()
    if found is None or found.response.erased_at is not None:
        return ask_again()
    kept = response_copies.copy_of(db.session(), found.response)
    tag = locale.language().tag
    answer = Response(copies.write(kept, tag, gettext, code=found.code), content_type="text/plain; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{kept.slug}-{tag}.txt")
    return answer


@blueprint.get("/<lang>/receipt/outcome.txt")
@everyone()
def outcome_text() -> Any:
    """Hand out what became of the answers as plain text in the page's language."""
    found = held()
    if found is None:
        return ask_again()
    told, tag = traces.told_of(db.session(), found.response), locale.language().tag
    answer = Response(outcome_texts.write(told, tag, gettext), content_type="text/plain; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{g.consultation.slug}-outcome-{tag}.txt")
    return answer


def _size() -> str:
    size = request.args.get("size", "")
    return size if size in SIZES else "usual"


def _found() -> Copied | None:
    """Return what was sent from this browser on the consultation `of`, else what a receipt code opened, or None."""
    token = session.get("sent", {}).get(request.args.get("of", ""))
    if not token:
        opened = held()
        return Copied(opened.response, "") if opened is not None else None
    response = receipts.by_sending(db.session(), keyed_hash("submission", token))
    if response is None:
        return None
    g.consultation = receipts.consultation_of(db.session(), response)
    code = receipt_code(token)
    is_its_own = response.receipt_hash == keyed_hash("receipt", code)
    return Copied(response, printed(code) if is_its_own else "")
