"""Reads a page of HTML as paragraphs; its scripts are dropped, and nothing it points to is fetched."""

import re
from html.parser import HTMLParser

import nh3

from consult.intake.document_kinds import HTML
from consult.intake.document_parts import HEADING, ITEM, PARAGRAPH, Document, Paragraphs, broken
from consult.intake.documents_text import decoded

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | {"p", "div", "li", "blockquote", "pre", "ul", "ol", "dl", "dt", "dd", "table", "caption"}
_TABLE = frozenset({"tr", "td", "th"})
# Words in these are not words of the page; everything else that is not listed loses its mark and keeps its words.
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]{0,30})")
_NEED_NO_END = frozenset("""
    p li dt dd tr td th thead tbody tfoot col colgroup option br img hr meta link input area base wbr source""".split())
# The strict parser takes long over very many elements that stand where none may, as in a table outside of its cells.
_DEEPEST, _MOST_TAGS = 1_000, 150_000
# Stands for "&" while the strict parser works, which takes very long over many of them; no text has this sign.
_AND = "\ufdd0"
# Signs by number, with more digits than any letter has; the library would fail on thousands of them.
_ODD_NUMBER = re.compile(r"&#(?:\d{8}\d*|[xX][0-9a-fA-F]{8}[0-9a-fA-F]*);?")
_DROPPED = frozenset({"script", "style", "title", "template", "noscript", "object", "iframe", "svg", "math"})


def read_html(data: bytes) -> Document:
    """Return the words of a page, one paragraph for each block. Raises Refused("file", `document-long`)."""
    found = _CHARSET.search(data[:4096])
    return read_html_words(decoded(data, found.group(1).decode("ascii") if found else ""))


def read_html_words(words: str) -> Document:
    """Return the words of a page whose encoding is known. Raises Refused("file", `document-long`).

    The strict parser goes first: what it gives is well-formed, so that the one of the standard library, which can take
    very long over what is not, has nothing to guess.
    """
    _check_depth(words)
    words = _ODD_NUMBER.sub("\ufffd", words.replace(_AND, "")).replace("&", _AND)
    plain = nh3.clean(words, tags=set(_BLOCKS | _TABLE | {"br", "img"}), clean_content_tags=set(_DROPPED),
                      attributes={}, strip_comments=True, link_rel=None)
    paragraphs = Paragraphs()
    reader = _Page(paragraphs)
    reader.feed(plain.replace(_AND, "&"))
    reader.close()
    reader.end_block()
    return Document(HTML, tuple(paragraphs.found), images=reader.images)


def _check_depth(words: str) -> None:
    """Raise Refused(`document-bomb`) where elements stand inside one another, or after one another, without end.

    Those that need no end of their own are not counted: a long page may leave thousands of them open.
    """
    depth = 0
    for number, found in enumerate(_TAG.finditer(words)):
        if found.group(2).lower() not in _NEED_NO_END:
            depth = max(0, depth - 1) if found.group(1) else depth + 1
        if depth > _DEEPEST or number > _MOST_TAGS:
            raise broken("document-bomb")


class _Page(HTMLParser):
    """Collects the blocks of a page, tables as rows; a table inside a cell is read as words of that cell."""

    def __init__(self, paragraphs: Paragraphs) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs = paragraphs
        self.images = 0
        self._words: list[str] = []
        self._kind = PARAGRAPH
        self._cells: list[str] | None = None
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.images += 1
        elif tag == "br":
            self._words.append("\n")
        elif tag == "table":
            self.end_block()
            self._depth += 1
        elif tag == "tr" and self._depth == 1:
            self.end_block()
            self._cells = []
        elif tag in _BLOCKS or tag in _TABLE:
            self.end_block()
            self._kind = HEADING if tag in _HEADINGS else ITEM if tag == "li" else PARAGRAPH

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._depth == 1 and self._cells is not None:
            self._cells.append(self._taken())
        elif tag == "tr" and self._depth == 1 and self._cells is not None:
            cells, self._cells = self._cells, None
            self.paragraphs.row(cells)
        elif tag in _BLOCKS:
            self.end_block()
            self._depth -= tag == "table"

    def handle_data(self, data: str) -> None:
        self._words.append(" ".join(data.split("\n")))

    def end_block(self) -> None:
        """Keep what stands since the last block; inside a table's cell it goes on."""
        if self._cells is not None:
            self._words.append(" ")
            return
        self.paragraphs.add(self._taken(), self._kind)
        self._kind = PARAGRAPH

    def _taken(self) -> str:
        words, self._words = "".join(self._words), []
        return words
