"""Working days of England and London's days: Monday to Friday without bank holidays; dates only, never a time of day.

A bank holiday that the Crown adds or moves by proclamation is known from the year in which it is written down here.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
SATURDAY, MONDAY, MAY, AUGUST = 5, 0, 5, 8
DAY = timedelta(days=1)
# Banking and Financial Dealings Act 1971, s.1(3): days added by proclamation, and the day that one was moved from.
ADDED = {
    date(2020, 5, 8): "early-may", date(2022, 6, 2): "spring", date(2022, 6, 3): "added", date(2022, 9, 19): "added",
    date(2023, 5, 8): "added",
}
MOVED = frozenset({date(2020, 5, 4), date(2022, 5, 30)})


def london_day(at: datetime) -> date:
    """Return the day in London at an instant (an aware datetime of any zone)."""
    return at.astimezone(LONDON).date()


@cache
def bank_holidays(year: int) -> Mapping[date, str]:
    """Return the bank holidays of England in a year, in order, each with a code for its name.

    Codes: new-year, good-friday, easter-monday, early-may, spring, summer, christmas, boxing-day, added. A holiday that
    falls on a weekend stands on the working day that is given for it. Source: Banking and Financial Dealings Act 1971,
    schedule 1, common law (Good Friday, Christmas Day) and the proclamations in ADDED and MOVED.
    """
    easter = easter_sunday(year)
    christmas = date(year, 12, 25)
    days = {
        _given_for(date(year, 1, 1)): "new-year", easter - 2 * DAY: "good-friday", easter + DAY: "easter-monday",
        _monday_from(date(year, MAY, 1)): "early-may", _monday_from(date(year, MAY, 25)): "spring",
        _monday_from(date(year, AUGUST, 25)): "summer",
    }
    boxing = christmas + DAY
    if christmas.weekday() == SATURDAY:
        christmas, boxing = christmas + 2 * DAY, boxing + 2 * DAY
    elif christmas.weekday() > SATURDAY:
        christmas += 2 * DAY
    elif boxing.weekday() == SATURDAY:
        boxing += 2 * DAY
    days |= {christmas: "christmas", boxing: "boxing-day"}
    added = {day: name for day, name in ADDED.items() if day.year == year}
    return {day: name for day, name in sorted((days | added).items()) if day not in MOVED}


def easter_sunday(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (Anonymous algorithm as given by Meeus, 1991)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def is_working_day(day: date) -> bool:
    """Return whether a day is Monday to Friday and no bank holiday of England."""
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


def add(day: date, n: int) -> date:
    """Return the working day that comes `n` working days after `day` (before it for a negative n); `day` itself for 0.

    The day itself does not count, whether people work on it or not, as periods "after" a day are counted in England.
    """
    step = DAY if n > 0 else -DAY
    left = abs(n)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def between(first: date, last: date) -> int:
    """Return how many working days lie after `first` up to and with `last`; negative where `last` comes before."""
    if last < first:
        return -between(last, first)
    return sum(is_working_day(first + k * DAY) for k in range(1, (last - first).days + 1))


def _given_for(day: date) -> date:
    """Return the day itself, or the Monday after a weekend."""
    return day if day.weekday() < SATURDAY else _monday_from(day)


def _monday_from(day: date) -> date:
    """Return the first Monday on or after a day."""
    return day + ((MONDAY - day.weekday()) % 7) * DAY
