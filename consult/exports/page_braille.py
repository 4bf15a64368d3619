"""Pages of braille, 40 cells by 25 lines, in braille ASCII: where lines and pages end, not how words are written.

The layout follows what transcribers of English do: paragraphs begin in cell 3, lists in cell 1 and run over into cell
3, headings are centred or begin in cell 5 or 7, and the number of the page closes its last line. A file of this kind
(BRF) goes to a braille display, a notetaker or an embosser as it is.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from consult.domain.languages import LANGUAGES
from consult.exports.page_blocks import BULLET, Block, Grid, Pieces, as_lists, lines_of, text_of

CELLS, LINES = 40, 25
# Braille ASCII of the 64 patterns of six dots, in Unicode's order from U+2800 on.
ASCII = " A1B'K2L@CIF/MSP\"E3H9O6R^DJG>NTQ,*5<-U8V.%[$+X!&;:4\\0Z7(_?W]#Y)="
BLANK, FULL_CELL = "\u2800", "\u283f"
# Where a line may end between cells without a sign: scripts that put no space between words.
SOFT = "\u200b"
# Dot 5 at the end of a line says that the word goes on (Rules of Unified English Braille, 10.13.12).
GOES_ON = '"'
# Cells free on either side of a heading in the middle.
HEADING_MARGIN = 3
PAGE_NUMBER_SIGN, DIGITS = "#", "JABCDEFGHI"
PAGE_END, LINE_END = "\f", "\r\n"
LATIN = re.compile(r"([A-Za-z\u00c0-\u024f\u1e00-\u1eff][A-Za-z\u00c0-\u024f\u1e00-\u1eff'’]*)")

# Words and the language (BCP 47) by whose rules they are written.
Run = tuple[str, str]
# Gives the cells of each run as Unicode braille: BLANK between words, SOFT where a line may end.
Writer = Callable[[Sequence[Run]], Sequence[str]]


@dataclass(frozen=True)
class Paragraph:
    """Cells in braille ASCII, and how they stand: indents of the first and the other lines, in cells."""

    cells: str
    first: int = 0
    rest: int = 0
    is_centred: bool = False
    is_after_blank: bool = False
    # A heading never stands at the foot of a page.
    is_kept: bool = False


def write(blocks: Iterable[Block | Grid], in_braille: Writer) -> bytes:
    """Return the blocks as a BRF file; raises ValueError where `in_braille` gives a cell of more than six dots."""
    return file_of(lay_out(paragraphs(blocks, in_braille)))


def paragraphs(blocks: Iterable[Block | Grid], in_braille: Writer) -> list[Paragraph]:
    """Return every line of the blocks in braille, in one call of `in_braille`."""
    lines = [(block, number, _runs(block, number, pieces)) for block in as_lists(blocks)
             for number, pieces in enumerate(lines_of(block.pieces))]
    asked = [run for _block, _number, runs in lines for run in runs if run[0].strip()]
    given = iter(in_braille([(text.strip(), language) for text, language in asked]))
    found = []
    for block, number, runs in lines:
        cells = "".join(_spaced(text, next(given)) if text.strip() else BLANK for text, _language in runs)
        found.append(_standing(block, number, ascii_of(cells)))
    return found


def ascii_of(cells: str) -> str:
    """Return Unicode braille as braille ASCII, SOFT kept; raises ValueError for anything but six dots."""
    found = [SOFT if cell == SOFT else ASCII[ord(cell) - ord(BLANK)] for cell in cells
             if cell == SOFT or BLANK <= cell <= FULL_CELL]
    if len(found) != len(cells):
        raise ValueError("not cells of six dots")
    return "".join(found)


def lay_out(given: Iterable[Paragraph]) -> list[list[str]]:
    """Return pages of lines of at most CELLS cells, the last line free for the number of the page."""
    pages: list[list[str]] = [[]]
    for paragraph in given:
        lines = broken(paragraph)
        page = pages[-1]
        needed = len(lines) + 1 + paragraph.is_after_blank if paragraph.is_kept else 1 + paragraph.is_after_blank
        if page and len(page) + needed > LINES - 1:
            page = []
            pages.append(page)
        if page and paragraph.is_after_blank:
            page.append("")
        for line in lines:
            if len(page) == LINES - 1:
                page = []
                pages.append(page)
            page.append(line)
    return pages


def broken(paragraph: Paragraph) -> list[str]:
    """Return a paragraph as lines, cut between words; a word longer than a line is cut after GOES_ON."""
    if paragraph.is_centred:
        room = CELLS - 2 * HEADING_MARGIN
        return [" " * ((CELLS - len(line)) // 2) + line for line in _filled(paragraph.cells, room, room)]
    first, *others = _filled(paragraph.cells, CELLS - paragraph.first, CELLS - paragraph.rest) or [""]
    return [" " * paragraph.first + first, *(" " * paragraph.rest + line for line in others)]


def file_of(pages: Sequence[Sequence[str]]) -> bytes:
    """Return pages as a file: 25 lines each, the last with the number of the page at its end, then a form feed."""
    written = []
    for number, page in enumerate(pages, 1):
        sign = PAGE_NUMBER_SIGN + "".join(DIGITS[int(digit)] for digit in str(number))
        lines = [*page, *[""] * (LINES - 1 - len(page)), sign.rjust(CELLS)]
        written.append(LINE_END.join(line.rstrip() for line in lines) + LINE_END + PAGE_END)
    return "".join(written).encode("ascii")


def _runs(block: Block, number: int, pieces: Pieces) -> list[Run]:
    """Return the runs of one line, Latin words in another script by the rules of English."""
    runs: list[Run] = []
    if number == 0 and block.marker not in ("", BULLET):
        runs.append((f"{block.marker} ", block.pieces[0].language))
    for language, together in groupby(pieces, lambda piece: piece.language):
        text, known = text_of(tuple(together)), LANGUAGES.get(language)
        if known is None or known.is_latin:
            runs.append((text, language if known else "en"))
            continue
        runs.extend((part, "en" if at % 2 else language) for at, part in enumerate(LATIN.split(text)) if part)
    return runs


def _spaced(text: str, cells: str) -> str:
    return (BLANK if text[0].isspace() else "") + cells + (BLANK if text[-1].isspace() else "")


def _standing(block: Block, number: int, cells: str) -> Paragraph:
    """Return cells as a paragraph of their kind of block."""
    is_first = number == 0
    if block.kind == "heading":
        indent = 4 if block.level == 2 else 6
        return Paragraph(cells, indent, indent, block.level == 1, is_first, True)
    if block.kind == "item":
        indent = 2 * (block.level - 1)
        return Paragraph(cells, indent if block.marker and is_first else indent + 2, indent + 2)
    first, rest, is_after_blank = {
        "quote": (4, 4, True), "caption": (6, 6, True), "row": (0, 2, True), "term": (0, 2, True),
        "detail": (2, 4, False),
    }.get(block.kind, (2, 0, False))
    return Paragraph(cells, first, rest, is_after_blank=is_first and is_after_blank,
                     is_kept=block.kind in ("caption", "term"))


def _filled(cells: str, first: int, rest: int) -> list[str]:
    """Return cells as lines of at most `first`, then `rest` cells."""
    lines, line, room = [], "", first
    for chunk, gap in _chunks(cells):
        if line and len(line) + len(gap) + len(chunk) > room:
            lines.append(line)
            line, room, gap = "", rest, ""
        line += (gap if line else "") + chunk
        while len(line) > room:
            lines.append(line[:room - 1] + GOES_ON)
            line, room = line[room - 1:], rest
    return [*lines, line] if line else lines


def _chunks(cells: str) -> Iterator[tuple[str, str]]:
    """Give what may not be parted, each with what stands before it where it does not begin a line."""
    for word in cells.split(" "):
        gap = " "
        for chunk in word.split(SOFT):
            if chunk:
                yield chunk, gap
                gap = ""
