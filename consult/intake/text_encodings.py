"""Finds in which encoding a file of text was written, by its mark or by evidence; it never guesses against evidence."""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from consult.domain.errors import Refused

UTF_8, CP1252 = "utf-8-sig", "cp1252"
UTF_16 = ("utf-16", "utf-16-le", "utf-16-be")
CHUNK = 64 * 1024
# So much of a file without a mark shows whether every other byte of it is empty.
HEAD = 4096
# A byte order mark of UTF-32 begins like that of UTF-16, so that it is looked for first.
UTF_32_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
HIGH = re.compile(rb"[\x80-\xff]+")
WHOLE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# Bytes that stand for nothing in Windows-1252.
NEVER = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
# Signs and letters that people hardly ever write: where they are usual, the file is of another kind.
RARE = re.compile(rb"[\xa4\xa6\xa8\xaa\xac\xaf\xb5\xb6\xb8\xd0\xd7\xde\xf0\xf7\xfe\xff]")
# In a Western language two or three letters with marks follow one another at most; in a text of another alphabet
# that is read as Western whole words do.
LONGEST_RUN = 3


def encoding_of(file: BinaryIO) -> str:
    """Return the encoding of a file as Python names it, and leave the file at its beginning.

    UTF-16 by its mark or by its empty bytes; else UTF-8 where every byte is right in it; else Windows-1252 where
    the letters stand as they do in its languages. Raises Refused("file", "table-not-utf-8", {"row"}) for all else.
    """
    file.seek(0)
    head = file.read(HEAD)
    if head.startswith(UTF_32_MARKS):
        raise _refusal(1)
    found = _by_mark(head) or _by_empty_bytes(head) or _utf_8_or_western(file)
    file.seek(0)
    return found


def is_text(head: bytes) -> bool:
    """Say whether the beginning of a file may be text at all: no empty bytes but those of UTF-16."""
    return b"\0" not in head or bool(_by_mark(head) or _by_empty_bytes(head))


def _by_mark(head: bytes) -> str:
    return "utf-16" if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ""


def _by_empty_bytes(head: bytes) -> str:
    """Return the UTF-16 whose half of the bytes is mostly empty while the other half never is; else an empty word."""
    even, odd = head[0::2], head[1::2]
    most = len(odd) * 0.4
    if odd.count(0) > most and not even.count(0):
        return "utf-16-le"
    return "utf-16-be" if even.count(0) > most and not odd.count(0) else ""


def _utf_8_or_western(file: BinaryIO) -> str:
    row = first_wrong_row(file)
    if row is None:
        return UTF_8
    runs = whole = odd = 0
    file.seek(0)
    for part in _parts(file):
        if NEVER.search(part):
            raise _refusal(row)
        found = HIGH.findall(part)
        runs += len(found)
        odd += sum(len(run) > LONGEST_RUN or RARE.search(run) is not None for run in found)
        whole += len(WHOLE.findall(part))
    # Many whole letters of UTF-8 and a broken one: a damaged file, not one of another encoding.
    if whole * 2 > runs or odd * 10 > runs:
        raise _refusal(row)
    return CP1252


def first_wrong_row(file: BinaryIO) -> int | None:
    """Return the row (from 1) of the first byte that is wrong in UTF-8; None where all are right."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    rows = 1
    file.seek(0)
    for part in _parts(file):
        try:
            decoder.decode(part)
        except UnicodeDecodeError as error:
            return rows + part[:error.start].count(b"\n")
        rows += part.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return rows
    return None


def _parts(file: BinaryIO) -> Iterator[bytes]:
    while part := file.read(CHUNK):
        yield part


def _refusal(row: int) -> Refused:
    return Refused("file", "table-not-utf-8", {"row": row})
