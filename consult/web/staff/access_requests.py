"""Requests for formats and adjustments and reports of barriers: who answers, by when, and what came of each."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField, TextAreaField

from consult.domain.access import Permission
from consult.domain.access_requests import KINDS
from consult.domain.errors import NotFound, Refused
from consult.domain.instants import utc_now
from consult.extensions import db
from consult.queries import access_requests as stored
from consult.services import access_requests
from consult.services.access_requests import MOST_DETAILS
from consult.web.access import Guarded, staff
from consult.web.fields import choices
from consult.web.staff.language_names import language_name
from consult.web.staff.london_days import day_of
from consult.web.staff.plain_forms import Plain, refuse, tidy

blueprint = Guarded("staff_access_requests", __name__, url_prefix="/staff/consultations/<slug>/access-requests")
KIND_WORDS = {"format": _l("A format"), "adjustment": _l("Help to take part"), "barrier": _l("A barrier on the site")}
ABOUT_WORDS = {
    "easy-read": _l("Easy Read"), "bsl": _l("British Sign Language"), "audio": _l("Audio"),
    "large-print": _l("Large print on paper"), "braille": _l("Braille on paper"), "paper": _l("A paper form"),
    "language": _l("Another language"), "other": _l("Another format"), "help": _l("Something else"),
}
OUTCOME_WORDS = {"met": _l("Met"), "partly": _l("Partly met"), "not-met": _l("Not met")}


class SettleForm(Plain):
    """What came of a request."""

    outcome = RadioField(_l("What came of it?"), choices=choices(OUTCOME_WORDS.items()), validate_choice=False)
    words = TextAreaField(_l("In one or two sentences: what was done, or why not"), filters=[tidy],
                          description=_l("Do not name the person."))


@blueprint.get("")
@staff(Permission.HANDLE_ACCESS_REQUESTS)
def index(slug: str) -> str:
    """List what waits for an answer, the soonest due first, what is settled, and the counts."""
    session, consultation_id = db.session(), g.consultation.id
    return render_template(
        "staff/access_requests/index.html", waiting=stored.listed(session, consultation_id, is_settled=False),
        settled=stored.listed(session, consultation_id, is_settled=True),
        counts=stored.counts(session, consultation_id), kind_codes=KINDS, **_shared())


@blueprint.get("/<request_id>")
@staff(Permission.HANDLE_ACCESS_REQUESTS)
def show(slug: str, request_id: str) -> Any:
    """Show one request with what can be done about it."""
    return _page(request_id, SettleForm(formdata=None))


@blueprint.post("/<request_id>")
@staff(Permission.HANDLE_ACCESS_REQUESTS)
def act(slug: str, request_id: str) -> Any:
    """Take a request on, write down that it was answered, or settle it."""
    form = SettleForm()
    place = {"consultation_id": g.consultation.id, "public_id": request_id, "by_id": current_user.id}
    step = request.form.get("step", "")
    if step == "own":
        access_requests.own(**place)
        flash(gettext("You answer this one now."))
    elif step == "answered":
        access_requests.answer(**place)
        flash(gettext("The day of the answer was written down."))
    else:
        try:
            access_requests.settle(**place, outcome=form.outcome.data or "", words=form.words.data or "")
        except Refused as refused:
            refuse(form, refused, "outcome")
            return _page(request_id, form)
        flash(gettext("This is settled. How to reach the person was deleted."))
        return redirect(url_for("staff_access_requests.index", slug=slug), 303)
    return redirect(url_for("staff_access_requests.show", slug=slug, request_id=request_id), 303)


def _page(request_id: str, form: SettleForm) -> Any:
    found = stored.one(db.session(), g.consultation.id, request_id)
    if found is None:
        raise NotFound()
    page = render_template("staff/access_requests/show.html", found=found, form=form, limit=MOST_DETAILS, **_shared())
    return (page, 422) if form.errors else page


def _shared() -> dict[str, Any]:
    return {"consultation": g.consultation, "kinds": KIND_WORDS, "abouts": ABOUT_WORDS, "outcomes": OUTCOME_WORDS,
            "today": day_of(utc_now()), "language_name": language_name}
