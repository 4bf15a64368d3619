"""Files to write the notes of an event in where there is no network: a workbook and a Word file with the same columns.

They come back through intake/event_notes.py. Staff fill them in, so their words are English.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.shared import Mm
from xlsxwriter import Workbook

from consult.domain.event_note_forms import (
    COLUMNS,
    KIND,
    KINDS,
    NODE,
    PAPER_LINES,
    QUESTION,
    SHEET,
    SHEET_LINES,
    choice,
)
from consult.exports.cells import formula_safe
from consult.exports.docx_pages import Page

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDTHS = {"table": 12, "kind": 16, "note": 70, "question": 40, "part of the plan": 40, "may be printed": 16}
HOW = (
    "Write one thing that was said in each row. Write no names, and nothing that shows who someone is.",
    "Kind: statement, question, agreement, disagreement or quote. A quote is one sentence in somebody's own words.",
    "May be printed: yes where the person agreed to it. Without it a quote is not taken in.",
    "Question and part of the plan: choose from the list, or leave them empty.",
    "Do not write a worry about somebody here. Send it on the page of the event, or ring the safeguarding lead.",
    "Delete this file once it was taken in.",
)


@dataclass(frozen=True)
class NoteForm:
    """What a template says of its event; `questions` and `nodes` are (key, words) to choose from."""

    title: str
    questions: Sequence[tuple[str, str]]
    nodes: Sequence[tuple[str, str]]


def to_xlsx(form: NoteForm) -> bytes:
    """Return the template as a workbook: the sheet to write in, with lists to choose from, and how to use it."""
    file = io.BytesIO()
    book = Workbook(file, OPTIONS)
    bold = book.add_format({"bold": True, "valign": "top", "text_wrap": True})
    wrapped = book.add_format({"valign": "top", "text_wrap": True})
    notes, lists, how = (book.add_worksheet(name) for name in (SHEET, "lists", "how to"))
    notes.freeze_panes(1, 0)
    for place, name in enumerate(COLUMNS):
        notes.set_column(place, place, WIDTHS[name], wrapped)
        notes.write_string(0, place, name, bold)
    columns = {QUESTION: [choice(*one) for one in form.questions], NODE: [choice(*one) for one in form.nodes]}
    for at, (name, choices) in enumerate(columns.items()):
        _list(lists, at, name, choices)
        if choices:
            source = f"=lists!${'AB'[at]}$2:${'AB'[at]}${len(choices) + 1}"
            _offer(notes, COLUMNS.index(name), source)
    _offer(notes, COLUMNS.index(KIND), list(KINDS))
    _offer(notes, len(COLUMNS) - 1, ["yes", "no"])
    how.set_column(0, 0, 100, wrapped)
    for row, line in enumerate((form.title, *HOW)):
        how.write_string(row, 0, formula_safe(line), bold if row == 0 else wrapped)
    book.close()
    return file.getvalue()


def to_docx(form: NoteForm, *, made_at: datetime) -> bytes:
    """Return the template as a Word file across the page, to fill in or to print: how to, the lists, and the table."""
    page = Page("en", f"Notes: {form.title}", made_at)
    section = page.document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(15)
    page.heading((f"Notes: {form.title}", "en"), 1)
    page.bullets([((line, "en"),) for line in HOW])
    page.table((("Notes", "en"),), [(name, "en") for name in COLUMNS],
               [[("", "en")] * len(COLUMNS) for _ in range(PAPER_LINES)])
    for title, choices in (("Questions", form.questions), ("Parts of the plan", form.nodes)):
        if choices:
            page.heading((title, "en"), 2)
            page.bullets([((choice(key, words), "en"),) for key, words in choices])
    return page.saved()


def _list(sheet: Any, column: int, name: str, choices: Sequence[str]) -> None:
    sheet.set_column(column, column, 60)
    sheet.write_string(0, column, name)
    for row, words in enumerate(choices, 1):
        sheet.write_string(row, column, formula_safe(words))


def _offer(sheet: Any, column: int, source: str | list[str]) -> None:
    sheet.data_validation(1, column, SHEET_LINES, column, {"validate": "list", "source": source,
                                                           "error_type": "warning"})
