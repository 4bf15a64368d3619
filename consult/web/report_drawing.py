"""A frozen report drawn as HTML for a page, in the page's language, its words leading on to the pages of the report."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import current_app, url_for
from flask_babel import gettext
from markupsafe import Markup

from consult.domain.report_chapters import FULL
from consult.domain.report_outline import chapters_of
from consult.domain.reports import Report
from consult.exports import report_matter
from consult.exports.report_html import Drawer
from consult.exports.report_pieces import DrawnChapter, Piece, Scribe
from consult.web import locale

Href = Callable[[str], str | None]
# Forms of a report that other pages hand out.
FILES = {"pdf": "public_report_pdfs.show", "data": "public_data.show"}


@dataclass(frozen=True)
class ChapterPart:
    """A chapter of a page: what leads to it, its heading in words, and the whole of it drawn."""

    key: str
    number: int
    title: Markup
    drawn: Markup


def scribe(report: Report) -> Scribe:
    """Return what writes the pieces of a report in the page's language."""
    return Scribe(report, locale.language().tag, gettext)


def drawer(href: Href, *, is_unfolded: bool = False, lift: int = 0) -> Drawer:
    """Return what draws the pieces of one page; ids are unique within what it draws. `lift` as the drawer's."""
    return Drawer(locale.language().tag, gettext, href, is_unfolded=is_unfolded, lift=lift)


def parts(found: Iterable[DrawnChapter], draws: Drawer) -> list[ChapterPart]:
    """Return chapters drawn for a page."""
    return [ChapterPart(one.key, one.number, safe(draws.span(one.title)), safe(draws.chapter(one))) for one in found]


def chapters(report: Report, href: Href, version: str = FULL, *, draws: Drawer | None = None) -> list[ChapterPart]:
    """Return the chapters of a report (FULL), or of its summary for Londoners (BOTH), drawn for one page.

    `draws` is what has drawn on that page already, so that no id is there twice.
    """
    return parts(report_matter.chapters(scribe(report), version), draws or drawer(href))


def pieces(found: Iterable[Piece], draws: Drawer) -> Markup:
    """Return pieces drawn one below the other."""
    return safe(draws.pieces(found))


def safe(drawn: str) -> Markup:
    """Return HTML that the drawer made: it escapes every word that it is given."""
    return Markup(drawn)  # nosec B704 - exports/report_html.py escapes all words


def public_href(report: Report, slug: str, asked: int | None) -> Href:
    """Return where the words of a public page lead: pages of the same edition (`asked`, None for the newest)."""
    themes = {found.key for found in report.themes}
    nodes = {found.key for found in (*report.nodes, *report.nodes_nothing_said)}
    nodes |= {ask.node_key for forum in report.forums for ask in forum.asks}
    tables = {table.table_id for table in report.tables}
    known = {"theme": (themes, "public_reports.theme", "theme_id"), "node": (nodes, "public_reports.node", "key"),
             "chart": (tables, "public_report_parts.chart", "table_id"),
             "table": (tables, "public_report_parts.table", "table_id"),
             "finding": ({found.key for found in report.findings}, "public_report_parts.finding", "key"),
             "chapter": ({chapter.key for chapter in chapters_of(report)}, "public_report_parts.chapter", "key")}

    def href(target: str) -> str | None:
        kind, _colon, key = target.partition(":")
        if kind in ("file", "language"):
            return _form_address(slug, kind, key, asked)
        if kind not in known:
            return target if kind in ("https", "http", "mailto") else None
        keys, endpoint, argument = known[kind]
        is_known = key.partition("~")[0] in keys
        return url_for(endpoint, slug=slug, edition=asked, **{argument: key}) if is_known else None

    return href


def _form_address(slug: str, kind: str, key: str, asked: int | None) -> str | None:
    """Return where a form of the report stands: a file, large print, another language; None for what is not here."""
    if kind == "language":
        return url_for("public_reports.latest", slug=slug, lang=key) if key in locale.offered() else None
    if key == "large-print":
        return url_for("public_report_parts.large_print", slug=slug, edition=asked)
    endpoint = FILES.get(key, f"public_reports.{key}")
    if endpoint not in current_app.view_functions:
        return None
    return url_for(endpoint, slug=slug, edition=asked)


def staff_href(slug: str, edition: int | None = None) -> Href:
    """Return where the words and the cells of a staff page lead: the passages behind a theme and behind its numbers.

    `cell:<table id>|<row>|<column>` is a number: of a theme in all answers, or in answer to one question, and of a
    stance.
    """
    def href(target: str) -> str | None:
        kind, _colon, key = target.partition(":")
        if kind == "theme":
            return url_for("staff_theme_links.passages", slug=slug, theme_id=key, edition=edition)
        if kind == "finding":
            return url_for("staff_findings.index", slug=slug)
        return _behind_cell(slug, key, edition) if kind == "cell" else None

    return href


def _behind_cell(slug: str, key: str, edition: int | None) -> str | None:
    table, row, column = key.split("|", 2)
    if table != "themes" and not table.startswith("themes-") or table in ("themes-events", "themes-plan"):
        return None
    if column not in ("respondents", "support", "oppose", "mixed", "none"):
        return None
    question = table.removeprefix("themes").removeprefix("-") or None
    stance = column if column != "respondents" else None
    return url_for("staff_theme_links.passages", slug=slug, theme_id=row, question=question, stance=stance,
                   edition=edition)
