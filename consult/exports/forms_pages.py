"""The Word page of a paper form: boxes, lines and feet that print, in small or large letters; it knows no question."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from consult.domain.languages import direction
from consult.exports.docx_pages import (
    AFTER_BIDI,
    Page,
    Words,
    element,
    printable,
    set_complex_size,
    set_language,
)
from consult.exports.forms_blocks import Line

# Names of our own styles, as Word shows them.
RULE, ANSWER, BELOW, WRITING, BELOW_LINE = (
    "Form instruction", "Form answer", "Form below answer", "Form writing line", "Form short line")
BODY = {False: 12, True: 18}
HEADINGS = {False: {1: 22, 2: 18, 3: 14, 4: 13, 5: 12}, True: {1: 30, 2: 25, 3: 21, 4: 19, 5: 18}}
# Room for handwriting, in points; people who need large letters write large ones.
LINE_HEIGHT = {False: 30, True: 46}
LARGE_LINES = 1.25
MARGIN, INDENT = Mm(20), {False: 10, True: 15}
TICK_FONT = "MS Gothic"
SIDES = ("top", "left", "bottom", "right")
BEFORE_BORDERS = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct",
                  "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", *AFTER_BIDI, "w:rPr", "w:sectPr")
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


class FormPage(Page):
    """A form under construction, on A4; every method returns the paragraphs that it added."""

    def __init__(self, language: str, title: str, made_at: datetime, *, is_large: bool) -> None:
        """`language` is a BCP 47 tag; with `is_large` no letter is under 18 point."""
        super().__init__(language, title, made_at)
        self.is_large = is_large
        self._size_styles()
        self._own_styles()
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN

    def line(self, line: Line, style: str) -> Any:
        """Add a paragraph in a style."""
        paragraph = self.document.add_paragraph(style=self.document.styles[style])
        if line:
            self._write(paragraph, *line)
        return paragraph

    def tick(self, label: Line, then: Line) -> Any:
        """Add a box to tick with its words; in Word the box can be ticked with the space key."""
        paragraph = self.line((), ANSWER)
        name = "".join(words for words, _language in label)
        paragraph._p.append(_tick_box(printable(name)[:64]))
        paragraph.add_run("\t")
        self._write(paragraph, *label)
        for words, language in then:
            run = paragraph.add_run(words)
            run.bold = run.font.cs_bold = True
            set_language(run._r.get_or_add_rPr(), language)
        return paragraph

    def blank(self, label: Line, *, is_first: bool) -> Any:
        """Add a short box to write in, before or after its words."""
        paragraph = self.line((), ANSWER)
        if is_first:
            self._box(paragraph, 5)
            self._write(paragraph, ("\t", label[0][1]), *label)
        else:
            self._write(paragraph, *label, ("  ", label[-1][1]))
            self._box(paragraph, 16)
        return paragraph

    def writing_lines(self, count: int, style: str) -> list[Any]:
        """Add empty lines to write on, some more of them where letters are large."""
        if self.is_large and count > 1:
            count = int(count * LARGE_LINES)
        wanted = WRITING if style == WRITING else BELOW_LINE
        lines = [self.line((), wanted) for _ in range(count)]
        for paragraph in lines:
            if direction(self.language) == "rtl":
                paragraph._p.get_or_add_pPr().insert_element_before(element("w:bidi"), *AFTER_BIDI)
        return lines

    def frame(self, paragraphs: Sequence[Any]) -> None:
        """Put one frame around paragraphs that follow each other."""
        for number, paragraph in enumerate(paragraphs, 1):
            borders = element("w:pBdr")
            for side in SIDES:
                borders.append(element(f"w:{side}", val="single", sz="18", space="6", color="0B0C0C"))
            paragraph._p.get_or_add_pPr().insert_element_before(borders, *BEFORE_BORDERS)
            paragraph.paragraph_format.keep_together = True
            paragraph.paragraph_format.keep_with_next = number < len(paragraphs)

    def start_section(self) -> None:
        """Begin a new sheet on a new page, with pages counted anew."""
        self.document.add_section(WD_SECTION.NEW_PAGE)
        ending = self.document.element.body.findall(qn("w:p"))[-1]
        # An empty paragraph that only ends a section could fall on a page of its own.
        ending.getprevious().get_or_add_pPr().append(ending.pPr.find(qn("w:sectPr")))
        ending.getparent().remove(ending)

    def foot(self, parts: Sequence[Words | str]) -> None:
        """Write the foot of the newest section: words, and fields by their names, like PAGE."""
        section = self.document.sections[-1]
        number = section._sectPr.find(qn("w:pgNumType"))
        if number is None:
            section._sectPr.insert_element_before(element("w:pgNumType", start="1"), "w:cols", "w:bidi", "w:docGrid")
        section.footer.is_linked_to_previous = False
        paragraph = section.footer.paragraphs[0]
        self._write(paragraph, *(part for part in parts[:1] if not isinstance(part, str)))
        for part in parts[1:]:
            if isinstance(part, str):
                field = element("w:fldSimple", instr=f" {part} ")
                paragraph._p.append(field)
                field.append(self._run("1", self.language))
            else:
                paragraph._p.append(self._run(*part))

    def _run(self, words: str, language: str) -> Any:
        run = element("w:r")
        set_language(run.get_or_add_rPr(), language)
        run.text = printable(words)
        return run

    def _box(self, paragraph: Any, letters: int) -> None:
        run = paragraph.add_run("\N{NO-BREAK SPACE}" * letters)
        properties = run._r.get_or_add_rPr()
        properties.append(element("w:bdr", val="single", sz="8", space="0", color="0B0C0C"))
        set_language(properties, "en")

    def _size_styles(self) -> None:
        body = BODY[self.is_large]
        sizes = {f"Heading {level}": size for level, size in HEADINGS[self.is_large].items()}
        for style in self.document.styles:
            if style.type != WD_STYLE_TYPE.PARAGRAPH or style.element.rPr is None:
                continue
            standing = style.font.size.pt if style.font.size else body
            size = sizes.get(style.name, body if style.name == "Normal" else max(body, int(standing)))
            style.font.size = Pt(size)
            set_complex_size(style.element.rPr, size)
            style.font.italic, style.font.all_caps = False, False
            for slanted in style.element.rPr.findall(qn("w:iCs")):
                style.element.rPr.remove(slanted)

    def _own_styles(self) -> None:
        indent = Mm(INDENT[self.is_large])
        rule = self._style(RULE)
        rule.font.bold = rule.font.cs_bold = True
        for name in (ANSWER, BELOW):
            style = self._style(name)
            style.paragraph_format.left_indent = indent
            style.paragraph_format.keep_together = True
        answer = self.document.styles[ANSWER].paragraph_format
        answer.first_line_indent = -indent
        answer.tab_stops.add_tab_stop(indent)
        answer.space_after = self.document.styles[BELOW].paragraph_format.space_after = Pt(4)
        for name, start in ((WRITING, Mm(0)), (BELOW_LINE, indent)):
            style = self._style(name)
            style.paragraph_format.left_indent = start
            style.paragraph_format.space_after = Pt(0)
            style.paragraph_format.line_spacing = Pt(LINE_HEIGHT[self.is_large])
            borders = element("w:pBdr")
            # Word joins neighbours with equal borders into one frame: `between` draws the lines inside it.
            for side in ("bottom", "between"):
                borders.append(element(f"w:{side}", val="single", sz="6", space="0", color="484949"))
            style.element.get_or_add_pPr().insert_element_before(borders, *BEFORE_BORDERS)

    def _style(self, name: str) -> Any:
        style = self.document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = self.document.styles["Normal"]
        style.quick_style = True
        return style


def _tick_box(name: str) -> Any:
    """Return a box that Word can tick, with the name that a screen reader says (ISO 29500-1, 17.5.2; Word 2010)."""
    box = parse_xml(
        f'<w:sdt {nsdecls("w")} xmlns:w14="{W14}"><w:sdtPr><w:alias/><w14:checkbox><w14:checked w14:val="0"/>'
        f'<w14:checkedState w14:val="2612" w14:font="{TICK_FONT}"/>'
        f'<w14:uncheckedState w14:val="2610" w14:font="{TICK_FONT}"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r>'
        f'<w:rPr><w:rFonts w:ascii="{TICK_FONT}" w:hAnsi="{TICK_FONT}" w:eastAsia="{TICK_FONT}" w:cs="{TICK_FONT}" '
        'w:hint="eastAsia"/><w:lang w:val="en"/></w:rPr><w:t>\N{BALLOT BOX}</w:t></w:r></w:sdtContent></w:sdt>')
    box.find(f".//{qn('w:alias')}").set(qn("w:val"), name)
    return box
