"""What a document that was sent to us says once it is read, and the bounds of reading; its form is others'."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from consult.domain.document_anchors import Anchor
from consult.domain.errors import Refused
from consult.domain.texts import clean

MEGABYTE = 1_000_000
# What one document may weigh: a long submission with photographs in it, not a film.
MOST_BYTES = 25 * MEGABYTE
# About 160,000 words: more than any plan that was ever consulted on.
MOST_CHARACTERS = 1_000_000
MOST_PARAGRAPHS = 20_000
MOST_PAGES = 500
# How deep elements may stand inside one another: tables in tables in lists stay far below.
MOST_DEPTH = 200
CELL = " | "

PARAGRAPH, HEADING, ITEM, ROW, NOTE, FIELD = "text", "heading", "item", "row", "note", "field"
KINDS = (PARAGRAPH, HEADING, ITEM, ROW, NOTE, FIELD)
# What a reader is told about a document, as codes: `macros` it can run something, `embedded` it holds other files,
# `comments` and `deleted` words that were not part of it any more, `hidden` words that nobody sees, `headers` words
# that stand on every page; none of these are read as its words. `letters` says that some letters may be wrong.
NOTES = ("macros", "embedded", "comments", "deleted", "hidden", "headers", "letters")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph, list item, heading, footnote, filled-in field, or row of a table (cells joined by CELL)."""

    anchor: str
    kind: str
    text: str


@dataclass(frozen=True)
class Document:
    """A document as it was read.

    `pages` is their number where the form has pages; `scanned_pages` are those that hold a picture of words instead of
    words; `images` counts pictures; `notes` are of NOTES.
    """

    media_type: str
    paragraphs: tuple[Paragraph, ...]
    pages: int | None = None
    scanned_pages: tuple[int, ...] = ()
    images: int = 0
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Return all its words, with an empty line between paragraphs."""
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs)

    @property
    def is_scanned(self) -> bool:
        """Say whether a person has to type its words, or some of them: no machine can read them here."""
        return bool(self.scanned_pages) or (not self.paragraphs and self.images > 0)

    @property
    def parts(self) -> list[dict[str, str]]:
        """Return its paragraphs as plain values: anchor, kind and text of each."""
        return [{"anchor": one.anchor, "kind": one.kind, "text": one.text} for one in self.paragraphs]


class Paragraphs:
    """Paragraphs under collection, each cleaned and numbered, within the bounds of one document."""

    def __init__(self) -> None:
        """Begin a document without pages; `turn_to` begins one with pages."""
        self.found: list[Paragraph] = []
        self._characters = 0
        self._page: int | None = None
        self._number = 0

    def turn_to(self, page: int) -> None:
        """Go on with that page: paragraphs are numbered from 1 on each."""
        self._page, self._number = page, 0

    def add(self, text: str, kind: str = PARAGRAPH) -> None:
        """Keep a paragraph, unless it is empty. Raises Refused("file", `document-long`) where there is too much."""
        words = tidy(text)
        if not words:
            return
        self._number += 1
        self._characters += len(words)
        if self._characters > MOST_CHARACTERS or len(self.found) >= MOST_PARAGRAPHS:
            raise Refused("file", "document-long", {"most": MOST_CHARACTERS})
        self.found.append(Paragraph(str(Anchor(self._number, self._page)), kind, words))

    def row(self, cells: Sequence[str]) -> None:
        """Keep a row of a table: its cells in their order, the empty ones too, so that columns stay in line."""
        tidied = [tidy(cell).replace("\n", " ") for cell in cells]
        if any(tidied):
            self.add(CELL.join(tidied) if len(tidied) > 1 else tidied[0], ROW if len(tidied) > 1 else PARAGRAPH)


def tidy(text: str) -> str:
    """Return words with single spaces and without empty lines; what cannot be seen or stored is gone."""
    lines = (" ".join(line.split()) for line in clean(text.replace("\xad", "")).replace("\x0b", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def whole_characters(text: str) -> str:
    """Return text with pairs of surrogates as the characters that they stand for, and lone ones as a mark."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def has_words(text: str) -> bool:
    """Say whether text reads as words: mostly letters, digits and marks of writing, not the numbers of glyphs."""
    seen = [character for character in text if not character.isspace()]
    known = sum(unicodedata.category(character)[0] in "LNPMS" and character != "\ufffd" for character in seen)
    return bool(seen) and known >= 0.7 * len(seen)


def broken(code: str = "document-broken") -> Refused:
    """Return the refusal of a file that is damaged or built to do harm."""
    return Refused("file", code)
