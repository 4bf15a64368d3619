"""A consultation's responses as CSV and as a workbook, one row a response, written row by row in flat memory."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import IO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from consult.domain.answers import MOST_DIGITS
from consult.domain.errors import Refused
from consult.exports.cells import formula_safe
from consult.exports.responses_columns import Cell, Number

# What Excel's own specification allows; the header is one of the rows.
MOST_ROWS, MOST_COLUMNS, MOST_CHARACTERS = 1_048_576, 16_384, 32_767
CUT = " … [cut here: the whole text is in responses.csv]"
# Excel keeps 15 digits of a number; a longer one stays as it is written.
MOST_EXACT_DIGITS = 15
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
           "strings_to_numbers": False}


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]], file: IO[bytes]) -> int:
    """Write UTF-8 with a byte order mark, which Excel needs (RFC 4180 otherwise); return how many rows were written."""
    words = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    lines = csv.writer(words, lineterminator="\r\n")
    lines.writerow([guarded(name) for name in header])
    count = 0
    for cells in rows:
        lines.writerow([guarded(cell) if type(cell) is str else cell for cell in cells])
        count += 1
    words.flush()
    words.detach()
    return count


def write_xlsx(header: Sequence[str], rows: Iterable[Sequence[Cell]], file: IO[bytes], *, title: str,
               created: datetime, most_rows: int = MOST_ROWS) -> int:
    """Write a workbook whose sheets hold up to `most_rows` rows each with the header; return the rows written.

    Every word is a string: nothing becomes a formula or a link. A text that is too long for a cell is cut and says
    so. Raises Refused("file", "too-many-columns") where a sheet cannot hold them all.
    """
    if len(header) > MOST_COLUMNS:
        raise Refused("file", "too-many-columns", {"most": MOST_COLUMNS, "columns": len(header)})
    book = Workbook(file, OPTIONS)
    book.set_properties({"title": fit(title)[:255], "created": created.replace(tzinfo=None, microsecond=0)})
    sheet, at, count = _sheet(book, header, 1), 1, 0
    for cells in rows:
        if at == most_rows:
            sheet, at = _sheet(book, header, len(book.worksheets()) + 1), 1
        _write(sheet, at, cells)
        at, count = at + 1, count + 1
    book.close()
    return count


def _sheet(book: Workbook, header: Sequence[str], number: int) -> Worksheet:
    sheet = book.add_worksheet("Responses" if number == 1 else f"Responses {number}")
    sheet.freeze_panes(1, 1)
    _write(sheet, 0, header)
    return sheet


def _write(sheet: Worksheet, at: int, cells: Sequence[Cell]) -> None:
    for place, cell in enumerate(cells):
        if cell is None:
            continue
        if isinstance(cell, int) or _is_exact(cell):
            sheet.write_number(at, place, float(cell) if isinstance(cell, str) else cell)
        else:
            sheet.write_string(at, place, fit(cell))


def _is_exact(cell: str) -> bool:
    return isinstance(cell, Number) and sum(c.isdigit() for c in cell) <= min(MOST_EXACT_DIGITS, MOST_DIGITS)


def guarded(words: str) -> str:
    """Return words guarded against formulas, so that `unguarded` gives back every letter: what looks guarded by
    itself is guarded once more."""
    looks_guarded = words.startswith("'") and formula_safe(words.lstrip("'")) != words.lstrip("'")
    return "'" + words if looks_guarded else formula_safe(words)


def unguarded(words: str) -> str:
    """Return the words that `guarded` was given, where it made these."""
    return words[1:] if words.startswith("'") and guarded(words[1:]) == words else words


def fit(words: str) -> str:
    """Return words as a cell of a workbook can hold them: no formula, no character outside XML 1.0 (section 2.2), and
    no more UTF-16 units than Excel takes; what is cut says so."""
    words = guarded(words)
    if not words.isprintable():
        words = "".join(letter if letter in "\t\n\r" or _is_xml(ord(letter)) else "\ufffd" for letter in words)
    if len(words) * 2 <= MOST_CHARACTERS or len(units := words.encode("utf-16-le")) // 2 <= MOST_CHARACTERS:
        return words
    return units[: (MOST_CHARACTERS - len(CUT)) * 2].decode("utf-16-le", "ignore") + CUT


def _is_xml(code: int) -> bool:
    return code >= 32 and not 0xD800 <= code < 0xE000 and code not in (0xFFFE, 0xFFFF)
