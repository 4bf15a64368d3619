"""Figures from outside as files: nothing a spreadsheet would run, every code named, the same numbers in both."""

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest

from consult.domain.figures import PERIOD_TYPES, Figure
from consult.exports.figure_files import HEADER, write_csv, write_json
from consult.exports.figure_words import UNITS, period_type_words, plain_number, unit_words, value_words

ONE = Figure("one", "Trust", "trust", "all Londoners", "December 2024", "month", 73.0, "percent", "A report",
             period_ends_on=date(2024, 12, 31))


def plain(message: str, /, **facts: object) -> str:
    return message % facts if facts else message


def test_each_figure_is_a_line_with_what_it_lacks_and_the_set_it_stands_in() -> None:
    other = replace(ONE, key="two", period="December 2019", value=84.5, period_ends_on=date(2019, 12, 31))
    alone = replace(ONE, key="three", measure="", value=-28.0, unit="percent change", period_type="change")
    lines = list(csv.DictReader(io.StringIO(write_csv([alone, other, ONE]).decode())))
    assert tuple(lines[0]) == HEADER
    assert [(row["key"], row["value"], row["comparable_set"], row["not_stated"]) for row in lines] == [
        ("one", "73", "1", "base"), ("two", "84.5", "1", "base"), ("three", "-28", "2", "measure|base")]
    objects = json.loads(write_json([alone, other, ONE]))["figures"]
    assert [(one["key"], one["value"], one["comparable_set"]) for one in objects] == [
        ("one", 73.0, 1), ("two", 84.5, 1), ("three", -28.0, 2)]


def test_words_that_look_like_formulas_are_made_safe_in_csv_and_kept_in_json() -> None:
    bad = replace(ONE, text="=1+1", source_document="@cmd", value=None, value_words="+a third")
    [line] = csv.DictReader(io.StringIO(write_csv([bad]).decode()))
    assert (line["text"], line["source_document"], line["value"]) == ("'=1+1", "'@cmd", "'+a third")
    assert json.loads(write_json([bad]))["figures"][0]["text"] == "=1+1"


@pytest.mark.parametrize(("value", "unit", "said"), [
    ("46", "percent", "46%"), ("878", "GBP million", "£878 million"), ("1,529", "count", "1,529"),
    ("-28", "percent change", "-28% change"), ("-18", "percentage points", "-18 percentage points"), ("5", "", "5"),
    ("5", "officers", "5 officers"),
])
def test_a_value_is_said_with_its_unit(value: str, unit: str, said: str) -> None:
    assert value_words(value, unit, plain) == said


def test_every_unit_and_type_of_period_has_words() -> None:
    assert all(unit_words(unit, plain) for unit in UNITS)
    assert len({period_type_words(code, plain) for code in PERIOD_TYPES}) == len(PERIOD_TYPES)
    assert (plain_number(46.0), plain_number(12.5), plain_number(None)) == ("46", "12.5", "")
