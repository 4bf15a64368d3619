"""Where two people typed a form differently: both typings side by side, and what the paper says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain.access import Permission
from consult.domain.errors import Conflict, Refused
from consult.domain.keyings import WORDS, Difference, Piece, Typing, differences, pieces
from consult.extensions import db
from consult.queries.keyings import KeyedForm as Found
from consult.services import keyed_forms, keyings
from consult.services.keyed_forms import Decision
from consult.web.access import staff
from consult.web.refusals import refusal_words
from consult.web.staff.keying import back, blueprint, found, ids, pages_of
from consult.web.staff.keying_forms import Item, KeyedForm, value_words

BODY_LIMIT = 2 * 1024 * 1024
AS = "as:"


@dataclass(frozen=True)
class Beside:
    """One difference as the page shows it: both typings in words, and the field for something else."""

    difference: Difference
    first: Sequence[str]
    second: Sequence[str]
    pieces: Sequence[Piece]
    form: KeyedForm
    chosen: str

    @property
    def item(self) -> Item:
        """What is typed where neither was right."""
        return self.form.items[0]


@blueprint.route("/<public_id>/settle", methods=["GET", "POST"])
@staff(Permission.TAKE_IN, body_limit=BODY_LIMIT)
def settle(slug: str, public_id: str) -> Any:
    """Show what two people typed differently, and settle it by the paper."""
    view = found(public_id)
    if view.stage != "settle" or view.first is None or view.second is None:
        return back(public_id, Conflict("keying-done" if view.stage == "done" else "keying-not-ready"))
    rows = _rows(view, request.form if request.method == "POST" else None)
    if request.method == "POST" and (answer := _settle(view, rows)) is not None:
        return answer
    page = render_template("staff/keying/settle.html", consultation=g.consultation, view=view, pages=pages_of(view),
                           rows=rows, name=AS, is_own=view.first.by_id == current_user.id, errors=_errors(rows))
    return (page, 422) if _errors(rows) else page


def _rows(view: Found, formdata: MultiDict[str, str] | None) -> list[Beside]:
    assert view.second is not None
    first, second = keyings.typing_of(view.first), keyings.typing_of(view.second)
    fields = keyings.asked_fields(db.session(), view.submission, view.second)
    return [Beside(
        one, list(value_words(one.field, one.first)), list(value_words(one.field, one.second)),
        pieces("\n".join(one.first), "\n".join(one.second)) if one.field.kind == WORDS else (),
        KeyedForm([one.field], Typing({}), formdata), (formdata or {}).get(AS + one.field.key, ""),
    ) for one in differences(fields, first, second)]


def _settle(view: Found, rows: list[Beside]) -> WsgiResponse | None:
    decisions = {row.difference.field.key: Decision(
        row.chosen, row.form.posted(request.form).values.get(row.difference.field.key, ())) for row in rows}
    public_id = view.submission.public_id
    try:
        state = keyed_forms.settle(**ids(public_id), decisions=decisions, by_id=current_user.id)
    except Refused as refused:
        row = next((row for row in rows if row.difference.field.key == refused.field), rows[0] if rows else None)
        if row is None:
            raise
        row.form.put_error(row.difference.field.key, refusal_words(refused, row.difference.field.question))
        return None
    except Conflict as conflict:
        return back(public_id, conflict)
    flash(gettext("Settled. The form is part of the answers now.") if state == "accepted"
          else gettext("Settled. The person did not agree to send the form, so it is kept and left out."))
    return redirect(url_for("staff_keying.index", slug=g.consultation.slug), 303)


def _errors(rows: list[Beside]) -> list[dict[str, str]]:
    return [{"text": str(field.errors[0]), "href": f"#as-{number}"}
            for number, row in enumerate(rows, 1) for field in row.form.errors]
