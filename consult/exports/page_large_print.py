"""A web page as a Word document in large print: 18 points and more, one column, real headings, lists and tables.

A table of more columns than fit in this size becomes lists, every cell after the name of its column.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from consult.domain.languages import LANGUAGES
from consult.exports import docx_pages
from consult.exports.docx_pages import AFTER_BIDI, Page, element, printable, set_complex_size
from consult.exports.page_blocks import BULLET, Block, Grid, Piece, Pieces, ReadPage, as_lists, text_of

POINTS = 18
HEADING_POINTS = {1: 28, 2: 24, 3: 21}
DEEPEST_HEADING, DEEPEST_LIST = 6, 3
MOST_COLUMNS = 4
MARGIN = Mm(20)
# Faces without serifs that Windows and Office bring, by ISO 15924 script; LibreOffice finds its own for a missing one.
FONTS = {"Beng": "Nirmala UI", "Deva": "Nirmala UI", "Gujr": "Nirmala UI", "Guru": "Nirmala UI",
         "Hans": "Microsoft YaHei"}
LEADS_OUT = ("http://", "https://", "mailto:", "tel:", "/")


def write(page: ReadPage, blocks: Iterable[Block | Grid], written_at: datetime, address: str) -> bytes:
    """Return the blocks of a page as DOCX; `address` is where the page stands, links are made whole with it."""
    sheet = _Sheet(page.language, page.title, written_at, address)
    for block in blocks:
        sheet.add(block)
    return sheet.saved()


class _Sheet(Page):
    def __init__(self, language: str, title: str, written_at: datetime, address: str) -> None:
        super().__init__(language, title, written_at)
        self.address = address
        self.numbering: str | None = None
        # The library looks a style up in a list of hundreds each time.
        self.styles = {style.name: style.style_id for style in self.document.styles}
        self._enlarge()

    def add(self, block: Block | Grid) -> None:
        """Add a block; a table that is too wide as lists."""
        if isinstance(block, Grid):
            if max(map(len, (block.header, *block.rows)), default=0) <= MOST_COLUMNS:
                self._add_table(block)
            else:
                for part in as_lists([block]):
                    self._add_block(part)
        else:
            self._add_block(block)

    def _add_block(self, block: Block) -> None:
        if block.kind == "heading":
            paragraph = self._styled(f"Heading {min(block.level, DEEPEST_HEADING)}")
        elif block.kind == "item":
            paragraph = self._item(block)
        else:
            paragraph = self._styled({"quote": "Quote", "caption": "Caption"}.get(block.kind, "Normal"))
            if block.kind == "detail":
                paragraph.paragraph_format.left_indent = Pt(POINTS)
            paragraph.paragraph_format.keep_with_next = True if block.kind in ("caption", "term") else None
        self._fill(paragraph, block.pieces, block.direction, is_bold=block.kind in ("row", "term"))

    def _styled(self, style: str) -> Any:
        paragraph = self.document.add_paragraph()
        paragraph._p.style = self.styles[style]
        return paragraph

    def _item(self, block: Block) -> Any:
        deep = min(block.level, DEEPEST_LIST)
        depth = f" {deep}" if deep > 1 else ""
        if not block.marker:
            return self._styled(f"List Continue{depth}")
        if block.marker == BULLET:
            return self._styled(f"List Bullet{depth}")
        paragraph = self._styled(f"List Number{depth}")
        if block.marker == "1." or self.numbering is None:
            self.numbering = self._new_numbering(paragraph.style)
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_numId().val = int(self.numbering)
        return paragraph

    def _new_numbering(self, style: Any) -> str:
        """Return a list that counts from one: Word goes on with the numbers of the list before otherwise."""
        numbering = self.document.part.numbering_part.element
        used = style.element.pPr.numPr.numId.val
        abstract = numbering.num_having_numId(used).abstractNumId.val
        made = numbering.add_num(abstract)
        made.add_lvlOverride(ilvl=0).add_startOverride(1)
        return str(made.numId)

    def _add_table(self, grid: Grid) -> None:
        if grid.caption:
            caption = self._styled("Caption")
            caption.paragraph_format.keep_with_next = True
            self._fill(caption, grid.caption, grid.direction)
        rows: Sequence[Sequence[Pieces]] = [grid.header, *grid.rows] if grid.header else grid.rows
        table = self.document.add_table(rows=0, cols=max(map(len, rows), default=1), style="Table Grid")
        for number, line in enumerate(rows):
            row = table.add_row()
            marks = row._tr.get_or_add_trPr()
            marks.append(element("w:cantSplit"))
            is_header = bool(grid.header) and number == 0
            if is_header:
                marks.append(element("w:tblHeader"))
            for at, (cell, pieces) in enumerate(zip(row.cells, line, strict=False)):
                self._fill(cell.paragraphs[0], pieces, grid.direction, is_bold=is_header or at == 0)
        self._describe_table(table._tbl.tblPr, text_of(grid.caption))
        # Word joins tables that touch.
        self.document.add_paragraph()

    def _fill(self, paragraph: Any, pieces: Pieces, way: str, is_bold: bool = False) -> None:
        if way == "rtl":
            paragraph._p.get_or_add_pPr().insert_element_before(element("w:bidi"), *AFTER_BIDI)
        for piece in pieces:
            place = self._link(paragraph, piece) if piece.href.startswith(LEADS_OUT) else paragraph._p
            run = paragraph.add_run(printable(piece.text))
            if place is not paragraph._p:
                place.append(run._r)
                run.underline = True
            run.bold = run.font.cs_bold = is_bold or piece.is_strong or None
            _mark(run, piece)

    def _link(self, paragraph: Any, piece: Piece) -> Any:
        target = self.document.part.relate_to(urljoin(self.address, piece.href), RELATIONSHIP_TYPE.HYPERLINK,
                                              is_external=True)
        link = element("w:hyperlink")
        link.set(qn("r:id"), target)
        paragraph._p.append(link)
        return link

    def _enlarge(self) -> None:
        styles = self.document.styles
        sizes = dict.fromkeys(("Normal", "Caption", "Quote", "Header", "Footer"), POINTS)
        sizes |= {f"Heading {level}": HEADING_POINTS.get(level, POINTS) for level in range(1, DEEPEST_HEADING + 1)}
        for name, size in sizes.items():
            styles[name].font.size = Pt(size)
            styles[name].font.italic = styles[name].font.cs_italic = False
            set_complex_size(styles[name].element.rPr, size)
        styles["Quote"].paragraph_format.left_indent = Pt(POINTS)
        for level in range(1, DEEPEST_HEADING + 1):
            styles[f"Heading {level}"].font.bold = styles[f"Heading {level}"].font.cs_bold = True
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
        self._number_pages(section.footer.paragraphs[0])

    def _number_pages(self, paragraph: Any) -> None:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        field = element("w:fldSimple", instr="PAGE")
        paragraph._p.append(field)
        field.append(paragraph.add_run("1")._r)


def _mark(run: Any, piece: Piece) -> None:
    """Mark a run with its language, direction and a face that has its letters."""
    known = LANGUAGES.get(piece.language)
    if known is not None and known.script in FONTS:
        run.font.name = docx_pages.FONT
        for name in ("w:cs", "w:eastAsia"):
            run._r.rPr.rFonts.set(qn(name), FONTS[known.script])
    properties = run._r.get_or_add_rPr()
    if piece.direction == "rtl":
        properties.append(element("w:rtl"))
    # Word reads `bidi` for right-to-left letters and those of India, `eastAsia` for Chinese, `val` for the rest.
    properties.append(element("w:lang", val=piece.language, eastAsia=piece.language, bidi=piece.language))
