"""How long the host of an event can put right what we wrote down of it; after that what is coded in it stands.

Ten days by the calendar from the day on which the host was given the notes (practice 6, HOST.3).
"""

from datetime import UTC, date, datetime, time, timedelta

from consult.domain.errors import Conflict, Refused
from consult.domain.events import MOST_NOTE, words
from consult.domain.working_days import LONDON, london_day

DAYS = 10
ONE_DAY = timedelta(days=1)
# What a host can say of the notes: one of ours is wrong, or one is missing.
WRONG, MISSING = "wrong", "missing"
REMARK_KINDS = (WRONG, MISSING)
# What became of it: nobody looked yet; the notes were changed; they were not, for a reason that the host can read.
OPEN, DONE, DECLINED = "open", "done", "declined"
REMARK_STATES = (OPEN, DONE, DECLINED)
MOST_REMARKS, MOST_REASON = 200, 500


def last_day(given_at: datetime) -> date:
    """Return the last day in London on which the host can put something right: the tenth after the day of giving."""
    return london_day(given_at) + timedelta(days=DAYS)


def closes_at(given_at: datetime) -> datetime:
    """Return the instant (UTC) at which the last day is over by the clocks of London, which change twice a year."""
    return datetime.combine(last_day(given_at) + ONE_DAY, time(0), LONDON).astimezone(UTC)


def is_running(given_at: datetime | None, now: datetime) -> bool:
    """Say whether the host can still put something right; False where the notes were never given to a host."""
    return given_at is not None and now < closes_at(given_at)


def check_running(given_at: datetime | None, now: datetime) -> None:
    """Raise Conflict("host-days-over") once the ten days are over, or before they began."""
    if not is_running(given_at, now):
        raise Conflict("host-days-over", {"days": DAYS})


def checked_remark(kind: str, said: str) -> str:
    """Return what a host says of the notes, cleaned; raises Refused("kind" or "text", …)."""
    if kind not in REMARK_KINDS:
        raise Refused("kind", "option-unknown")
    kept = words("text", said, MOST_NOTE)
    if not kept:
        raise Refused("text", "text-missing")
    return kept


def checked_reason(said: str) -> str:
    """Return why the notes were left as they are; raises Refused("reason", "text-missing" or "text-long")."""
    kept = words("reason", said, MOST_REASON)
    if not kept:
        raise Refused("reason", "text-missing")
    return kept
