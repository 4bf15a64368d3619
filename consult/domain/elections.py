"""Days of the ordinary elections in London and the weeks before them in which a consultation should not begin.

A general election or a by-election has no rule that a calendar could know: a person has to say so.
"""

from datetime import date, timedelta

THURSDAY, MAY = 3, 5
# Cabinet Office guidance on conduct before elections: it begins about six weeks before the polling day.
WEEKS_BEFORE = 6
# Since 2022 Londoners vote in every even year: for their borough, or for the Mayor and the Assembly.
FIRST_YEAR = 2022


def ordinary_election(year: int) -> date | None:
    """Return the polling day of a year, the first Thursday in May of an even year; None where there is none.

    Source: Representation of the People Act 1983, section 37; Greater London Authority Act 1999, section 3.
    """
    if year < FIRST_YEAR or year % 2:
        return None
    first = date(year, MAY, 1)
    return first + timedelta(days=(THURSDAY - first.weekday()) % 7)


def quiet_weeks(first: date, last: date) -> tuple[tuple[date, date], ...]:
    """Return the times before an ordinary election (first day, polling day) that touch the days from `first`."""
    found = []
    for year in range(first.year, last.year + 1):
        polling = ordinary_election(year)
        if polling is not None and polling - timedelta(weeks=WEEKS_BEFORE) <= last and polling >= first:
            found.append((polling - timedelta(weeks=WEEKS_BEFORE), polling))
    return tuple(found)


def is_before_an_election(day: date) -> bool:
    """Say whether a day lies in the weeks before an ordinary election, the polling day included."""
    return bool(quiet_weeks(day, day))
