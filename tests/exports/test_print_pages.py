"""The page that is printed as PDF: it needs nothing beside itself, and says the language of every part."""

import dataclasses
import re

import pytest

from consult.domain.languages import direction
from consult.exports.print_pages import POLICY, PrintDrawer, words_of, write
from consult.exports.print_styles import LARGE, USUAL
from consult.exports.report_pieces import Grid, Paragraph, Quoted, Span


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_page_says_its_language_and_direction(report, plain, language):
    assert f'<html lang="{language}" dir="{direction(language)}">' in page(report, plain, language)


def test_nothing_on_the_page_is_asked_for_from_outside(report, plain):
    drawn = page(report, plain)
    assert POLICY in drawn and "<script" not in drawn and "<link" not in drawn
    assert all(found.startswith("data:") for found in re.findall(r'src="([^"]*)"', drawn))


@pytest.mark.parametrize("size", [USUAL, LARGE])
def test_every_number_of_every_table_stands_on_the_page_in_both_prints(report, plain, size):
    drawn = page(report, plain, size=size)
    wanted = {f"{table.table_id}|{row}|{column}" for table in report.tables for row, column in table.cells}
    assert wanted <= set(re.findall(r'data-cell="([^"]*)"', drawn))


def test_equal_reports_give_equal_bytes(report, plain):
    assert write(report, "en", plain) == write(report, "en", plain)


def test_a_part_in_another_language_is_marked_where_a_printer_keeps_the_mark(plain):
    source = Span("someone", "en")
    drawn = PrintDrawer("en", plain).pieces([Quoted("ہمیں روشنی", "ur", source), Paragraph((Span("روشنی", "ur"),))])
    assert 'lang="ur" dir="rtl">ہمیں' in drawn and '<mark lang="ur" dir="rtl">روشنی</mark>' in drawn
    assert "<figure" not in drawn and "<span lang" not in drawn


def test_a_wide_table_in_large_print_is_read_line_by_line(plain):
    names = [tuple([(Span(name, "en"),)]) for name in ("What", "Before", "After", "Why")]
    grid = Grid((Span("Changes", "en"),), tuple(cell[0] for cell in names), (tuple(names),))
    assert "<table" not in PrintDrawer("en", plain, LARGE).pieces([grid])
    assert "<table" in PrintDrawer("en", plain, USUAL).pieces([grid])


def test_what_people_wrote_is_never_markup(report, plain):
    evil = dataclasses.replace(report, title={"en": "<img src=x onerror=1> & \x00\x0b more"})
    drawn = page(evil, plain)
    assert "<img src=x" not in drawn and "&lt;img" in drawn and "\x00" not in drawn and "\x0b" not in drawn


def test_the_words_of_a_page_are_those_that_it_shows(report, plain):
    said = words_of(write(report, "en", plain))
    assert "Safer streets" in said and "font-size" not in said and "<" not in said


def test_there_are_no_other_sizes(report, plain):
    with pytest.raises(ValueError, match="size"):
        write(report, "en", plain, size="tiny")


@pytest.fixture
def report(report):
    """The small report, with its table of themes as one of a question."""
    tables = [dataclasses.replace(table, table_id="themes-q1") if table.table_id == "themes" else table
              for table in report.tables]
    return dataclasses.replace(report, tables=tuple(tables))


def page(report, plain, language="en", size=USUAL) -> str:
    return write(report, language, plain, size=size).decode()
