"""Looks into a table of responses before anyone says what its columns mean: where it stands, and what its cells are."""

import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from typing import BinaryIO

from consult.domain.column_guesses import LONGEST_VALUE, MOST_VALUES, Column, kind_of
from consult.domain.response_mappings import FileShape, column_letter, column_name
from consult.intake.response_files import ZIP, TableRow, file_lines, open_table, separator_of
from consult.intake.response_sheets import sheet_names
from consult.intake.text_encodings import encoding_of

# So many rows show what a column holds; the check reads all of them.
ROWS_LOOKED_AT = 2_000
ROWS_SHOWN = 5
# The shape is found out from the first rows.
FIRST_ROWS = 12
# Makes of files. A name only helps a person to see that the right thing was found.
PLAIN, QUALTRICS, TWO_HEADERS, TEMPLATE, WEIGHTED = "plain", "qualtrics", "two-headers", "template", "weighted"
# The sheets of the template for consultation data in which each column is described, and where its letter stands.
TEMPLATE_SHEETS = {"Demographics": (0, 1), "Open Questions": (0, 2), "Multiple Choice Questions": (0, 2),
                   "Hybrid Questions": (0, 2)}
TEMPLATE_TABLE = "Responses"
# The second column that a question with a choice and words beside it names.
HYBRID_CHOICE = 3
CODE_NAME = re.compile(r"[A-Za-z]{1,12}[ _.]?\d{1,4}(?:[_.#]\w{1,12})*")
IMPORT_ID = re.compile(r'\s*\{\s*"?ImportId"?')


@dataclass(frozen=True)
class Preview:
    """What a file shows: where its table stands, of what make it is, the columns, and the first rows as they are."""

    shape: FileShape
    make: str
    sheets: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    has_more: bool


def look(file: BinaryIO, shape: FileShape | None = None) -> Preview:
    """Return what the first ROWS_LOOKED_AT rows of a file show; `shape` None finds out where the table stands.

    Raises Refused("file", code) as `open_table` does.
    """
    sheets = tuple(sheet_names(file)) if _is_workbook(file) else ()
    make, found = _shape(file, sheets) if shape is None else (PLAIN, shape)
    said = _template(file, sheets) if TEMPLATE_TABLE in sheets and found.sheet == TEMPLATE_TABLE else {}
    with open_table(file, found) as table:
        rows = list(islice(table.rows, ROWS_LOOKED_AT + 1))
        labels = [said.get(column_letter(at), " ".join(word for word in words if not IMPORT_ID.match(word)))
                  for at, words in enumerate(table.labels)]
        columns = _columns(table.headers, labels, rows[:ROWS_LOOKED_AT])
    if make == PLAIN and any(re.fullmatch(r"(?i)w\d{0,3}|wt|weight(?:ing)?s?", column.title) for column in columns):
        make = WEIGHTED
    return Preview(found, make, sheets, columns, tuple(row.cells for row in rows[:ROWS_SHOWN]),
                   len(rows) > ROWS_LOOKED_AT)


def _is_workbook(file: BinaryIO) -> bool:
    file.seek(0)
    return file.read(len(ZIP)) == ZIP


def _shape(file: BinaryIO, sheets: Sequence[str]) -> tuple[str, FileShape]:
    """Return the make of a file and where its table stands."""
    if sheets:
        is_template = TEMPLATE_TABLE in sheets and set(TEMPLATE_SHEETS) <= set(sheets)
        shape = FileShape(TEMPLATE_TABLE if is_template else sheets[0])
        return (TEMPLATE, shape) if is_template else _headers(file, shape)
    encoding = "" if _is_workbook(file) else encoding_of(file)
    shape = FileShape(delimiter=separator_of(file, encoding), encoding=encoding) if encoding else FileShape()
    return _headers(file, shape)


def _headers(file: BinaryIO, shape: FileShape) -> tuple[str, FileShape]:
    """Return the make, and the shape with the rows of the headers and of the first answers."""
    with closing(file_lines(file, shape)) as lines:
        first = [(number, cells) for number, cells, _ends in islice(lines, FIRST_ROWS)]
    if not first:
        return PLAIN, shape
    header_at = _widest(first)
    number, header = first[header_at]
    shape = replace(shape, header_row=number)
    for row, cells in first[header_at + 1:header_at + 4]:
        if sum(bool(IMPORT_ID.match(cell)) for cell in cells) * 2 > len(cells):
            return QUALTRICS, replace(shape, data_row=row + 1)
    following = first[header_at + 1:]
    if len(following) > 1 and _is_second_header(header, following[0][1]):
        return TWO_HEADERS, replace(shape, data_row=following[0][0] + 1)
    return PLAIN, shape


def _widest(first: Sequence[tuple[int, list[str]]]) -> int:
    """Return the place of the row of headers: the first that fills at least half of as many cells as any row has."""
    widths = [sum(bool(cell.strip()) for cell in cells) for _number, cells in first]
    return next(at for at, width in enumerate(widths) if width * 2 >= max(widths))


def _is_second_header(header: Sequence[str], below: Sequence[str]) -> bool:
    """Say whether a row under the headers names columns too: codes over questions, or options under a question."""
    words = [cell.strip() for cell in below if cell.strip()]
    coded = [word for name, word in zip(header, below, strict=False) if word.strip() and CODE_NAME.fullmatch(name)]
    if words and len(coded) == len(words):
        return sum(len(word.split()) > 2 or word.endswith("?") for word in coded) > 1
    gaps = sum(not header[at].strip() for at in range(min(len(header), len(below))) if below[at].strip())
    return gaps > 0 and all(len(word) <= LONGEST_VALUE for word in words) and bool(
        {"response", "open-ended response"} & {word.casefold() for word in words})


def _template(file: BinaryIO, sheets: Sequence[str]) -> dict[str, str]:
    """Return what the template says of each column, by its letter."""
    found: dict[str, str] = {}
    for sheet, (letter_at, words_at) in TEMPLATE_SHEETS.items():
        if sheet not in sheets:
            continue
        with open_table(file, FileShape(sheet)) as table:
            for row in islice(table.rows, ROWS_LOOKED_AT):
                cells = dict(enumerate(row.cells))
                for at in (letter_at, HYBRID_CHOICE):
                    letter = cells.get(at, "").strip().upper()
                    if re.fullmatch(r"[A-Z]{1,3}", letter):
                        found[letter] = cells.get(words_at, "").strip()
    return found


def _columns(headers: Sequence[str], labels: Sequence[str], rows: Sequence[TableRow]) -> tuple[Column, ...]:
    carried, found = "", []
    for at, header in enumerate(headers):
        carried = header or carried
        counts: dict[str, int] = {}
        filled, is_whole = 0, True
        for row in rows:
            cell = row.cells[at]
            if not cell or cell.isspace():
                continue
            filled += 1
            if cell in counts or len(counts) <= MOST_VALUES:
                counts[cell] = counts.get(cell, 0) + 1
            else:
                is_whole = False
        values = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        kind, form = kind_of(values, filled, is_whole)
        can_be_listed = is_whole and len(values) <= MOST_VALUES and all(len(cell) <= LONGEST_VALUE for cell in counts)
        found.append(Column(column_name(headers, at), header or carried, labels[at], filled,
                            tuple(values) if can_be_listed and kind not in ("text", "day") else (), kind, form))
    return tuple(found)
