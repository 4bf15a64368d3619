"""The CSV of a report: the agreed header, every cell of every table, nothing that a spreadsheet would run."""

import csv
import dataclasses
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.reports import Cell, Column, Row, Table
from consult.exports.cells import cell_words, formula_safe
from consult.exports.report_csv import HEADER, write


def test_the_header_is_the_agreed_one_to_the_byte(report):
    assert write(report).split(b"\r\n")[0] == b"table_id,row,column,count,base,percent,suppression"


def test_every_cell_of_every_table_has_its_line(report):
    lines = {(line["table_id"], line["row"], line["column"]) for line in read(write(report))}
    assert lines == {(t.table_id, *place) for t in report.tables for place in t.cells}


def test_a_hidden_number_is_empty_and_says_why(report):
    small, protecting, shown = ([line[name] for name in HEADER[3:]] for line in read(write(report))[:3])
    assert small == ["", "120", "", "small-number"]
    assert protecting == ["", "120", "", "secondary"]
    assert shown == ["70", "120", "58", ""]


def test_a_withheld_percentage_leaves_the_count(report):
    line = next(line for line in read(write(report)) if (line["row"], line["column"]) == ("t1", "q2"))
    assert (line["count"], line["base"], line["percent"], line["suppression"]) == ("7", "9", "", "small-base")


def test_a_key_that_looks_like_a_formula_is_written_as_words(report):
    cells = {("＝1+1", "@x"): Cell(1, 2, None)}
    table = Table("=cmd", {}, "respondents", (Row("＝1+1", {}),), (Column("@x", {}),), cells)
    line = read(write(dataclasses.replace(report, tables=(table,))))[0]
    assert (line["table_id"], line["row"], line["column"]) == ("'=cmd", "'＝1+1", "'@x")


@pytest.mark.parametrize("words", [
    "=1+1", "+44 20", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠a",
    "﹢1", "−1", "  =1", "\ufeff=1", "\u200b=1",
])
def test_what_could_start_a_formula_gets_an_apostrophe(words):
    assert formula_safe(words) == "'" + words


@pytest.mark.parametrize("words", ["", "plain", "a=b", "1-2", "سڑک", "'quoted'", "a@b.uk", " words"])
def test_plain_words_stay_as_they_are(words):
    assert formula_safe(words) == words


@given(st.text())
def test_no_escaped_text_starts_a_formula(words):
    assert formula_safe(formula_safe(words)) == formula_safe(words)
    assert formula_safe(words).lstrip()[:1] not in ("=", "+", "-", "@")


@pytest.mark.parametrize("cell, words", [
    (Cell(35, 120, 29), "35 of 120 (29%)"),
    (Cell(15, 25, None, "small-base"), "15 of 25"),
    (Cell(4, None, None), "4"),
    (Cell(None, 120, None, "small-number"), "fewer than 10"),
    (Cell(None, None, None, "secondary"), "hidden to protect others"),
])
def test_a_cell_is_told_in_the_same_words_everywhere(cell, words, plain):
    assert cell_words(cell, plain) == words


def read(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))
