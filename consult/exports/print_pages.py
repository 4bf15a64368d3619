"""A report as one page to be printed: HTML that needs nothing beside itself, in usual and in large print.

It is the drawing of the web page, but for what paper or a PDF needs otherwise. No script, no address outside: the page
forbids both to whatever prints it.
"""

import base64
from html import escape
from html.parser import HTMLParser

from consult.domain.languages import direction
from consult.domain.report_chapters import FULL
from consult.domain.reports import Report, Table
from consult.exports import report_front, report_matter
from consult.exports.cells import Translate
from consult.exports.charts import picture
from consult.exports.docx_pages import printable
from consult.exports.latin_runs import isolated
from consult.exports.print_styles import LARGE, USUAL, style
from consult.exports.report_html import Drawer
from consult.exports.report_pieces import Drawing, DrawnChapter, Grid, Quoted, RowOf, Scribe, Span

# A table in large print is read line by line where more columns than these would not fit on the sheet.
MOST_LARGE_COLUMNS = 3
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def write(report: Report, language: str, translate: Translate, *, size: str = USUAL, version: str = FULL) -> bytes:
    """Return the report in `language` (BCP 47) as a page to print, UTF-8; equal reports give equal bytes.

    `version` is of report_chapters.VERSIONS, `size` USUAL or LARGE; raises ValueError for another size.
    """
    scribe = Scribe(report, language, translate)
    drawer = PrintDrawer(language, translate, size)
    title = scribe.authored(report.title)
    drawn = report_matter.chapters(scribe, version)
    front = drawer.pieces(report_front.front(scribe))
    body = "\n".join((f"<h1>{drawer.span(title)}</h1>", front, _contents(drawn, drawer),
                      *(drawer.chapter(chapter) for chapter in drawn)))
    return (
        f'<!doctype html>\n<html lang="{escape(language)}" dir="{direction(language)}"><head>'
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<title>{escape(printable(title.words))}</title><style>{style(size)}</style></head>\n"
        f"<body><main>{printable(body)}</main></body></html>\n").encode()


def words_of(page: bytes) -> str:
    """Return the words that a page shows, a line for each piece of text: to find them again in its print."""
    reader = _Words()
    reader.feed(page.decode())
    reader.close()
    return "\n".join(reader.found)


class _Words(HTMLParser):
    """Collects the text of a page's body."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.is_body = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_body = self.is_body or tag == "body"

    def handle_data(self, data: str) -> None:
        if self.is_body and data.strip():
            self.found.append(data)


def _contents(chapters: tuple[DrawnChapter, ...], drawer: "PrintDrawer") -> str:
    lines = "".join(f'<li><a href="#{escape(found.key)}">{found.number}. {drawer.span(found.title)}</a></li>'
                    for found in chapters)
    return f"<h2>{escape(drawer.translate('Contents'))}</h2><ul>{lines}</ul>"


class PrintDrawer(Drawer):
    """Draws pieces for paper: nothing folded, charts as pictures, wide tables in large print line by line."""

    def __init__(self, language: str, translate: Translate, size: str = USUAL) -> None:
        """`size` is USUAL or LARGE."""
        super().__init__(language, translate, _leads, is_unfolded=True)
        self.size = size

    def span(self, span: Span) -> str:
        """Return words, their language marked by an element of which a browser prints it (of `span` it does not)."""
        if span.language == self.language:
            return super().span(span)
        words = isolated(span.words, span.language)
        words = f"<strong>{words}</strong>" if span.is_strong else words
        marked = f'<mark lang="{escape(span.language)}" dir="{direction(span.language)}">{words}</mark>'
        address = _leads(span.target) if span.target else None
        return f'<a href="{escape(address)}">{marked}</a>' if address else marked

    def _drawing(self, piece: Drawing) -> str:
        chart = piece.chart
        drawn = base64.b64encode(picture(chart)).decode()
        words = escape(f"{chart.title}. {chart.summary}", quote=True)
        return f'<p><img src="data:image/svg+xml;base64,{drawn}" alt="{words}"></p>'

    def _quoted(self, piece: Quoted) -> str:
        # A `figure` would be printed as a picture that nobody described.
        drawn = super()._quoted(piece)
        return drawn.replace("<figure", "<div").replace("</figure>", "</div>").replace(
            "<figcaption", "<p").replace("</figcaption>", "</p>")

    def _table(self, table: Table, target: str) -> str:
        if self.size != LARGE or len(table.columns) + 1 <= MOST_LARGE_COLUMNS:
            return super()._table(table, target)
        rows = "".join(f"<p><strong>{self._text(row.label)}</strong></p>{self._row_of(RowOf(table, row.key))}"
                       for row in table.rows)
        return f"<p><strong>{self._text(table.title)}</strong></p>{rows}"

    def _grid(self, piece: Grid) -> str:
        if self.size != LARGE or len(piece.header) <= MOST_LARGE_COLUMNS:
            return super()._grid(piece)
        lines = [f"<p><strong>{self.spans(piece.caption)}</strong></p>"]
        for row in piece.rows:
            said = ["<br>".join(self.spans(line) for line in cell) for cell in row]
            lines.append(f"<p><strong>{said[0]}</strong></p><ul>" + "".join(
                f"<li>{self.spans(head)}: {cell}</li>" for head, cell in zip(piece.header[1:], said[1:], strict=True))
                + "</ul>")
        return "".join(lines)


def _leads(target: str) -> str | None:
    """Return where a target leads from paper: a chapter of the same file, or an address on the web."""
    if target.startswith("chapter:"):
        return "#" + target.removeprefix("chapter:")
    return target if target.startswith(("https://", "http://")) else None
