"""Puts the pieces of text on a page together again: lines, paragraphs and rows of tables; it reads no file."""

import re
import statistics
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from consult.intake.document_parts import HEADING, ITEM, PARAGRAPH, Paragraphs

# An average letter is about half as wide as its font is high.
_LETTER = 0.5
# So wide a gap, in heights of the font, divides columns.
_GAP = 0.7
_BULLET = re.compile(r"(?:[•◦▪▫■□●○‣⁃*–—·\uf0b7\uf0a7-]|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)])\s+\S")
_SENTENCE_END = re.compile(r"[.!?:;…。।۔؟]['\"”’)]*\s*$")
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"\W*(?:page\s*)?#(?:\s*(?:/|of)\s*#)?\W*", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LONGEST_HEADING = 200


@dataclass(frozen=True)
class Piece:
    """Words on the page, in points: `x` from its left, `y` from its foot, `size` the height of their font."""

    x: float
    y: float
    size: float
    text: str


@dataclass(frozen=True)
class Line:
    """One line of a page, as segments that a wide gap divides, each with the place where it begins."""

    y: float
    size: float
    segments: tuple[tuple[float, str], ...]

    @property
    def text(self) -> str:
        """Return all of the line."""
        return " ".join(text for _x, text in self.segments)


def lines_of(pieces: Sequence[Piece]) -> list[Line]:
    """Return the lines that the pieces of a page make, in the order in which the page writes them."""
    lines: list[list[Piece]] = []
    for piece in pieces:
        if not piece.text.strip():
            if lines and piece.text:
                lines[-1].append(piece)
            continue
        if lines and abs(piece.y - _anchor(lines[-1]).y) < 0.5 * max(piece.size, _anchor(lines[-1]).size):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [_line(found) for found in lines]


def _anchor(pieces: Sequence[Piece]) -> Piece:
    return next(piece for piece in pieces if piece.text.strip())


def _line(pieces: Sequence[Piece]) -> Line:
    first = _anchor(pieces)
    if _is_from_right(pieces):
        ordered = _from_right(pieces)
        return Line(first.y, first.size, ((first.x, ordered),))
    segments: list[tuple[float, list[str]]] = []
    end = 0.0
    for piece in pieces:
        if segments and (not piece.text.strip() or piece.x - end < _GAP * piece.size):
            segments[-1][1].append(piece.text)
        else:
            segments.append((piece.x, [piece.text]))
        if piece.text.strip():
            end = piece.x + len(piece.text.strip()) * piece.size * _LETTER
    return Line(first.y, max(piece.size for piece in pieces), tuple(
        (x, " ".join("".join(texts).split())) for x, texts in segments))


def _is_from_right(pieces: Sequence[Piece]) -> bool:
    kinds = Counter(unicodedata.bidirectional(character) for piece in pieces for character in piece.text)
    return kinds["R"] + kinds["AL"] > kinds["L"]


def _from_right(pieces: Sequence[Piece]) -> str:
    """Return a line of Urdu or Arabic as it is read: some programs write its words from the left as they are seen."""
    words = [piece for piece in pieces if piece.text.strip()]
    is_seen_order = len(words) > 1 and all(a.x <= b.x for a, b in zip(words, words[1:], strict=False))
    ordered = reversed(pieces) if is_seen_order else pieces
    return " ".join("".join(piece.text for piece in ordered).split())


def without_running_heads(pages: Sequence[list[Line]]) -> tuple[list[list[Line]], bool]:
    """Return the pages without the lines that head or foot most of them, and page numbers; and whether words went.

    A line counts as such where it stands first or last on three pages or more, and on most, but for its numbers.
    """
    ends = Counter(_same(line) for lines in pages for line in _ends(lines))
    repeated = {words for words, times in ends.items() if times >= 3 and 2 * times > len(pages)}
    kept = [[line for line in lines if not _is_running(line, lines, repeated, len(pages))] for lines in pages]
    return kept, any(not _PAGE_NUMBER.fullmatch(words) for words in repeated)


def _ends(lines: Sequence[Line]) -> tuple[Line, ...]:
    return (lines[0], lines[-1]) if len(lines) > 1 else ()


def _same(line: Line) -> str:
    return _DIGITS.sub("#", line.text)


def _is_running(line: Line, lines: Sequence[Line], repeated: set[str], pages: int) -> bool:
    if not any(line is end for end in _ends(lines)):
        return False
    return _same(line) in repeated or (pages > 1 and bool(_PAGE_NUMBER.fullmatch(_same(line))))


