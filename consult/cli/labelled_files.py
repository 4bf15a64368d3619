"""Reads the CSV files of coded answers that `consult evaluate` measures with; nothing of them is stored."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

# The longest answer that a survey takes is far shorter; a cell may hold all that was pasted into it.
LONGEST_CELL = 10_000_000
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


class Unreadable(Exception):
    """A file cannot be measured with: why, in a sentence for a reader, and a code for a program."""

    def __init__(self, reason: str, code: str) -> None:
        """Both are kept as they are."""
        super().__init__(reason)
        self.reason, self.code = reason, code


@dataclass(frozen=True)
class Row:
    """A row of a file: the line on which it ends (the header is line 1) and its cells by column."""

    line: int
    cells: dict[str, str]


def rows(path: Path, columns: Sequence[str], *, unique: str = "") -> list[Row]:
    """Return the rows of a CSV file with a header; `columns` must stand in it, others are passed over.

    Raises Unreadable where the file is no CSV text in Unicode, lacks a column, holds no row, or repeats a value of
    the column `unique`.
    """
    found = list(_rows(path, columns))
    if not found:
        raise Unreadable(f"{path.name} holds no answers, only a header.", "file-empty")
    seen: dict[str, int] = {}
    for row in found if unique else ():
        before = seen.setdefault(row.cells[unique], row.line)
        if before != row.line:
            raise Unreadable(
                f"{path.name}, line {row.line}: the {unique} “{row.cells[unique]}” stands on line {before} already. "
                f"Give each row its own {unique}.", "id-twice")
    return found


def themes_of(cell: str) -> frozenset[str]:
    """Return the themes of a cell, `|` between them; space around them and empty places say nothing."""
    return frozenset(" ".join(theme.split()) for theme in cell.split("|")) - {""}


def _rows(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(_text(path), newline=""))
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        _check_header(path, header, columns)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Row(reader.line_num, _named(path, reader.line_num, header, cells, columns))
    except csv.Error as error:
        raise Unreadable(f"{path.name}, line {reader.line_num}: this is no CSV ({error}).", "not-csv") from error


def _named(path: Path, line: int, header: list[str], cells: list[str], columns: Sequence[str]) -> dict[str, str]:
    given = dict(zip(header, cells, strict=False))
    missing = [name for name in columns if name not in given]
    if missing:
        raise Unreadable(f"{path.name}, line {line}: the row ends before the column “{missing[0]}”.", "row-short")
    return {name: given[name] if name == "text" else given[name].strip() for name in columns}


def _check_header(path: Path, header: list[str], columns: Sequence[str]) -> None:
    if not any(header):
        raise Unreadable(f"{path.name} is empty.", "file-empty")
    missing = [name for name in columns if name not in header]
    if not missing:
        return
    named = ", ".join(f"“{name}”" for name in missing)
    advice = next((f" Its columns seem to be parted by {sign}: save it with commas."
                   for mark, sign in ((";", "semicolons"), ("\t", "tabs")) if mark in header[0]), "")
    wanted = "a column" if len(missing) == 1 else "the columns"
    raise Unreadable(f"{path.name} has no header with {wanted} {named}.{advice}", "column-missing")


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"{path.name} cannot be read: {error.strerror}.", "file-unreadable") from error
    try:
        text = data.decode(_MARKS.get(data[:2], "utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(f"{path.name}, line {line}: a letter is not in UTF-8. Save the file as CSV in UTF-8.",
                         "encoding-unknown") from error
    if "\0" in text:
        raise Unreadable(f"{path.name} is no text file. Save it as CSV in UTF-8.", "not-csv")
    return text
