"""Figures from outside: periods told from words, what a figure lacks, and which may stand beside which."""

from dataclasses import replace
from datetime import date

import pytest

from consult.domain.errors import Refused
from consult.domain.figures import Figure, by_measure, check, may_compare, missing, notes, period_of

ONE = Figure("one", "Trust in the police", "trust", "all Londoners", "December 2024", "month", 73.0, "percent",
             "A report", period_ends_on=date(2024, 12, 31))
OTHER = replace(ONE, key="two", period="December 2019", value=84.0, period_ends_on=date(2019, 12, 31))


@pytest.mark.parametrize(("words", "kind", "ends"), [
    ("12 months to Q2 2024/25", "year-to", date(2024, 9, 30)), ("year ending June 2024", "year-to", date(2024, 6, 30)),
    ("12 months to Q4 2023-24", "year-to", date(2024, 3, 31)), ("Q3 2024/25", "quarter", date(2024, 12, 31)),
    ("2023/24", "financial-year", date(2024, 3, 31)), ("financial year 2021/22", "financial-year", date(2022, 3, 31)),
    ("2024", "calendar-year", date(2024, 12, 31)), ("January-December 2024", "calendar-year", date(2024, 12, 31)),
    ("June 2019", "month", date(2019, 6, 30)), ("February 2024", "month", date(2024, 2, 29)),
    ("accessed 25 Feb 2025", "looked-up", date(2025, 2, 25)), ("since 2016", "span", None),
    ("last five years", "span", None), ("as at draft", "span", None), ("not stated", "", None), ("", "", None),
    ("2021-25", "", None), ("0000", "calendar-year", None), ("9999/00", "financial-year", None),
    ("accessed 31 Feb 2025", "looked-up", None),
    ("financial year 2021/22 compared with January-December 2024", "change", date(2024, 12, 31)),
])
def test_a_period_is_told_from_its_words(words: str, kind: str, ends: date | None) -> None:
    assert period_of(words) == (kind, ends)


def test_a_figure_says_what_it_lacks() -> None:
    assert missing(ONE) == ("base",)
    assert missing(replace(ONE, base="3,200 people")) == ()
    assert missing(replace(ONE, measure="", group="", period_type="", source_document="")) == (
        "measure", "group", "period", "source", "base")


@pytest.mark.parametrize("change", [
    {"measure": "confidence"}, {"period_type": "year-to"}, {"period_type": ""}, {"unit": "count"}, {"measure": ""},
])
def test_only_one_measure_and_one_type_of_period_is_compared(change: dict[str, str]) -> None:
    assert may_compare(ONE, OTHER) and may_compare(ONE, replace(OTHER, measure="Trust "))
    assert not may_compare(ONE, replace(OTHER, **change))  # type: ignore[arg-type]
    unknown = replace(ONE, period_type="")
    assert not may_compare(unknown, unknown)


def test_what_was_looked_up_on_one_day_in_one_document_may_be_compared() -> None:
    one = replace(ONE, period_type="looked-up", period_ends_on=date(2025, 2, 25))
    assert may_compare(one, replace(one, key="x", group="Black Londoners", value=63.0))
    assert not may_compare(one, replace(one, period_ends_on=date(2025, 2, 10)))
    assert not may_compare(one, replace(one, source_document="Another report"))


def test_a_change_between_unlike_periods_is_said() -> None:
    unlike = replace(ONE, period="financial year 2021/22 compared with January-December 2024", period_type="change")
    assert notes(unlike) == ("unlike-periods",) and notes(ONE) == ()
    assert notes(replace(unlike, period="2021 compared with 2024")) == ()


def test_figures_stand_in_sets_that_may_be_compared_the_newest_first() -> None:
    yearly = replace(ONE, key="three", period="12 months to Q2 2024/25", period_type="year-to", value=72.0)
    nameless = replace(ONE, key="four", measure="")
    lone = replace(ONE, key="five", measure="a first name in the alphabet")
    found = by_measure([nameless, lone, OTHER, yearly, ONE])
    assert [one.measure for one in found] == ["trust", "a first name in the alphabet", ""]
    assert {tuple(figure.key for figure in one.figures) for one in found[0].sets} == {("one", "two"), ("three",)}


@pytest.mark.parametrize(("change", "field", "code"), [
    ({"text": " "}, "text", "figure-words-missing"),
    ({"source_document": ""}, "source_document", "figure-words-missing"),
    ({"value": None}, "value", "figure-value-missing"), ({"value": float("nan")}, "value", "figure-value-wrong"),
    ({"group": "x" * 201}, "group", "figure-words-long"), ({"period_type": "era"}, "period_type", "option-unknown"),
])
def test_a_figure_without_words_source_or_value_is_refused(change: dict[str, object], field: str, code: str) -> None:
    check(replace(ONE, value=None, value_words="a third"))
    with pytest.raises(Refused) as refused:
        check(replace(ONE, **change))  # type: ignore[arg-type]
    assert (refused.value.field, refused.value.code) == (field, code)
