"""Every number in every file of the example's report is worked out again from the CSV: page, Word, Excel, JSON, PDF."""

import csv
import io
import re
from collections import Counter
from html.parser import HTMLParser
from itertools import combinations

import openpyxl
import pytest
from docx import Document
from flask_babel import force_locale, gettext

from consult.clients.pdf_printer import printers
from consult.domain.languages import LANGUAGES
from consult.domain.open_data import Release
from consult.domain.report_json import from_json
from consult.domain.reports import Cell, whole_percent
from consult.exports import open_data, pdf_texts, print_pages
from consult.exports.cells import cell_words
from consult.extensions import db
from consult.queries import reports
from consult.services import report_exports

needs_program = pytest.mark.skipif(not printers()[0].is_there, reason="no program makes PDF here: chromium")
LANGUAGES_CHECKED = ("en", "ur")
NUMBER = re.compile(r"\d+")
SHARE = re.compile(r"(\d+) of (\d+)(?: \((\d+)%\))?")


@pytest.mark.parametrize("language", LANGUAGES_CHECKED)
@pytest.mark.parametrize("name", ["report.html", "report-large-print.html"])
def test_each_cell_on_the_page_and_in_large_print_is_the_one_of_the_csv(example, language, name):
    files = made(example, language)
    wanted = expected(files, language)
    shown = cells_of(files[name])
    assert {key for key, _words in shown} == set(wanted)
    assert [(key, words) for key, words in shown if words != wanted[key]] == []


@pytest.mark.parametrize("language", LANGUAGES_CHECKED)
def test_each_table_of_the_word_document_is_one_of_the_csv(example, language):
    files = made(example, language)
    grids = Counter(grid_of(table) for table in Document(io.BytesIO(files["report.docx"])).tables)
    wanted = Counter(tables_of(example, expected(files, language)))
    assert wanted - grids == Counter()


def test_each_number_of_the_workbook_is_the_one_of_the_csv(example):
    files = made(example, "en")
    book = openpyxl.load_workbook(io.BytesIO(files["report.xlsx"]))
    contents = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows(min_row=2)]
    found = {table_id: numbers_of(book[str(number)]) for number, _title, table_id in contents}
    wanted = {table.table_id: in_sheet(table) for table in report_of(example).tables}
    assert found == wanted == {table_id: from_csv(files, table_id) for table_id in found}


def test_each_cell_of_the_snapshot_and_of_the_open_data_is_the_one_of_the_csv(example):
    files = made(example, "en")
    frozen = from_json(files["report.json"].decode())
    assert {(table.table_id, *place): cell for table in frozen.tables for place, cell in table.cells.items()
            } == truth(files["report.csv"])
    release = Release("https://consult.example/data", "https://consult.example/report", "An office", "2027-01-01")
    assert truth(open_data.files(frozen, release)["numbers.csv"]) == truth(files["report.csv"])


def test_each_share_that_stands_in_a_sentence_is_one_of_the_csv(example):
    files = made(example, "en")
    worked_out = shares_of(report_of(example), truth(files["report.csv"]))
    said = SHARE.findall(without_facts(report_of(example), print_pages.words_of(files["report.html"])))
    assert len(said) > 100
    written = {(str(cell.count), str(cell.base), str(cell.percent))
               for cell in truth(files["report.csv"]).values()}
    assert [one for one in said if one not in written and (
        one[:2] not in worked_out or not is_percent_of(*one))] == []


@needs_program
@pytest.mark.parametrize("language", LANGUAGES_CHECKED)
@pytest.mark.parametrize(("pdf", "page"), [("report.pdf", "report.html"),
                                           ("report-large-print.pdf", "report-large-print.html")])
def test_each_number_of_the_page_is_in_its_pdf_and_no_other(example, language, pdf, page):
    files = printed(example, language)
    mark = report_of(example).dataset_digest
    on_page = Counter(NUMBER.findall(print_pages.words_of(files[page]).replace(mark, "")))
    in_pdf = Counter(NUMBER.findall(pdf_texts.text_of(files[pdf])))
    assert on_page - in_pdf == Counter()
    # The mark of the data is longer than a line: its digits stand in pieces.
    assert {number for number in in_pdf if number not in on_page and number not in mark} == set()


MADE = {}


