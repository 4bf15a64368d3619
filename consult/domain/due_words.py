"""Reads the day or the rhythm that a wish names ("by 30 September 2022", "every month"); it guesses nothing else."""

import re
from calendar import monthrange
from datetime import date

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
          "december")
# How often something is to happen again.
MONTHLY, QUARTERLY, YEARLY = "month", "quarter", "year"
RHYTHMS = (MONTHLY, QUARTERLY, YEARLY)

_NAMES = "|".join(MONTHS)
_DAY = re.compile(rf"\b(?:by|before)\s+(\d{{1,2}})\s+({_NAMES})\s+(\d{{4}})\b", re.I)
_MONTH = re.compile(rf"\b(?:by|before)\s+(?:the\s+)?(?:end\s+of\s+)?({_NAMES})\s+(\d{{4}})\b", re.I)
_QUARTER = re.compile(r"\bby\s+(?:the\s+)?end\s+of\s+q([1-4])\s+(\d{4})[-–/](\d{2})(?!\d)", re.I)
_RHYTHM = re.compile(r"\bevery\s+(month|quarter|year)\b", re.I)
# A financial year runs from April: the month and the years after its first year in which each quarter ends.
_QUARTER_ENDS = {1: (6, 0), 2: (9, 0), 3: (12, 0), 4: (3, 1)}


def due_on(words: str) -> date | None:
    """Return the last day on which a wish would still be met in time; None where it names none.

    A month without a day is met until its last day; a quarter is one of the financial year (April to March).
    """
    quarter = _QUARTER.search(words)
    if quarter:
        month, later = _QUARTER_ENDS[int(quarter[1])]
        return _last_day(int(quarter[2]) + later, month)
    day = _DAY.search(words)
    if day:
        return _real(int(day[3]), MONTHS.index(day[2].lower()) + 1, int(day[1]))
    month_only = _MONTH.search(words)
    return _last_day(int(month_only[2]), MONTHS.index(month_only[1].lower()) + 1) if month_only else None


def rhythm(words: str) -> str:
    """Return how often a wish is to be met ("month", "quarter", "year"), "" where it names no rhythm."""
    found = _RHYTHM.search(words)
    return found[1].lower() if found else ""


def as_day(words: str) -> date | None:
    """Return the day that is written as 2025-03-27; None for anything else."""
    try:
        return date.fromisoformat(words.strip())
    except ValueError:
        return None


def _last_day(year: int, month: int) -> date | None:
    return _real(year, month, monthrange(year, month)[1]) if year else None


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
