"""Reads a table of responses from CSV or a workbook, one row after another; not what the columns mean."""

import csv
import io
import re
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import IO, BinaryIO

from consult.domain.errors import Refused
from consult.domain.response_mappings import FileShape
from consult.intake.mapping_files import MAX_MAPPING_BYTES, read_mapping
from consult.intake.response_sheets import sheet_lines
from consult.intake.text_encodings import UTF_8, encoding_of, first_wrong_row, is_text

__all__ = ["LOCKED", "MAX_BYTES", "MAX_MAPPING_BYTES", "MAX_ROWS", "ZIP", "FileShape", "OpenTable", "Table",
           "TableRow", "file_lines", "open_table", "read_mapping", "read_table", "separator_of"]

MAX_BYTES = 100 * 1024 * 1024
# As many as a sheet of Excel has; more is no table of one consultation's answers.
MAX_COLUMNS = 16_384
MAX_ROWS = 200_000
# Not the line that stands between answers in one cell: it makes even rows too. A mapping can name it.
DELIMITERS = (",", ";", "\t")
# So many rows decide what stands between the cells.
SAMPLE = 20
# Ours, in characters: the limit of the csv module belongs to the whole process, and other libraries move it.
LONGEST_CELL = 131_072
# A line is held whole; one that is longer than all cells of a wide row is no line of a table.
LONGEST_LINE = 4 * 1024 * 1024
ZIP = b"PK\x03\x04"
# How .xls files begin, and workbooks with a password.
LOCKED = b"\xd0\xcf\x11\xe0"
# What Excel writes first where it wants to say what stands between the cells.
NAMED_SEPARATOR = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
HEAD = 4096


@dataclass(frozen=True)
class TableRow:
    """One row that holds something; `number` counts the rows of the file from 1, empty ones too.

    `is_long` says that it holds more cells than there are headers, `is_cut` that the file ends within it.
    """

    number: int
    cells: tuple[str, ...]
    is_long: bool
    is_cut: bool = False


@dataclass(frozen=True)
class OpenTable:
    """A table while it is read: the headers, what stands under them before the answers, and each row once.

    `labels` has the words of each column in the rows between the headers and the first answers, top to bottom.
    """

    headers: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    rows: Iterator[TableRow]


@dataclass(frozen=True)
class Table:
    """The headers of a small table and all its rows, each as wide as the headers."""

    headers: tuple[str, ...]
    rows: tuple[TableRow, ...]


def read_table(data: bytes, *, sheet: str | None = None, header_row: int = 1, delimiter: str | None = None) -> Table:
    """Return a small table whole, a CSV file only in UTF-8; rows without a single word are left out. Raises as
    `open_table` does."""
    with open_table(io.BytesIO(data), FileShape(sheet, header_row, delimiter, encoding=UTF_8)) as table:
        return Table(table.headers, tuple(table.rows))


@contextmanager
def open_table(file: BinaryIO, shape: FileShape = FileShape()) -> Iterator[OpenTable]:  # noqa: B008 (frozen)
    """Give the table in a CSV file or an .xlsx workbook; its rows are read as they are asked for.

    Raises Refused("file", code), also while the rows are read: `table-too-large`, `table-locked`, `table-no-text`,
    `table-not-utf-8`, `table-quotes`, `table-cell-long`, `table-empty`, `table-too-many-columns`,
    `table-too-many-rows`, and what `sheet_lines` raises.
    """
    with closing(file_lines(file, shape)) as lines:
        headers: tuple[str, ...] = ()
        above: list[list[str]] = []
        pushed: list[tuple[int, list[str], bool]] = []
        for number, cells, is_last in lines:
            if number == shape.header_row:
                headers = _headers(cells)
            elif number > shape.header_row and not headers:
                break
            elif headers and number < shape.first_row:
                above.append(cells)
            elif headers:
                pushed.append((number, cells, is_last))
                break
        if not headers:
            raise Refused("file", "table-empty", {"row": shape.header_row})
        labels = tuple(tuple(cells[at].strip() if at < len(cells) else "" for cells in above)
                       for at in range(len(headers)))
        yield OpenTable(headers, labels, _rows(pushed, lines, len(headers)))


