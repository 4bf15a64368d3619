"""Figures that somebody else published: what must be said of each, and which two may stand beside each other.

Nothing here is counted from answers. The rule (practice 1.4): every figure carries its measure, group, period, source
and base, and two are compared only where measure and type of period are the same.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite

from consult.domain.errors import Refused

# Types of period, told from the words in which a source gives it.
YEAR_TO, FINANCIAL_YEAR, CALENDAR_YEAR = "year-to", "financial-year", "calendar-year"
QUARTER, MONTH, LOOKED_UP, CHANGE, SPAN, NOT_STATED = "quarter", "month", "looked-up", "change", "span", ""
PERIOD_TYPES = (YEAR_TO, FINANCIAL_YEAR, CALENDAR_YEAR, QUARTER, MONTH, LOOKED_UP, CHANGE, SPAN, NOT_STATED)
# A span without two ends, a change between two periods, and none at all: no period that another figure could share.
NEVER_COMPARED = frozenset({SPAN, CHANGE, NOT_STATED})
# What every figure must carry; a figure that lacks one says so.
CARRIED = ("measure", "group", "period", "source", "base")
# The most characters that a figure's words may have.
LONGEST = {"text": 2000, "measure": 300, "group": 200, "period": 200, "value_words": 120, "unit": 60, "base": 200,
           "source_document": 500, "source_heading": 500, "claimed_by": 200}
# A change between two periods of unlike types, said of the figure itself.
UNLIKE_PERIODS = "unlike-periods"

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
_YEARS = r"(?P<from>\d{4})[/-](?P<to>\d{2}|\d{4})"
_COMPARED = re.compile(r"\s+(?:compared with|compared to|against)\s+", re.IGNORECASE)
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (YEAR_TO, re.compile(rf"(?:12 months|year) (?:to|ending|up to) {_MONTH} (?P<year>\d{{4}})")),
    (YEAR_TO, re.compile(rf"(?:12 months|year) (?:to|ending|up to) q(?P<quarter>[1-4]) {_YEARS}")),
    (CALENDAR_YEAR, re.compile(r"january(?: to |-)december (?P<year>\d{4})")),
    (QUARTER, re.compile(rf"q(?P<quarter>[1-4]) {_YEARS}")),
    (FINANCIAL_YEAR, re.compile(rf"(?:financial year )?{_YEARS}")),
    (CALENDAR_YEAR, re.compile(r"(?P<year>\d{4})")),
    (LOOKED_UP, re.compile(r"accessed (?P<day>\d{1,2}) (?P<short>[a-z]{3})[a-z]* (?P<year>\d{4})")),
    (MONTH, re.compile(rf"{_MONTH} (?P<year>\d{{4}})")),
    (SPAN, re.compile(r"(?:since|last|first|to date|as at)\b.*")),
)


@dataclass(frozen=True)
class Figure:
    """One published figure; an empty word is one that the source does not give.

    `value` is None where the source prints words instead of a number (`value_words`). `period_ends_on` orders figures.
    """

    key: str
    text: str
    measure: str
    group: str
    period: str
    period_type: str
    value: float | None
    unit: str
    source_document: str
    source_heading: str = ""
    base: str = ""
    claimed_by: str = ""
    plan_key: str = ""
    period_ends_on: date | None = None
    value_words: str = ""


@dataclass(frozen=True)
class Beside:
    """Figures of one measure that may be set beside each other: one type of period, one unit."""

    period_type: str
    unit: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Measured:
    """Everything published on one measure, in the sets that may be compared; each other figure is a set of its own."""

    measure: str
    sets: tuple[Beside, ...]


def period_of(words: str) -> tuple[str, date | None]:
    """Return the type of a period and its last day (None where the words do not tell), from English words."""
    said = " ".join(words.casefold().split())
    parts = _COMPARED.split(said)
    if len(parts) > 1:
        return CHANGE, period_of(parts[-1])[1]
    for kind, form in _FORMS:
        found = form.fullmatch(said)
        if found and _follow(found.groupdict()):
            return kind, _last_day(found.groupdict())
    return NOT_STATED, None


def check(figure: Figure) -> None:
    """Raise Refused where a figure may not be kept: no words, no source, no value, or more than a place can hold."""
    for name, words in (("text", figure.text), ("source_document", figure.source_document)):
        if not words.strip():
            raise Refused(name, "figure-words-missing")
    if figure.value is None and not figure.value_words.strip():
        raise Refused("value", "figure-value-missing")
    if figure.value is not None and not isfinite(figure.value):
        raise Refused("value", "figure-value-wrong")
    if figure.period_type not in PERIOD_TYPES:
        raise Refused("period_type", "option-unknown")
    for name, limit in LONGEST.items():
        if len(getattr(figure, name)) > limit:
            raise Refused(name, "figure-words-long", {"limit": limit})


def missing(figure: Figure) -> tuple[str, ...]:
    """Return which of measure, group, period, source and base a figure does not carry."""
    has = {"measure": figure.measure, "group": figure.group, "period": figure.period_type,
           "source": figure.source_document, "base": figure.base}
    return tuple(name for name in CARRIED if not has[name])


def notes(figure: Figure) -> tuple[str, ...]:
    """Return codes of what a reader must know of a figure: a change between two periods of unlike types."""
    parts = _COMPARED.split(figure.period)
    kinds = {period_of(part)[0] for part in parts}
    return (UNLIKE_PERIODS,) if len(parts) > 1 and len(kinds) > 1 else ()


def may_compare(one: Figure, other: Figure) -> bool:
    """Say whether two figures may be set beside each other: measure, unit and type of period are told and the same.

    Figures of which only the day of looking them up is known may, where one document has them of the same day.
    """
    if not one.measure or one.period_type in NEVER_COMPARED or one.period_type != other.period_type:
        return False
    if one.period_type == LOOKED_UP and (one.source_document, one.period_ends_on) != (
            other.source_document, other.period_ends_on):
        return False
    return _key(one.measure) == _key(other.measure) and one.unit == other.unit


def by_measure(figures: Iterable[Figure]) -> tuple[Measured, ...]:
    """Return the figures by measure in sets that may be compared, the newest first.

    Measures with something to compare come first, figures without a measure last.
    """
    kept: dict[str, list[Figure]] = {}
    for figure in figures:
        kept.setdefault(_key(figure.measure), []).append(figure)
    found = [Measured(kept[key][0].measure, _sets(kept[key])) for key in sorted(kept)]
    return tuple(sorted(found, key=lambda one: (not one.measure, all(len(beside.figures) < 2 for beside in one.sets))))


def _sets(figures: Sequence[Figure]) -> tuple[Beside, ...]:
    sets: list[list[Figure]] = []
    for figure in sorted(figures, key=_newest_first):
        fitting = next((one for one in sets if may_compare(one[0], figure)), None)
        if fitting is None:
            sets.append([figure])
        else:
            fitting.append(figure)
    return tuple(Beside(one[0].period_type, one[0].unit, tuple(one)) for one in sets)


def _newest_first(figure: Figure) -> tuple[bool, int, str, str]:
    ends = figure.period_ends_on
    return ends is None, -ends.toordinal() if ends else 0, figure.group.casefold(), figure.key


def _key(measure: str) -> str:
    return " ".join(measure.casefold().split())


def _follow(found: dict[str, str | None]) -> bool:
    """Say whether the two years of a financial year follow each other: 2023/24, and not 2021-25."""
    first, last = found.get("from"), found.get("to")
    return first is None or last is None or int(last[-2:]) == (int(first) + 1) % 100


def _last_day(found: dict[str, str | None]) -> date | None:
    """Return the last day of what a form of words named, None where no calendar has it: the year 0."""
    try:
        return _end(found)
    except ValueError:
        return None


def _end(found: dict[str, str | None]) -> date | None:
    """Return the last day of what a form of words named. Raises ValueError for a day that does not exist."""
    if found.get("quarter"):
        return _quarter_end(int(found["quarter"] or 0), int(found["from"] or 0))
    if found.get("from"):
        return date(int(found["from"] or 0) + 1, 3, 31)
    year = found.get("year")
    if year is None:
        return None
    if found.get("day"):
        return _day(int(year), found["short"] or "", int(found["day"] or 0))
    month = _MONTHS.index(found["month"] or "") + 1 if found.get("month") else 12
    return date(int(year), month, monthrange(int(year), month)[1])


def _quarter_end(quarter: int, first_year: int) -> date:
    """Return the last day of a quarter of a financial year, which begins in April."""
    month, year = (3, first_year + 1) if quarter == 4 else (3 * quarter + 3, first_year)
    return date(year, month, monthrange(year, month)[1])


def _day(year: int, short: str, day: int) -> date:
    return date(year, next((at for at, name in enumerate(_MONTHS, 1) if name.startswith(short)), 0), day)
