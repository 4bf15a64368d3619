"""Opens an .xlsx workbook safely: its parts are weighed before anything is read; what its rows say is for others."""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO, Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from consult.intake.workbook_strings import open_spilled

MAX_PARTS = 2_000
# What the parts may come to when they are unpacked: a file of 42 kB can hold gigabytes.
MAX_UNPACKED = 200 * 1024 * 1024
READ_IN_STEPS = ("xl/worksheets/", "xl/sharedStrings.xml")
# How .xls files begin, and workbooks with a password.
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
# No workbook has them; with them a few lines of XML stand for gigabytes, or for files of this machine.
FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
HEAD = 64 * 1024
# Where a row of a sheet begins, or words that cells share; and what may be half of one at the end of what was read.
STEP = re.compile(rb"<(?:\w{1,20}:)?(?:row|si)(?=[\s/>])")
TAIL = re.compile(rb"<[\w:]{0,24}$")
MAX_STEP = 8 * 1024 * 1024
MAX_STEPS = 5_000_000
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
def opened(data: bytes | IO[bytes], *, most_held: int, has_values: bool, most_unpacked: int | None = None
           ) -> Iterator[Any]:
    """Give the workbook, to be read row by row; `has_values` gives what formulas came to instead of the formulas.

    `most_held` bounds in bytes what is unpacked beside the sheets and the words that cells share: these two are read
    in small steps, and everything else is held whole. `most_unpacked` bounds all together
    (None: MAX_UNPACKED). Raises Unsafe, also where
    the reading inside fails on what the file holds.
    """
    file = io.BytesIO(data) if isinstance(data, bytes) else data
    file.seek(0)
    if file.read(len(OLD_OR_LOCKED)) == OLD_OR_LOCKED:
        raise Unsafe("workbook-locked")
    try:
        _check_parts(file, most_held, MAX_UNPACKED if most_unpacked is None else most_unpacked)
        with warnings.catch_warnings():
            # The library warns of drawings and rules that it leaves out; nothing that people wrote is in one.
            warnings.simplefilter("ignore")
            book, strings = open_spilled(file, has_values=has_values)
            try:
                yield book
            finally:
                book.close()
                if strings is not None:
                    strings.close()
    except UNREADABLE:
        raise Unsafe("workbook-broken") from None


def _check_parts(file: IO[bytes], most_held: int, most_unpacked: int) -> None:
    if not getattr(openpyxl, "DEFUSEDXML", False):
        raise ImportError("openpyxl must read XML through defusedxml")
    with zipfile.ZipFile(file) as packed:
        parts = packed.infolist()
        names = [part.filename for part in parts]
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise Unsafe("workbook-macros")
        if "xl/workbook.xml" not in names:
            raise Unsafe("workbook-other")
        if len(set(names)) < len(names) or any(_is_odd(part) for part in parts):
            raise Unsafe("workbook-broken")
        held = sum(part.file_size for part in parts if not part.filename.startswith(READ_IN_STEPS))
        # A part is never unpacked past the size that it declares, so the declared sizes bound what is read.
        if len(parts) > MAX_PARTS or held > most_held or sum(part.file_size for part in parts) > most_unpacked:
            raise Unsafe("workbook-too-large")
        for part in parts:
            with packed.open(part) as unpacked:
                head = unpacked.read(HEAD)
                if any(word in head for word in FORBIDDEN):
                    raise Unsafe("workbook-broken")
                _check_steps(unpacked, head if part.filename.startswith(READ_IN_STEPS) else b"")


def _check_steps(part: IO[bytes], head: bytes) -> None:
    """Raise Unsafe where a step of a part, a row or shared words, is larger than any that people write, or where there
    are more steps than there can be: each is held whole, and what is left of it stays until the end."""
    steps, gap, chunk, kept = 0, 0, head, b""
    while chunk:
        seen = kept + chunk
        starts = [found.start() for found in STEP.finditer(seen)]
        steps += len(starts)
        gap = len(seen) - starts[-1] if starts else gap + len(chunk)
        if steps > MAX_STEPS or gap > MAX_STEP:
            raise Unsafe("workbook-too-large")
        # A beginning that stands over the end of what was read is found with the next.
        kept = b"" if not (found := TAIL.search(seen)) else found.group()
        chunk = part.read(HEAD)


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
