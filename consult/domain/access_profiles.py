"""What a member needs so that a meeting works, and what became of each need; never a diagnosis, never whose it is.

A profile belongs to the person. For a meeting its needs are copied, so that a later change of the profile moves nothing
that is booked. Times follow the guidance of SignHealth, NRCPD and Inclusion London (requirements CP-09 and CP-10).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from consult.domain.errors import Conflict, Refused
from consult.domain.texts import clean

# Area: the needs in it. A code is of one area only; each area has one more, for what is not in the list.
NEEDS: dict[str, tuple[str, ...]] = {
    "communication": ("bsl", "sse", "lipspeaking", "captions", "deafblind", "language", "note-taker", "speak-by-text"),
    "format": ("easy-read", "bsl-film", "large-print", "audio", "braille", "paper-by-post"),
    "environment": ("step-free", "hearing-loop", "quiet-room", "seat-near-door", "toilet-near", "room-to-move"),
    "timing": ("more-breaks", "ends-on-time", "day-only", "evening-only", "shorter", "time-to-think"),
    "support": ("own-supporter", "supporter-found", "personal-assistant", "advocate", "assistance-dog"),
    "remote": ("by-video", "by-phone", "by-chat", "by-post", "camera-off", "help-to-join"),
    "sensory": ("low-light", "low-noise", "no-scent", "no-flash", "pictures-described"),
    "diet": ("vegetarian", "vegan", "halal", "kosher", "allergy"),
    "travel": ("taxi", "parking", "met-at-station", "fare-before"),
}
AREAS = tuple(NEEDS)
OTHER = {f"other-{area}": area for area in AREAS}
AREA_OF = {need: area for area, needs in NEEDS.items() for need in needs} | OTHER
ORDER = {need: place for place, need in enumerate(
    need for area, needs in NEEDS.items() for need in (*needs, f"other-{area}"))}
MOST_WORDS = 300
# People who must be booked: six weeks before; three weeks before it may be too late (SignHealth, NRCPD).
BOOKED_PEOPLE = frozenset({"bsl", "sse", "lipspeaking", "captions", "deafblind", "language", "note-taker"})
LEAD_WEEKS, WARNING_WEEKS, OTHER_LEAD_WEEKS, OTHER_WARNING_WEEKS = 6, 3, 2, 1
# An hour or more of work with hands, lips or voice takes two people in turn.
IN_TURN = frozenset({"bsl", "sse", "lipspeaking", "deafblind", "language"})
MINUTES_OF_ONE = 60

ASKED, BOOKED, OFFERED, ALTERNATIVE, NOT_MET, WITHDRAWN = (
    "asked", "booked", "offered", "alternative", "not-met", "withdrawn")
STATES = (ASKED, BOOKED, OFFERED, ALTERNATIVE, NOT_MET, WITHDRAWN)
# What the one who arranges may say; an alternative counts only once the person accepted it.
OF_THE_LEAD = frozenset({BOOKED, OFFERED, NOT_MET})


@dataclass(frozen=True)
class Need:
    """One thing that someone needs (a code of NEEDS or OTHER), with own words where they help."""

    code: str
    words: str = ""


@dataclass(frozen=True)
class Arrangement:
    """What is written down about a need: its new state, how many people are booked, and the words for it."""

    state: str
    people: int = 0
    words: str = ""


def checked(needs: Iterable[Need]) -> tuple[Need, ...]:
    """Return the needs in the order of NEEDS, each once, words trimmed.

    Raises Refused("needs", "option-unknown"), (code, "text-missing") for another need without words, and
    (code, "text-long", {"limit"}).
    """
    kept: dict[str, Need] = {}
    for need in needs:
        words = " ".join(clean(need.words).split())
        if need.code not in AREA_OF:
            raise Refused("needs", "option-unknown")
        if need.code in OTHER and not words:
            raise Refused(need.code, "text-missing")
        if len(words) > MOST_WORDS:
            raise Refused(need.code, "text-long", {"limit": MOST_WORDS})
        kept[need.code] = Need(need.code, words)
    return tuple(sorted(kept.values(), key=lambda need: ORDER[need.code]))


def people_needed(code: str, minutes: int) -> int:
    """Return how many people must be booked for this need in a meeting of so many minutes; 0 where it is a thing."""
    if code not in BOOKED_PEOPLE:
        return 0
    return 2 if code in IN_TURN and minutes >= MINUTES_OF_ONE else 1


def book_by(code: str, meeting_on: date) -> date:
    """Return the day by which this need should be booked."""
    return meeting_on - timedelta(weeks=LEAD_WEEKS if code in BOOKED_PEOPLE else OTHER_LEAD_WEEKS)


def lateness(code: str, meeting_on: date, today: date) -> str:
    """Return how a need that is not settled stands in time: "" in time, "due" to be booked now, "late" perhaps."""
    if today < book_by(code, meeting_on):
        return ""
    weeks = WARNING_WEEKS if code in BOOKED_PEOPLE else OTHER_WARNING_WEEKS
    return "late" if today >= meeting_on - timedelta(weeks=weeks) else "due"


def is_settled(state: str, *, is_told: bool) -> bool:
    """Return whether a need no longer stands in the way of confirming its meeting (CP-10).

    Booked; or another way that the person accepted; or not met, and the person was told why; or taken back.
    """
    return state in (BOOKED, ALTERNATIVE, WITHDRAWN) or (state == NOT_MET and is_told)


def check_all_settled(states: Collection[tuple[str, bool]]) -> None:
    """Raise Conflict("needs-open", {"count"}) where a need is open; each is (state, whether they were told)."""
    left = sum(not is_settled(state, is_told=is_told) for state, is_told in states)
    if left:
        raise Conflict("needs-open", {"count": left})


def check_arranging(standing: str, given: Arrangement, *, least: int) -> Arrangement:
    """Return what may be written down about a need that takes at least so many people, words trimmed.

    Raises Conflict("need-moved") where the person accepted or took it back already, Refused("state", "option-unknown"),
    ("people", "people-few", {"least"}), and ("words", "text-missing" or "text-long").
    """
    if standing in (ALTERNATIVE, WITHDRAWN):
        raise Conflict("need-moved")
    words = clean(given.words).strip()
    if given.state not in OF_THE_LEAD:
        raise Refused("state", "option-unknown")
    if given.state == BOOKED and given.people < least:
        raise Refused("people", "people-few", {"least": least})
    if given.state != BOOKED and not words:
        raise Refused("words", "text-missing")
    if len(words) > MOST_WORDS:
        raise Refused("words", "text-long", {"limit": MOST_WORDS})
    return Arrangement(given.state, given.people, words)


def answered(standing: str, *, accepts: bool) -> str:
    """Return the state after the person answered an offer: taken, or asked again; raises Conflict("need-moved")."""
    if standing != OFFERED:
        raise Conflict("need-moved")
    return ALTERNATIVE if accepts else ASKED
