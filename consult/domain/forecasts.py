"""When reading will be done at the pace of the last working days, or why nobody can say yet; rules only.

The pace is the median of the last seven working days before today: one idle or one heroic day does not move it. It is a
sum of what happened, not a promise. Public holidays are not known here: they count as days on which little was read.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

DAYS_LOOKED_AT = 7
# Fewer working days than this since reading began say too little for a date.
LEAST_DAYS = 3
# A date further off than this is an insult to whoever reads it: the pace is then as good as none.
FURTHEST = 520

DONE, TOO_EARLY, NO_PACE, NOTHING_TO_READ = "done", "too-early", "no-pace", "nothing-to-read"


@dataclass(frozen=True)
class Forecast:
    """`pace` answers a working day over `days` of them; `finish_on` is None where it cannot be made, `reason` says why.

    `needed` is the pace a working day that would be done by the report date (None without one, or once it has passed);
    `is_in_time` is None where either date is missing. Reasons: `done`, `too-early`, `no-pace`, `nothing-to-read`.
    """

    remaining: int
    pace: float | None
    days: int
    finish_on: date | None
    report_on: date | None
    needed: int | None
    reason: str = ""

    @property
    def is_in_time(self) -> bool | None:
        """Whether the last answer is read on the report date or before."""
        if self.finish_on is None or self.report_on is None:
            return None
        return self.finish_on <= self.report_on


def is_working(day: date) -> bool:
    """Say whether a day is Monday to Friday."""
    return day.weekday() < 5


def working_days_before(today: date, count: int) -> list[date]:
    """Return the last `count` working days before today, the latest first."""
    found: list[date] = []
    day = today
    while len(found) < count:
        day -= timedelta(days=1)
        if is_working(day):
            found.append(day)
    return found


def working_day_after(today: date, count: int) -> date:
    """Return the working day that comes `count` working days after today; today itself for 0."""
    day = today
    while count:
        day += timedelta(days=1)
        count -= is_working(day)
    return day


def working_days_until(today: date, last: date) -> int:
    """Return how many working days lie after today up to and with the last one; 0 once it is past."""
    return sum(is_working(today + timedelta(days=step)) for step in range(1, (last - today).days + 1))


def forecast(total: int, read: int, by_day: Mapping[date, int], today: date, report_on: date | None = None) -> Forecast:
    """Return when `total` answers will be read, of which `read` are, from the answers read on each day.

    Days before the first reading do not count; idle working days after it do. Today is left out: it is not over.
    """
    remaining = max(0, total - read)
    began_on = min((day for day, count in by_day.items() if count), default=None)
    days = [] if began_on is None else [
        day for day in working_days_before(today, DAYS_LOOKED_AT) if day >= began_on]
    pace = float(median(by_day.get(day, 0) for day in days)) if len(days) >= LEAST_DAYS else None
    finish_on, reason = _finish(total, remaining, pace, today)
    return Forecast(remaining, pace, len(days), finish_on, report_on, _needed(remaining, today, report_on), reason)


def _finish(total: int, remaining: int, pace: float | None, today: date) -> tuple[date | None, str]:
    if not remaining:
        return None, DONE if total else NOTHING_TO_READ
    if pace is None:
        return None, TOO_EARLY
    if not pace or remaining / pace > FURTHEST:
        return None, NO_PACE
    return working_day_after(today, math.ceil(remaining / pace)), ""


def _needed(remaining: int, today: date, report_on: date | None) -> int | None:
    if report_on is None or not remaining:
        return None
    days = working_days_until(today, report_on)
    return math.ceil(remaining / days) if days else None
