"""Reads an OpenDocument text (.odt) as paragraphs; nothing in it is run, and nothing it points to is opened."""

from consult.domain.errors import Refused
from consult.intake.document_kinds import ODT
from consult.intake.document_packages import Package
from consult.intake.document_parts import HEADING, ITEM, NOTE, PARAGRAPH, Document, Paragraphs
from consult.intake.document_xml import follow

# A run of spaces is written as a number: no more than this is believed.
_MOST_SPACES = 100
# A cell or row may say that it is repeated; a table of words does not repeat empty cells without end.
_MOST_REPEATED = 50
_SKIPPED = frozenset({"annotation", "tracked-changes", "note-citation", "event-listeners", "forms", "ruby-text",
                      "scripts", "sequence-decls", "variable-decls", "user-field-decls", "desc", "title"})


class _Body:
    """Collects the paragraphs of the content, tables as rows, footnotes after everything else."""

    def __init__(self, paragraphs: Paragraphs) -> None:
        self.paragraphs = paragraphs
        self.notes: set[str] = set()
        self.footnotes: list[str] = []
        self.images = 0
        self._skipped = 0
        self._items = 0
        self._open: list[_Open] = []
        self._rows: list[list[list[str]]] = []
        self._repeats: list[int] = []
        self._notes_open: list[list[str]] = []

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self._note(name)
        if self._skipped or name in _SKIPPED:
            self._skipped += 1
        elif name in ("p", "h"):
            self._open.append(_Open(HEADING if name == "h" else ITEM if self._items else PARAGRAPH))
        elif name == "list-item":
            self._items += 1
        elif name == "note-body":
            self._notes_open.append([])
        elif name == "table-row":
            self._rows.append([])
        elif name in ("table-cell", "covered-table-cell") and self._rows:
            self._rows[-1].append([])
            self._repeats.append(_number(attributes.get("number-columns-repeated"), _MOST_REPEATED))
        elif self._open:
            self._sign(name, attributes)

    def _note(self, name: str) -> None:
        if name == "tracked-changes":
            self.notes.add("deleted")
        elif name == "annotation":
            self.notes.add("comments")
        elif name == "image":
            self.images += 1
        elif name == "script":
            self.notes.add("macros")

    def _sign(self, name: str, attributes: dict[str, str]) -> None:
        words = self._open[-1].words
        if name == "s":
            words.append(" " * _number(attributes.get("c"), _MOST_SPACES))
        elif name == "tab":
            words.append("\t")
        elif name == "line-break":
            words.append("\n")

    def words(self, text: str) -> None:
        if self._open and not self._skipped:
            self._open[-1].words.append(text)

    def end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif name in ("p", "h") and self._open:
            self._close_paragraph()
        elif name == "list-item":
            self._items -= 1
        elif name == "note-body" and self._notes_open:
            self.footnotes.append("\n".join(self._notes_open.pop()))
        elif name in ("table-cell", "covered-table-cell") and self._rows and self._rows[-1]:
            cell = self._rows[-1][-1]
            self._rows[-1].extend(list(cell) for _again in range(self._repeats.pop() - 1))
        elif name == "table-row" and self._rows:
            self._close_row()

    def _close_paragraph(self) -> None:
        closed = self._open.pop()
        words = "".join(closed.words)
        if self._notes_open:
            self._notes_open[-1].append(words)
        elif self._open:
            # The words of a frame stand before the rest of the paragraph that it is tied to.
            self._open[-1].words.insert(0, words + "\n")
        elif self._rows and self._rows[-1]:
            self._rows[-1][-1].append(words)
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


def _number(words: str | None, most: int) -> int:
    if words is None or not words.isascii() or not words.isdigit():
        return 1
    return max(1, min(int(words[:6]), most))


def read_odt(data: bytes) -> Document:
    """Return the words of an OpenDocument text: its body, then its footnotes.

    Comments and what was deleted with changes tracked are left out and told of in `notes`. Raises Refused("file",
    code): `document-broken`, `document-bomb`, `document-locked`.
    """
    with Package(data) as package:
        if "META-INF/manifest.xml" in package.names and b"encryption-data" in package.read("META-INF/manifest.xml"):
            raise Refused("file", "document-locked")
        if "content.xml" not in package.names:
            raise Refused("file", "document-broken")
        paragraphs = Paragraphs()
        body = _Body(paragraphs)
        follow(package.chunks("content.xml"), body)
        if any(name.startswith(("Basic/", "Scripts/")) for name in package.names):
            body.notes.add("macros")
        if any(name.startswith("Object ") for name in package.names):
            body.notes.add("embedded")
    for words in body.footnotes:
        paragraphs.add(words, NOTE)
    return Document(ODT, tuple(paragraphs.found), images=body.images, notes=tuple(sorted(body.notes)))
