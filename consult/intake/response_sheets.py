"""Reads one sheet of an .xlsx workbook as rows of words, within bounds that no file may pass; nothing in it is run."""

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from consult.domain.errors import Refused

MAX_PARTS = 2_000
# What the parts may come to when they are unpacked: a file of 42 kB can hold gigabytes.
MAX_UNPACKED = 200 * 1024 * 1024
CHUNK = 1024 * 1024
# No workbook has them; with them a few lines of XML stand for gigabytes, or for files of this machine.
FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY")
UNREADABLE = (
    AttributeError, EOFError, IndexError, InvalidFileException, KeyError, NotImplementedError, OSError, RuntimeError,
    SyntaxError, TypeError, ValueError, zipfile.BadZipFile, zlib.error,
)


def sheet_lines(data: bytes, name: str | None) -> Iterator[tuple[int, list[str]]]:
    """Give each row that holds something, with its number, of the sheet of that name (the first for None).

    A formula stands for the value that was stored with it. Raises Refused("file", code): `table-unreadable`,
    `table-sheet-unknown`.
    """
    try:
        _check_parts(data)
        with warnings.catch_warnings():
            # The library warns of drawings and rules that it leaves out; no answer is in one.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            try:
                yield from _lines(book, name)
            finally:
                book.close()
    except UNREADABLE:
        raise Refused("file", "table-unreadable") from None


def _check_parts(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = packed.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise Refused("file", "table-unreadable")
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                _check_part(packed, part)


def _check_part(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    with packed.open(part) as file:
        before = b""
        while chunk := file.read(CHUNK):
            if any(word in before + chunk for word in FORBIDDEN):
                raise Refused("file", "table-unreadable")
            before = chunk[-16:]


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
    """Return a cell as words: numbers plain, days as ISO, true and false as 1 and 0."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)
