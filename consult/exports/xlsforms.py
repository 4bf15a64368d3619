"""A survey as an XLSForm workbook that other survey tools open, and that comes back as exactly the same survey."""

import io

from xlsxwriter import Workbook

from consult.domain.errors import Refused
from consult.domain.surveys import Survey
from consult.exports.xlsform_rows import Row, language_label, rows_of, tags_in

MOST_CHARACTERS = 32_767
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_SURVEY = ("type", "name", "label::", "hint::", "required", "appearance", "relevant", "constraint",
           "constraint_message::", "consult::part", "consult::kind", "consult::key", "consult::page",
           "consult::options", "consult::option", "consult::stores", "consult::plan_node", "consult::for_13_to_15",
           "consult::min_age", "consult::show_if", "consult::also")
_CHOICES = ("list_name", "name", "label::", "consult.exclusive", "consult.hint.")
_SETTINGS = ("form_title", "form_id", "default_language", "consult::format", "consult::key", "consult::languages",
             "consult::translations", "consult::title::")


def to_xlsx(survey: Survey) -> bytes:
    """Return the workbook: sheets survey, choices and settings. Every cell is words; nothing becomes a formula or link.

    Built-in options are written out, so that other tools show them. Raises Refused("survey", "survey-cell-long") where
    words are longer than a cell can hold.
    """
    rows, tags = rows_of(survey), list(dict.fromkeys(tags_in(survey)))
    file = io.BytesIO()
    book = Workbook(file, OPTIONS)
    for name, columns, lines in (("survey", _SURVEY, rows.survey), ("choices", _CHOICES, rows.choices),
                                 ("settings", _SETTINGS, rows.settings)):
        _write(book, name, _headers(columns, lines, tags), lines)
    book.close()
    return file.getvalue()


def _headers(columns: tuple[str, ...], lines: list[Row], tags: list[str]) -> list[str]:
    """Return the headers that are needed: every one that says something, those with a language one for each."""
    headers: list[str] = []
    for column in columns:
        if not column.endswith(("::", ".")):
            headers.append(column)
        elif column.startswith("consult"):
            headers += [f"{column}{tag}" for tag in tags]
        else:
            headers += [f"{column}{language_label(tag)}" for tag in tags]
    used = {header for line in lines for header, words in line.items() if words}
    always = {"type", "name", "list_name", "form_title", "form_id", "consult::format"}
    always |= {header for header in headers if header.startswith("label::")}
    return [header for header in headers if header in used | always]


def _write(book: Workbook, name: str, headers: list[str], lines: list[Row]) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 2)
    bold = book.add_format({"bold": True})
    for column, header in enumerate(headers):
        sheet.write_string(0, column, header, bold)
    for number, line in enumerate(lines, 1):
        for column, header in enumerate(headers):
            if words := line.get(header, ""):
                if len(words.encode("utf-16-le")) // 2 > MOST_CHARACTERS:
                    raise Refused("survey", "survey-cell-long", {"name": line.get("name", "")})
                sheet.write_string(number, column, words)
