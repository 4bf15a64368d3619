"""Turns an e-mail's HTML into plain lines, what it quotes behind ">"; nothing of it is run, fetched or kept as HTML.

One pass from left to right, so that no page takes longer than its length: it needs no tree.
"""

import html
import re
from dataclasses import dataclass, field

_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9]{0,20})")
# What nobody reads.
_UNREAD = frozenset({"script", "style", "head", "title", "template", "svg", "object", "noscript", "select"})
_LINES = frozenset({
    "address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul",
})
_APART = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "ul", "ol"})
_EMPTY = frozenset({"br", "img", "hr", "meta", "link", "input", "wbr", "area", "base", "col", "embed", "source"})
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|pt)?\s*[;\"']",
    re.IGNORECASE)
# What a tag's style can say stands within so many letters.
_LONGEST_TAG = 2_000
_DEEPEST_QUOTE = 20
# Signs by number, with more digits than any letter has; the library would fail on thousands of them.
_ODD_NUMBER = re.compile(r"&#(?:\d{8}\d*|[xX][0-9a-fA-F]{8}[0-9a-fA-F]*);?")


@dataclass
class _Page:
    """The lines so far, and where in the page we stand."""

    lines: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    quotes: int = 0
    # Whether the line that is being written has a letter so far: asking all its words again would take too long.
    has_words: bool = False
    # What is not read, and how many tags of its name are open inside it.
    unread: str = ""
    unread_open: int = 0

    def end_line(self) -> None:
        """Close the line that is being written; an empty one leaves nothing."""
        words = " ".join("".join(self.words).split())
        self.words.clear()
        self.has_words = False
        if words:
            self.lines.append("> " * min(self.quotes, _DEEPEST_QUOTE) + words)

    def gap(self) -> None:
        """Leave one empty line, never two."""
        self.end_line()
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append("")


def lines_of(page: str) -> str:
    """Return what a reader of this HTML sees, as plain lines: paragraphs apart, table cells divided by " | "."""
    found, at = _Page(), 0
    while at < len(page):
        opening = page.find("<", at)
        if opening < 0:
            _words(found, page[at:])
            break
        _words(found, page[at:opening])
        at = _after_tag(found, page, opening)
    found.end_line()
    return "\n".join(found.lines).strip()


def _words(page: _Page, words: str) -> None:
    if words and not page.unread:
        page.words.append(html.unescape(_ODD_NUMBER.sub("\ufffd", words)))
        page.has_words = page.has_words or bool(page.words[-1].strip())


def _after_tag(page: _Page, text: str, opening: int) -> int:
    """Read the tag that begins at `opening` and return where what follows begins."""
    if text.startswith("<!--", opening):
        end = text.find("-->", opening + 4)
        return len(text) if end < 0 else end + 3
    name = _NAME.match(text, opening + 1)
    if name is None and not text.startswith(("<!", "<?"), opening):
        _words(page, "<")
        return opening + 1
    end = text.find(">", opening)
    if end < 0:
        return len(text)
    if name is not None:
        is_end = text[opening + 1] == "/"
        _tag(page, name.group(1).lower(), is_end, text[opening:min(end + 1, opening + _LONGEST_TAG)])
    return end + 1


def _tag(page: _Page, name: str, is_end: bool, whole: str) -> None:
    if page.unread:
        if name == page.unread and not whole.endswith("/>"):
            page.unread_open += -1 if is_end else 1
            page.unread = page.unread if page.unread_open else ""
        return
    if not is_end and name not in _EMPTY and (name in _UNREAD or _HIDDEN.search(whole)):
        page.unread, page.unread_open = name, 1
        return
    _place(page, name, is_end)


def _place(page: _Page, name: str, is_end: bool) -> None:
    """Break lines and cells as the tag does."""
    if name == "br":
        # Two of them make a paragraph.
        (page.end_line if page.has_words else page.gap)()
    elif name in ("td", "th"):
        if not is_end and page.has_words:
            page.words.append(" | ")
    elif name in _APART:
        page.gap()
    elif name in _LINES:
        page.end_line()
    if name == "li" and not is_end:
        page.words.append("- ")
        page.has_words = True
    if name == "blockquote":
        page.quotes = max(0, page.quotes + (-1 if is_end else 1))
