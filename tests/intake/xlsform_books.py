"""Workbooks of XLSForms as other people write them, made for a test."""

import io
from collections.abc import Sequence

from openpyxl import Workbook

from consult.domain.errors import Refused
from consult.domain.surveys import Question, Survey, questions_of
from consult.intake.xlsform_report import Imported, ReportRow
from consult.intake.xlsforms import read_xlsform

Cells = Sequence[object]
HEADERS = ("type", "name", "label", "hint", "required", "relevant", "constraint", "appearance")
YES_NO = (("list_name", "name", "label"), ("yn", "yes", "Yes"), ("yn", "no", "No"))


def book(survey: Sequence[Cells], choices: Sequence[Cells] = YES_NO, settings: Sequence[Cells] = (),
         **others: Sequence[Cells]) -> bytes:
    """Return a workbook with these rows; a survey whose first row does not hold `type` gets the usual headers."""
    made = Workbook()
    made.remove(made.active)
    has_headers = any("type" in str(cell).strip().lower().split() for cell in (survey or (HEADERS,))[0])
    rows_of_survey = survey if has_headers else (HEADERS, *survey)
    sheets = {"survey": rows_of_survey, "choices": choices, "settings": settings, **others}
    for name, rows in sheets.items():
        if not rows:
            continue
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def read(*survey: Cells, **others: Sequence[Cells]) -> Imported:
    """Return what is read from a workbook with these rows of questions."""
    return read_xlsform(book(survey, **others))


def question(survey: Survey, key: str) -> Question:
    """Return the question of that key."""
    return next(question for question in questions_of(survey) if question.key == key)


def row(imported: Imported, number: int, sheet: str = "survey") -> ReportRow:
    """Return the one row of the report with that number."""
    [found] = [row for row in imported.report if (row.sheet, row.row) == (sheet, number)]
    return found


def codes(row: ReportRow) -> list[str]:
    """Return the codes of a row's reasons."""
    return [reason.code for reason in row.reasons]


def refusal(*survey: Cells, **others: Sequence[Cells]) -> list[tuple[str, str, str]]:
    """Return the code, the cell and the name of each problem for which the rows are refused."""
    try:
        read(*survey, **others)
    except Refused as refused:
        found = refused.facts["problems"]
        assert isinstance(found, list)
        return [(problem["code"], f"{problem['sheet']}!{problem['cell']}", problem["name"]) for problem in found]
    raise AssertionError("the form was read")
