"""What a report's pages are drawn from: a frozen report sorted into parts, and its words in the page's language."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from types import SimpleNamespace
from typing import Any

from flask_babel import gettext
from markupsafe import Markup, escape

from consult.domain.reports import Cell, Report, Table, Text, pick
from consult.exports import cells, forum_words, report_words
from consult.web import locale
from consult.web.pages import words

Href = Callable[[str], str | None]
# A chart of a single bar compares nothing.
FEWEST_BARS = 2


@dataclass(frozen=True)
class Chart:
    """Bars of one column of a table: rows of key, label, value (None: hidden) and words; a sentence; full width."""

    rows: list[dict[str, Any]]
    summary: Markup
    largest: int | None


def names(report: Report, theme_href: Href, node_href: Href) -> dict[str, Any]:
    """Return what the report templates use; the two functions give the address of a theme and of a plan node, or None.

    Tables are sorted by the first part of their id; a table without rows is not in a report.
    """
    tables = {table.table_id: table for table in report.tables}
    return {
        "report": report, "tables": tables, "say": sayings(), "cell_words": cell_words, "chart": chart,
        "in_short": in_short,
        "authored": authored, "theme_href": theme_href, "node_href": node_href,
        "statements": report_words.statements(report.people_and_machines, gettext),
        "scale_lines": report_words.scale_lines(gettext),
        "profiles": _starting(report, "profile-"), "answers": _starting(report, "answers-"),
        "victims": _starting(report, "victims-"), "wordings": _starting(report, "wordings"),
        "by_question": [(q, tables.get(f"themes-{q.question_key}")) for q in report.uncoded],
    }


def sayings() -> SimpleNamespace:
    """Return the fixed words of codes in the page's language, each as a function of the code."""
    return SimpleNamespace(**{
        name.removesuffix("_words"): partial(_said, getattr(report_words, name))
        for name in ("channel_words", "exclusion_words", "note_words", "stance_words", "status_words", "unit_words")
    }, share=lambda count, base: report_words.share_words(count, base, gettext),
        asked=lambda ask: forum_words.asked_lines(ask, locale.language().tag, gettext),
        replied=lambda reply: forum_words.replied_lines(reply, locale.language().tag, gettext),
        mark=lambda code: forum_words.mark_words(code, gettext),
        theme=lambda section: report_words.theme_words(section, gettext), attribution=lambda quote:
        report_words.attribution_words(quote, gettext, locale.language().tag),
        day=lambda moment: report_words.date_words(moment, locale.language().tag))


def _said(say: Callable[[str, cells.Translate], str], code: str) -> str:
    return say(code, gettext)


def cell_words(cell: Cell) -> str:
    """Return what is printed for a cell, the same words as in every file."""
    return cells.cell_words(cell, gettext)


def authored(text: Text) -> tuple[list[str], str]:
    """Return the paragraphs of words that people wrote, and the language that they are in."""
    found, tag = pick(text, locale.language().tag)
    return [paragraph for paragraph in found.split("\n\n") if paragraph.strip()], tag


def part_of(table: Table, row_key: str) -> Table:
    """Return the table with one of its rows, the cells as they are."""
    return replace(table, rows=tuple(row for row in table.rows if row.key == row_key))


def chart(table: Table, column: str, *, of_base: bool = True, most: int | None = None) -> Chart | None:
    """Return the bars of a column, drawn as a share of its largest base or of its largest bar.

    With `most`, only that many of the largest numbers, the largest first. None where fewer than two bars, or fewer than
    half of them, could be drawn: the table alone says it better.
    """
    found = _column(table, column)
    if most is not None:
        found = sorted(found, key=lambda pair: -(pair[1].count or 0))[:most]
    drawn = sum(cell.count is not None for _row, cell in found)
    if drawn < FEWEST_BARS or drawn * 2 < len(found):
        return None
    rows = [{"key": row.key, "label": words(row.label), "value": cell.count, "words": cell_words(cell)}
            for row, cell in found]
    bases = [cell.base for _row, cell in found if cell.base is not None]
    return Chart(rows, _summary(found), max(bases) if of_base and bases else None)


def in_short(table: Table, column: str) -> Markup | None:
    """Return a sentence that stands for a table without a chart; None where nothing in the column is hidden."""
    found = _column(table, column)
    shown = sum(cell.count is not None for _row, cell in found)
    if shown == len(found):
        return None
    if shown * 2 >= len(found):
        return _summary(found)
    return escape(gettext("Most numbers here are hidden because few people are in a group."))


def _column(table: Table, column: str) -> list[tuple[Any, Cell]]:
    return [(row, table.cells[row.key, column]) for row in table.rows]


def _summary(found: list[tuple[Any, Cell]]) -> Markup:
    row, cell = max(((row, cell) for row, cell in found if cell.count is not None), key=lambda pair: pair[1].count or 0)
    sentence = escape(gettext("The largest number shown: %(label)s, %(words)s.")) % {
        "label": words(row.label), "words": cell_words(cell)}
    if all(cell.count is not None for _row, cell in found):
        return sentence
    return sentence + " " + gettext("Some numbers are hidden because few people are in a group.")


def _starting(report: Report, start: str) -> list[Table]:
    return [table for table in report.tables if table.table_id.startswith(start)]
