"""Reads a filled-in file of event notes (.xlsx or .docx), all notes or none; what a file says is never believed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from consult.domain.errors import Refused
from consult.domain.event_note_forms import (
    COLUMNS,
    CONSENT,
    KIND,
    KINDS,
    NEEDED,
    NO,
    NODE,
    QUESTION,
    SHEET,
    TABLE,
    TEXT,
    YES,
    column_of,
    key_of,
)
from consult.domain.events import MOST_NOTES, STATEMENT, Note, checked_note
from consult.intake.document_packages import Package
from consult.intake.document_xml import follow
from consult.intake.workbook_parts import OLD_OR_LOCKED
from consult.intake.workbooks import ZIP, Cell, CellProblems, read_workbook

MOST_BYTES = 5 * 1024 * 1024
# The heading is looked for this far down a sheet or a table.
HEADING_WITHIN = 20
# What a refusal of a note says in a file, by (field, code).
CODES = {("consent", "event-quote-consent"): "note-quote-consent", ("text", "text-long"): "note-text-long",
         ("table", "text-long"): "note-table-long"}


@dataclass(frozen=True)
class Known:
    """What a note may name: the language that it was written in, keys of questions, keys of parts of the plan."""

    language: str
    questions: Collection[str]
    nodes: Collection[str]


@dataclass
class _Row:
    """One row of a table with its number, from 1, and the words of its cells."""

    number: int
    cells: Sequence[str] = field(default_factory=list)


def read_notes(data: bytes, known: Known) -> tuple[Note, ...]:
    """Return the notes of a filled-in template, in their order; empty rows are left out.

    Raises Refused("file", code) with the problems and their rows (facts as intake/workbooks): what the workbook's or
    the document's reader refuses, `notes-file-other` for another kind of file, `notes-no-table` where no row names the
    columns, `notes-none`, `notes-many`, and by row `note-kind-unknown`, `note-question-unknown`, `note-node-unknown`,
    `note-consent-unknown`, `note-quote-consent`, `note-text-missing`, `note-text-long`, `note-table-long`.
    """
    problems = CellProblems()
    if len(data) > MOST_BYTES:
        raise problems.stop(Cell(), "workbook-too-large")
    found = _found(data, problems)
    if found is None:
        raise problems.stop(Cell(), "notes-no-table")
    sheet, columns, rows = found
    notes = [note for row in rows if (note := _note(sheet, columns, row, known, problems)) is not None]
    problems.settle()
    if not notes:
        raise problems.stop(Cell(sheet), "notes-none")
    if len(notes) > MOST_NOTES:
        raise problems.stop(Cell(sheet), "notes-many")
    return tuple(notes)


_Found = tuple[str, Mapping[int, str], Sequence[_Row]]


def _found(data: bytes, problems: CellProblems) -> _Found | None:
    if data.startswith(OLD_OR_LOCKED):
        raise problems.stop(Cell(), "workbook-locked")
    if not data.startswith(ZIP):
        raise problems.stop(Cell(), "notes-file-other")
    with Package(data) as package:
        if "word/document.xml" in package.names:
            return _in_document(package)
        if "xl/workbook.xml" not in package.names:
            raise problems.stop(Cell(), "notes-file-other")
    return _in_workbook(data)


def _in_workbook(data: bytes) -> _Found | None:
    for sheet in read_workbook(data):
        found = _below_heading([_Row(row.number, row.cells) for row in sheet.rows])
        if found is not None:
            return sheet.name, *found
    return None


def _in_document(package: Package) -> _Found | None:
    tables = _Tables()
    follow(package.chunks("word/document.xml"), tables)
    # Notes may go on in a second table with the same heading; their rows are counted on.
    columns: Mapping[int, str] = {}
    rows: list[_Row] = []
    for table in tables.found:
        found = _below_heading(table)
        if found is not None and (not columns or found[0] == columns):
            columns = found[0]
            rows += found[1]
    return (SHEET, columns, rows) if columns else None


def _below_heading(rows: Sequence[_Row]) -> tuple[Mapping[int, str], Sequence[_Row]] | None:
    for at, row in enumerate(rows[:HEADING_WITHIN]):
        columns = {place: name for place, cell in enumerate(row.cells) if (name := column_of(cell))}
        if set(columns.values()) >= NEEDED and len(set(columns.values())) == len(columns):
            return columns, rows[at + 1:]
    return None


def _note(sheet: str, columns: Mapping[int, str], row: _Row, known: Known, problems: CellProblems) -> Note | None:
    said = dict.fromkeys(COLUMNS, "") | {columns[place]: cell.strip() for place, cell in enumerate(row.cells)
                                         if place in columns}
    if not any(said.values()):
        return None
    places = {name: place + 1 for place, name in columns.items()}
    wrong = _wrong(said, known)
    if wrong is None:
        note = Note(said[KIND].lower() or STATEMENT, said[TEXT], table=said[TABLE], question=key_of(said[QUESTION]),
                    node=key_of(said[NODE]), has_consent=said[CONSENT].lower() in YES, language=known.language)
        try:
            return checked_note(note)
        except Refused as refused:
            column = {"consent": CONSENT, "table": TABLE}.get(refused.field, TEXT)
            wrong = column, CODES.get((refused.field, refused.code), "note-text-missing")
    column, code = wrong
    problems.add(Cell(sheet, row.number, places.get(column, 0)), code, said[column])
    return None


def _wrong(said: Mapping[str, str], known: Known) -> tuple[str, str] | None:
    """Return the column and the code of what a row names and nobody knows, or None."""
    question, node = key_of(said[QUESTION]), key_of(said[NODE])
    checks = (
        (KIND, said[KIND].lower() in ("", *KINDS), "note-kind-unknown"),
        (QUESTION, not question or question in known.questions, "note-question-unknown"),
        (NODE, not node or node in known.nodes, "note-node-unknown"),
        (CONSENT, said[CONSENT].lower() in YES | NO, "note-consent-unknown"),
    )
    return next(((column, code) for column, is_right, code in checks if not is_right), None)


class _Tables:
    """Follows a Word document and keeps its outermost tables, row by row; struck-out words are left out."""

    def __init__(self) -> None:
        self.found: list[list[_Row]] = []
        self._depth = 0
        self._cells: list[list[str]] = []
        self._is_text = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "tbl":
            self._depth += 1
            if self._depth == 1:
                self.found.append([])
        elif self._depth == 1 and name == "tr":
            self._cells = []
        elif self._depth == 1 and name == "tc":
            self._cells.append([])
        self._is_text = name == "t" and self._depth > 0
        if name in ("p", "br") and self._cells and self._cells[-1]:
            self._cells[-1].append("\n")

    def words(self, text: str) -> None:
        if self._is_text and self._cells:
            self._cells[-1].append(text)

    def end(self, name: str) -> None:
        self._is_text = False
        if name == "tr" and self._depth == 1:
            table = self.found[-1]
            table.append(_Row(len(table) + 1, ["".join(cell) for cell in self._cells]))
            self._cells = []
        elif name == "tbl":
            self._depth -= 1
