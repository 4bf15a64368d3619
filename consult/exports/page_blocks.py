"""The words of a web page as blocks that no longer know HTML: headings, paragraphs, lists, tables, in their languages.

What a screen reader would read is kept, hidden words included; what was typed into a form is left out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import zip_longest

from consult.domain.languages import direction

SPACES = re.compile(r"[ \t\r\n\f]+")
HEADINGS = {f"h{level}": level for level in range(1, 7)}
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
UNREAD = frozenset({"script", "style", "template", "noscript", "svg", "button", "select", "textarea", "title"})
# Furniture of the site: outside of <main> these hold nothing of the page.
FURNITURE = frozenset({"header", "footer", "nav", "a", "head"})
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "header", "hr", "label", "legend", "li", "main", "nav", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul", *HEADINGS})
# Kinds of block by the element that stands closest around the words.
KINDS = {"li": "item", "blockquote": "quote", "dt": "term", "dd": "detail", "legend": "term",
         **dict.fromkeys(HEADINGS, "heading")}
# Classes under which the page shows the ends of lines that a person typed.
TYPED = frozenset({"app-quote", "app-passage", "app-typed"})
BULLET = "-"


@dataclass(frozen=True)
class Piece:
    """Words in one language (BCP 47) and direction; `href` is where they lead, as it stands in the page."""

    text: str
    language: str
    direction: str
    href: str = ""
    is_strong: bool = False


Pieces = tuple[Piece, ...]


@dataclass(frozen=True)
class Block:
    """A heading (level 1 to 6), paragraph, quote, term, detail, or item of a list (its depth as `level`).

    Of a table that became a list: its caption, the first cell of a row, and the other cells as details.
    A new line inside a piece is a line of its own. `marker` opens an item: BULLET or `1.`; empty where it goes on.
    """

    kind: str
    pieces: Pieces
    direction: str
    level: int = 0
    marker: str = ""

    @property
    def text(self) -> str:
        """All words of it."""
        return text_of(self.pieces)


@dataclass(frozen=True)
class Grid:
    """A table: what it is called, the names of its columns (empty where it has none), its rows of cells."""

    caption: Pieces
    header: tuple[Pieces, ...]
    rows: tuple[tuple[Pieces, ...], ...]
    direction: str


@dataclass(frozen=True)
class ReadPage:
    """A page: its title, language and direction; what stood above its main part, and the main part."""

    title: str
    language: str
    direction: str
    notices: tuple[Block | Grid, ...]
    main: tuple[Block | Grid, ...]

    @property
    def blocks(self) -> tuple[Block | Grid, ...]:
        """Everything that is to be read, in order."""
        return self.notices + self.main


def text_of(pieces: Sequence[Piece]) -> str:
    """Return the words of pieces as one text."""
    return "".join(piece.text for piece in pieces)


def as_lists(blocks: Iterable[Block | Grid]) -> Iterator[Block]:
    """Give the blocks, each table as lists: every cell after the name of its column, where columns do not fit."""
    for block in blocks:
        if isinstance(block, Block):
            yield block
        else:
            yield from _listed(block)


def _listed(grid: Grid) -> Iterator[Block]:
    if grid.caption:
        yield Block("caption", grid.caption, grid.direction)
    for row in grid.rows:
        for at, (name, cell) in enumerate(zip_longest(grid.header[:len(row)], row, fillvalue=())):
            colon = (replace(name[-1], text=": ", href=""),) if name and cell else ()
            if pieces := tidied((*name, *colon, *cell)):
                yield Block("detail" if at else "row", pieces, grid.direction)


def lines_of(pieces: Pieces) -> list[Pieces]:
    """Return pieces cut at the ends of lines that they hold."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        for number, text in enumerate(piece.text.split("\n")):
            if number:
                lines.append([])
            if text:
                lines[-1].append(replace(piece, text=text))
    return [tuple(line) for line in lines]


