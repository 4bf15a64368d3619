"""Reads one sheet of an .xlsx workbook of responses as rows of words, one after another; nothing in it is run."""

from collections.abc import Iterator
from typing import IO, Any

from consult.domain.errors import Refused
from consult.intake.workbook_parts import Unsafe, opened, words_of

# Everything that is neither a sheet nor the words of cells: looks, drawings, names.
MAX_HELD = 20 * 1024 * 1024
# Read in small steps, so that it bounds the time and not the memory.
MAX_UNPACKED = 1024 * 1024 * 1024
# No sheet of Excel has more rows; a file can claim any number, and every row before it would be waited for.
LAST_ROW = 1_048_576


def sheet_lines(file: IO[bytes], name: str | None) -> Iterator[tuple[int, list[str]]]:
    """Give each row that holds something, with its number, of the sheet of that name (the first for None).

    A formula stands for the value that was stored with it. Raises Refused("file", code): `table-unreadable`,
    `table-sheet-unknown`.
    """
    try:
        with opened(file, most_held=MAX_HELD, has_values=True, most_unpacked=MAX_UNPACKED) as book:
            yield from _lines(book, name)
    except Unsafe:
        raise Refused("file", "table-unreadable") from None


def sheet_names(file: IO[bytes]) -> list[str]:
    """Return the names of the sheets that people see, in their order. Raises Refused("file", "table-unreadable")."""
    try:
        with opened(file, most_held=MAX_HELD, has_values=True, most_unpacked=MAX_UNPACKED) as book:
            return [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    except Unsafe:
        raise Refused("file", "table-unreadable") from None


def _lines(book: Any, name: str | None) -> Iterator[tuple[int, list[str]]]:
    names = [sheet.title for sheet in book.worksheets]
    if not names or (name is not None and name not in names):
        raise Refused("file", "table-sheet-unknown", {"name": name or ""})
    sheet = book[name if name is not None else names[0]]
    # What the file says of its own size is not to be trusted.
    sheet.reset_dimensions()
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        if number > LAST_ROW:
            raise Refused("file", "table-unreadable")
        if any(value is not None for value in values):
            yield number, [_words(value) for value in values]


def _words(value: object) -> str:
    """Return a cell as words; true and false as the 1 and 0 that our own files hold."""
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, bool) else words_of(value)
