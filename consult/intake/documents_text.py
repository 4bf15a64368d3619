"""Reads plain words in whatever encoding they came; which of them were quoted from others is no question here."""

import codecs
import re

from consult.intake.document_kinds import TEXT
from consult.intake.document_parts import Document, Paragraphs

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Words of Windows in Western Europe: what is not UTF-8 and says nothing of itself is nearly always this.
FALLBACK = "cp1252"
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
_LIST_LINE = re.compile(r"\s*(?:[-*•–]|\d{1,2}[.)])\s+\S")


def decoded(data: bytes, declared: str = "") -> str:
    """Return bytes as words: by their mark, as UTF-16 by its zeros, as UTF-8, as `declared`, else as Windows wrote.

    No byte is refused: one that the encoding does not know becomes a mark for what is missing.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark):].decode(encoding, "replace")
    wide = _wide(data)
    if wide:
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(_known(declared) or FALLBACK, "replace")


def _wide(data: bytes) -> str:
    sample = data[:4000]
    if len(sample) < 4:
        return ""
    if sample[1::2].count(0) > 0.35 * len(sample):
        return "utf-16-le"
    return "utf-16-be" if sample[::2].count(0) > 0.35 * len(sample) else ""


def _known(encoding: str) -> str:
    """Return the name of an encoding of words that this machine knows, or nothing; UTF-8 has been tried already."""
    try:
        found = codecs.lookup(encoding.strip().strip("\"'")).name if encoding else ""
        b"a".decode(found or "utf-8")
    except (LookupError, ValueError):
        return ""
    return "" if found.startswith(("utf-8", "ascii")) else found


def read_text(data: bytes) -> Document:
    """Return plain words as paragraphs, as empty lines divide them. Raises Refused("file", `document-long`)."""
    paragraphs = Paragraphs()
    add_words(decoded(data), paragraphs)
    return Document(TEXT, tuple(paragraphs.found))


def add_words(words: str, paragraphs: Paragraphs) -> None:
    """Add plain words to a document: a paragraph for each block between empty lines, in which lists keep their lines.

    The lines of a block that was broken at about the same width are put together again.
    """
    text = words.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    for block in _EMPTY_LINE.split(text):
        lines = [line.rstrip() for line in block.split("\n") if line.strip()]
        paragraphs.add(" ".join(lines) if _is_wrapped(lines) else "\n".join(lines))


def _is_wrapped(lines: list[str]) -> bool:
    """Say whether a program broke these lines at its own width: all but the last nearly as long as the longest."""
    if len(lines) < 2 or any(_LIST_LINE.match(line) for line in lines):
        return False
    longest = max(len(line) for line in lines)
    return 55 <= longest <= 110 and all(len(line) >= longest - 18 for line in lines[:-1])
