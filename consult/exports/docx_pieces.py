"""The pieces of a report in a Word document: real headings, lists and tables, each run in its language."""

import io
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Mm

from consult.domain.reports import Table, pick
from consult.exports import chart_strips, charts
from consult.exports.cells import Translate, cell_words
from consult.exports.docx_pages import Page, Words, element, printable
from consult.exports.report_pieces import (
    Beside,
    Bullets,
    Drawing,
    Facts,
    Figures,
    Film,
    Folded,
    Grid,
    Heading,
    Numbers,
    Paragraph,
    Piece,
    Quoted,
    RowOf,
    Span,
    Spans,
    words_of,
)

CHART_WIDTH, MARGIN = Cm(15), Mm(20)


class PieceDocument(Page):
    """A document under construction; each table of a report carries its id as the description of the table."""

    def __init__(self, language: str, title: str, written_at: datetime, translate: Translate) -> None:
        """`translate` gives the words of numbers that may not be shown, and of tables."""
        super().__init__(language, title, written_at)
        self.translate = translate
        self._set_sheet()
        self.tables, self.table_id = 0, ""
        self.draw: dict[type, Callable[[Any], None]] = {
            Heading: lambda piece: self.heading_of(piece.spans, piece.level),
            Paragraph: lambda piece: self.paragraph(*_words(piece.spans)), Bullets: self._bullets,
            Numbers: lambda piece: self._numbers(piece.table), RowOf: self._row_of, Drawing: self._drawing,
            Quoted: self._quoted, Facts: self._facts, Figures: self._figures, Grid: self._grid, Beside: self._beside,
            Folded: self._folded, Film: self._film,
        }

    def _set_sheet(self) -> None:
        """Make the paper A4 with the number of each page below it."""
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
        self.document.styles["Normal"].paragraph_format.line_spacing = 1.25
        paragraph = section.footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        field = element("w:fldSimple", instr="PAGE")
        paragraph._p.append(field)
        field.append(paragraph.add_run("1")._r)

    def add(self, pieces: Iterable[Piece]) -> None:
        """Add pieces in their order."""
        for piece in pieces:
            self.draw[type(piece)](piece)

    def heading_of(self, spans: Spans, level: int) -> None:
        """Add a heading whose words may be in several languages."""
        self._write(self.document.add_heading("", level), *_words(spans))

    def _fixed(self, words: str) -> Words:
        return (words, self.language)

    def _bullets(self, piece: Bullets) -> None:
        if not piece.is_numbered:
            self.bullets([_words(item) for item in piece.items])
            return
        for number, item in enumerate(piece.items, 1):
            self.paragraph(self._fixed(f"{number}. "), *_words(item))

    def _figures(self, piece: Figures) -> None:
        self.bullets([[self._fixed(f"{number} "), (words.words, words.language)] for number, words in piece.items])

    def _numbers(self, table: Table) -> None:
        self.tables += 1
        self.table_id = table.table_id
        caption = [self._fixed(self.translate("Table %(number)s:", number=self.tables) + " "),
                   pick(table.title, self.language)]
        header = [self._fixed(self.translate("Group, answer or theme")),
                  *(pick(column.label, self.language) for column in table.columns)]
        rows = [[pick(row.label, self.language), *(self._cell(table, row.key, c.key) for c in table.columns)]
                for row in table.rows]
        self.table(caption, header, rows)
        self.table_id = ""

    def _cell(self, table: Table, row: str, column: str) -> Words:
        return self._fixed(cell_words(table.cells[row, column], self.translate))

    def _row_of(self, piece: RowOf) -> None:
        self.bullets([
            [pick(column.label, self.language), self._fixed(": "),
             self._cell(piece.table, piece.row_key, column.key)] for column in piece.table.columns])

    def _drawing(self, piece: Drawing) -> None:
        """Add what sums a chart up; stacked lines as pictures, for other charts the table below is the better one."""
        chart = piece.chart
        self.paragraph(self._fixed(" ".join(filter(None, (chart.summary, chart.note)))))
        if chart.kind != charts.STACKED:
            return
        for line in chart.lines:
            self.paragraph(self._fixed(line.label))
            said = ", ".join(f"{part.label} {part.words}" for part in line.parts)
            self._picture(chart_strips.png(chart, line), f"{line.label}: {said}")
            self.paragraph(self._fixed(" · ".join(f"{number}. {part.label} {part.words}"
                                                  for number, part in enumerate(line.parts, 1))))

    def _picture(self, content: bytes, words: str) -> None:
        shape = self.document.add_picture(io.BytesIO(content), width=CHART_WIDTH)
        properties = shape._inline.docPr
        properties.set("descr", printable(words))
        properties.set("name", f"{properties.get('id')}")

    def _quoted(self, piece: Quoted) -> None:
        self.quote((piece.text, piece.language), (piece.source.words, piece.source.language))

    def _facts(self, piece: Facts) -> None:
        for name, said in piece.rows:
            paragraph = self.document.add_paragraph()
            paragraph.paragraph_format.keep_with_next = True
            self._write(paragraph, *_words(name), is_bold=True)
            for line in said:
                self.paragraph(*_words(line))

    def _grid(self, piece: Grid) -> None:
        header = [(words_of(spans), spans[0].language) for spans in piece.header]
        self.table(_words(piece.caption), header, [[_lines(cell) for cell in row] for row in piece.rows])

    def _beside(self, piece: Beside) -> None:
        """Add columns as a table of one row, all that stands in a column in one cell."""
        names = [(name.words, name.language) for name, _inside in piece.columns]
        cells = [_lines([line for one in inside for line in _said(one)]) for _name, inside in piece.columns]
        self.table([names[0]], names, [cells])

    def _folded(self, piece: Folded) -> None:
        paragraph = self.document.add_paragraph()
        self._write(paragraph, *_words((piece.title,)), is_bold=True)
        self.add(piece.pieces)

    def _film(self, piece: Film) -> None:
        words = self.translate("Watch this chapter in British Sign Language")
        self.paragraph(self._fixed(words + ": "), (piece.address, "en"))

    def _describe_table(self, properties: Any, caption: str) -> None:
        super()._describe_table(properties, caption)
        if self.table_id:
            properties.append(element("w:tblDescription", val=self.table_id))


def _words(spans: Iterable[Span]) -> list[Words]:
    """Return spans as words with their languages; an address that they lead to stands behind them."""
    return [(span.words + (f" ({span.target})" if span.target.startswith("http") else ""), span.language)
            for span in spans]


def _lines(lines: Sequence[Spans]) -> list[Words]:
    """Return the paragraphs of a cell as words, a line end between them."""
    found: list[Words] = []
    for number, line in enumerate(lines):
        parts = _words(line)
        found += [(f"\n{parts[0][0]}" if number else parts[0][0], parts[0][1]), *parts[1:]]
    return found or [("", "en")]


def _said(piece: Piece) -> list[Spans]:
    """Return what a piece inside a column says, as lines."""
    if isinstance(piece, Paragraph):
        return [piece.spans]
    if isinstance(piece, Folded):
        return [(piece.title,), *(line for inside in piece.pieces for line in _said(inside))]
    return []
