"""The rules of a second factor by time (RFC 6238): which codes count, and that each counts once; not how they come.

A code is six digits made of a shared key and the number of the half minute. A clock may be one half minute off either
way. A half minute whose code was taken is never taken again, nor is any before it.
"""

from datetime import datetime

from consult.domain.answers import digits

STEP_SECONDS = 30
DIGITS = 6
# How many half minutes a clock may be off (RFC 6238, 5.2, advises one).
DRIFT = 1
# Letters of a key in base 32: 160 bits (RFC 4226, 4, R6).
KEY_LETTERS = 32
GROUP = 4
# Codes for the day when the phone is lost: each opens once.
RECOVERY_CODES = 10
RECOVERY_LETTERS = 12
_BETWEEN = frozenset(" \t\n-\u00a0\u2009\u202f")
MOST_TYPED = 100


def step_of(at: datetime) -> int:
    """Return the number of the half minute in which an instant lies."""
    return int(at.timestamp()) // STEP_SECONDS


def steps(now: datetime, last: int | None) -> tuple[int, ...]:
    """Return the half minutes whose code counts now, the likeliest first; none up to `last`, the last one taken."""
    here = step_of(now)
    around = (here, *(step for off in range(1, DRIFT + 1) for step in (here - off, here + off)))
    return tuple(step for step in around if last is None or step > last)


def typed_code(words: str) -> str | None:
    """Return the six digits that someone typed, in any script and with gaps between; None where it is something else.

    Nothing is padded or cut: five digits or seven are no code.
    """
    found = digits("".join(letter for letter in words[:MOST_TYPED] if letter not in _BETWEEN))
    return found if len(found) == DIGITS and found.isascii() and found.isdecimal() else None


def in_groups(letters: str) -> str:
    """Return a key or a recovery code in groups of four that the eye can hold."""
    return " ".join(letters[at:at + GROUP] for at in range(0, len(letters), GROUP))
