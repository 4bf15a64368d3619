"""The words of figures from outside: their units and periods, and what a figure does not carry."""

from collections.abc import Iterable

from consult.domain import figures
from consult.exports.cells import Translate

PERCENT, POUNDS, CHANGE, POINTS, COUNT = "percent", "GBP million", "percent change", "percentage points", "count"
UNITS = (PERCENT, COUNT, POUNDS, CHANGE, POINTS)


def plain_number(value: float | None) -> str:
    """Return a value without needless decimals and without grouping; empty where there is none."""
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else repr(value)


def value_words(value: str, unit: str, translate: Translate) -> str:
    """Return a value with its unit; `value` as it is to be printed."""
    said = {
        PERCENT: translate("%(number)s%%", number=value),
        POUNDS: translate("£%(number)s million", number=value),
        CHANGE: translate("%(number)s%% change", number=value),
        POINTS: translate("%(number)s percentage points", number=value),
        COUNT: value, "": value,
    }
    return said.get(unit, f"{value} {unit}")


def unit_words(unit: str, translate: Translate) -> str:
    """Return the name of a unit."""
    return {
        PERCENT: translate("percent"), POUNDS: translate("millions of pounds"), CHANGE: translate("change in percent"),
        POINTS: translate("change in percentage points"), COUNT: translate("a number"),
    }.get(unit, unit)


def period_type_words(code: str, translate: Translate) -> str:
    """Return what kind of period a figure is of."""
    return {
        figures.YEAR_TO: translate("Twelve months"), figures.FINANCIAL_YEAR: translate("A financial year"),
        figures.CALENDAR_YEAR: translate("A calendar year"), figures.QUARTER: translate("Three months of a year"),
        figures.MONTH: translate("As published for one month"), figures.LOOKED_UP: translate("As looked up on one day"),
        figures.CHANGE: translate("A change between two periods"), figures.SPAN: translate("No clear period"),
        figures.NOT_STATED: translate("Period not stated"),
    }[code]


def missing_words(codes: Iterable[str], translate: Translate) -> list[str]:
    """Return a short sentence for each thing that a figure does not carry."""
    said = {
        "measure": translate("What was measured is not stated."),
        "group": translate("Which people it is about is not stated."),
        "period": translate("The period is not stated."),
        "source": translate("The source is not stated."),
        "base": translate("How many people were asked is not stated."),
    }
    return [said[code] for code in codes]


def note_words(code: str, translate: Translate) -> str:
    """Return the sentence of a note on one figure."""
    return {figures.UNLIKE_PERIODS: translate(
        "It compares two different kinds of period, so the change may not be what it seems.")}.get(code, code)
