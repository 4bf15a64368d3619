"""What pages with numbers of a report use: its words in the page's language, its cells."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from types import SimpleNamespace
from typing import Any

from flask_babel import gettext

from consult.domain.reports import Cell, Report, Table, Text, pick
from consult.exports import cells, forum_words, report_words
from consult.web import locale

Href = Callable[[str], str | None]

def names(report: Report, theme_href: Href, node_href: Href) -> dict[str, Any]:
    """Return what the report templates use; the two functions give the address of a theme and of a plan node, or None.
    """
    return {
        "report": report, "tables": {table.table_id: table for table in report.tables}, "say": sayings(),
        "cell_words": cell_words, "authored": authored,
        "theme_href": theme_href, "node_href": node_href,
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
