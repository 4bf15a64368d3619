"""How one cell is written in any file: the one escape against formulas and the one set of words for a number."""

import unicodedata
from typing import Protocol

from consult.domain.disclosure import SMALL_BASE
from consult.domain.hidden_cells import SECONDARY, SMALL
from consult.domain.reports import Cell

FORMULA_STARTS = frozenset("=+-@")
# Spreadsheets drop these before they look for a formula: spaces, controls, invisible marks.
SKIPPED_CATEGORIES = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})


class Translate(Protocol):
    """Gives the words for an English message in the reader's language; facts fill its `%(name)s` places."""

    def __call__(self, message: str, /, **facts: object) -> str:
        """Return the words."""
        ...


def formula_safe(words: str) -> str:
    """Return `words` as a spreadsheet may safely show them: what could start a formula gets an apostrophe before it.

    Covers `= + - @` and their full-width and small forms, also after spaces or invisible characters, and a tab or line
    end at the start (CVE-2019-16184; security case B01).
    """
    if words[:1] in ("\t", "\r", "\n"):
        return "'" + words
    for character in words:
        if unicodedata.category(character) in SKIPPED_CATEGORIES:
            continue
        is_formula = unicodedata.normalize("NFKC", character)[:1] in FORMULA_STARTS or character == "\N{MINUS SIGN}"
        return "'" + words if is_formula else words
    return words


def cell_words(cell: Cell, translate: Translate) -> str:
    """Return what every page and file prints for a cell: its number with base and percentage, or why there is none."""
    if cell.suppression == SMALL:
        return translate("fewer than 10")
    if cell.suppression == SECONDARY or cell.count is None:
        return translate("hidden to protect others")
    if cell.base is None:
        return str(cell.count)
    if cell.suppression == SMALL_BASE or cell.percent is None:
        return translate("%(count)s of %(base)s", count=cell.count, base=cell.base)
    return translate("%(count)s of %(base)s (%(percent)s%%)", count=cell.count, base=cell.base, percent=cell.percent)
