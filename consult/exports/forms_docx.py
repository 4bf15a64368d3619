"""A paper form as a Word document that can be printed, or filled in on a computer; what it says is not decided here."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from consult.domain.forms import Codes, PaperForm
from consult.exports.cells import Translate
from consult.exports.docx_pages import Words
from consult.exports.forms import sheets
from consult.exports.forms_blocks import (
    Blanks,
    Block,
    Box,
    Heading,
    Line,
    Paragraph,
    Points,
    Printed,
    Question,
    Simple,
    Ticks,
)
from consult.exports.forms_copies import copies
from consult.exports.forms_pages import BELOW, RULE, WRITING, FormPage


def write(form: PaperForm, language: str, translate: Translate, *, made_at: datetime, is_large: bool = False,
          codes: Sequence[Codes] = ()) -> bytes:
    """Return the form in `language` (BCP 47) as DOCX, once for each pair of codes; one without codes where none is.

    With `is_large` every letter is 18 point or more. `translate` gives our fixed words in that language. Equal forms
    with equal codes give equal bytes.
    """
    written = write_sheets(sheets(form, language, translate, codes[0] if codes else None), language, translate,
                           made_at=made_at, is_large=is_large)
    return copies(written, codes)


def write_sheets(printed: Sequence[Printed], language: str, translate: Translate, *, made_at: datetime,
                 is_large: bool = False) -> bytes:
    """Return sheets that belong together as one DOCX, each in a section with a foot of its own."""
    page = FormPage(language, printed[0].name, made_at, is_large=is_large)
    writer = _Writer(page, translate)
    for number, sheet in enumerate(printed):
        writer.write(sheet, is_first=number == 0)
    return page.saved()


class _Writer:
    def __init__(self, page: FormPage, translate: Translate) -> None:
        self.page, self.translate = page, translate

    def write(self, sheet: Printed, *, is_first: bool) -> None:
        """Add one sheet in a section of its own, with its own foot."""
        if not is_first:
            self.page.start_section()
        for block in sheet.blocks:
            self._block(block)
        self.page.foot(self._foot(sheet))

    def _foot(self, sheet: Printed) -> list[Words | str]:
        language, gap = self.page.language, "\N{NO-BREAK SPACE}\N{NO-BREAK SPACE} "
        parts: list[Words | str] = [(sheet.name + gap, language)]
        if sheet.code:
            parts += [(self.translate("Code:") + " ", language), (sheet.code, "en"), (gap, language)]
        words = self.translate("Page %(page)s of %(pages)s", page="\x01", pages="\x02")
        for piece in words.replace("\x01", "\x00PAGE\x00").replace("\x02", "\x00SECTIONPAGES\x00").split("\x00"):
            parts.append(piece if piece in ("PAGE", "SECTIONPAGES") else (piece, language))
        return [part for part in parts if isinstance(part, str) or part[0]]

    def _block(self, block: Block) -> None:
        if isinstance(block, Question):
            written = [paragraph for part in block.blocks for paragraph in self._simple(part)]
            together = [paragraph for paragraph in written[:-1]
                        if not (block.is_long and paragraph.style.name == WRITING)]
            for paragraph in together:
                paragraph.paragraph_format.keep_with_next = True
        elif isinstance(block, Box):
            self.page.frame([paragraph for part in block.blocks for paragraph in self._simple(part)])
        else:
            list(self._simple(block))

    def _simple(self, block: Simple) -> Iterable[Any]:
        page = self.page
        if isinstance(block, Heading):
            return [page.line(block.line, f"Heading {block.level}")]
        if isinstance(block, Paragraph):
            return [page.line(block.line, RULE if block.is_rule else "Normal")]
        if isinstance(block, Points):
            return [page.line(line, "List Bullet") for line in block.lines]
        if isinstance(block, Ticks):
            return self._ticks(block)
        if isinstance(block, Blanks):
            return [page.blank(label, is_first=block.is_first) for label in block.labels]
        return self._lines(block.count, block.label)

    def _ticks(self, block: Ticks) -> list[Any]:
        written = []
        for tick in block.ticks:
            then: Line = ((" \N{EN DASH} ", self.page.language), *tick.then) if tick.then else ()
            written.append(self.page.tick(tick.label, then))
            if tick.hint:
                written.append(self.page.line(tick.hint, BELOW))
            if tick.asks:
                written.append(self.page.line(tick.asks, BELOW))
                written += self.page.writing_lines(1, BELOW)
        return written

    def _lines(self, count: int, label: Line) -> list[Any]:
        written = [self.page.line(label, RULE)] if label else []
        return written + self.page.writing_lines(count, WRITING)