def read(page: str) -> ReadPage:
    """Return what a page of this site says. The page must hold one <main>; else everything counts as notices."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    reader.flush()
    root = reader.root
    title = next((block.text for block in reader.main if isinstance(block, Block) and block.kind == "heading"), "")
    return ReadPage(title, root.language, root.direction, tuple(reader.notices), tuple(reader.main))


@dataclass
class _Frame:
    """An element that is open, and what it hands on to what is inside."""

    tag: str
    language: str = "en"
    direction: str = "ltr"
    href: str = ""
    is_unread: bool = False
    is_strong: bool = False
    is_typed: bool = False
    # Of a list: how many items began; of an item: its marker until it was used.
    count: int = 0
    marker: str = ""


@dataclass
class _Table:
    direction: str
    caption: Pieces = ()
    header: tuple[Pieces, ...] = ()
    rows: list[tuple[Pieces, ...]] = field(default_factory=list)
    row: list[Pieces] = field(default_factory=list)
    has_data: bool = False


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Frame("html")
        self.stack: list[_Frame] = [self.root]
        self.notices: list[Block | Grid] = []
        self.main: list[Block | Grid] = []
        self.is_in_main = False
        self.pieces: list[Piece] = []
        self.table: _Table | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element; elements without an end are done at once."""
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            _mark(self.root, given)
            return
        if tag in BLOCKS:
            self._end_of_block()
        if tag == "br":
            self._add("\n")
        if tag in VOID:
            return
        self.is_in_main = self.is_in_main or tag == "main"
        frame = replace(self.stack[-1], tag=tag, count=0, marker="")
        _mark(frame, given)
        frame.is_unread |= tag in UNREAD or (tag in FURNITURE and not self.is_in_main)
        if tag == "li":
            frame.marker = self._next_marker()
        self.stack.append(frame)
        if tag == "table" and not frame.is_unread:
            self.table = _Table(frame.direction)

    def handle_endtag(self, tag: str) -> None:
        """Close the element and whatever was left open inside it."""
        if tag not in [frame.tag for frame in self.stack[1:]]:
            return
        if tag in BLOCKS:
            self._end_of_block()
        if self.table is not None:
            self._end_in_table(self.table, tag)
        while self.stack.pop().tag != tag:
            pass
        if tag == "main":
            self.is_in_main = False

    def handle_data(self, data: str) -> None:
        """Take words where they are read."""
        frame = self.stack[-1]
        if not frame.is_unread:
            self._add(data.replace("\r\n", "\n") if frame.is_typed else SPACES.sub(" ", data))

    def flush(self) -> None:
        """Make a block of the words since the last one."""
        pieces, self.pieces = tidied(self.pieces), []
        if pieces:
            (self.main if self.is_in_main else self.notices).append(self._block(pieces))

    def _add(self, text: str) -> None:
        frame = self.stack[-1]
        if not frame.is_unread:
            self.pieces.append(Piece(text, frame.language, frame.direction, frame.href, frame.is_strong))

    def _end_of_block(self) -> None:
        if self.table is None:
            self.flush()
        else:
            # Paragraphs in one cell are parted by a space.
            self._add(" ")

    def _block(self, pieces: Pieces) -> Block:
        at = next((frame for frame in reversed(self.stack) if frame.tag in KINDS), None)
        way = next(frame for frame in reversed(self.stack) if frame.tag in BLOCKS or frame is self.root).direction
        kind = KINDS[at.tag] if at is not None else "paragraph"
        if at is None or kind not in ("heading", "item"):
            return Block(kind, pieces, way)
        if kind == "heading":
            return Block(kind, pieces, way, HEADINGS[at.tag])
        marker, at.marker = at.marker, ""
        return Block(kind, pieces, way, sum(frame.tag in ("ul", "ol") for frame in self.stack) or 1, marker)

    def _next_marker(self) -> str:
        around = next((frame for frame in reversed(self.stack) if frame.tag in ("ul", "ol")), None)
        if around is None or around.tag == "ul":
            return BULLET
        around.count += 1
        return f"{around.count}."

    def _end_in_table(self, table: _Table, tag: str) -> None:
        if tag in ("caption", "th", "td"):
            pieces, self.pieces = tidied(self.pieces), []
            if tag == "caption":
                table.caption = pieces
            else:
                table.row.append(pieces)
                table.has_data |= tag == "td"
        elif tag == "tr":
            self._end_row(table)
        elif tag == "table":
            self.pieces, self.table = [], None
            place = self.main if self.is_in_main else self.notices
            place.append(Grid(table.caption, table.header, tuple(table.rows), table.direction))

    def _end_row(self, table: _Table) -> None:
        if not table.has_data and not table.rows and not table.header:
            table.header = tuple(table.row)
        elif table.row:
            table.rows.append(tuple(table.row))
        table.row, table.has_data = [], False


def _mark(frame: _Frame, given: dict[str, str]) -> None:
    if given.get("lang"):
        frame.language, frame.direction = given["lang"], direction(given["lang"])
    if given.get("dir") in ("ltr", "rtl"):
        frame.direction = given["dir"]
    if frame.tag == "a":
        frame.href = given.get("href", "")
    frame.is_strong |= frame.tag in ("strong", "b")
    frame.is_typed |= frame.tag == "pre" or bool(TYPED & set(given.get("class", "").split()))
    frame.is_unread |= "hidden" in given or given.get("aria-hidden") == "true"


def tidied(pieces: Sequence[Piece]) -> Pieces:
    """Return pieces with one space where HTML shows one, none at the ends; neighbours of one kind become one."""
    found: list[Piece] = []
    for piece in pieces:
        text = re.sub(r" *\n *", "\n", piece.text)
        if not found or found[-1].text.endswith((" ", "\n")):
            text = text.lstrip(" ") if found else text.lstrip()
        if text.startswith("\n") and found and found[-1].text.endswith(" "):
            found[-1] = replace(found[-1], text=found[-1].text.rstrip(" "))
        if not text:
            continue
        if found and replace(found[-1], text="") == replace(piece, text=""):
            found[-1] = replace(found[-1], text=found[-1].text + text)
        else:
            found.append(replace(piece, text=text))
    while found and not (last := found[-1].text.rstrip()):
        found.pop()
    if found:
        found[-1] = replace(found[-1], text=last)
    return tuple(found)
