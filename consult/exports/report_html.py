"""The pieces of a report as HTML: one drawing for the web page and for the file that is printed; no page around it.

Every word of people is escaped. Where a piece leads is for the caller to say: a file that nobody can follow links in
has none.
"""

import re
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from consult.domain.languages import direction
from consult.domain.reports import Table, Text, pick
from consult.exports import charts
from consult.exports.cells import Translate, cell_words
from consult.exports.latin_runs import isolated
from consult.exports.report_pieces import (
    INSET,
    LEAD,
    SMALL,
    Beside,
    Bullets,
    Drawing,
    DrawnChapter,
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

LOOKS = {"": "govuk-body", LEAD: "govuk-body-l", INSET: "govuk-inset-text", SMALL: "govuk-body-s"}
HEADINGS = {2: "govuk-heading-l", 3: "govuk-heading-m", 4: "govuk-heading-s", 5: "govuk-heading-s"}
MASK = "█"
MASKED = re.compile(f"({MASK}+)")

# What a target (`theme:<key>`, `chart:<table id>`) leads to; None for nowhere.
Href = Callable[[str], str | None]


class Drawer:
    """Draws pieces for one page: ids are unique on it, and words in another language than the page's are marked."""

    def __init__(self, language: str, translate: Translate, href: Href = lambda target: None, *,
                 is_unfolded: bool = False, lift: int = 0) -> None:
        """`is_unfolded`: nothing is hidden behind a press, for paper and for large print.

        `lift` is how many levels headings stand higher than inside a whole report: one where a chapter is the page.
        """
        self.lift, self.under = lift, ""
        self.language, self.translate, self.href, self.is_unfolded = language, translate, href, is_unfolded
        self.used: dict[str, int] = {}
        self.draw: dict[type, Callable[[Any], str]] = {
            Heading: self._heading, Paragraph: self._paragraph, Bullets: self._bullets, Numbers: self._numbers,
            RowOf: self._row_of, Drawing: self._drawing, Quoted: self._quoted, Facts: self._facts,
            Figures: self._figures, Grid: self._grid, Beside: self._beside, Folded: self._folded, Film: self._film,
        }

    def chapter(self, found: DrawnChapter, *, level: int = 2) -> str:
        """Return a chapter as a section under its numbered heading."""
        anchor = self._id(found.key)
        heading = (f'<h{level} class="{HEADINGS[level]}" id="{anchor}"><span class="app-chapter-number">{found.number}.'
                   f"</span> {self.span(found.title)}</h{level}>")
        return f'<section class="app-chapter" aria-labelledby="{anchor}">{heading}{self.pieces(found.pieces)}</section>'

    def pieces(self, pieces: Iterable[Piece]) -> str:
        """Return pieces, one below the other; what stands in small letters below a folded table is folded with it."""
        found, drawn, at = list(pieces), list[str](), 0
        while at < len(found):
            piece = found[at]
            at += 1
            if isinstance(piece, Numbers) and piece.is_folded and not self.is_unfolded:
                note, below = found[at] if at < len(found) else None, ""
                if isinstance(note, Paragraph) and note.look == SMALL:
                    below, at = self._paragraph(note), at + 1
                drawn.append(self._folded_numbers(piece, below))
            else:
                drawn.append(self.draw[type(piece)](piece))
        return "\n".join(drawn)

    def span(self, span: Span) -> str:
        """Return words, marked where they are in another language than the page, and linked where they lead."""
        words = isolated(span.words, span.language)
        if span.language != self.language:
            words = f'<span lang="{escape(span.language)}" dir="{direction(span.language)}">{words}</span>'
        if span.is_strong:
            words = f"<strong>{words}</strong>"
        address = self.href(span.target) if span.target else None
        return f'<a class="govuk-link" href="{escape(address)}">{words}</a>' if address else words

    def spans(self, spans: Spans) -> str:
        """Return spans after each other."""
        return "".join(self.span(span) for span in spans)

    def _id(self, wanted: str) -> str:
        """Return an id that no other element of the page has."""
        anchor = escape(wanted).replace(" ", "-")
        self.used[anchor] = self.used.get(anchor, 0) + 1
        return anchor if self.used[anchor] == 1 else f"{anchor}-{self.used[anchor]}"

    def _heading(self, piece: Heading) -> str:
        anchor = f' id="{self._id(piece.anchor)}"' if piece.anchor else ""
        level, self.under = piece.level - self.lift, words_of(piece.spans)
        return f'<h{level} class="{HEADINGS[piece.level]}"{anchor}>{self.spans(piece.spans)}</h{level}>'

    def _paragraph(self, piece: Paragraph) -> str:
        tag = "div" if piece.look == INSET else "p"
        return f'<{tag} class="{LOOKS[piece.look]}">{self.spans(piece.spans)}</{tag}>'

    def _bullets(self, piece: Bullets) -> str:
        tag, look = ("ol", "number") if piece.is_numbered else ("ul", "bullet")
        items = "".join(f"<li>{self.spans(item)}</li>" for item in piece.items)
        return f'<{tag} class="govuk-list govuk-list--{look} govuk-list--spaced">{items}</{tag}>'

    def _numbers(self, piece: Numbers) -> str:
        return self._table(piece.table, piece.target)

    def _folded_numbers(self, piece: Numbers, below: str) -> str:
        title = f'<span class="govuk-visually-hidden">: {self._text(piece.table.title)}</span>'
        drawn = self._table(piece.table, piece.target) + below
        return self._details(escape(self.translate("Show the numbers in a table")) + title, drawn)

    def _table(self, table: Table, target: str) -> str:
        anchor = self._id(f"caption-{table.table_id}")
        heads = "".join(f'<th scope="col">{self._text(column.label)}</th>' for column in table.columns)
        rows = "".join(
            f'<tr><th scope="row">{self._leading(target, row.key, self._text(row.label))}</th>'
            + "".join(self._cell(table, row.key, column.key, "td") for column in table.columns) + "</tr>\n"
            for row in table.rows)
        return (
            f'<div class="app-scroll" role="group" tabindex="0" aria-labelledby="{anchor}">'
            '<table class="govuk-table app-numbers"><caption class="govuk-table__caption govuk-table__caption--s" '
            f'id="{anchor}">{self._text(table.title)}</caption><thead><tr><th scope="col">'
            f"{escape(self.translate('What'))}</th>{heads}</tr></thead>\n<tbody>{rows}</tbody></table></div>")

    def _cell(self, table: Table, row: str, column: str, tag: str) -> str:
        cell = table.cells[row, column]
        key = escape(f"{table.table_id}|{row}|{column}")
        look = ' class="app-hidden-cell"' if cell.count is None else f' data-count="{cell.count}"'
        words = escape(cell_words(cell, self.translate))
        address = self.href(f"cell:{table.table_id}|{row}|{column}") if cell.count else None
        if address:
            words = f'<a class="govuk-link" href="{escape(address)}">{words}</a>'
        return f'<{tag} data-cell="{key}"{look}>{words}</{tag}>'

    def _row_of(self, piece: RowOf) -> str:
        facts = "".join(f"<div><dt>{self._text(column.label)}</dt>"
                        f"{self._cell(piece.table, piece.row_key, column.key, 'dd')}</div>"
                        for column in piece.table.columns)
        return f'<dl class="app-facts">{facts}</dl>'

    def _drawing(self, piece: Drawing) -> str:
        chart = piece.chart
        anchor = self._id(f"chart-{piece.table_id}")
        note = f"<br>{isolated(chart.note, self.language)}" if chart.note else ""
        lines = "".join(
            f'<li><span class="govuk-body-s">'
            f"{self._leading(piece.target, line.key, isolated(line.label, self.language))}"
            f"{self._said(line)}</span>{charts.strip(chart, line)}{self._parts(line)}</li>" for line in chart.lines)
        return (
            f'<figure class="app-chart" aria-labelledby="{anchor}"><figcaption class="govuk-body" id="{anchor}">'
            f"<strong>{isolated(chart.title, self.language)}</strong><br>{isolated(chart.summary, self.language)}{note}"
            f'</figcaption>{self._legend(chart)}<ul class="app-bars">{lines}</ul>{self._downloads(piece)}</figure>')

    def _said(self, line: charts.Line) -> str:
        return f": <strong>{isolated(line.words, self.language)}</strong>" if line.words and not line.parts else ""

    def _parts(self, line: charts.Line) -> str:
        words = isolated(charts.parts_words(line), self.language)
        return f'<span class="govuk-body-s">{words}</span>' if words else ""

    def _legend(self, chart: charts.Chart) -> str:
        if chart.kind != charts.STACKED:
            return ""
        items = "".join(
            f'<li><svg class="app-key" width="24" height="22" aria-hidden="true" focusable="false">{charts.key(number)}'
            f"</svg> <span>{isolated(name, self.language)}</span></li>" for number, name in enumerate(chart.legend))
        return f'<ol class="app-legend">{items}</ol>'

    def _downloads(self, piece: Drawing) -> str:
        forms = ((f"chart:{piece.chart.chart_id}", "SVG"), (f"table:{piece.table_id}", "CSV"))
        found = [(self.href(target), name) for target, name in forms]
        about = f'<span class="govuk-visually-hidden">: {isolated(piece.chart.title, self.language)}</span>'
        links = [f'<a class="govuk-link" href="{escape(address)}">{isolated(name, self.language)}{about}</a>'
                 for address, name in found if address]
        if not links:
            return ""
        label = escape(self.translate("Download this chart:"))
        return f'<p class="govuk-body-s app-downloads">{label} {" ".join(links)}</p>'

    def _quoted(self, piece: Quoted) -> str:
        words = _masked(piece.text, self.translate)
        return (
            f'<figure class="app-card"><blockquote class="app-quote" lang="{escape(piece.language)}" '
            f'dir="{direction(piece.language)}">{words}</blockquote>'
            f'<figcaption class="govuk-body-s">{self.span(piece.source)}</figcaption></figure>')

    def _facts(self, piece: Facts) -> str:
        rows = "".join(
            f'<div class="govuk-summary-list__row"><dt class="govuk-summary-list__key">{self.spans(name)}</dt>'
            f'<dd class="govuk-summary-list__value">{"<br>".join(self.spans(line) for line in said)}</dd></div>'
            for name, said in piece.rows)
        return f'<dl class="govuk-summary-list">{rows}</dl>'

    def _figures(self, piece: Figures) -> str:
        items = "".join(f"<li><strong>{escape(number)}</strong> {self.span(words)}</li>"
                        for number, words in piece.items)
        return f'<ul class="app-figures">{items}</ul>'

    def _grid(self, piece: Grid) -> str:
        anchor = self._id("grid")
        # Words that stand as the heading just above are not shown twice.
        is_said = words_of(piece.caption) == self.under
        look = "govuk-visually-hidden" if is_said else "govuk-table__caption govuk-table__caption--s"
        heads = "".join(f'<th scope="col" class="govuk-table__header">{self.spans(cell)}</th>' for cell in piece.header)
        lines = ("".join(self._grid_cell(at, cell) for at, cell in enumerate(row)) for row in piece.rows)
        rows = "".join(f'<tr class="govuk-table__row">{line}</tr>\n' for line in lines)
        return (
            f'<div class="app-scroll app-scroll--words" role="group" tabindex="0" aria-labelledby="{anchor}">'
            f'<table class="govuk-table"><caption class="{look}" id="{anchor}">{self.spans(piece.caption)}</caption>'
            f"<thead><tr>{heads}</tr></thead>\n"
            f"<tbody>{rows}</tbody></table></div>")

    def _grid_cell(self, at: int, cell: tuple[Spans, ...]) -> str:
        said = "<br>".join(self.spans(line) for line in cell)
        if at == 0:
            return f'<th scope="row" class="govuk-table__header">{said}</th>'
        return f'<td class="govuk-table__cell">{said}</td>'

    def _beside(self, piece: Beside) -> str:
        columns = "".join(
            f'<div><p class="govuk-body"><strong>{self.span(name)}</strong></p>{self.pieces(inside)}</div>'
            for name, inside in piece.columns)
        return f'<div class="app-beside">{columns}</div>'

    def _folded(self, piece: Folded) -> str:
        if self.is_unfolded:
            return f'<p class="govuk-body"><strong>{self.span(piece.title)}</strong></p>{self.pieces(piece.pieces)}'
        about = f'<span class="govuk-visually-hidden">: {self.span(piece.about)}</span>' if piece.about else ""
        return self._details(self.span(piece.title) + about, self.pieces(piece.pieces))

    def _film(self, piece: Film) -> str:
        words = self.translate("Watch this chapter in British Sign Language")
        about = f'<span class="govuk-visually-hidden">: {self.span(piece.title)}</span>'
        link = f'<a class="govuk-link" href="{escape(piece.address)}">{escape(words)}{about}</a>'
        return f'<p class="govuk-body">{link}</p>'

    def _details(self, summary: str, inside: str) -> str:
        return (
            '<details class="govuk-details"><summary class="govuk-details__summary">'
            f'<span class="govuk-details__summary-text">{summary}</span></summary>'
            f'<div class="govuk-details__text">{inside}</div></details>')

    def _text(self, text: Text) -> str:
        words, language = pick(text, self.language)
        return self.span(Span(words, language))

    def _leading(self, target: str, key: str, words: str) -> str:
        address = self.href(f"{target}:{key}") if target else None
        return f'<a class="govuk-link" href="{escape(address)}">{words}</a>' if address else words


def _masked(text: str, translate: Translate) -> str:
    """Return words of which something was taken out: each run of masks is one thing to a screen reader."""
    name = escape(translate("personal detail removed"))
    return "".join(
        f'<span class="app-mask" role="img" aria-label="{name}">{part}</span>' if part.startswith(MASK)
        else escape(part) for part in MASKED.split(text))
