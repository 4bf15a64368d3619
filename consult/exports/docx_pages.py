"""A Word document that says its language and direction everywhere; it knows nothing of what a report contains."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from consult.domain.languages import direction

# Words and the language that they are in.
Words = tuple[str, str]

FONT = "Arial"
INK = RGBColor(11, 12, 12)
HEADING_SIZES = {1: 20, 2: 16, 3: 13}
# The first instant that a zip archive can hold: file dates must not make equal reports unequal.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
AFTER_BIDI = ("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl")
AFTER_VISUAL = ("w:tblStyleRowBandSize", "w:tblStyleColBandSize", "w:tblW", "w:jc", "w:tblLayout", "w:tblLook")
AFTER_SECTION_BIDI = ("w:rtlGutter", "w:docGrid")


class Page:
    """A document under construction; every method takes words with their language."""

    def __init__(self, language: str, title: str, written_at: datetime) -> None:
        """`language` is a BCP 47 tag; `written_at` stands as the document's date."""
        self.language = language
        self.document = Document()
        self._set_properties(title, written_at)
        self._set_styles()
        if direction(language) == "rtl":
            section = self.document.sections[0]._sectPr
            section.insert_element_before(element("w:bidi"), *AFTER_SECTION_BIDI)

    def heading(self, words: Words, level: int) -> None:
        """Add a real heading, level 1 to 3."""
        self._write(self.document.add_heading("", level), words)

    def paragraph(self, *parts: Words) -> None:
        """Add a paragraph; parts in several languages each keep their own, the first sets the direction."""
        paragraph = self.document.add_paragraph()
        self._write(paragraph, *parts)

    def quote(self, words: Words, source: Words) -> None:
        """Add a quotation in its own direction, and below it who is quoted."""
        self._write(self.document.add_paragraph(style="Quote"), words)
        self.paragraph(source)

    def bullets(self, lines: Sequence[Sequence[Words]]) -> None:
        """Add a list; each line is made of parts."""
        for parts in lines:
            self._write(self.document.add_paragraph(style="List Bullet"), *parts)

    def table(self, caption: Sequence[Words], header: Sequence[Words], rows: Sequence[Sequence[Words | list[Words]]]
              ) -> None:
        """Add a table with its caption above; the header row repeats on each page, the first column names the row.

        A cell whose words are in several languages is a list of parts.
        """
        self._write(self.document.add_paragraph(style="Caption"), *caption)
        table = self.document.add_table(rows=0, cols=len(header), style="Table Grid")
        for number, line in enumerate((header, *rows)):
            row = table.add_row()
            marks = row._tr.get_or_add_trPr()
            marks.append(element("w:cantSplit"))
            if number == 0:
                marks.append(element("w:tblHeader"))
            for at, words in enumerate(line):
                parts = words if isinstance(words, list) else [words]
                self._write(row.cells[at].paragraphs[0], *parts, is_bold=number == 0 or at == 0)
        self._describe_table(table._tbl.tblPr, "".join(words for words, _ in caption))

    def saved(self) -> bytes:
        """Return the document as DOCX; equal content gives equal bytes."""
        written, fixed = io.BytesIO(), io.BytesIO()
        self.document.save(written)
        with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                entry = zipfile.ZipInfo(name, ZIP_DATE)
                entry.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(entry, source.read(name))
        return fixed.getvalue()

    def _write(self, paragraph: Any, *parts: Words, is_bold: bool = False) -> None:
        if direction(parts[0][1]) == "rtl":
            paragraph._p.get_or_add_pPr().insert_element_before(element("w:bidi"), *AFTER_BIDI)
        for words, language in parts:
            run = paragraph.add_run(printable(words))
            # Arabic letters have a weight and a size of their own.
            run.bold = run.font.cs_bold = is_bold or None
            set_language(run._r.get_or_add_rPr(), language)

    def _describe_table(self, properties: Any, caption: str) -> None:
        if direction(self.language) == "rtl":
            properties.insert_element_before(element("w:bidiVisual"), *AFTER_VISUAL)
        for look in properties.findall(qn("w:tblLook")):
            look.set(qn("w:firstRow"), "1")
            look.set(qn("w:firstColumn"), "1")
        properties.append(element("w:tblCaption", val=printable(caption)))

    def _set_properties(self, title: str, written_at: datetime) -> None:
        properties = self.document.core_properties
        properties.title, properties.language = printable(title)[:255], self.language
        properties.author = properties.last_modified_by = properties.comments = ""
        # Office files hold UTC without saying so.
        properties.created = properties.modified = written_at.replace(tzinfo=None, microsecond=0)

    def _set_styles(self) -> None:
        styles = self.document.styles
        for language in styles.element.xpath("//w:docDefaults//w:lang"):
            _fill_language(language, self.language)
        for style in styles:
            if style.type == WD_STYLE_TYPE.PARAGRAPH and style.font is not None:
                _set_font(style)
        sizes = {"Normal": 12, "Caption": 12, "Quote": 12}
        sizes |= {f"Heading {level}": size for level, size in HEADING_SIZES.items()}
        for name, size in sizes.items():
            styles[name].font.size = Pt(size)
            set_complex_size(styles[name].element.rPr, size)
        styles["Normal"].paragraph_format.line_spacing = 1.5


def _set_font(style: Any) -> None:
    style.font.name = FONT
    fonts = style.element.rPr.rFonts
    # Theme fonts win over named ones, and have no letters for half of London's scripts.
    for attribute in [name for name in fonts.attrib if "Theme" in name or "theme" in name]:
        del fonts.attrib[attribute]
    fonts.set(qn("w:cs"), FONT)
    style.font.color.rgb = INK


def set_complex_size(properties: Any, points: int) -> None:
    """Set the size of right-to-left letters beside the one that a style's `w:sz` holds."""
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    properties.find(qn("w:sz")).addnext(element("w:szCs", val=str(points * 2)))


def set_language(properties: Any, language: str) -> None:
    """Mark the properties of a run with its language, and with its direction where that is right to left."""
    if direction(language) == "rtl":
        properties.append(element("w:rtl"))
    properties.append(_fill_language(element("w:lang"), language))


def _fill_language(element: Any, language: str) -> Any:
    # Word reads `bidi` for right-to-left runs, `eastAsia` for Chinese, Japanese and Korean letters, `val` for the rest.
    names = ("bidi",) if direction(language) == "rtl" else ("val", "eastAsia")
    for name in names:
        element.set(qn(f"w:{name}"), language)
    return element


def element(tag: str, **attributes: str) -> Any:
    """Return a new element of the main Word namespace, like `w:bidi`, with attributes of the same."""
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def printable(words: str) -> str:
    """Return `words` without what XML 1.0 has no place for (section 2.2), whoever let it through."""
    return "".join(letter for letter in words if letter in "\n\t" or _is_xml(ord(letter)))


def _is_xml(code: int) -> bool:
    return code >= 32 and not 127 <= code < 160 and not 0xD800 <= code < 0xE000 and code not in (0xFFFE, 0xFFFF)