def made(example, language):
    """The files of the example's report but the PDFs, made once."""
    if key(language) not in MADE:
        MADE[key(language)], _absent = report_exports.files(report_of(example), language, ())
    return MADE[key(language)]


def key(language):
    """What a made report is remembered by: each database has an example of its own."""
    return db.engine.dialect.name, language


def printed(example, language):
    """All files of the example's report."""
    if "report.pdf" not in made(example, language):
        MADE[key(language)], absent = report_exports.files(report_of(example), language, printers())
        assert absent == {}
    return MADE[key(language)]


def report_of(example):
    return reports.report(db.session(), example.id)


def truth(written):
    """Each cell of a CSV by (table id, row, column)."""
    return {(line["table_id"], line["row"], line["column"]): Cell(
        *(int(line[name]) if line[name] else None for name in ("count", "base", "percent")), line["suppression"])
        for line in csv.DictReader(io.StringIO(written.decode(), newline=""))}


def expected(files, language):
    """What must be printed for each cell of the CSV, by `table|row|column`."""
    with force_locale(LANGUAGES[language].locale):
        return {"|".join(place): cell_words(cell, gettext) for place, cell in truth(files["report.csv"]).items()}


class _Cells(HTMLParser):
    """Collects what stands in each element with a data-cell."""

    def __init__(self):
        super().__init__()
        self.found, self.key = [], None

    def handle_starttag(self, tag, attrs):
        self.key = dict(attrs).get("data-cell", self.key)

    def handle_data(self, data):
        if self.key is not None:
            self.found.append((self.key, data))
            self.key = None


def cells_of(page):
    reader = _Cells()
    reader.feed(page.decode())
    return reader.found


def grid_of(table):
    return tuple(tuple(cell.text for cell in row.cells[1:]) for row in table.rows[1:])


def tables_of(example, words):
    for table in report_of(example).tables:
        yield tuple(tuple(words[f"{table.table_id}|{row.key}|{column.key}"] for column in table.columns)
                    for row in table.rows)


def numbers_of(sheet):
    """The whole numbers of a sheet below its head, row by row."""
    return [[cell.value for cell in row[1:] if isinstance(cell.value, int)] for row in sheet.iter_rows(min_row=5)]


def in_sheet(table):
    return [[number for column in table.columns for number in shown(table.cells[row.key, column.key])]
            for row in table.rows]


def shown(cell):
    """The numbers of a cell: how many, out of how many, and the percentage, as far as they are there."""
    return [number for number in (cell.count, cell.base, cell.percent) if number is not None]


def from_csv(files, table_id):
    rows = {}
    for (table, row, _column), cell in truth(files["report.csv"]).items():
        if table == table_id:
            rows.setdefault(row, []).extend(shown(cell))
    return list(rows.values())


def shares_of(report, cells):
    """Every (count, base) that follows from the tables: a cell, several rows of a column together, and each of these
    out of those who said what they are; then answers read, and events read.
    """
    columns, found = {}, set()
    for (table, _row, column), cell in cells.items():
        if cell.base is not None:
            columns.setdefault((table, column, cell.base), []).append(cell.count)
    for (_table, _column, base), counts in columns.items():
        known = [count for count in counts if count is not None]
        together = {sum(known[first:last]) for first, last in combinations(range(len(known) + 1), 2)}
        together |= {first + second for first, second in combinations(known, 2)}
        found |= {(count, of) for count in together for of in (base, *(base - count for count in known))}
    # A question that only some were asked is set out of everyone: its base is that of the question before it.
    bases, counts = ({getattr(cell, name) for cell in cells.values()} for name in ("base", "count"))
    found |= {(group.count, group.base) for group in report.groups if group.count in counts and group.base in bases}
    found |= {(finding.events, finding.events_read) for finding in report.findings}
    found.add((sum(question.read for question in report.uncoded), sum(question.answers for question in report.uncoded)))
    return {(str(count), str(base)) for count, base in found}


def is_percent_of(count, base, percent):
    return not percent or int(percent) == whole_percent(int(count), int(base))


def without_facts(report, words):
    """The words of a page without quotes, and without what the checklists say of other things than answers."""
    quotes = [quote.text for theme in report.themes for quote in theme.quotes]
    facts = [line for check in report.checklists for line in check.facts.get("en", "").split("\n\n")]
    for said in filter(None, (*quotes, *facts)):
        words = words.replace(said, "")
    return words
