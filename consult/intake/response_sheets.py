"""Reads one sheet of an .xlsx workbook of responses as rows of words; nothing in it is run."""

from collections.abc import Iterator
from typing import Any

from consult.domain.errors import Refused
from consult.intake.workbook_parts import MAX_UNPACKED, Unsafe, opened, words_of


def sheet_lines(data: bytes, name: str | None) -> Iterator[tuple[int, list[str]]]:
    """Give each row that holds something, with its number, of the sheet of that name (the first for None).

    A formula stands for the value that was stored with it. Raises Refused("file", code): `table-unreadable`,
    `table-sheet-unknown`.
    """
    try:
        # Excel keeps all words of all cells in one part, so no bound of its own is put on what is held.
        with opened(data, most_held=MAX_UNPACKED, has_values=True) as book:
            yield from _lines(book, name)
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
        if any(value is not None for value in values):
            yield number, [_words(value) for value in values]


def _words(value: object) -> str:
    """Return a cell as words; true and false as the 1 and 0 that our own files hold."""
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, bool) else words_of(value)
