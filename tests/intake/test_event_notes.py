"""Notes of an event in a file: the template comes back as it went out, and nothing of a bad file is taken in."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook

from consult.domain.errors import Refused
from consult.domain.event_note_forms import COLUMNS, choice, key_of
from consult.domain.events import MOST_NOTES, Note
from consult.exports.event_note_templates import NoteForm, to_docx, to_xlsx
from consult.intake.event_notes import Known, read_notes

MADE_AT = datetime(2026, 11, 1, tzinfo=UTC)
KNOWN = Known("en", ("safer", "missing"), ("aim-knife",))
FORM = NoteForm("=Workshop", (("safer", "What would make you [feel] safer?"), ("missing", "What is missing?")),
                (("aim-knife", "Knife crime"),))
ROWS = (
    ("1", "statement", "More lights\nin the park", choice(*FORM.questions[0]), choice(*FORM.nodes[0]), ""),
    ("", "", "", "", "", ""),
    ("2", "Quote", "I walk home in fear", "missing", "", "Yes"),
    ("2", "", "Buses stop too early", "", "", "no"),
)
NOTES = (
    Note("statement", "More lights\nin the park", "1", "safer", "aim-knife"),
    Note("quote", "I walk home in fear", "2", "missing", has_consent=True),
    Note("statement", "Buses stop too early", "2"),
)
Fill = Callable[[Sequence[Sequence[str]]], bytes]


def test_a_key_is_found_again_behind_its_words() -> None:
    assert key_of(choice("safer", "What would [you] change?")) == "safer" and key_of(" safer ") == "safer"


@pytest.mark.parametrize("way", ["workbook", "document"])
def test_a_template_that_was_filled_in_comes_back_as_notes(way: str) -> None:
    assert read_notes(filled(way)(ROWS), KNOWN) == NOTES


@pytest.mark.parametrize("way", ["workbook", "document"])
def test_an_empty_template_holds_no_notes(way: str) -> None:
    assert code_of(filled(way)(())) == "notes-none"


@pytest.mark.parametrize("way", ["workbook", "document"])
@pytest.mark.parametrize(("row", "code"), [
    (("1", "rumour", "Words", "", "", ""), "note-kind-unknown"),
    (("1", "statement", "Words", "lights", "", ""), "note-question-unknown"),
    (("1", "statement", "Words", "", "aim-none", ""), "note-node-unknown"),
    (("1", "quote", "Words", "", "", "perhaps"), "note-consent-unknown"),
    (("1", "quote", "Words", "", "", "no"), "note-quote-consent"),
    (("1", "statement", "", "safer", "", ""), "note-text-missing"),
    (("1", "statement", "a" * 4001, "", "", ""), "note-text-long"),
    (("t" * 41, "statement", "Words", "", "", ""), "note-table-long")])
def test_a_row_that_does_not_hold_is_named_and_nothing_is_taken_in(way: str, row: tuple[str, ...], code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_notes(filled(way)([ROWS[0], row]), KNOWN)
    assert refused.value.code == code and refused.value.facts["row"] == 3


def test_every_bad_row_is_told_at_once() -> None:
    with pytest.raises(Refused) as refused:
        read_notes(filled("workbook")([("1", "rumour", "a", "", "", ""), ("1", "rumour", "b", "", "", "")]), KNOWN)
    problems = refused.value.facts["problems"]
    assert isinstance(problems, list) and [problem["cell"] for problem in problems] == ["B2", "B3"]


def test_columns_are_found_in_any_order() -> None:
    book = Workbook()
    book.active.append(["NOTE", "Kind:", "room"])
    book.active.append(["More buses", "statement", "Hall"])
    assert read_notes(saved(book), KNOWN) == (Note("statement", "More buses"),)


def test_a_table_without_these_columns_is_refused() -> None:
    book = Workbook()
    book.active.append(["name", "address"])
    assert code_of(saved(book)) == "notes-no-table"


def test_a_formula_is_refused() -> None:
    assert code_of(filled("workbook")([("1", "statement", "=HYPERLINK(1)", "", "", "")])) == "cell-formula"


def test_words_that_look_like_a_formula_are_words_in_a_template() -> None:
    book = load_workbook(io.BytesIO(to_xlsx(FORM)))
    assert book["how to"]["A1"].value == "'=Workshop" and book["how to"]["A1"].data_type == "s"


def test_too_many_notes_are_refused() -> None:
    rows = [("1", "statement", str(n), "", "", "") for n in range(MOST_NOTES + 1)]
    assert code_of(filled("workbook")(rows)) == "notes-many"


@pytest.mark.parametrize(("data", "code"), [
    (b"table,kind,note", "notes-file-other"), (b"\xd0\xcf\x11\xe0old", "workbook-locked"),
    (b"PK\x03\x04 broken", "document-broken"), (b"%PDF-1.7", "notes-file-other"),
    (b"PK\x03\x04" + b"0" * 5 * 1024 * 1024, "workbook-too-large")])
def test_another_kind_of_file_is_refused(data: bytes, code: str) -> None:
    assert code_of(data) == code


@pytest.mark.parametrize(("xml", "code"), [
    (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "document-bomb"), (b"<a" * 400, "document-broken"),
    (b"<a>" * 400 + b"</a>" * 400, "document-bomb"), (b"0" * 30_000_000, "document-bomb")])
def test_a_document_that_means_harm_is_refused(xml: bytes, code: str) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", xml)
    assert code_of(file.getvalue()) == code


def test_a_template_offers_the_kinds_and_the_lists() -> None:
    book = load_workbook(io.BytesIO(to_xlsx(FORM)))
    offered = [check.formula1 for check in book["notes"].data_validations.dataValidation]
    assert "lists!$A$2:$A$3" in offered and any("statement" in formula for formula in offered)
    assert [cell.value for cell in book["notes"][1]] == list(COLUMNS)


def filled(way: str) -> Fill:
    return fill_workbook if way == "workbook" else fill_document


def fill_workbook(rows: Sequence[Sequence[str]]) -> bytes:
    book = load_workbook(io.BytesIO(to_xlsx(FORM)))
    for number, row in enumerate(rows, 2):
        for place, words in enumerate(row, 1):
            book["notes"].cell(number, place, words or None)
    return saved(book)


def fill_document(rows: Sequence[Sequence[str]]) -> bytes:
    document = Document(io.BytesIO(to_docx(FORM, made_at=MADE_AT)))
    for number, row in enumerate(rows, 1):
        for place, words in enumerate(row):
            document.tables[0].rows[number].cells[place].text = words
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def code_of(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read_notes(data, KNOWN)
    return refused.value.code
