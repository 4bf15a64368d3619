"""Reads a Word document (.docx, .docm, .dotx) as paragraphs; nothing in it is run, nothing it points to is opened."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from consult.domain.errors import Refused
from consult.intake.document_kinds import DOCX
from consult.intake.document_packages import Package
from consult.intake.document_parts import HEADING, ITEM, NOTE, PARAGRAPH, Document, Paragraphs
from consult.intake.document_xml import follow

_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_HEADER = re.compile(r"word/(?:header|footer)\d*\.xml")
_PICTURE = re.compile(r"word/media/.+\.(?:png|jpe?g|gif|bmp|tiff?|webp|emf|wmf)", re.IGNORECASE)
_HEADING_STYLE = re.compile(r"(?:heading|title|subtitle|berschrift)", re.IGNORECASE)
_SIGNS: Mapping[str, str] = MappingProxyType({
    "tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "ptab": "\t"})
# Words under these are not part of what is said: other ways of showing the same, codes of fields, removed words.
_SKIPPED = frozenset({"Fallback", "instrText", "del", "moveFrom", "delText", "delInstrText", "rt"})


class _Body:
    """Collects the paragraphs of one part of a document, tables as rows."""

    def __init__(self, paragraphs: Paragraphs, *, kind: str = PARAGRAPH) -> None:
        self.paragraphs, self.kind = paragraphs, kind
        self.notes: set[str] = set()
        self._skipped = 0
        self._is_word = False
        # A paragraph can hold a text box with paragraphs of its own, a cell a table with cells of its own.
        self._open: list[_Open] = []
        self._rows: list[list[list[str]]] = []
        self._is_hidden = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("del", "moveFrom"):
            self.notes.add("deleted")
        if self._skipped or name in _SKIPPED:
            self._skipped += 1
            return
        if name == "p":
            self._open.append(_Open(self.kind))
        elif name == "tr":
            self._rows.append([])
        elif name == "tc" and self._rows:
            self._rows[-1].append([])
        elif name == "t":
            self._is_word = True
        elif self._open:
            self._in_paragraph(name, attributes)

    def _in_paragraph(self, name: str, attributes: dict[str, str]) -> None:
        now = self._open[-1]
        if name in _SIGNS:
            now.words.append(_SIGNS[name])
        elif name == "pStyle" and _HEADING_STYLE.match(attributes.get("val", "")) or name == "outlineLvl":
            now.kind = HEADING
        elif name == "numPr" and now.kind == PARAGRAPH:
            now.kind = ITEM
        elif name == "r":
            self._is_hidden = False
        elif name in ("vanish", "specVanish") and attributes.get("val", "1") not in ("0", "false"):
            self._is_hidden = True
            self.notes.add("hidden")

    def words(self, text: str) -> None:
        if self._is_word and self._open and not self._skipped and not self._is_hidden:
            self._open[-1].words.append(text)

    def end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif name == "t":
            self._is_word = False
        elif name == "r":
            self._is_hidden = False
        elif name == "p" and self._open:
            self._close_paragraph()
        elif name == "tr" and self._rows:
            self._close_row()

    def _close_paragraph(self) -> None:
        closed = self._open.pop()
        words = "".join(closed.words)
        if self._rows and self._rows[-1] and not self._open:
            self._rows[-1][-1].append(words)
        elif self._open:
            # The words of a text box stand before the rest of the paragraph that holds its frame.
            self._open[-1].words.insert(0, words + "\n")
        else:
            self.paragraphs.add(words, closed.kind)

    def _close_row(self) -> None:
        cells = [" ".join(cell) for cell in self._rows.pop()]
        if self._rows and self._rows[-1]:
            self._rows[-1][-1].append(" ".join(cell for cell in cells if cell.strip()))
        else:
            self.paragraphs.row(cells)


class _Open:
    """A paragraph whose end has not come."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.words: list[str] = []


def read_docx(data: bytes) -> Document:
    """Return the words of a Word document: its body, then its footnotes and endnotes.

    What was deleted with changes tracked, comments, hidden words, headers and footers are left out and told of in
    `notes`. Raises Refused("file", code): `document-broken`, `document-bomb`, `document-locked`.
    """
    with Package(data) as package:
        main = _main_part(package)
        paragraphs = Paragraphs()
        body = _Body(paragraphs)
        follow(package.chunks(main), body)
        for name in _NOTES:
            if name in package.names:
                follow(package.chunks(name), _Body(paragraphs, kind=NOTE))
        images = sum(bool(_PICTURE.fullmatch(name)) for name in package.names)
        notes = body.notes | _notes_of(package)
    return Document(DOCX, tuple(paragraphs.found), images=images, notes=tuple(sorted(notes)))


def _main_part(package: Package) -> str:
    if "word/document.xml" in package.names:
        return "word/document.xml"
    found = [name for name in package.names if re.fullmatch(r"word/document\d*\.xml", name)]
    if len(found) != 1:
        raise Refused("file", "document-broken")
    return found[0]


def _notes_of(package: Package) -> set[str]:
    found = set()
    if any(name.lower().endswith("vbaproject.bin") for name in package.names):
        found.add("macros")
    if any(name.startswith(("word/embeddings/", "word/activeX/")) for name in package.names):
        found.add("embedded")
    if "word/comments.xml" in package.names:
        found.add("comments")
    for name in sorted(package.names):
        if _HEADER.fullmatch(name) and _has_words(package, name):
            found.add("headers")
    return found


def _has_words(package: Package, name: str) -> bool:
    paragraphs = Paragraphs()
    follow(package.chunks(name), _Body(paragraphs))
    return bool(paragraphs.found)