def write_page(lines: Sequence[Line], paragraphs: Paragraphs) -> None:
    """Add what a page says to the document: paragraphs put together from lines, headings, and rows of tables."""
    if not lines:
        return
    body = statistics.mode([round(line.size, 1) for line in lines for _word in line.text.split()] or [0.0])
    usual = _usual_step(lines)
    known = frozenset(word.casefold() for line in lines for word in _WORD.findall(line.text))
    for is_table, block in _blocks(lines):
        if is_table:
            for row in _rows(block):
                paragraphs.row(row)
            continue
        for group in _groups(block, usual):
            text = joined([line.text for line in group], known)
            paragraphs.add(text, _kind(text, group[0].size, body))


def _kind(text: str, size: float, body: float) -> str:
    if size >= 1.15 * body and len(text) < _LONGEST_HEADING:
        return HEADING
    return ITEM if _BULLET.match(text) else PARAGRAPH


def _blocks(lines: Sequence[Line]) -> Iterator[tuple[bool, list[Line]]]:
    """Give runs of lines, and whether each is a table: two lines or more that gaps divide, with a column in common."""
    run: list[Line] = []
    is_divided = False
    for line in lines:
        divides = len(line.segments) > 1
        if run and divides != is_divided:
            yield is_divided and _is_table(run), run
            run = []
        is_divided = divides
        run.append(line)
    if run:
        yield is_divided and _is_table(run), run


def _is_table(lines: Sequence[Line]) -> bool:
    starts = Counter(round(x / 4) for line in lines for x, _text in line.segments[1:])
    return len(lines) > 1 and any(times > 1 for times in starts.values())


def _rows(lines: Sequence[Line]) -> Iterator[list[str]]:
    """Give the rows of a table with each segment under the column that it begins at, empty where there is none."""
    columns: list[float] = []
    for x in sorted(x for line in lines for x, _text in line.segments):
        if not columns or x - columns[-1] > 6:
            columns.append(x)
    for line in lines:
        cells = [""] * len(columns)
        for x, text in line.segments:
            place = bisect_right(columns, x + 0.01) - 1
            cells[place] = f"{cells[place]} {text}".strip()
        yield cells


def _usual_step(lines: Sequence[Line]) -> float:
    """Return how many heights of the font one line of a paragraph stands below the other, as far as the page shows."""
    steps = [(a.y - b.y) / a.size for a, b in zip(lines, lines[1:], strict=False)
             if abs(a.size - b.size) < 0.08 * a.size]
    return min((step for step in steps if step > 0.9), default=1.2)


def _groups(lines: Sequence[Line], usual: float) -> Iterator[list[Line]]:
    """Give the lines of each paragraph; `usual` is the step from one to the next, in heights of the font."""
    longest = max(len(line.text) for line in lines)
    group: list[Line] = []
    for line in lines:
        if group and _begins(group[-1], line, usual, longest):
            yield group
            group = []
        group.append(line)
    yield group


def _begins(before: Line, line: Line, usual: float, longest: int) -> bool:
    """Say whether a line begins a paragraph: after a gap, a short line, in another size, or with a bullet."""
    step = before.y - line.y
    if abs(before.size - line.size) > 0.08 * max(before.size, line.size) or _BULLET.match(line.text):
        return True
    if step <= 0:
        # The next column: a sentence can run on into it.
        return bool(_SENTENCE_END.search(before.text))
    is_short = len(before.text) < (0.8 if _SENTENCE_END.search(before.text) else 0.5) * longest
    return (is_short and not before.text.endswith("-")) or step > 1.3 * min(usual, 2.5) * line.size


def joined(lines: Sequence[str], known: frozenset[str] = frozenset()) -> str:
    """Return the lines of one paragraph as running words; a word that a line's end divides is whole again.

    A hyphen at the end of a line stays where the word is known with it, as in `low-trust`.
    """
    text = lines[0]
    for line in lines[1:]:
        if text.endswith(("\xad", "\u2010")):
            text = text[:-1] + line
        elif text.endswith("-") and len(text) > 1 and text[-2].isalpha() and line[:1].islower():
            text = _unbroken(text, line, known)
        else:
            text = f"{text} {line}"
    return text


def _unbroken(text: str, line: str, known: frozenset[str]) -> str:
    start = _WORD.search(line)
    before = re.search(r"[^\W\d_]+-$", text)
    if start is None or before is None:
        return text + line
    with_hyphen = (before.group() + start.group()).casefold()
    without = with_hyphen.replace("-", "", 1)
    return text + line if with_hyphen in known and without not in known else text[:-1] + line
