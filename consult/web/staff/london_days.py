"""Days as London counts them, to and from the instants that are stored; a consultation opens and closes on a day."""

from datetime import UTC, date, datetime, time

from consult.domain.working_days import LONDON

FIRST_SECOND, LAST_SECOND = time(0, 0, 0), time(23, 59, 59)


def day_of(instant: datetime | None) -> date | None:
    """Return the day in London on which an instant falls."""
    return instant.astimezone(LONDON).date() if instant is not None else None


def opening(day: date | None, standing: datetime | None = None) -> datetime | None:
    """Return the first second of a London day in UTC; what stands stays where it falls on that day already."""
    return _instant(day, FIRST_SECOND, standing)


def closing(day: date | None, standing: datetime | None = None) -> datetime | None:
    """Return the last second of a London day in UTC; what stands stays where it falls on that day already."""
    return _instant(day, LAST_SECOND, standing)


def _instant(day: date | None, at: time, standing: datetime | None) -> datetime | None:
    if day is None:
        return None
    if standing is not None and day == day_of(standing):
        return standing
    return datetime.combine(day, at, LONDON).astimezone(UTC)
