"""Gives the e-mails of an mbox file (RFC 4155) one after the other, whatever its size; what they hold is for emails.py.

Only one e-mail is held at a time. Lines ">From " are given back as they were (mboxrd).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from consult.domain.errors import Refused
from consult.intake.emails import MOST_BYTES

MOST_EMAILS = 100_000
# A longer line is read in pieces, which changes nothing of it.
_LONGEST_READ = 1024 * 1024
_BEGINS = re.compile(rb"From \S")
# Where the first of these lines has the time at which it came (RFC 4155), all have: a sentence divides nothing then.
_DATED = re.compile(rb"From \S[^\n]{0,400}?\d:\d\d")
_GUARDED = re.compile(rb">+From ")


@dataclass(frozen=True)
class Entry:
    """One e-mail of the file, counted from 1; without `data` where it is larger than an e-mail may be."""

    number: int
    data: bytes | None = field(repr=False)


def is_mbox(head: bytes) -> bool:
    """Say whether a file that begins so is an mbox and not a single e-mail."""
    return bool(_BEGINS.match(head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")))


def entries(stream: BinaryIO, most: int = MOST_BYTES) -> Iterator[Entry]:
    """Give the e-mails of an mbox; raises Refused("file", "mbox-other") where it is none, "mbox-many" past 100,000."""
    held = _Held(most)
    is_line_start, was_blank, divides = True, True, _BEGINS
    while line := stream.readline(_LONGEST_READ):
        if is_line_start and was_blank and divides.match(line):
            if held.number:
                yield held.entry()
            elif _DATED.match(line):
                divides = _DATED
            held.begin()
        elif held.number:
            held.add(line[1:] if is_line_start and _GUARDED.match(line) else line)
        elif line.strip():
            raise Refused("file", "mbox-other")
        was_blank = is_line_start and line.strip(b"\r\n") == b""
        is_line_start = line.endswith(b"\n")
    if not held.number:
        raise Refused("file", "mbox-other")
    yield held.entry()


@dataclass
class _Held:
    """The e-mail that is being read: its bytes until they are more than `most`."""

    most: int
    number: int = 0
    size: int = 0
    data: bytearray = field(default_factory=bytearray)

    def begin(self) -> None:
        """Forget what was read and begin the next one."""
        self.number, self.size, self.data = self.number + 1, 0, bytearray()
        if self.number > MOST_EMAILS:
            raise Refused("file", "mbox-many", {"most": f"{MOST_EMAILS:,}"})

    def add(self, line: bytes) -> None:
        """Keep a line, or nothing at all of an e-mail that is too large."""
        self.size += len(line)
        if self.size > self.most:
            self.data.clear()
        else:
            self.data += line

    def entry(self) -> Entry:
        """Return what was read."""
        is_whole = self.size <= self.most
        return Entry(self.number, bytes(self.data).rstrip(b"\r\n") + b"\n" if is_whole else None)


def emails_in(stream: BinaryIO, most: int = MOST_BYTES) -> Iterator[Entry]:
    """Give the e-mails of a file that is one e-mail or an mbox, told by how it begins; raises Refused as `entries`."""
    head = stream.read(_LONGEST_READ)
    stream.seek(0)
    if is_mbox(head):
        yield from entries(stream, most)
        return
    data = stream.read(most + 1)
    yield Entry(1, data if len(data) <= most else None)
