"""Files from outside: whether one is what it says, by its bytes, its name and its declared type together."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import BinaryIO

from consult.domain.texts import clean

MEGABYTE = 1_000_000
MOST_BYTES: Mapping[str, int] = MappingProxyType(
    {"file": 10 * MEGABYTE, "audio": 25 * MEGABYTE, "video": 100 * MEGABYTE})
LONGEST_NAME = 200
# What a browser looks at when it guesses a type, and more.
_HEAD = 2048
# A zip is found by its end: a comment of at most 65,535 bytes, and 22 of its own.
_ZIP_TAIL = 65_535 + 22
_MOST_ENTRIES = 2000
_MOST_LISTED = 1_000_000
_ACTIVE = re.compile(rb"<(?:!doctype|html|script|svg|\?xml|\?php|iframe|body|head)\b", re.IGNORECASE)
# Endings that run where they are opened; none may hide before the last one.
_RUNS = frozenset(
    "asp aspx bat cgi cmd dll docm exe hta htm html jar js jse jsp lnk mjs msi php phtml pl ps1 py scr sh shtml svg "
    "swf vbe vbs wsf xht xhtml xml xsl".split())
_SAYS_NOTHING = frozenset({"", "application/octet-stream", "binary/octet-stream"})
# Marks that turn the direction of what follows: a name must not read as another one.
_TURNS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True)
class Form:
    """One form of file: the type it is served as, the types browsers call it, and the endings of its name."""

    media_type: str
    declared: frozenset[str]
    endings: frozenset[str]


def _form(media_type: str, endings: str, *also: str) -> Form:
    return Form(media_type, frozenset({media_type, *also}), frozenset(endings.split()))


_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ODT = "application/vnd.oasis.opendocument.text"
FORMS: Mapping[str, Mapping[str, Form]] = MappingProxyType({
    "file": {
        "pdf": _form("application/pdf", "pdf", "application/x-pdf"),
        "jpeg": _form("image/jpeg", "jpg jpeg", "image/pjpeg"),
        "png": _form("image/png", "png"),
        "docx": _form(_DOCX, "docx"),
        "odt": _form(_ODT, "odt"),
        "text": _form("text/plain", "txt text"),
    },
    "audio": {
        "mp3": _form("audio/mpeg", "mp3", "audio/mp3", "audio/x-mpeg"),
        "mp4": _form("audio/mp4", "m4a mp4", "audio/x-m4a", "audio/m4a", "audio/aac"),
        "ogg": _form("audio/ogg", "ogg oga opus", "application/ogg", "audio/opus", "video/ogg"),
        "wav": _form("audio/wav", "wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"),
        "webm": _form("audio/webm", "webm weba", "video/webm"),
    },
    "video": {
        "mp4": _form("video/mp4", "mp4 m4v", "video/x-m4v"),
        "mov": _form("video/quicktime", "mov qt"),
        "webm": _form("video/webm", "webm"),
    },
})


def recognised(kind: str, stream: BinaryIO, *, name: str, declared: str) -> str | None:
    """Return the media type of a whole file for a question of `kind` (file, audio, video), or None to refuse it.

    Its bytes, its name's endings and the type that the browser declared must agree; what reads as a second form too (a
    picture that is also a zip or a page) is refused. Leaves the stream at its beginning.
    """
    try:
        found = _found(stream)
    finally:
        stream.seek(0)
    if found == "mov" and kind == "audio":
        return None
    form = FORMS[kind].get(found or "")
    if form is None or not _is_named(name, form) or not _is_declared(declared, form):
        return None
    return form.media_type


def _is_named(name: str, form: Form) -> bool:
    _stem, *endings = name.casefold().split(".")
    if not endings:
        return True
    return endings[-1] in form.endings and not _RUNS & set(endings)


def _is_declared(declared: str, form: Form) -> bool:
    plain = declared.split(";")[0].strip().lower()
    return plain in _SAYS_NOTHING or plain in form.declared


def _found(stream: BinaryIO) -> str | None:
    """Return the form that the bytes have, or None where they have none that we know, or two."""
    head, tail = _ends(stream)
    if head.startswith(b"PK\x03\x04"):
        return _zipped(stream)
    found = _by_head(head)
    if found is None:
        return "text" if _is_text(stream) else None
    has_zip = b"PK\x05\x06" in tail
    if has_zip or _ACTIVE.search(head):
        return None
    is_whole = {"pdf": b"%%EOF" in tail[-2048:], "png": b"IEND" in tail[-64:], "jpeg": b"\xff\xd9" in tail}
    return found if is_whole.get(found, True) else None


def _ends(stream: BinaryIO) -> tuple[bytes, bytes]:
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    head = stream.read(_HEAD)
    stream.seek(max(0, size - _ZIP_TAIL))
    return head, stream.read(_ZIP_TAIL)


def _by_head(head: bytes) -> str | None:
    for start, form in ((b"%PDF-", "pdf"), (b"\xff\xd8\xff", "jpeg"), (b"\x89PNG\r\n\x1a\n", "png"),
                        (b"OggS", "ogg"), (b"ID3", "mp3")):
        if head.startswith(start):
            return form
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    if head[4:8] == b"ftyp":
        return "mov" if head[8:12] == b"qt  " else "mp4"
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head[:64]:
        return "webm"
    return "mp3" if _is_mpeg_frame(head[:4]) else None


def _is_mpeg_frame(head: bytes) -> bool:
    """Say whether these four bytes begin a layer III frame: eleven bits set, and neither a rate nor a pitch unknown."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return False
    return head[2] >> 4 not in (0, 15) and head[2] >> 2 & 3 != 3


