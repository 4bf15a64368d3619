"""Which form a document has, by its bytes alone: its name and the type that somebody gave it are never believed."""

import re
import zipfile
from collections.abc import Mapping
from types import MappingProxyType

from consult.domain.errors import Refused
from consult.intake.document_packages import Package

PDF, RTF, HTML, TEXT = "application/pdf", "application/rtf", "text/html", "text/plain"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
JPEG, PNG, TIFF, WEBP = "image/jpeg", "image/png", "image/tiff", "image/webp"
IMAGES = frozenset({JPEG, PNG, TIFF, WEBP})
ENDINGS: Mapping[str, str] = MappingProxyType({
    PDF: "pdf", RTF: "rtf", HTML: "html", TEXT: "txt", DOCX: "docx", ODT: "odt", JPEG: "jpg", PNG: "png", TIFF: "tif",
    WEBP: "webp"})
_HEADS = (
    (b"%PDF-", PDF), (b"{\\rtf", RTF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"II*\0", TIFF),
    (b"MM\0*", TIFF))
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED_IN_OLD = "EncryptedPackage".encode("utf-16-le")
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_NO_WORDS = re.compile(rb"<(?:svg|\?xml|\?php|script)\b|#!|MZ", re.IGNORECASE)
# What comes before the first words that may say what a file is: a mark of the encoding, comments, empty lines.
_HEAD = 4096
_BEFORE_PDF = 1024


def kind_of(data: bytes) -> str:
    """Return the media type of a document or picture.

    Raises Refused("file", code): `document-empty`, `document-kind` (none that is read here), `document-old` (a .doc),
    `document-locked` (it has a password), `document-broken`, `document-bomb`.
    """
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise Refused("file", "document-empty")
    for head, media_type in _HEADS:
        if data.startswith(head):
            return media_type
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    if data.startswith(b"PK"):
        return _packed(data)
    if data.startswith(_OLD):
        raise Refused("file", "document-locked" if _LOCKED_IN_OLD in data else "document-old")
    # Some mail servers and scanners put a few bytes before a PDF; every reader of PDF looks past them.
    return PDF if b"%PDF-" in data[:_BEFORE_PDF] else _written(data)


def _packed(data: bytes) -> str:
    """Return which document a zip is. Raises Refused as `kind_of`."""
    try:
        with Package(data) as package:
            if "[Content_Types].xml" in package.names:
                types = package.read("[Content_Types].xml")
                if b"wordprocessingml" in types or b"application/vnd.ms-word." in types:
                    return DOCX
            elif "mimetype" in package.names and package.read("mimetype").strip().startswith(ODT.encode()):
                return ODT
    except zipfile.BadZipFile:
        raise Refused("file", "document-broken") from None
    raise Refused("file", "document-kind")


def _written(data: bytes) -> str:
    """Return whether bytes that are no known form are a page or plain words. Raises Refused `document-kind`."""
    head = data[:_HEAD].replace(b"\0", b"") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data[:_HEAD]
    start = head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").lstrip()
    if _PAGE.search(head) and start.startswith(b"<"):
        return HTML
    if _NO_WORDS.match(start) or _is_bytes(data):
        raise Refused("file", "document-kind")
    return TEXT


def _is_bytes(data: bytes) -> bool:
    """Say whether the bytes are something other than words: control characters that no encoding of words has."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or _looks_wide(data):
        return False
    sample = data[:200_000]
    odd = sum(sample.count(bytes([code])) for code in (*range(9), 11, *range(14, 27), *range(28, 32)))
    return odd > len(sample) // 200


def _looks_wide(data: bytes) -> bool:
    """Say whether every second byte of most is NUL, as in UTF-16 without a mark."""
    sample = data[:2000]
    return len(sample) > 3 and max(sample[::2].count(0), sample[1::2].count(0)) > 0.35 * len(sample)
