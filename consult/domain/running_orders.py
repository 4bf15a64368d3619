"""The order of one meeting: the rule first, breaks in time, the end kept; and its hands and cards. Minutes, no clock.

Requirements CP-12 and CP-22: the disclosure rule is read at the start, a break comes at least each 45 minutes unless
the group chose otherwise, the end does not move, and what does not fit goes to the next meeting and is shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consult.domain.errors import Refused

RULE, ITEM, BREAK, CLOSE = "rule", "item", "break", "close"
KINDS = (RULE, ITEM, BREAK, CLOSE)
BREAK_EVERY, BREAK_MINUTES, RULE_MINUTES, CLOSE_MINUTES = 45, 10, 5, 5
LEAST_EVERY, MOST_EVERY = 15, 90
LEAST_MINUTES, MOST_MINUTES, LEAST_BREAK, MOST_BREAK = 15, 480, 5, 60
# A break so few minutes after the last one would be a break from nothing.
SOON = 15

HAND, SLOW_DOWN, SAY_AGAIN, PAUSE = "hand", "slow-down", "say-again", "break"
# The colour that a card has on a table: amber asks the room to change how it talks, red to stop.
CARDS = {SLOW_DOWN: "amber", SAY_AGAIN: "amber", PAUSE: "red"}
SIGNALS = (*CARDS, HAND)


@dataclass(frozen=True)
class Wanted:
    """An agenda item that the meeting should reach: its own reference and how many minutes the group gave it."""

    ref: str
    minutes: int


@dataclass(frozen=True)
class Line:
    """One line of the order: from and to are minutes after the start; `ref` is an item's; `part` counts its parts."""

    kind: str
    from_minute: int
    to_minute: int
    ref: str = ""
    part: int = 1


@dataclass(frozen=True)
class Order:
    """The lines in order and the references of items that the time does not reach, in agenda order."""

    lines: tuple[Line, ...]
    not_reached: tuple[str, ...]


def check_times(minutes: int, break_every: int, break_minutes: int) -> None:
    """Raise Refused("minutes" | "break_every" | "break_minutes", "number-range", {"least", "most"}) for bad lengths."""
    for field, value, least, most in (
        ("minutes", minutes, LEAST_MINUTES, MOST_MINUTES), ("break_every", break_every, LEAST_EVERY, MOST_EVERY),
        ("break_minutes", break_minutes, LEAST_BREAK, MOST_BREAK),
    ):
        if not least <= value <= most:
            raise Refused(field, "number-range", {"least": least, "most": most})


def planned(items: Sequence[Wanted], *, minutes: int, break_every: int = BREAK_EVERY,
            break_minutes: int = BREAK_MINUTES) -> Order:
    """Return the order of a meeting of so many minutes: the rule, items with breaks between or inside, the close.

    Nobody sits longer than `break_every` minutes without a break, and the close never ends after the last minute. Items
    stay in the order given; the first that does not fit whole, and all after it, are not reached.

    Raises as check_times does.
    """
    check_times(minutes, break_every, break_minutes)
    reached = len(items)
    lines = _laid(items, break_every, break_minutes)
    while reached and lines[-1].to_minute > minutes:
        reached -= 1
        lines = _laid(items[:reached], break_every, break_minutes)
    return Order(tuple(lines), tuple(item.ref for item in items[reached:]))


def longest_sitting(lines: Iterable[Line]) -> int:
    """Return the most minutes in a row without a break."""
    longest = sitting = 0
    for line in lines:
        sitting = 0 if line.kind == BREAK else sitting + line.to_minute - line.from_minute
        longest = max(longest, sitting)
    return longest


def check_signal(kind: str) -> None:
    """Raise Refused("kind", "option-unknown") for a signal that is neither a hand nor a card."""
    if kind not in SIGNALS:
        raise Refused("kind", "option-unknown")


def _laid(items: Sequence[Wanted], break_every: int, break_minutes: int) -> list[Line]:
    """Return rule, items and close one after the other with breaks, however long that gets."""
    lines = [Line(RULE, 0, RULE_MINUTES)]
    for item in items:
        _lay(lines, ITEM, item.minutes, break_every, break_minutes, ref=item.ref)
    _lay(lines, CLOSE, CLOSE_MINUTES, break_every, break_minutes)
    return lines


def _lay(lines: list[Line], kind: str, minutes: int, break_every: int, break_minutes: int, ref: str = "") -> None:
    """Add one piece; where it does not fit whole, a break comes before it, or inside it soon after the last break."""
    left, part = minutes, 1
    while left > 0:
        sat = _sat(lines)
        room = break_every - sat
        if room < left and (not room or sat >= SOON):
            _push(lines, BREAK, break_minutes)
            room = break_every
        _push(lines, kind, min(left, room), ref, part)
        left, part = left - min(left, room), part + 1


def _push(lines: list[Line], kind: str, minutes: int, ref: str = "", part: int = 1) -> None:
    at = lines[-1].to_minute
    lines.append(Line(kind, at, at + minutes, ref, part))


def _sat(lines: Sequence[Line]) -> int:
    """Return the minutes since the last break."""
    breaks = [line.to_minute for line in lines if line.kind == BREAK]
    return lines[-1].to_minute - (breaks[-1] if breaks else 0)
