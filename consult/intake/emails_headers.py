"""Reads the lines above an e-mail: its sender, subject, times and thread, however they are written or broken."""

import base64
import binascii
import quopri
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.parser import HeaderParser
from email.utils import getaddresses, parsedate_to_datetime

from consult.intake import emails_charsets, emails_words

# More is no header of a letter; what stands behind is not read.
_MOST_HEADER = 256 * 1024
_LONGEST_SUBJECT, _LONGEST_NAME, _LONGEST_ADDRESS, _LONGEST_ID = 300, 200, 254, 500
_MOST_REFERENCES = 50
# Taking addresses apart takes longer than their length; nobody is sent from so many.
_LONGEST_FROM = 2_000
# Nor do the parameters of a part's type need so many; the library counts their quotation marks again and again.
_LONGEST_TYPE = 4_000
_TYPES = ("content-type", "content-disposition")
_WORD = re.compile(r"=\?([^?\s*]{1,40})(?:\*[^?]*)?\?([bBqQ])\?([^?]*)\?=")
_GAP = re.compile(r"(\?=)[ \t\r\n]+(?==\?)")
_ID = re.compile(r"<([^<>\s]{1,500})>")
_ADDRESS = re.compile(r"[^@\s<>,;:\"]{1,64}@[^@\s<>,;:\"]{1,189}")
_BLANK = re.compile(rb"\r?\n\r?\n|\r\r")
_ANSWERED = re.compile(
    rf"^\s*(?:(?:{'|'.join(emails_words.ANSWERED.values())})(?:\[\d+\])?\s*[:：]\s*)+", re.IGNORECASE)


@dataclass(frozen=True)
class Sender:
    """Who an e-mail says it is from; both empty where it says nothing that can be read."""

    name: str = field(default="", repr=False)
    address: str = field(default="", repr=False)


def parted(data: bytes) -> tuple[Message, bytes]:
    """Return the header of an e-mail or of one of its parts, and what stands below it."""
    if data[:1] in (b"\n", b"\r"):
        head, body = b"", data.lstrip(b"\r\n") if data[:4] in (b"\r\n\r\n",) else data[1 + data.startswith(b"\r\n"):]
    else:
        blank = _BLANK.search(data)
        head, body = (data, b"") if blank is None else (data[:blank.start()], data[blank.end():])
    # Bytes that should have been encoded are read first: the library would put a sign of its own in their place.
    return _bounded(HeaderParser().parsestr(emails_charsets.decoded(head[:_MOST_HEADER]).words + "\n\n")), body


def _bounded(header: Message) -> Message:
    """Return a header whose lines with parameters are short enough to be taken apart."""
    for name in _TYPES:
        value = str(header[name] or "")
        if len(value) > _LONGEST_TYPE:
            del header[name]
            header[name] = value[:_LONGEST_TYPE]
    return header


def words(value: object) -> str:
    """Return a header's value as words on one line: encoded words (RFC 2047) and bare bytes are read."""
    text = _GAP.sub(r"\1", str(value or ""))
    parts: list[tuple[str, bytes]] = []
    at = 0
    for found in _WORD.finditer(text):
        _add(parts, "", _bytes(text[at:found.start()]))
        _add(parts, found.group(1), _uncoded(found.group(2), found.group(3)))
        at = found.end()
    _add(parts, "", _bytes(text[at:]))
    return " ".join("".join(emails_charsets.decoded(data, charset).words for charset, data in parts).split())


def _add(parts: list[tuple[str, bytes]], charset: str, data: bytes) -> None:
    # A letter of several bytes may begin in one encoded word and end in the next one.
    if parts and parts[-1][0].lower() == charset.lower():
        parts[-1] = (charset, parts[-1][1] + data)
    elif data:
        parts.append((charset, data))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _uncoded(coding: str, text: str) -> bytes:
    data = _bytes(text)
    if coding in "qQ":
        return quopri.decodestring(data, header=True)
    return unbased(data)


def unbased(data: bytes) -> bytes:
    """Return what base64 stands for, whatever else stands between its letters; a torn end is left out."""
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    try:
        return base64.b64decode(letters + b"=" * (-len(letters) % 4))
    except binascii.Error:
        return b""


def subject(header: Message) -> str:
    """Return the subject, at most 300 characters long."""
    return words(header["subject"])[:_LONGEST_SUBJECT]


def thread_name(subject_words: str) -> str:
    """Return a subject without what answering and passing on put before it, to tell threads without references."""
    return _ANSWERED.sub("", subject_words).strip().lower()


def sender(header: Message) -> Sender:
    """Return who it is from: the first of From with an address, else Sender; never Reply-To, which anyone can set."""
    for name in ("from", "sender"):
        raw = [" ".join(_GAP.sub(r"\1", str(value)[:_LONGEST_FROM]).split()) for value in header.get_all(name, [])[:3]]
        for shown, address in getaddresses(raw):
            plain = words(address).strip("<> ")
            if _ADDRESS.fullmatch(plain) and len(plain) <= _LONGEST_ADDRESS:
                return Sender(words(shown)[:_LONGEST_NAME], plain)
    return Sender(words(header["from"])[:_LONGEST_NAME], "") if header["from"] else Sender()


def message_id(header: Message) -> str:
    """Return the Message-ID without its brackets, empty where there is none."""
    return next(iter(_ids(header["message-id"])), "")


def references(header: Message) -> tuple[str, ...]:
    """Return the ids of the e-mails that this one answers, the nearest first, each once."""
    older = [*_ids(header["in-reply-to"]), *reversed(_ids(header["references"]))]
    return tuple(dict.fromkeys(older))[:_MOST_REFERENCES]


def _ids(value: object) -> list[str]:
    return [found[:_LONGEST_ID] for found in _ID.findall(words(value))]


def sent_at(header: Message) -> datetime | None:
    """Return when its sender's clock says it was sent, in UTC."""
    return _instant(words(header["date"]))


def received_at(header: Message) -> datetime | None:
    """Return when the last server on its way, our own, took it: the end of the topmost Received line; in UTC."""
    first = next(iter(header.get_all("received", [])), "")
    return _instant(words(first).rpartition(";")[2].strip())


def _instant(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text[:100])
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return found if 1990 <= found.year <= 2100 else None


def file_name(header: Message) -> str:
    """Return the name that a part gives itself as a file, not yet made safe (intake/media.clean_name does that)."""
    try:
        found = header.get_filename()
    except (ValueError, LookupError, TypeError):
        return ""
    return words(found)[:1000] if found else ""


def parameter(header: Message, name: str) -> str:
    """Return a parameter of the content type, empty where it is not there or is broken."""
    try:
        found = header.get_param(name)
    except (ValueError, LookupError, TypeError):
        return ""
    if isinstance(found, tuple):
        found = found[2]
    return str(found or "").strip()
