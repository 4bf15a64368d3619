"""How a forum rests, goes on and closes: the states, and that nobody ends one without a reason that can be read.

After practice.md CP-36. Nothing is deleted by a close: the record is the members' own to read and to take with them.
"""

from consult.domain.errors import Conflict, Refused

OPEN, PAUSED, CLOSED = "open", "paused", "closed"
STATES = (OPEN, PAUSED, CLOSED)
# A forum that has closed does not begin again: its members found a new one.
NEXT = {OPEN: (PAUSED, CLOSED), PAUSED: (OPEN, CLOSED), CLOSED: ()}
MOST_REASON = 2000


def check_change(state: str, wanted: str) -> str:
    """Return the state that a forum is to have; raises Refused for none, Conflict where it cannot follow."""
    if wanted not in STATES:
        raise Refused("state", "option-unknown")
    if wanted not in NEXT[state]:
        raise Conflict("life-elsewhere")
    return wanted


def check_reason(reason: str) -> str:
    """Return the reason that is published, tidied; raises Refused where there is none or it is too long."""
    reason = reason.strip()
    if not reason:
        raise Refused("reason", "reason-missing")
    if len(reason) > MOST_REASON:
        raise Refused("reason", "forum-words-long", {"most": MOST_REASON})
    return reason


def check_writing(state: str) -> None:
    """Raise Conflict where nothing new can be written: the forum rests or has closed. Reading always goes on."""
    if state != OPEN:
        raise Conflict("forum-not-open")
