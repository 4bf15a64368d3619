"""What people need for a forum's meetings, for who books it: the needs of all together, never whose they are."""

from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField, StringField, TextAreaField

from consult.domain.access_profiles import BOOKED, NOT_MET, OFFERED, Arrangement, book_by
from consult.domain.answers import digits
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import OfficerRight
from consult.domain.working_days import london_day
from consult.services import meeting_needs
from consult.services.meeting_needs import NeedLine, ToArrange
from consult.web import access_need_words as words
from consult.web.access import Guarded, officer
from consult.web.fields import choices
from consult.web.staff.plain_forms import Plain, refuse, tidy

blueprint = Guarded("staff_forum_needs", __name__, url_prefix="/staff/forums/<forum_id>/needs")
STEPS: dict[str, Any] = {
    BOOKED: _l("It is booked"), OFFERED: _l("I offer another way, and the person says yes or no"),
    NOT_MET: _l("It cannot be met"),
}
WAYS: dict[str, Any] = {"in_person": _l("In person"), "remote": _l("Online"), "phone": _l("By phone"),
                        "post": _l("By post")}
MOST_PEOPLE = 99


class NeedForm(Plain):
    """What was done about one need."""

    state = RadioField(_l("What did you do?"), choices=choices(STEPS.items()), validate_choice=False)
    people = StringField(_l("How many people are booked?"), filters=[tidy])
    words = TextAreaField(_l("What did you book, what do you offer, or why can it not be met?"), filters=[tidy],
                          description=_l("The person reads this."))


@blueprint.get("")
@officer(OfficerRight.ARRANGE_ACCESS)
def index(forum_id: str) -> str:
    """List the meetings to come with what is needed at each."""
    return render_template("staff/forums/needs.html", forum=g.forum, ways=WAYS, words=words,
                           book_by=book_by, london_day=london_day, meetings=meeting_needs.to_arrange(forum=g.forum))


@blueprint.get("/<need_id>")
@officer(OfficerRight.ARRANGE_ACCESS)
def show(forum_id: str, need_id: str) -> Any:
    """Show one need, and the form for what was done."""
    meeting, need = _need(need_id)
    return _page(meeting, need, NeedForm(formdata=None, people=str(need.how_many or "")))


@blueprint.post("/<need_id>")
@officer(OfficerRight.ARRANGE_ACCESS)
def arrange(forum_id: str, need_id: str) -> Any:
    """Write down what was done; the person is told in the group's space."""
    meeting, need = _need(need_id)
    form = NeedForm()
    try:
        given = Arrangement(form.state.data or "", _people(form.people.data or ""), form.words.data or "")
        meeting_needs.arrange_as_officer(by_id=current_user.id, forum_id=forum_id, need_id=need_id, given=given)
    except (Refused, Conflict) as refused:
        refuse(form, refused, "state")
        return _page(meeting, need, form)
    flash(gettext("This is written down."))
    return redirect(url_for("staff_forum_needs.index", forum_id=forum_id), 303)


def _people(typed: str) -> int:
    found = digits(typed.strip())
    if not found:
        return 0
    if not (found.isascii() and found.isdecimal() and len(found) <= len(str(MOST_PEOPLE))):
        raise Refused("people", "number-shape")
    return int(found)


def _need(need_id: str) -> tuple[ToArrange, NeedLine]:
    for meeting in meeting_needs.to_arrange(forum=g.forum):
        for need in meeting.needs:
            if need.public_id == need_id:
                return meeting, need
    raise NotFound()


def _page(meeting: ToArrange, need: NeedLine, form: NeedForm) -> Any:
    page = render_template("staff/forums/need.html", forum=g.forum, meeting=meeting, need=need, form=form, words=words)
    return (page, 422) if form.errors else page
