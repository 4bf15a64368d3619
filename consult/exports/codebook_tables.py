"""A code frame as a table, CSV or XLSX, one row a theme; it comes back through our own import as it went out."""

import csv
import io
import re

from xlsxwriter import Workbook

from consult.domain.code_frames import CodeFrame, FrameTheme, outline
from consult.exports.cells import formula_safe

HEADER = ("key", "name", "parent", "definition", "include", "exclude", "examples", "position", "state")
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDTHS = (26, 40, 40, 60, 60, 60, 60, 10, 10)
# Excel holds this much in a cell; a note of ours is far shorter, ten examples of the longest too.
MOST_CHARACTERS = 32_767
QUOTED = re.compile("'+")


def to_csv(frame: CodeFrame) -> bytes:
    """Return UTF-8 CSV with a byte order mark, so that Excel reads it: the header, then one row a theme, in order.

    `parent` is the name of the theme above, `examples` are one in each line. What could start a formula has an
    apostrophe before it; so has what already began with one, so that the import knows which to take away.
    """
    file = io.StringIO()
    lines = csv.writer(file, lineterminator="\r\n")
    lines.writerow(HEADER)
    lines.writerows(_rows(frame))
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def to_xlsx(frame: CodeFrame) -> bytes:
    """Return the same table as a workbook of one sheet; words in every cell but the place, no formula, no link."""
    file = io.BytesIO()
    book = Workbook(file, OPTIONS)
    sheet = book.add_worksheet("themes")
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.freeze_panes(1, 2)
    for place, (head, width) in enumerate(zip(HEADER, WIDTHS, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, head, bold)
    for number, row in enumerate(_rows(frame), 1):
        for place, words in enumerate(row):
            if HEADER[place] == "position":
                sheet.write_number(number, place, int(words), wrapped)
            elif words:
                sheet.write_string(number, place, words[:MOST_CHARACTERS], wrapped)
    book.close()
    return file.getvalue()


def _rows(frame: CodeFrame) -> list[list[str]]:
    names = {theme.key: theme.name for theme in frame.themes}
    return [_row(theme, names.get(theme.parent or "", "")) for theme, _level in outline(frame.themes)]


def _row(theme: FrameTheme, parent: str) -> list[str]:
    words = (theme.key, theme.name, parent, theme.definition, theme.include, theme.exclude, "\n".join(theme.examples))
    return [*(_safe(cell) for cell in words), str(theme.position), theme.state]


def _safe(words: str) -> str:
    """Return words as `formula_safe` does; apostrophes that stand before a formula's start get one more."""
    quotes = QUOTED.match(words)
    if quotes and formula_safe(words[quotes.end():]) != words[quotes.end():]:
        return "'" + words
    return formula_safe(words)
