"""Leaving a computer that others use, or a room that is not safe: nothing stays in the browser."""

from typing import Any

from flask import after_this_request, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as WsgiResponse

from consult.extensions import db
from consult.queries import consultations
from consult.services import drafts
from consult.web import tokens
from consult.web.access import Guarded, everyone
from consult.web.public.consultations import visible

blueprint = Guarded("respond_leaving", __name__, url_prefix="/<lang>/consultations/<slug>/respond")

# Where someone is taken who leaves quickly: a page that anyone may have been reading.
ELSEWHERE = "https://www.bbc.co.uk/weather"
# Pages on which the receipt of a shared computer may still be looked at.
RECEIPT_PAGES = ("public_receipts.", "public_receipt_copies.", "respond_end.receipt",
                 "respond_easy_read.receipt", "respond_leaving.", "static")


@blueprint.post("/leave")
@everyone()
def leave(slug: str) -> Any:
    """Forget everything that this browser was remembered by, for the next person at a shared computer."""
    consultation = visible(slug)
    let_all_go()
    session.clear()
    return emptied(redirect(url_for("public.show", slug=consultation.slug), 303))


@blueprint.post("/leave-quickly")
@everyone(keeps_form=True)
def leave_quickly(slug: str) -> Any:
    """Forget everything and show another site at once; answers saved with a code stay for who has it.

    An old page must leave as quickly as a fresh one: only deleting needs its token. The header takes the reader on,
    because a form's answer may not lead to another site where the page allows forms to none but its own.
    """
    visible(slug)
    if not tokens.is_stale():
        let_all_go()
    answer = WsgiResponse(render_template("public/respond/left.html", elsewhere=ELSEWHERE), mimetype="text/html")
    answer.headers["Refresh"] = f"0; url={ELSEWHERE}"
    if session:
        session.clear()
        # The cache holds only what every page of the site shares, and emptying it takes seconds.
        answer.headers["Clear-Site-Data"] = '"cookies", "storage"'
    return answer


@blueprint.before_app_request
def forget_on_shared() -> None:
    """On a shared computer, forget everything once the receipt was shown and the reader has gone on from it."""
    if not session.get("shared_receipt") or (request.endpoint or "static").startswith(RECEIPT_PAGES):
        return
    let_all_go()
    session.clear()
    after_this_request(emptied)


def let_all_go() -> None:
    """Delete every draft of this browser that no code brings back: nobody could reach its words any more."""
    for slug, token in session.get("drafts", {}).items():
        found = consultations.visible_by_slug(db.session(), slug)
        if found is not None and isinstance(token, str):
            drafts.leave(token=token, consultation_id=found.id)


def emptied(response: WsgiResponse) -> WsgiResponse:
    """Let the browser drop all that it holds of this site."""
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