def _zipped(stream: BinaryIO) -> str | None:
    """Return which kind of document a zip is, by its list alone: nothing in it is unpacked but that list's own file."""
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if len(entries) > _MOST_ENTRIES or any(_is_unsafe(name) for name in names) or _goes_on(stream, archive):
                return None
            if "[Content_Types].xml" in names and "word/document.xml" in names:
                with archive.open("[Content_Types].xml") as listed:
                    types = listed.read(_MOST_LISTED)
                return "docx" if b"wordprocessingml.document.main+xml" in types else None
            if entries[0].filename == "mimetype" and entries[0].compress_type == zipfile.ZIP_STORED:
                with archive.open("mimetype") as listed:
                    return "odt" if listed.read(len(_ODT) + 1) == _ODT.encode() else None
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, KeyError, IndexError, EOFError):
        pass
    return None


def _is_unsafe(name: str) -> bool:
    """Say whether a part of a document runs, holds another file, or wants to be unpacked somewhere else."""
    parts = name.lower().replace("\\", "/").split("/")
    is_active = parts[-1].endswith(("vbaproject.bin", ".exe", ".dll", ".js")) or "oleobject" in parts[-1]
    return is_active or bool({"activex", "embeddings", "..", ""} & set(parts[:-1])) or ":" in name


def _goes_on(stream: BinaryIO, archive: zipfile.ZipFile) -> bool:
    """Say whether something stands after the end of the zip, which another program could take for its content."""
    stream.seek(0, io.SEEK_END)
    size = stream.tell()
    stream.seek(max(0, size - _ZIP_TAIL))
    tail = stream.read()
    return len(tail) - tail.rfind(b"PK\x05\x06") != 22 + len(archive.comment)


def _is_text(stream: BinaryIO) -> bool:
    """Say whether the bytes are plain words in UTF-8: no markup at the start, no script, no control character."""
    stream.seek(0)
    content = stream.read(MOST_BYTES["file"] + 1)
    if not content.strip() or _ACTIVE.search(content[:_HEAD]) or content.lstrip()[:2] in (b"#!", b"MZ", b"{\\"):
        return False
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not any(unicodedata.category(c) == "Cc" and c not in "\t\n\r\f" for c in words)


def clean_name(name: str) -> str:
    """Return a file's name as it may be shown: no folders, no control or turning marks, at most LONGEST_NAME long."""
    last = re.split(r"[\\/]", clean(name))[-1]
    shown = " ".join("".join(c for c in last if c not in _TURNS).split()).strip(". ")
    if len(shown) > LONGEST_NAME:
        stem, dot, ending = shown.rpartition(".")
        shown = f"{(stem or ending)[:LONGEST_NAME - 12]}{dot}{ending[:10]}" if dot else shown[:LONGEST_NAME]
    return shown or "file"
