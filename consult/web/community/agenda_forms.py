"""Forms of the agenda and the tray, and the meetings that an item can be put on."""

from typing import Any

from flask_babel import format_date, gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField

from consult.domain.agendas import PHONE, POST
from consult.domain.outside_requests import CHANGED, DECLINED, TAKEN
from consult.domain.working_days import LONDON
from consult.queries import agendas as stored
from consult.web.community.uploads import UploadForm
from consult.web.fields import Plain, choices

OWN = "own"
TRAY_ANSWERS = {
    TAKEN: _l("Take it: it goes on our agenda"), CHANGED: _l("Change it: we talk about it in our own words"),
    DECLINED: _l("Decline it. You do not need a reason."),
}


class ItemForm(UploadForm):
    """Something to talk about, and whose idea it is."""

    title = StringField(_l("What should we talk about?"),
                        description=_l("A few words. You can leave this empty if you add a voice note or a film."))
    words = TextAreaField(_l("Why, or what should come of it? (optional)"))
    whose_idea = RadioField(_l("Whose idea is it?"), default=OWN, validate_choice=False, choices=choices((
        (OWN, _l("Mine")), (PHONE, _l("Somebody in the group told me by phone")),
        (POST, _l("Somebody in the group wrote to me")))))
    whose = StringField(_l("Their name here (optional)"),
                        description=_l("Leave it empty if they do not want to be named."))


class GuestsForm(Plain):
    """What outsiders may see of an item."""

    words = TextAreaField(_l("What guests and officers may see of this (optional)"),
                          description=_l("They see nothing else of it. Leave it empty to show them nothing."))


class MeetingForm(Plain):
    """Which meeting an item is for."""

    meeting = SelectField(_l("Meeting"), validate_choice=False)


class MergeForm(Plain):
    """Which item another becomes part of."""

    into = SelectField(_l("Which one does it become part of?"), validate_choice=False)


class SheetForm(Plain):
    """Where the agenda of a meeting can be wrong; its fields are made by the page, one for each item."""

    wishes = HiddenField()
    order = HiddenField()
    agenda = HiddenField()
    reached = HiddenField()


class PartForm(Plain):
    """A part of the plan; the choices stand in groups, so the page makes them."""

    node = SelectField(_l("Part of the plan"), validate_choice=False, choices=[])


class CodeForm(Plain):
    """A theme of the group's own."""

    name = StringField(_l("What do you call it?"))
    definition = TextAreaField(_l("What belongs to it? (optional)"))


class TrayForm(Plain):
    """What the group does with a request."""

    answer = RadioField(_l("What do we do with it?"), validate_choice=False, choices=choices(TRAY_ANSWERS.items()))
    title = StringField(_l("If we change it: what do we talk about?"))
    words = TextAreaField(_l("If we change it: what is our question?"))
    reason = TextAreaField(_l("What do we tell them? (optional)"))


def meeting_choices(session: Session, forum_id: int) -> Any:
    """Return the meetings whose agenda is still open, the next one first, as choices."""
    return choices((one.public_id, name_of(one)) for one in stored.meetings(session, forum_id)
                   if one.agenda_adopted_at is None)


def name_of(meeting: Any) -> str:
    """Return what a meeting is called in a list: its day, and its title where it has one."""
    day = format_date(meeting.starts_at.astimezone(LONDON).date(), "long")
    return gettext("%(day)s: %(title)s", day=day, title=meeting.title) if meeting.title else day
