"""What became of what you said, and changing it or taking it back: a receipt code opens them, by POST body only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from flask import g, redirect, render_template, request, session, url_for

from consult.domain.errors import Conflict, Refused
from consult.domain.instants import utc_now
from consult.domain.signed_answers import read_proof
from consult.extensions import db
from consult.queries import receipts, signed_answers, traces
from consult.services import attempts, taking_back
from consult.services.secrets import keyed_hash, typed
from consult.web import outcome_pages, report_pages, tokens
from consult.web.access import Guarded, everyone
from consult.web.fields import add_error
from consult.web.public import drafting
from consult.web.public.respond_forms import ReceiptForm
from consult.web.sentences import sentence, words_for

if TYPE_CHECKING:
    from consult.models.responses import Response
    from consult.queries.signed_answers import Standing

blueprint = Guarded("public_receipts", __name__)
# How long a code that was typed in opens its response to this browser.
LASTS = timedelta(minutes=30)


@dataclass(frozen=True)
class Held:
    """The response whose code this browser gave, and when it did."""

    response: Response
    since: datetime


@blueprint.route("/<lang>/receipt", methods=["GET", "POST"])
@everyone(keeps_form=True)
def check() -> Any:
    """Ask for a receipt code; once it was given, show what became of the response behind it."""
    form = ReceiptForm()
    if request.method == "POST":
        try:
            _hold(_find(typed(form.code.data or "")))
            return redirect(url_for("public_receipts.check"), 303)
        except Refused as refused:
            add_error(form, "code", sentence(refused))
    elif (found := held()) is not None:
        return _outcome(found)
    page = render_template("public/receipt.html", form=form)
    return (page, 422) if form.errors else page


@blueprint.post("/<lang>/receipt/change")
@everyone()
def change() -> Any:
    """Make a draft of the answers that were sent, and go on where every one of them can be changed."""
    found = held()
    if found is None:
        return ask_again()
    try:
        token = taking_back.begin_correction(public_id=found.response.public_id,
                                             token=drafting.token_of(g.consultation))
    except (Refused, Conflict):
        # It closed, or was taken back on another device; the page says how it stands.
        return redirect(url_for("public_receipts.check"), 303)
    drafting.remember(g.consultation, token)
    return redirect(url_for("respond_end.check", slug=g.consultation.slug), 303)


@blueprint.route("/<lang>/receipt/take-back", methods=["GET", "POST"])
@everyone()
def take_back() -> Any:
    """Say what taking back means, and do it once it is confirmed."""
    found = held()
    if found is None:
        return ask_again()
    if request.method == "POST":
        try:
            taking_back.withdraw(public_id=found.response.public_id, begun_at=found.since)
        except (Refused, Conflict):
            db.session.rollback()
        return redirect(url_for("public_receipts.check"), 303)
    if not taking_back.is_open(db.session(), found.response):
        return redirect(url_for("public_receipts.check"), 303)
    return render_template("public/receipt_take_back.html", consultation=g.consultation)


@blueprint.post("/<lang>/receipt/finish")
@everyone()
def finish() -> Any:
    """Close what the code opened, for the next person at this computer; what is still being written stays."""
    for name in ("receipt", "sent"):
        session.pop(name, None)
    return redirect(url_for("public_receipts.check"), 303)


def held() -> Held | None:
    """Return the response whose code this browser gave in the last half hour, in its newest form, or None.

    Its consultation is remembered for the page's furniture.
    """
    kept = session.get("receipt")
    if not isinstance(kept, dict):
        return None
    until = datetime.fromisoformat(kept["until"])
    response = receipts.standing(db.session(), kept["response"]) if utc_now() < until else None
    if response is None:
        return None
    g.consultation = receipts.consultation_of(db.session(), response)
    return Held(response, until - LASTS)


def ask_again() -> Any:
    """Ask for the code where the time since it was given has run out, or where none was given."""
    if request.method == "GET" and "receipt" not in session:
        return redirect(url_for("public_receipts.check"), 303)
    session.pop("receipt", None)
    form = ReceiptForm(formdata=None)
    add_error(form, "code", words_for("receipt-expired", {}))
    return render_template("public/receipt.html", form=form), 422


def _outcome(found: Held) -> str:
    """Show how the response stands, and what its sender can do with it now."""
    writing = drafting.standing(g.consultation)
    has_other = writing is not None and bool(writing.draft.answers)
    told = traces.told_of(db.session(), found.response)
    return render_template(
        "public/receipt_outcome.html", consultation=g.consultation, told=told, tell=outcome_pages.sayings(told),
        authored=report_pages.authored, is_large=request.args.get("size") == "large",
        has_findings=traces.has_findings(db.session(), found.response.consultation_id),
        outcome=receipts.outcome(db.session(), found.response),
        films=[film_view(film) for film in signed_answers.of_response(db.session(), found.response)],
        is_open=taking_back.is_open(db.session(), found.response),
        # One that this browser is writing already: a change of this response, or other answers that are not sent yet.
        is_changing=has_other and writing.draft.corrects_id == found.response.id,
        has_unsent=has_other and writing.draft.corrects_id != found.response.id)


def film_view(film: Standing) -> dict[str, Any]:
    """Return how one of the person's films stands, with the proof of its deletion in its parts."""
    return {"film": film, "proof": read_proof(film.deletion_proof) if film.deletion_proof else None}


def _hold(response: Response) -> None:
    # A session that somebody else planted in this browser must not see what the code opens.
    session.renew()  # type: ignore[attr-defined]
    session["receipt"] = {"response": response.public_id, "until": (utc_now() + LASTS).isoformat()}


def _find(code: str) -> Response:
    if tokens.is_stale():
        raise Refused("code", "form-stale")
    if not code:
        raise Refused("code", "receipt-missing")
    attempts.check("receipt", request.remote_addr or "")
    response = receipts.by_receipt(db.session(), keyed_hash("receipt", code))
    if response is None:
        attempts.failed("receipt", request.remote_addr or "")
        raise Refused("code", "receipt-unknown")
    return response
