"""The forms of events: what is planned, how its access stands, what it was, and a note; filled in and read out."""

import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField

from consult.domain.answers import digits
from consult.domain.errors import Refused
from consult.domain.events import Note, Plan, Record
from consult.domain.working_days import LONDON, london_day
from consult.web.fields import DatePartsField, choices
from consult.web.staff import event_words
from consult.web.staff.plain_forms import Plain, tidy

if TYPE_CHECKING:
    from consult.models.events import Event

TIME = re.compile(r"(\d{1,2})[:.](\d{2})")
MONEY = re.compile(r"£?\s*(\d{1,7})(?:\.(\d{2}))?")
MOST_DIGITS = 7


class EventForm(Plain):
    """What is planned."""

    title = StringField(_l("Name of the event"), filters=[tidy])
    format = RadioField(_l("How do people take part?"), choices=choices(event_words.FORMATS.items()),
                        validate_choice=False, default="in-person")
    day = DatePartsField(_l("Day"))
    starts = StringField(_l("Starts at"), filters=[tidy], description=_l("London time, like 18:30"))
    ends = StringField(_l("Ends at"), filters=[tidy])
    place = StringField(_l("Where"), filters=[tidy], description=_l("Leave it empty if nobody travels"))
    language = SelectField(_l("Main language spoken"), validate_choice=False)
    host_kind = SelectField(_l("Who runs it?"), choices=choices(event_words.HOSTS.items()), validate_choice=False)
    host = StringField(_l("Name of the group"), filters=[tidy], description=_l("If it is not our team"))
    may_be_named = BooleanField(_l("The group agrees that the report names it"))
    access_contact = StringField(_l("Whom do people ask about access?"), filters=[tidy],
                                 description=_l("An address or a number that someone answers"))
    budget = StringField(_l("Money for access, in pounds"), filters=[tidy])
    bookings = DatePartsField(_l("Booking opens on"), description=_l("Leave it empty if nobody books"))

    def planned(self) -> Plan:
        """Return what was typed; raises Refused for times that are none."""
        day = self.day.data
        return Plan(
            self.title.data or "", _instant("starts", day, self.starts.data), _instant("ends", day, self.ends.data),
            self.format.data or "", place=self.place.data or "", language=self.language.data or "",
            host_kind=self.host_kind.data or "", host=self.host.data or "", may_be_named=bool(self.may_be_named.data),
            access_contact=self.access_contact.data or "", bookings_open_on=self.bookings.data)

    def money(self) -> int | None:
        """Return the pence for access, None where none was typed; raises Refused."""
        return pence("budget", self.budget.data)


class RecordForm(Plain):
    """What an event was."""

    participants = StringField(_l("How many people came?"), filters=[tidy],
                               description=_l("A number. Never a list of names."))
    tables = StringField(_l("How many tables or small groups?"), filters=[tidy])
    make_up = TextAreaField(_l("Who they were, in broad words"), filters=[tidy],
                            description=_l("For example: mostly older people, and a few parents. No names."))

    def happened(self) -> Record:
        """Return what was typed; raises Refused for what is no number."""
        return Record(whole("participants", self.participants.data), whole("tables", self.tables.data),
                      self.make_up.data or "")


class AccessForm(Plain):
    """How one thing of the checklist stands."""

    state = RadioField(_l("How does it stand?"), validate_choice=False)
    reason = StringField(_l("If it is not needed, or was not there: why?"), filters=[tidy])
    cost = StringField(_l("What it costs, in pounds"), filters=[tidy])


class ReasonForm(Plain):
    """Why something is called off or taken out."""

    reason = StringField(_l("Why?"), filters=[tidy])


class NoteForm(Plain):
    """One note of one table."""

    table = StringField(_l("Table"), filters=[tidy])
    kind = RadioField(_l("What is it?"), choices=choices(event_words.NOTE_KINDS.items()), validate_choice=False,
                      default="statement")
    text = TextAreaField(_l("What was said"), filters=[tidy], description=_l("No names."))
    question = SelectField(_l("Question"), validate_choice=False)
    node = SelectField(_l("Part of the plan"), validate_choice=False)
    consent = BooleanField(_l("The person agreed that their own words are kept and may be printed"))

    def note(self, language: str) -> Note:
        """Return the note that was typed."""
        return Note(self.kind.data or "", self.text.data or "", table=self.table.data or "",
                    question=self.question.data or "", node=self.node.data or "",
                    has_consent=bool(self.consent.data), language=language)


def filled(event: "Event") -> dict[str, Any]:
    """Return an event as EventForm shows it."""
    return {
        "title": event.title, "format": event.format, "day": london_day(event.starts_at),
        "starts": event.starts_at.astimezone(LONDON).strftime("%H:%M"),
        "ends": event.ends_at.astimezone(LONDON).strftime("%H:%M"), "place": event.place, "language": event.language,
        "host_kind": event.host_kind, "host": event.host, "may_be_named": event.may_be_named,
        "access_contact": event.access_contact, "budget": pounds(event.access_budget_pence),
        "bookings": event.bookings_open_on,
    }


def pounds(amount: int | None) -> str:
    """Return pence as pounds are typed; empty for none."""
    if amount is None:
        return ""
    return str(amount // 100) if amount % 100 == 0 else f"{amount // 100}.{amount % 100:02}"


def pence(field: str, typed: str | None) -> int | None:
    """Return pounds that were typed as pence, None for none; raises Refused(field, "event-money-odd")."""
    written = digits(typed or "").replace(",", "").strip()
    if not written:
        return None
    found = MONEY.fullmatch(written)
    if found is None:
        raise Refused(field, "event-money-odd")
    return int(found[1]) * 100 + int(found[2] or 0)


def whole(field: str, typed: str | None) -> int | None:
    """Return a whole number that was typed, None for none; raises Refused(field, "event-number-odd")."""
    written = digits(typed or "").replace(",", "").strip()
    if not written:
        return None
    if not written.isdecimal() or len(written) > MOST_DIGITS:
        raise Refused(field, "event-number-odd")
    return int(written)


def _instant(field: str, day: date | None, typed: str | None) -> datetime | None:
    """Return an instant of a London day; None where the day or the time was left out."""
    written = digits(typed or "").strip()
    if day is None or not written:
        return None
    found = TIME.fullmatch(written)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise Refused(field, "time-shape")
    return datetime.combine(day, time(int(found[1]), int(found[2])), LONDON)
