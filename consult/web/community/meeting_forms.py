"""Forms of meetings: their plan, why they are put off, captions, a title for one's own calendar, guests and papers."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField

from consult.domain import meetings as rules
from consult.domain.answers import digits
from consult.domain.errors import Conflict, Refused
from consult.domain.meetings import Plan
from consult.domain.running_orders import BREAK_EVERY
from consult.domain.working_days import LONDON
from consult.queries.meetings import minutes_of
from consult.web.community import meeting_words, uploads
from consult.web.fields import DatePartsField, Plain, add_error, choices
from consult.web.sentences import sentence

if TYPE_CHECKING:
    from consult.models.meetings import Meeting


class PlanForm(Plain):
    """When, how long, in which ways and where."""

    title = StringField(_l("What is the meeting called?"))
    starts_on = DatePartsField(_l("Day"))
    starts_at = StringField(_l("It starts at"), description=_l("For example 18:30"))
    minutes = StringField(_l("How many minutes?"), description=_l("With breaks. It ends on time."))
    break_every = StringField(_l("A break at least every so many minutes"), default=str(BREAK_EVERY))
    ways = SelectMultipleField(_l("How can people take part?"), choices=choices(meeting_words.WAYS.items()),
                               description=_l("Each way is as good as the others."), validate_choice=False)
    where = TextAreaField(_l("How to get there or join"),
                          description=_l("A place, a link or a number. Only members see it."))
    quiet_space = BooleanField(_l("There is a quiet room to rest in"))


class PutOffForm(Plain):
    """Whether a meeting is put off or called off, and why."""

    to = RadioField(_l("What happens to the meeting?"), validate_choice=False,
                    choices=choices((("postponed", _l("It is put off")), ("cancelled", _l("It is called off")))))
    reason = TextAreaField(_l("Why?"))


class CaptionsForm(Plain):
    """The day on which captions would be deleted."""

    delete_on = DatePartsField(_l("When are they deleted?"))


class KeptCaptionsForm(Plain):
    """What was captioned."""

    captions = TextAreaField(_l("Captions"))


class CalendarForm(Plain):
    """What the entry is called in one's own calendar."""

    title = StringField(_l("What should it say in your calendar?"))


class GuestForm(Plain):
    """Who from outside would come, and why."""

    kind = RadioField(_l("Who would come?"), choices=choices(meeting_words.GUESTS.items()), validate_choice=False)
    who = StringField(_l("Their name or their job"))
    why = TextAreaField(_l("Why would they come?"))
    item = SelectField(_l("For which part?"), validate_choice=False)


class PaperForm(Plain):
    """One format of a paper."""

    title = StringField(_l("What is the paper called?"),
                        description=_l("Use the same name for each format of one paper."))
    form = RadioField(_l("Which format is this?"), choices=choices(meeting_words.FORMS.items()), validate_choice=False)
    language = SelectField(_l("Language"), validate_choice=False)
    item = SelectField(_l("What is it about?"), validate_choice=False)
    text = TextAreaField(_l("Words"))
    file = FileField(_l("A film, a recording or a document"),
                     description=_l("A film can have up to 100 MB, a voice note 25 MB, a document 10 MB."))
    transcript = TextAreaField(_l("What is said in the file, in writing (optional)"))


def filled(meeting: Meeting | None) -> PlanForm:
    """Return the form with what stands, or with what was posted."""
    if meeting is None:
        return PlanForm(data={"ways": ["remote", "phone", "post"], "break_every": str(BREAK_EVERY), "minutes": "90"})
    local = meeting.starts_at.astimezone(LONDON)
    return PlanForm(data={
        "title": meeting.title, "starts_on": local.date(), "starts_at": f"{local:%H:%M}",
        "minutes": str(minutes_of(meeting)), "break_every": str(meeting.break_every), "where": meeting.where,
        "ways": [way for way in rules.WAYS if getattr(meeting, way)], "quiet_space": meeting.quiet_space})


def plan_of(form: PlanForm) -> Plan:
    """Return what was typed as the service takes it; raises Refused for what is no day, time or number."""
    day = form.starts_on.data
    if day is None:
        raise Refused("starts_on", "date-missing")
    starts_at = datetime.combine(day, _time(form.starts_at.data), LONDON).astimezone(UTC)
    return Plan(
        title=form.title.data or "", starts_at=starts_at,
        minutes=_number("minutes", form.minutes.data), ways=frozenset(form.ways.data or ()),
        where=form.where.data or "", quiet_space=bool(form.quiet_space.data),
        break_every=_number("break_every", form.break_every.data))


def refuse(form: Plain, refused: Refused | Conflict, name: str) -> None:
    """Put a refusal on its field, or on `name` where the form has no such field."""
    field = getattr(refused, "field", "")
    words = uploads.refusal(refused) if isinstance(refused, Refused) else sentence(refused)
    add_error(form, field if field in form else name, words)


def _time(typed: str | None) -> time:
    hours, _colon, minutes = digits(typed or "").strip().replace(".", ":").partition(":")
    try:
        if not (hours + minutes).isdecimal():
            raise ValueError("a time is digits with a colon")
        return time(int(hours), int(minutes or "0"))
    except ValueError:
        raise Refused("starts_at", "time-shape") from None


def _number(field: str, typed: Any) -> int:
    written = digits(typed or "").strip()
    if not written.isdecimal() or len(written) > 4:
        raise Refused(field, "number-shape")
    return int(written)
