"""Opens an .xlsx workbook safely: its parts are weighed before anything is read; what its rows say is for others."""

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

MAX_PARTS = 2_000
# What the parts may come to when they are unpacked: a file of 42 kB can hold gigabytes.
MAX_UNPACKED = 200 * 1024 * 1024
# How .xls files begin, and workbooks with a password.
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
# No workbook has them; with them a few lines of XML stand for gigabytes, or for files of this machine.
FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
HEAD = 64 * 1024
UNREADABLE = (
    AttributeError, EOFError, IndexError, InvalidFileException, KeyError, NotImplementedError, OSError, RuntimeError,
    SyntaxError, TypeError, ValueError, zipfile.BadZipFile, zlib.error,
)


class Unsafe(Exception):
    """The workbook is not opened; `code` says why, as a refusal's code does."""

    def __init__(self, code: str) -> None:
        """`code` is `workbook-` with `locked`, `macros`, `other`, `broken` or `too-large` behind it."""
        super().__init__(code)
        self.code = code


@contextmanager
def opened(data: bytes, *, most_held: int, has_values: bool) -> Iterator[Any]:
    """Give the workbook, to be read row by row; `has_values` gives what formulas came to instead of the formulas.

    `most_held` bounds in bytes what is unpacked beside the sheets, which is held whole. Raises Unsafe, also where the
    reading inside fails on what the file holds.
    """
    if data.startswith(OLD_OR_LOCKED):
        raise Unsafe("workbook-locked")
    try:
        _check_parts(data, most_held)
        with warnings.catch_warnings():
            # The library warns of drawings and rules that it leaves out; nothing that people wrote is in one.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=has_values, keep_links=False)
            try:
                yield book
            finally:
                book.close()
    except UNREADABLE:
        raise Unsafe("workbook-broken") from None


def _check_parts(data: bytes, most_held: int) -> None:
    if not getattr(openpyxl, "DEFUSEDXML", False):
        raise ImportError("openpyxl must read XML through defusedxml")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = packed.infolist()
        names = [part.filename for part in parts]
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise Unsafe("workbook-macros")
        if "xl/workbook.xml" not in names:
            raise Unsafe("workbook-other")
        if len(set(names)) < len(names) or any(_is_odd(part) for part in parts):
            raise Unsafe("workbook-broken")
        held = sum(part.file_size for part in parts if not part.filename.startswith("xl/worksheets/"))
        # A part is never unpacked past the size that it declares, so the declared sizes bound what is read.
        if len(parts) > MAX_PARTS or held > most_held or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise Unsafe("workbook-too-large")
        for part in parts:
            with packed.open(part) as file:
                head = file.read(HEAD)
            if any(word in head for word in FORBIDDEN):
                raise Unsafe("workbook-broken")


def _is_odd(part: zipfile.ZipInfo) -> bool:
    """Say whether a part is locked, or wants to be unpacked somewhere else."""
    return bool(part.flag_bits & 1) or part.filename.startswith(("/", "\\")) or ".." in part.filename.split("/")


def words_of(value: object) -> str:
    """Return the value of a cell as words: numbers plain, days as ISO, truths as Excel shows them."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)
