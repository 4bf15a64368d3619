"""When a group meets, what must stand before it is confirmed, papers in time, guests told of beforehand, captions.

Requirements CP-10, CP-11, CP-13, CP-14, CP-22 and the half of CP-18 about attendance; dates are days in London.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from consult.domain import running_orders, working_days
from consult.domain.errors import Conflict, Refused
from consult.domain.texts import clean

PLANNED, CONFIRMED, HELD, POSTPONED, CANCELLED = "planned", "confirmed", "held", "postponed", "cancelled"
STATES = (PLANNED, CONFIRMED, HELD, POSTPONED, CANCELLED)
MOVES = {
    PLANNED: frozenset({CONFIRMED, POSTPONED, CANCELLED}), CONFIRMED: frozenset({HELD, POSTPONED, CANCELLED}),
    POSTPONED: frozenset({PLANNED, CANCELLED}), HELD: frozenset[str](), CANCELLED: frozenset[str](),
}
# A meeting that still can come about.
COMING = frozenset({PLANNED, CONFIRMED})
# Four ways of taking part, each as good as the next (CP-13).
WAYS = ("in_person", "remote", "phone", "post")

PAPERS_DAYS, RECORD_DAYS, GUEST_DAYS = 10, 10, 5
FORMATS = ("text", "easy-read", "bsl", "large-print", "audio", "braille", "language")
# Every paper goes out in these together; other formats that a member needs are needs of the meeting.
ALWAYS_FORMATS = ("text", "easy-read", "bsl")
WORDED, FILMED, HEARD = frozenset({"text", "easy-read", "large-print", "language"}), "bsl", "audio"

POLICE, PRESS = "police", "press"
OUTSIDERS = ("officer", POLICE, PRESS, "researcher", "other")
ANNOUNCED, AGREED, REFUSED = "announced", "agreed", "refused"

MOST_KEPT_DAYS = 365
MOST_TITLE, MOST_WORDS, MOST_PAPER, MOST_REASON, MOST_CAPTIONS = 200, 2_000, 60_000, 1_000, 200_000
# Nobody plans further ahead; a slip of the hand in the year does not pass.
FAR = timedelta(days=730)
# Cards can be held up from a while before a meeting until a while after it; then they are nothing any more.
CARDS_BEFORE, CARDS_AFTER = timedelta(minutes=30), timedelta(hours=1)


@dataclass(frozen=True)
class Plan:
    """A meeting as it is planned: aware instants, ways of WAYS, a break at least every so many minutes."""

    title: str
    starts_at: datetime
    minutes: int
    ways: frozenset[str]
    where: str = ""
    quiet_space: bool = False
    break_every: int = running_orders.BREAK_EVERY


@dataclass(frozen=True)
class GuestWords:
    """Somebody from outside as they are announced: a kind of OUTSIDERS, who, and why they would come."""

    kind: str
    who: str
    why: str


def checked(plan: Plan, now: datetime) -> Plan:
    """Return a plan with its words trimmed.

    Raises Refused("title" | "where", "text-missing" or "text-long"), ("starts_on", "meeting-past" or
    "meeting-far"), ("ways", "ways-missing" or "option-unknown"), ("minutes" | "break_every", "number-range"), and
    ("quiet_space", "quiet-space-missing") for a meeting in a place that has no room to rest.
    """
    title, where = " ".join(clean(plan.title).split()), clean(plan.where).strip()
    _check_words("title", title, MOST_TITLE)
    if where or "in_person" in plan.ways:
        _check_words("where", where, MOST_WORDS)
    if plan.starts_at <= now:
        raise Refused("starts_on", "meeting-past")
    if plan.starts_at > now + FAR:
        raise Refused("starts_on", "meeting-far")
    if not plan.ways <= set(WAYS):
        raise Refused("ways", "option-unknown")
    if not plan.ways:
        raise Refused("ways", "ways-missing")
    if "in_person" in plan.ways and not plan.quiet_space:
        raise Refused("quiet_space", "quiet-space-missing")
    running_orders.check_times(plan.minutes, plan.break_every, running_orders.BREAK_MINUTES)
    return replace(plan, title=title, where=where)


def check_move(standing: str, to: str, reason: str = "") -> str:
    """Return the reason trimmed where a meeting may go from one state to another.

    Raises Refused("state", "option-unknown"), Conflict("meeting-moved"), and Refused("reason", …) where it is put off
    or called off without one.
    """
    if to not in STATES:
        raise Refused("state", "option-unknown")
    if to not in MOVES[standing]:
        raise Conflict("meeting-moved")
    reason = clean(reason).strip()
    if to in (POSTPONED, CANCELLED):
        _check_words("reason", reason, MOST_REASON)
    return reason


def check_coming(state: str) -> None:
    """Raise Conflict("meeting-moved") for a meeting that was held, put off or called off."""
    if state not in COMING:
        raise Conflict("meeting-moved")


def check_begin(*, state: str, meeting_on: date, today: date) -> None:
    """Raise Conflict where the rule cannot be read yet: "meeting-not-confirmed", "meeting-not-today" (CP-22)."""
    if state != CONFIRMED:
        raise Conflict("meeting-not-confirmed")
    if today < meeting_on:
        raise Conflict("meeting-not-today")


def check_held(*, is_rule_read: bool, ends_at: datetime, now: datetime) -> None:
    """Raise Conflict where a meeting cannot be called held: "rule-not-read", "meeting-not-over"."""
    if not is_rule_read:
        raise Conflict("rule-not-read")
    if now < ends_at:
        raise Conflict("meeting-not-over")


def papers_due(meeting_on: date, papers_days: int = PAPERS_DAYS) -> date:
    """Return the day by which all papers are out, so many working days before the meeting (CP-11)."""
    return working_days.add(meeting_on, -papers_days)


def check_paper(title: str, form: str, text: str, *, media: str) -> tuple[str, str]:
    """Return title and text of a paper trimmed; `media` is the kind of its file ("" for none).

    Raises Refused("title", …), ("form", "option-unknown"), ("text", …) for a format of words without words, and
    ("file", "paper-film-missing" | "paper-recording-missing" | "file-missing") where the format needs another file.
    """
    title, text = " ".join(clean(title).split()), clean(text).strip()
    _check_words("title", title, MOST_TITLE)
    if form not in FORMATS:
        raise Refused("form", "option-unknown")
    if form in WORDED and not media or text:
        _check_words("text", text, MOST_PAPER)
    if form == FILMED and media != "video":
        raise Refused("file", "paper-film-missing")
    if form == HEARD and media != "audio":
        raise Refused("file", "paper-recording-missing")
    if form == "braille" and media != "file":
        raise Refused("file", "file-missing")
    return title, text


def missing_formats(made: Collection[str]) -> tuple[str, ...]:
    """Return the formats that a paper must have and has not."""
    return tuple(one for one in ALWAYS_FORMATS if one not in made)


def check_out(made: Collection[str]) -> None:
    """Raise Conflict("formats-missing", {"count"}) unless every format is made: all go out at the same time (CP-11)."""
    if missing := missing_formats(made):
        raise Conflict("formats-missing", {"count": len(missing)})


def is_late(out_on: date | None, due: date, today: date) -> bool:
    """Return whether a paper is late: out after its day, or not out and the day is over."""
    return (out_on or today) > due


def are_late(out_on: Iterable[date | None], due: date, today: date) -> bool:
    """Return whether any of several papers is late."""
    return any(is_late(one, due, today) for one in out_on)


def record_open_until(meeting_on: date, record_days: int = RECORD_DAYS) -> date:
    """Return the last day on which a member may add to the record of a meeting (CP-13)."""
    return working_days.add(meeting_on, record_days)


def announce_by(meeting_on: date) -> date:
    """Return the last day on which someone from outside can be announced for a meeting (CP-18)."""
    return working_days.add(meeting_on, -GUEST_DAYS)


def check_guest(given: GuestWords, *, meeting_on: date, today: date) -> GuestWords:
    """Return an announcement with its words trimmed.

    Raises Refused("kind", "option-unknown"), ("who" | "why", …), Conflict("guest-late", {"until"}) where there is no
    time left for the group to refuse.
    """
    who, why = " ".join(clean(given.who).split()), clean(given.why).strip()
    if given.kind not in OUTSIDERS:
        raise Refused("kind", "option-unknown")
    _check_words("who", who, MOST_TITLE)
    _check_words("why", why, MOST_WORDS)
    if today > announce_by(meeting_on):
        raise Conflict("guest-late", {"until": announce_by(meeting_on).isoformat()})
    return GuestWords(given.kind, who, why)


def check_captions_end(delete_on: date | None, *, meeting_on: date) -> date:
    """Return the day on which kept captions are deleted; it is set before anything is kept (CP-14).

    Raises Refused("delete_on", "date-missing"), and ("delete_on", "captions-end-range", {"most"}) for a day before the
    meeting or more than a year after it.
    """
    if delete_on is None:
        raise Refused("delete_on", "date-missing")
    last = meeting_on + timedelta(days=MOST_KEPT_DAYS)
    if not meeting_on <= delete_on <= last:
        raise Refused("delete_on", "captions-end-range", {"most": MOST_KEPT_DAYS})
    return delete_on


def check_captions(words: str, *, is_kept: bool) -> str:
    """Return captions trimmed; raises Conflict("captions-not-agreed") where the group has not agreed to keep them."""
    if not is_kept:
        raise Conflict("captions-not-agreed")
    words = clean(words).strip()
    _check_words("captions", words, MOST_CAPTIONS)
    return words


def are_cards_open(state: str, starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """Return whether cards can be held up: a confirmed meeting, from a while before its start to a while after it."""
    return state in (CONFIRMED, HELD) and starts_at - CARDS_BEFORE <= now <= ends_at + CARDS_AFTER


def _check_words(field: str, words: str, most: int) -> None:
    if not words:
        raise Refused(field, "text-missing")
    if len(words) > most:
        raise Refused(field, "text-long", {"limit": most})
