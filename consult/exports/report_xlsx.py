"""The report as an Excel workbook for officers: contents, one sheet a table, and findings with what was decided."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from consult.domain.languages import direction
from consult.domain.reports import Report, Table, pick
from consult.exports import report_words
from consult.exports.cells import Translate, cell_words, formula_safe
from consult.exports.decision_words import outcome_words

# Every word is a string and nothing else: by default the library would make formulas and links of what people wrote.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDE, NARROW = 60, 16
# Of a table's sheet: title, id, what it counts, heads; numbers begin below. A column takes three places.
HEADS_AT, EACH = 3, 3


def write(report: Report, language: str, translate: Translate) -> bytes:
    """Return the workbook in a language: numbers as numbers, hidden ones as the words that every page prints.

    A sheet's name is its table's number on the sheet of contents, where the table's id and title stand. In a table's
    sheet each column is three: the count, out of how many, and the percentage.
    """
    file = io.BytesIO()
    book = Workbook(file, OPTIONS)
    published_at = datetime.fromisoformat(report.published_at)
    book.set_properties({"title": pick(report.title, language)[0], "created": published_at})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    contents = _sheet(book, translate("Contents"), language)
    contents.set_column(1, 2, WIDE)
    _row(contents, 0, (translate("Sheet"), translate("Table"), translate("Table id")), bold)
    for number, table in enumerate(report.tables, start=1):
        _row(contents, number, (str(number), pick(table.title, language)[0], table.table_id))
        _table(_sheet(book, str(number), language), table, (language, translate), bold)
    if report.findings:
        _findings(_sheet(book, translate("Findings"), language), report, (language, translate), (bold, wrapped))
    book.close()
    return file.getvalue()


def _sheet(book: Workbook, name: str, language: str) -> Worksheet:
    sheet = book.add_worksheet(name[:31])
    if direction(language) == "rtl":
        sheet.right_to_left()
    return sheet


def _table(sheet: Worksheet, table: Table, words: tuple[str, Translate], bold: Format) -> None:
    language, translate = words
    sheet.set_column(0, 0, WIDE)
    sheet.set_column(1, EACH * len(table.columns), NARROW)
    _row(sheet, 0, (pick(table.title, language)[0],), bold)
    _row(sheet, 1, (table.table_id,))
    notes = [report_words.unit_words(table.unit, translate),
             *(report_words.note_words(note, translate) for note in table.notes)]
    _row(sheet, 2, (" ".join(notes),))
    heads = [""]
    for column in table.columns:
        heads += [pick(column.label, language)[0], translate("Out of"), "%"]
    _row(sheet, HEADS_AT, heads, bold)
    sheet.freeze_panes(HEADS_AT + 1, 1)
    for at, row in enumerate(table.rows, start=HEADS_AT + 1):
        sheet.write_string(at, 0, formula_safe(pick(row.label, language)[0]))
        for place, column in enumerate(table.columns):
            cell = table.cells[row.key, column.key]
            count: Any = cell.count if cell.count is not None else cell_words(cell, translate)
            for beside, value in enumerate((count, cell.base, cell.percent)):
                if value is not None:
                    sheet.write(at, 1 + EACH * place + beside, value)


def _findings(sheet: Worksheet, report: Report, words: tuple[str, Translate], looks: tuple[Format, Format]) -> None:
    language, translate = words
    sheet.set_column(0, 0, NARROW)
    sheet.set_column(1, 1, WIDE)
    sheet.set_column(2, 5, NARROW)
    sheet.set_column(6, 6, WIDE)
    _row(sheet, 0, ("", translate("What people said"), translate("People"), translate("Out of"),
                    translate("What was decided"), translate("Day"), translate("Why")), looks[0])
    sheet.freeze_panes(1, 2)
    for at, found in enumerate(report.findings, start=1):
        said = found.decision
        outcome = outcome_words(said.outcome, translate) if said else translate("Nobody has decided on this yet")
        _row(sheet, at, (found.label, pick(found.claim, language)[0]), looks[1])
        if found.base:
            sheet.write_number(at, 2, found.respondents)
            sheet.write_number(at, 3, found.base)
        day = report_words.date_words(said.decided_on, language) if said else ""
        _row(sheet, at, (outcome, day, pick(said.reason, language)[0] if said else ""), looks[1], first=4)


def _row(sheet: Worksheet, at: int, values: Sequence[str], style: Format | None = None, *, first: int = 0) -> None:
    for place, value in enumerate(values, start=first):
        sheet.write_string(at, place, formula_safe(value), style)
