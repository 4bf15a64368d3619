"""Events and workshops: what is planned, what access is arranged in time, and what a note may say; an event is no
response, and its people are counted apart.

Who came is a number and never a list. What people are like stands on cards that nothing ties to a note (practice 1.3
and 6, FAC; counting rule C1: participants are a counter of their own).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from consult.domain import working_days
from consult.domain.errors import Conflict, Refused
from consult.domain.texts import clean

EVENT_FORMATS = ("in-person", "online", "both", "phone")
PLANNED, HELD, CANCELLED = "planned", "held", "cancelled"
EVENT_STATES = (PLANNED, HELD, CANCELLED)
# Who runs it: the team, or a kind of group, which is what the public reads of one that did not agree to be named.
TEAM = "team"
HOST_KINDS = (TEAM, "community-group", "youth-group", "school", "faith-group", "charity", "council", "business",
              "other")

# Working days before the event by which each thing is arranged. People who interpret or write along: six weeks
# (SignHealth, NRCPD); what hangs on the venue: four; what is written or paid: two; what is only planned: one.
INTERPRETERS, VENUE, PAPERS, ROOM = 30, 20, 10, 5
ACCESS: Mapping[str, int] = {
    "bsl": INTERPRETERS, "captions": INTERPRETERS, "lipspeaking": INTERPRETERS, "deafblind": INTERPRETERS,
    "language": INTERPRETERS,
    "step-free": VENUE, "toilets": VENUE, "transport": VENUE, "hearing-loop": VENUE, "quiet-room": VENUE,
    "childcare": VENUE, "easy-read": VENUE,
    "large-print": PAPERS, "travel-paid": PAPERS, "supporters": PAPERS, "remote": PAPERS, "food": PAPERS,
    "prayer-space": PAPERS, "someone-to-talk-to": PAPERS,
    "breaks": ROOM, "seating": ROOM,
}
# What can be asked of an event that nobody travels to.
AT_A_DISTANCE = frozenset({"bsl", "captions", "lipspeaking", "deafblind", "language", "easy-read", "large-print",
                           "supporters", "remote", "someone-to-talk-to", "breaks"})
DISTANT_FORMATS = frozenset({"online", "phone"})
WANTED, BOOKED, NOT_NEEDED, THERE, NOT_MET = "wanted", "booked", "not-needed", "there", "not-met"
ACCESS_STATES = (WANTED, BOOKED, NOT_NEEDED, THERE, NOT_MET)
# What may be said before the event, and what after it.
BEFORE, AFTER = (WANTED, BOOKED, NOT_NEEDED), (THERE, NOT_NEEDED, NOT_MET)
WITH_REASON = frozenset({NOT_NEEDED, NOT_MET})
# So many working days before it must be arranged, a thing is shown as due.
SOON = 5

# What a line of the notes is (practice 6, FAC.3): one line says one thing of one table.
STATEMENT, QUESTION, AGREEMENT, DISAGREEMENT, QUOTE = "statement", "question", "agreement", "disagreement", "quote"
NOTE_KINDS = (STATEMENT, QUESTION, AGREEMENT, DISAGREEMENT, QUOTE)
MOST_PARTICIPANTS, MOST_TABLES, MOST_NOTES, MOST_COST = 100_000, 500, 2_000, 100_000_000
MOST_NAME, MOST_PLACE, MOST_TABLE, MOST_LINE, MOST_NOTE, MOST_MAKE_UP = 200, 300, 40, 500, 4_000, 1_000
LONGEST_DAYS = 14
TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}")
# What a page that was without a network calls one of its notes, so that it is kept once however often it is sent.
CLIENT_KEY = re.compile(r"[0-9a-zA-Z-]{8,64}")


@dataclass(frozen=True)
class Note:
    """One thing that was said at one table: what kind of thing, and which question and part of the plan it speaks to
    (keys, "" for none). `client_key` is the sender's own name for it, "" where it needs none."""

    kind: str
    text: str
    table: str = ""
    question: str = ""
    node: str = ""
    has_consent: bool = False
    language: str = "en"
    client_key: str = ""


@dataclass(frozen=True)
class Plan:
    """What is planned: title, times (aware), format, where, who runs it, and whom people ask about access."""

    title: str
    starts_at: datetime | None
    ends_at: datetime | None
    format: str
    place: str = ""
    language: str = "en"
    host_kind: str = TEAM
    host: str = ""
    may_be_named: bool = False
    access_contact: str = ""
    bookings_open_on: date | None = None


@dataclass(frozen=True)
class Record:
    """What is written down after an event: how many came, at how many tables (None: none), and who they were in broad
    words, never one by one."""

    participants: int | None
    tables: int | None = None
    make_up: str = ""


def checked(plan: Plan) -> Plan:
    """Return a plan with its words cleaned; only a group that has a name and is not the team is named.

    Raises Refused(field, code): "text-missing", "date-missing", "option-unknown", "text-long" where they are wrong;
    ("ends_at", "event-ends-first") where it ends before it starts, or more than LONGEST_DAYS later; ("place",
    "event-place-missing") where people are to come somewhere; ("access_contact", "event-contact-missing") where people
    can book and cannot ask about access (practice 6, FAC.1).
    """
    kept = replace(plan, title=line("title", plan.title, MOST_NAME), place=line("place", plan.place, MOST_PLACE),
                   host=line("host", plan.host, MOST_NAME),
                   access_contact=line("access_contact", plan.access_contact, MOST_NAME))
    if not kept.title:
        raise Refused("title", "text-missing")
    _check_times(plan)
    check_language(plan.language)
    for field, known in (("format", EVENT_FORMATS), ("host_kind", HOST_KINDS)):
        if getattr(plan, field) not in known:
            raise Refused(field, "option-unknown")
    if plan.format not in DISTANT_FORMATS and not kept.place:
        raise Refused("place", "event-place-missing")
    if plan.bookings_open_on is not None and not kept.access_contact:
        raise Refused("access_contact", "event-contact-missing")
    return replace(kept, may_be_named=plan.may_be_named and plan.host_kind != TEAM and bool(kept.host))


