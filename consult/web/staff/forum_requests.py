"""The tray of a forum from outside: what this officer asked the group to talk about, and one more request."""

from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import StringField, TextAreaField

from consult.domain.errors import Conflict, Refused
from consult.domain.forum_access import OfficerRight
from consult.domain.outside_requests import LINE_LENGTH, TEXT_LENGTH
from consult.extensions import db
from consult.queries import forums
from consult.queries import outside_requests as stored
from consult.services import outside_requests
from consult.web.access import Guarded, officer
from consult.web.fields import DatePartsField
from consult.web.staff.forum_pages import REQUEST_STATES
from consult.web.staff.plain_forms import Plain, refuse, tidy

blueprint = Guarded("staff_forum_requests", __name__, url_prefix="/staff/forums/<forum_id>/requests")


class RequestForm(Plain):
    """A request: the group decides whether it becomes an item of its agenda."""

    body = StringField(_l("Who asks?"), filters=[tidy], description=_l("Your organisation, and your team or office"))
    title = StringField(_l("In a few words: what do you want to talk about?"), filters=[tidy])
    words = TextAreaField(_l("What exactly?"), filters=[tidy])
    why = TextAreaField(_l("Why do you ask this group?"), filters=[tidy])
    use = TextAreaField(_l("What will you do with what you hear?"), filters=[tidy])
    wanted_by = DatePartsField(_l("By when do you want to hear?"))


@blueprint.get("")
@officer(OfficerRight.PLACE_REQUESTS)
def index(forum_id: str) -> Any:
    """List this officer's requests with the group's answer, and the form for one more."""
    return _page(_form(formdata=None))


@blueprint.post("")
@officer(OfficerRight.PLACE_REQUESTS)
def place(forum_id: str) -> Any:
    """Put a request into the tray."""
    form = _form()
    if form.validate():
        try:
            outside_requests.place(
                forum_id=forum_id, by_id=current_user.id, body=form.body.data or "", title=form.title.data or "",
                words=form.words.data or "", why=form.why.data or "", use=form.use.data or "",
                wanted_by=form.wanted_by.data)
        except (Refused, Conflict) as refused:
            refuse(form, refused, "title")
        else:
            flash(gettext("Your request is in the tray. The group decides what to do with it, and owes no reason."))
            return _back(forum_id)
    return _page(form)


@blueprint.post("/<request_id>/take-back")
@officer(OfficerRight.PLACE_REQUESTS)
def take_back(forum_id: str, request_id: str) -> WsgiResponse:
    """Take back a request that waits."""
    outside_requests.withdraw(forum_id=forum_id, by_id=current_user.id, request_id=request_id)
    flash(gettext("You took your request back."))
    return _back(forum_id)


def _form(**given: Any) -> RequestForm:
    """Return the form, with the organisation that the group knows this officer by."""
    rows = [row for forum, row in forums.of_officer(db.session(), current_user.id) if forum.id == g.forum.id]
    return RequestForm(**given, body=rows[0].body if rows else "")


def _back(forum_id: str) -> WsgiResponse:
    return redirect(url_for("staff_forum_requests.index", forum_id=forum_id), 303)


def _page(form: RequestForm) -> Any:
    page = render_template(
        "staff/forums/requests.html", form=form, forum=g.forum, states=REQUEST_STATES, line=LINE_LENGTH,
        limit=TEXT_LENGTH, placed=stored.placed_by(db.session(), g.forum.id, current_user.id))
    return (page, 422) if form.errors else page
