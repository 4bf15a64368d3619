"""Reads every sheet of an .xlsx workbook as rows of words, within bounds that no file may pass; not what they mean."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import get_column_letter

from consult.domain.errors import Refused
from consult.intake.workbook_parts import Unsafe, opened, words_of

MAX_BYTES = 5 * 1024 * 1024
# Sheets are read row by row; every other part is held whole.
MAX_HELD = 20 * 1024 * 1024
MAX_SHEETS = 50
MAX_ROWS = 20_000
MAX_COLUMNS = 300
MAX_CELLS = 5_000_000
MAX_CELL = 32_767
# After so many empty rows nothing more is looked for in a sheet.
MAX_GAP = 2_000
MAX_PROBLEMS = 50
MAX_NAME = 80
ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Cell:
    """A place in a workbook; `row` and `column` count from 1, 0 where it is the whole sheet, or the whole file."""

    sheet: str = ""
    row: int = 0
    column: int = 0

    @property
    def name(self) -> str:
        """The cell as people write it, such as C12; empty where it is no single cell."""
        return f"{get_column_letter(self.column)}{self.row}" if self.row and self.column else ""


@dataclass(frozen=True)
class SheetRow:
    """One row that holds something: its number in the sheet and the words of its cells, from the first column on."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """One sheet; `is_cut` says that it goes on after a gap of MAX_GAP empty rows and was not read any further."""

    name: str
    rows: tuple[SheetRow, ...]
    is_cut: bool


class CellProblems:
    """Everything found wrong in one workbook, up to MAX_PROBLEMS; raised together, as intake's YAML readers do."""

    def __init__(self) -> None:
        """Start with nothing found."""
        self._found: list[dict[str, object]] = []

    def add(self, cell: Cell, code: str, name: str = "") -> None:
        """Note a problem at a cell; raises Refused at once where the list is full."""
        self._found.append({"line": cell.row, "code": code, "name": name[:MAX_NAME], "sheet": cell.sheet[:MAX_NAME],
                            "row": cell.row, "cell": cell.name})
        if len(self._found) >= MAX_PROBLEMS:
            self.settle()

    def stop(self, cell: Cell, code: str, name: str = "") -> Refused:
        """Return the refusal for a problem after which nothing more can be read."""
        self.add(cell, code, name)
        return self._refusal()

    def settle(self) -> None:
        """Raise Refused where anything was found; its first problem is the one found first."""
        if self._found:
            raise self._refusal()

    def _refusal(self) -> Refused:
        first = self._found[0]
        facts = {"line": first["line"], "reason": first["code"], "name": first["name"], "sheet": first["sheet"],
                 "row": first["row"], "cell": first["cell"], "problems": self._found}
        return Refused("file", str(first["code"]), {**facts, "is_cut": len(self._found) >= MAX_PROBLEMS})


def read_workbook(data: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of an .xlsx workbook with their rows that hold something, hidden ones too.

    Numbers come plain, days as ISO, truths as TRUE and FALSE. What a file says of its own size is not trusted, and
    nothing in it is run. Raises Refused("file", code) with the problems and their cells: `workbook-too-large`,
    `workbook-locked`, `workbook-macros`, `workbook-other`, `workbook-broken`, `workbook-rows`, `workbook-columns`,
    `cell-formula`, `cell-error`, `cell-too-long`.
    """
    problems = CellProblems()
    if len(data) > MAX_BYTES:
        raise problems.stop(Cell(), "workbook-too-large")
    try:
        with opened(data, most_held=MAX_HELD, has_values=False) as book:
            sheets = _Reader(problems).sheets(book)
    except Unsafe as unsafe:
        raise problems.stop(Cell(), unsafe.code) from None
    problems.settle()
    return sheets


class _Reader:
    """Reads the sheets of one workbook and counts what was read."""

    def __init__(self, problems: CellProblems) -> None:
        self._problems = problems
        self._rows = 0
        self._cells = 0

    def sheets(self, book: Any) -> tuple[Sheet, ...]:
        found = [sheet for sheet in book.worksheets if hasattr(sheet, "reset_dimensions")]
        if len(found) > MAX_SHEETS:
            raise self._problems.stop(Cell(), "workbook-too-large")
        return tuple(self._sheet(sheet) for sheet in found)

    def _sheet(self, sheet: Any) -> Sheet:
        sheet.reset_dimensions()
        rows: list[SheetRow] = []
        gap = 0
        for number, cells in enumerate(sheet.iter_rows(), 1):
            words = self._words(sheet.title, number, cells)
            if not words:
                gap += 1
                if gap > MAX_GAP:
                    return Sheet(sheet.title, tuple(rows), is_cut=True)
                continue
            gap = 0
            rows.append(SheetRow(number, words))
            self._rows += 1
            if self._rows > MAX_ROWS:
                raise self._problems.stop(Cell(sheet.title, number), "workbook-rows")
        return Sheet(sheet.title, tuple(rows), is_cut=False)

    def _words(self, sheet: str, row: int, cells: tuple[Any, ...]) -> tuple[str, ...]:
        """Return the words of a row up to its last one; cells that only have a look, or belong to a merged one, are
        empty."""
        self._cells += len(cells)
        if self._cells > MAX_CELLS:
            raise self._problems.stop(Cell(sheet, row), "workbook-too-large")
        words: list[str] = []
        for column, said in self._said(sheet, row, cells):
            if column > MAX_COLUMNS:
                raise self._problems.stop(Cell(sheet, row, column), "workbook-columns")
            words += [""] * (column - 1 - len(words)) + [said]
        return tuple(words)

    def _said(self, sheet: str, row: int, cells: tuple[Any, ...]) -> Iterator[tuple[int, str]]:
        for column, cell in enumerate(cells, 1):
            if cell.value is None:
                continue
            at = Cell(sheet, row, column)
            if cell.data_type == "f":
                self._problems.add(at, "cell-formula", str(cell.value))
            elif cell.data_type == "e":
                self._problems.add(at, "cell-error", str(cell.value))
            elif said := words_of(cell.value):
                if len(said) > MAX_CELL:
                    raise self._problems.stop(at, "cell-too-long")
                if not said.isspace():
                    yield column, said