def _check_times(plan: Plan) -> None:
    if plan.starts_at is None:
        raise Refused("starts_at", "date-missing")
    if plan.ends_at is None:
        raise Refused("ends_at", "date-missing")
    if not timedelta(0) < plan.ends_at - plan.starts_at <= timedelta(days=LONGEST_DAYS):
        raise Refused("ends_at", "event-ends-first", {"most": LONGEST_DAYS})


def check_planned(state: str) -> None:
    """Raise Conflict("event-not-planned") once an event was held or called off."""
    if state != PLANNED:
        raise Conflict("event-not-planned")


def reason_given(said: str) -> str:
    """Return a reason on one line; raises Refused("reason", "event-reason-missing" or "text-long")."""
    kept = line("reason", said)
    if not kept:
        raise Refused("reason", "event-reason-missing")
    return kept


def checklist(event_format: str) -> tuple[str, ...]:
    """Return what access is to be thought of for an event of this format, longest lead time first."""
    return tuple(code for code in ACCESS if event_format not in DISTANT_FORMATS or code in AT_A_DISTANCE)


def arrange_by(code: str, held_on: date) -> date:
    """Return the working day by which a thing is to be arranged."""
    return working_days.add(held_on, -ACCESS[code])


def lateness(code: str, held_on: date, today: date) -> str:
    """Return how a thing that nobody has arranged stands in time: "" in time, "due" now or soon, "late" after it."""
    by = arrange_by(code, held_on)
    if today > by:
        return "late"
    return "due" if working_days.between(today, by) <= SOON else ""


def check_access(code: str, state: str, reason: str, cost_pence: int | None, *, is_held: bool) -> str:
    """Return why something was not needed or not there, trimmed.

    Raises Refused("state", "option-unknown") for a thing or a state that is none, or none at this time; ("reason",
    "event-reason-missing") where nobody says why; ("cost", "number-range") for what nothing costs.
    """
    said = line("reason", reason)
    if code not in ACCESS or state not in (AFTER if is_held else BEFORE):
        raise Refused("state", "option-unknown")
    if state in WITH_REASON and not said:
        raise Refused("reason", "event-reason-missing")
    if cost_pence is not None and not 0 <= cost_pence <= MOST_COST:
        raise Refused("cost", "number-range", {"least": 0, "most": MOST_COST // 100})
    return said


def checked_record(record: Record, starts_at: datetime, now: datetime) -> Record:
    """Return the record with its words cleaned.

    Raises Refused(field, code): ("participants", "event-not-yet") before the event began,
    ("participants", "event-people-missing"), ("participants" or "tables", "number-range", {"least", "most"}), and
    ("make_up", "text-long").
    """
    if starts_at > now:
        raise Refused("participants", "event-not-yet")
    if record.participants is None:
        raise Refused("participants", "event-people-missing")
    for field, value, least, most in (("participants", record.participants, 0, MOST_PARTICIPANTS),
                                      ("tables", 1 if record.tables is None else record.tables, 1, MOST_TABLES)):
        if not least <= value <= most:
            raise Refused(field, "number-range", {"least": least, "most": most})
    return replace(record, make_up=words("make_up", record.make_up, MOST_MAKE_UP))


def checked_note(note: Note) -> Note:
    """Return a note with its words cleaned; consent is only ever for somebody's own words.

    Raises Refused(field, code): ("kind", "language" or "client_key", "option-unknown"), ("text", "text-missing"),
    ("consent", "event-quote-consent") for own words that nobody let us write down, and "text-long".
    """
    if note.kind not in NOTE_KINDS:
        raise Refused("kind", "option-unknown")
    check_language(note.language)
    if note.client_key and not CLIENT_KEY.fullmatch(note.client_key):
        raise Refused("client_key", "option-unknown")
    text = words("text", note.text, MOST_NOTE)
    if not text:
        raise Refused("text", "text-missing")
    if note.kind == QUOTE and not note.has_consent:
        raise Refused("consent", "event-quote-consent")
    return replace(note, text=text, table=line("table", note.table, MOST_TABLE), question=clean(note.question).strip(),
                   node=clean(note.node).strip(), has_consent=note.kind == QUOTE)


def check_language(tag: str) -> None:
    """Raise Refused("language", "option-unknown") for what is no BCP 47 tag: people talk in more than we translate."""
    if not TAG.fullmatch(tag):
        raise Refused("language", "option-unknown")


def line(field: str, said: str, most: int = MOST_LINE) -> str:
    """Return a short text on one line; raises Refused(field, "text-long", {"limit"})."""
    return words(field, " ".join(clean(said).split()), most)


def words(field: str, said: str, most: int) -> str:
    """Return a text without space around it; raises Refused(field, "text-long", {"limit"})."""
    kept = clean(said).strip()
    if len(kept) > most:
        raise Refused(field, "text-long", {"limit": most})
    return kept
