"""Reads a table of responses from CSV or a workbook, and the mapping beside it; not what the columns mean."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from consult.domain.errors import Refused
from consult.intake.response_sheets import sheet_lines

MAX_BYTES = 20 * 1024 * 1024
MAX_MAPPING_BYTES = 1024 * 1024
# As many as a sheet of Excel has; more is no table of one consultation's answers.
MAX_COLUMNS = 16_384
MAX_ROWS = 200_000
DELIMITERS = (",", ";", "\t")
# So many rows decide what stands between the cells.
SAMPLE = 20
# Ours, in characters: the limit of the csv module belongs to the whole process, and other libraries move it.
LONGEST_CELL = 131_072
ZIP = b"PK\x03\x04"
# How .xls files begin, and workbooks with a password.
LOCKED = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class TableRow:
    """One row that holds something; `number` counts the rows of the file from 1, empty ones too.

    `is_long` says that it holds more cells than there are headers.
    """

    number: int
    cells: tuple[str, ...]
    is_long: bool


@dataclass(frozen=True)
class Table:
    """The headers of a table and its rows, each as wide as the headers."""

    headers: tuple[str, ...]
    rows: tuple[TableRow, ...]


def read_table(data: bytes, *, sheet: str | None = None, header_row: int = 1, delimiter: str | None = None) -> Table:
    """Return the table in a CSV file (UTF-8) or an .xlsx workbook; rows without a single word are left out.

    Raises Refused("file", code): `table-too-large`, `table-locked`, `table-not-utf-8`, `table-quotes`,
    `table-cell-long`, `table-empty`, `table-too-many-columns`, `table-too-many-rows`, and what `sheet_lines` raises.
    """
    headers: tuple[str, ...] = ()
    rows: list[TableRow] = []
    for number, cells in _lines(data, sheet, delimiter):
        if number == header_row:
            headers = _headers(cells)
        elif headers:
            rows.append(_row(number, cells, len(headers)))
        if len(rows) > MAX_ROWS:
            raise Refused("file", "table-too-many-rows", {"most": f"{MAX_ROWS:,}"})
    if not headers:
        raise Refused("file", "table-empty", {"row": header_row})
    return Table(headers, tuple(rows))


def _lines(data: bytes, sheet: str | None, delimiter: str | None) -> Iterator[tuple[int, list[str]]]:
    """Give each row that holds something, with its number."""
    if len(data) > MAX_BYTES:
        raise Refused("file", "table-too-large", {"most": MAX_BYTES // 1024**2})
    if data.startswith(LOCKED):
        raise Refused("file", "table-locked")
    lines = sheet_lines(data, sheet) if data.startswith(ZIP) else _csv_lines(_text(data), delimiter)
    for number, cells in lines:
        if any(cell and not cell.isspace() for cell in cells):
            yield number, cells


def _headers(cells: list[str]) -> tuple[str, ...]:
    while cells and not cells[-1].strip():
        cells.pop()
    if len(cells) > MAX_COLUMNS:
        raise Refused("file", "table-too-many-columns", {"most": f"{MAX_COLUMNS:,}"})
    return tuple(cell.strip() for cell in cells)


def _row(number: int, cells: list[str], width: int) -> TableRow:
    kept = (*cells[:width], *([""] * (width - len(cells))))
    return TableRow(number, kept, any(cell.strip() for cell in cells[width:]))


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        raise Refused("file", "table-not-utf-8", {"row": row}) from None


def _csv_lines(text: str, delimiter: str | None) -> Iterator[tuple[int, list[str]]]:
    """Give each row with its number; a broken quotation mark stops all, as no later row could be trusted."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or _delimiter(text), strict=True)
    number = 0
    try:
        for cells in reader:
            number += 1
            if any(len(cell) > LONGEST_CELL for cell in cells):
                raise Refused("file", "table-cell-long", {"row": number})
            yield number, cells
    except csv.Error as error:
        code = "table-cell-long" if "field larger" in str(error) else "table-quotes"
        raise Refused("file", code, {"row": number + 1}) from None


def _delimiter(text: str) -> str:
    """Return what stands between the cells: what gives most rows of the first ones the same number, above one."""
    def even_rows(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(cells) for cells in islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter),
                                                     SAMPLE) if any(cells)]
        except csv.Error:
            return 0, 0
        usual = max(set(widths), key=widths.count, default=0)
        return (widths.count(usual), usual) if usual > 1 else (0, 0)

    return max(DELIMITERS, key=even_rows)


def read_mapping(data: bytes) -> dict[str, Any]:
    """Return the mapping in a JSON file. Raises Refused("mapping", "mapping-not-json", "mapping-name-twice"
    or "mapping-too-large")."""
    if len(data) > MAX_MAPPING_BYTES:
        raise Refused("mapping", "mapping-too-large")
    try:
        found = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise Refused("mapping", "mapping-not-json", {"line": error.lineno}) from None
    except (UnicodeDecodeError, RecursionError):
        raise Refused("mapping", "mapping-not-json", {"line": 1}) from None
    if not isinstance(found, dict):
        raise Refused("mapping", "mapping-not-json", {"line": 1})
    return found


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Refused("mapping", "mapping-name-twice", {"name": name[:80]})
        found[name] = value
    return found
