"""The report's tables as an Excel workbook for officers: a sheet of contents, then one sheet a table."""

import io
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from consult.domain.reports import Report, Table, pick
from consult.exports.cells import Translate, cell_words, formula_safe

# Every word is a string and nothing else: by default the library would make formulas and links of what people wrote.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDE, NARROW = 60, 22


def write(report: Report, language: str, translate: Translate) -> bytes:
    """Return the workbook in a language: numbers as numbers, hidden ones as the words that every page prints.

    A sheet's name is its table's number on the sheet of contents, where the table's id and title stand.
    """
    file = io.BytesIO()
    book = Workbook(file, OPTIONS)
    published_at = datetime.fromisoformat(report.published_at)
    book.set_properties({"title": pick(report.title, language)[0], "created": published_at})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    contents = _sheet(book, translate("Contents"), language)
    contents.set_column(1, 2, WIDE)
    _row(contents, 0, (translate("Sheet"), translate("Table"), translate("Table id")), bold)
    for number, table in enumerate(report.tables, start=1):
        _row(contents, number, (str(number), pick(table.title, language)[0], table.table_id))
        _table(_sheet(book, str(number), language), table, (language, translate), bold)
    book.close()
    return file.getvalue()


def _sheet(book: Workbook, name: str, language: str) -> Worksheet:
    sheet = book.add_worksheet(name[:31])
    if language.split("-")[0] in ("ar", "fa", "he", "ur"):
        sheet.right_to_left()
    return sheet


def _table(sheet: Worksheet, table: Table, words: tuple[str, Translate], bold: Format) -> None:
    language, translate = words
    sheet.set_column(0, 0, WIDE)
    sheet.set_column(1, 2 * len(table.columns), NARROW)
    _row(sheet, 0, (pick(table.title, language)[0],), bold)
    heads = [""]
    for column in table.columns:
        heads += [pick(column.label, language)[0], "%"]
    _row(sheet, 2, heads, bold)
    sheet.freeze_panes(3, 1)
    for at, row in enumerate(table.rows, start=3):
        sheet.write_string(at, 0, formula_safe(pick(row.label, language)[0]))
        for place, column in enumerate(table.columns):
            cell = table.cells[row.key, column.key]
            value: Any = cell.count if cell.count is not None else cell_words(cell, translate)
            sheet.write(at, 1 + 2 * place, value)
            if cell.percent is not None:
                sheet.write_number(at, 2 + 2 * place, cell.percent)


def _row(sheet: Worksheet, at: int, values: Any, style: Format | None = None) -> None:
    for place, value in enumerate(values):
        sheet.write_string(at, place, formula_safe(value), style)