def _rows(pushed: list[tuple[int, list[str], bool]], lines: Iterator[tuple[int, list[str], bool]], width: int
          ) -> Iterator[TableRow]:
    count = 0
    for source in (pushed, lines):
        for number, cells, is_unended in source:
            count += 1
            if count > MAX_ROWS:
                raise Refused("file", "table-too-many-rows", {"most": f"{MAX_ROWS:,}"})
            kept = (*cells[:width], *([""] * (width - len(cells))))
            yield TableRow(number, kept, any(cell.strip() for cell in cells[width:]),
                           is_unended and len(cells) < width)


def file_lines(file: BinaryIO, shape: FileShape) -> Generator[tuple[int, list[str], bool], None, None]:
    """Give each row that holds something: its number, its cells, whether the file ends without a line break in it."""
    _check_size(file)
    head = file.read(HEAD)
    if head.startswith(LOCKED):
        raise Refused("file", "table-locked")
    if head.startswith(ZIP):
        found: Iterator[tuple[int, list[str], bool]] = (
            (number, cells, False) for number, cells in sheet_lines(file, shape.sheet))
    elif not is_text(head):
        raise Refused("file", "table-no-text")
    else:
        found = _csv_lines(file, shape.encoding or encoding_of(file), shape.delimiter)
    for number, cells, is_unended in found:
        if any(cell and not cell.isspace() for cell in cells):
            yield number, cells, is_unended


def _check_size(file: BinaryIO) -> None:
    file.seek(0, io.SEEK_END)
    if file.tell() > MAX_BYTES:
        raise Refused("file", "table-too-large", {"most": MAX_BYTES // 1024**2})
    file.seek(0)


def _headers(cells: list[str]) -> tuple[str, ...]:
    while cells and not cells[-1].strip():
        cells.pop()
    if len(cells) > MAX_COLUMNS:
        raise Refused("file", "table-too-many-columns", {"most": f"{MAX_COLUMNS:,}"})
    return tuple(cell.strip() for cell in cells)


class _Lines:
    """The lines of a text for the csv module; `is_unended` says that the last one given had no line break."""

    def __init__(self, text: IO[str]) -> None:
        self._text = text
        self.is_unended = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._text.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        self.is_unended = not line.endswith(("\n", "\r"))
        if self.is_unended and len(line) >= LONGEST_LINE:
            raise csv.Error("field larger than a line")
        return line


@contextmanager
def _text(file: BinaryIO, encoding: str) -> Iterator[IO[str]]:
    """Give the file as text from its beginning, and leave it open afterwards."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, newline="")
    try:
        yield text
    finally:
        text.detach()


def _csv_lines(file: BinaryIO, encoding: str, delimiter: str | None) -> Iterator[tuple[int, list[str], bool]]:
    """Give each row with its number; a broken quotation mark stops all, as no later row could be trusted."""
    delimiter = delimiter or separator_of(file, encoding)
    number = 0
    with _text(file, encoding) as text:
        lines = _Lines(text)
        try:
            for cells in csv.reader(lines, delimiter=delimiter, strict=True):
                number += 1
                if any(len(cell) > LONGEST_CELL for cell in cells):
                    raise Refused("file", "table-cell-long", {"row": number})
                if number > 1 or not NAMED_SEPARATOR.fullmatch(delimiter.join(cells)):
                    yield number, cells, lines.is_unended
        except csv.Error as error:
            code = "table-cell-long" if "field larger" in str(error) else "table-quotes"
            raise Refused("file", code, {"row": number + 1}) from None
        except UnicodeError:
            row = first_wrong_row(file) if encoding == UTF_8 else None
            raise Refused("file", "table-not-utf-8", {"row": row or number + 1}) from None


def separator_of(file: BinaryIO, encoding: str) -> str:
    """Return what stands between the cells: what the file names first of all, else what gives most of its first rows
    the same number of them, above one."""
    with _text(file, encoding) as text:
        try:
            first = text.readline(HEAD)
        except UnicodeError:
            return DELIMITERS[0]
    if named := NAMED_SEPARATOR.fullmatch(first):
        return named.group(1)

    def even_rows(delimiter: str) -> tuple[int, int]:
        with _text(file, encoding) as text:
            try:
                widths = [len(cells) for cells in islice(csv.reader(_Lines(text), delimiter=delimiter), SAMPLE)
                          if any(cells)]
            except (csv.Error, UnicodeError):
                return 0, 0
        usual = max(set(widths), key=widths.count, default=0)
        return (widths.count(usual), usual) if usual > 1 else (0, 0)

    return max(DELIMITERS, key=even_rows)
