"""When someone may be told that there is something new, so that neither the hour nor the number says what it is.

Nobody is told anything unless they asked for it (CP-16). What is said stands in services/notices.py.
"""

from datetime import UTC, date, datetime, time, timedelta

from consult.domain.working_days import LONDON

DAY_HOURS = 24
# A letter that could not be handed over is tried this often; then it is let go, for the news is in the space anyway.
MOST_TRIES = 3


def is_safe(now: datetime, *, quiet_from: int, quiet_until: int) -> bool:
    """Say whether an instant lies outside the quiet hours of London; the same hour twice is no quiet at all."""
    since_quiet_ended = (now.astimezone(LONDON).hour - quiet_until) % DAY_HOURS
    return since_quiet_ended < _safe_hours(quiet_from, quiet_until)


def due_at(happened_at: datetime, *, quiet_from: int, quiet_until: int, chance: float) -> datetime:
    """Return when a notice of something goes out: in the safe hours that begin next, in UTC.

    `chance` (0 to under 1) spreads it over them, so its hour cannot be laid beside that of what happened. As it always
    waits for the next safe hours, all that happens until they begin makes one notice: there is one a day at most.
    """
    day = happened_at.astimezone(LONDON).date()
    begins = next(begin for later in range(3) if (begin := _instant(day + timedelta(days=later), quiet_until))
                  > happened_at)
    ends = _end(begins, _safe_hours(quiet_from, quiet_until))
    return begins + (ends - begins) * chance


def _safe_hours(quiet_from: int, quiet_until: int) -> int:
    return (quiet_from - quiet_until) % DAY_HOURS or DAY_HOURS


def _end(begins: datetime, hours: int) -> datetime:
    """Return when the safe hours are over by the clocks of London, which change twice a year."""
    local = begins.astimezone(LONDON).replace(tzinfo=None) + timedelta(hours=hours)
    return local.replace(tzinfo=LONDON).astimezone(UTC)


def _instant(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), LONDON).astimezone(UTC)
