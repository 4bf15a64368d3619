"""The sheets of an XLSForm as lines whose cells go by the one name that each column has; not what a line asks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from consult.intake.workbooks import Cell, CellProblems, Sheet, SheetRow
from consult.intake.xlsform_languages import tags_for

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
OURS = "consult::"
# In the sheet of choices a double colon would make other tools fall over columns that they do not know.
OURS_IN_CHOICES = "consult."
_ALIASES = {
    "caption": "label", "relevance": "relevant", "read_only": "readonly", "calculate": "calculation",
    "constraining_message": "constraint_message", "bind::relevant": "relevant", "bind::required": "required",
    "bind::constraint": "constraint", "bind::jr:constraintmsg": "constraint_message", "skippable": "required_if",
    "bind::jr:requiredmsg": "required_message", "bind::calculate": "calculation", "bind::readonly": "readonly",
    "bind::type": "type", "control::appearance": "appearance", "body::appearance": "appearance",
    "image": "media::image", "audio": "media::audio", "video": "media::video", "big-image": "media::big-image",
    "title": "form_title", "set_form_title": "form_title", "set_form_id": "form_id", "id_string": "form_id",
    "choice": "name", "command": "type", "tag": "name", "datatype": "type",
}
_ALIASES_IN = {CHOICES: {"value": "name"}, SURVEY: {"value": "name"}}
_IN_LANGUAGES = frozenset({
    "label", "hint", "constraint_message", "required_message", "guidance_hint", "media::image", "media::audio",
    "media::video", "media::big-image",
})
KNOWN = {
    SURVEY: _IN_LANGUAGES | {
        "type", "name", "required", "relevant", "constraint", "appearance", "readonly", "disabled", "default",
        "calculation", "choice_filter", "parameters", "repeat_count", "trigger", "$given_name", "$autoname",
        "kobo--score-choices", "kobo--rank-items", "kobo--rank-constraint-message", "kobo--matrix_list",
    },
    CHOICES: {"list_name", "name", "label", "media::image", "media::audio", "media::video", "media::big-image",
              "$given_name", "$autovalue"},
    SETTINGS: {"form_title", "form_id", "default_language", "version", "style", "allow_choice_duplicates"},
}


@dataclass(frozen=True)
class Line:
    """One row of a sheet: what its cells say, by the name of the column and the language (empty for none)."""

    sheet: str
    number: int
    cells: Mapping[str, Mapping[str, str]]
    columns: Mapping[str, int] = field(default_factory=dict)

    def get(self, column: str) -> str:
        """Return what the cell of a column without language says, empty where it says nothing."""
        return next(iter(self.cells.get(column, {}).values()), "")

    def words(self, column: str) -> dict[str, str]:
        """Return what the cells of a column say, by language."""
        return dict(self.cells.get(column, {}))

    def cell(self, column: str = "") -> Cell:
        """Return where a column of this line is; the whole row where the sheet has no such column."""
        return Cell(self.sheet, self.number, self.columns.get(column, 0))


@dataclass(frozen=True)
class Table:
    """One sheet: its name as written, the row of its headers, its lines, and the headers that mean nothing here.

    `columns` are the names of its columns.
    """

    name: str
    header_row: int
    lines: tuple[Line, ...]
    unknown: tuple[str, ...]
    columns: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Header:
    column: int
    base: str
    label: str


def sheet_of(sheets: tuple[Sheet, ...], name: str) -> Sheet | None:
    """Return the sheet of that name, however it is spelt; None where there is none."""
    return next((sheet for sheet in sheets if sheet.name.strip().casefold() == name), None)


def language_labels(sheets: tuple[Sheet, ...]) -> tuple[list[str], bool]:
    """Return the labels of the languages in the order of their columns, and whether words stand without a language."""
    found: dict[str, None] = {}
    is_plain = False
    for name in (SURVEY, CHOICES):
        sheet = sheet_of(sheets, name)
        for header in _headers(sheet, name) if sheet and sheet.rows else ():
            if header.label and not header.base.startswith("consult"):
                found.setdefault(header.label)
            is_plain = is_plain or (header.base == "label" and not header.label)
    return list(found), is_plain


def _headers(sheet: Sheet, kind: str) -> list[_Header]:
    return [_Header(column, *_parts(words, kind)) for column, words in enumerate(sheet.rows[0].cells, 1)
            if words.strip()]


def _parts(header: str, kind: str) -> tuple[str, str]:
    """Return the name of a column and the label of its language, as older and newer forms write them."""
    words = header.strip()
    if words.casefold().startswith((OURS, OURS_IN_CHOICES)):
        mark = "::" if words.casefold().startswith(OURS) else "."
        first, name, *rest = words.split(mark)
        return f"{OURS}{name.strip().casefold()}", mark.join(rest).strip()
    parts = [part.strip() for part in re.split(r"::", words)]
    if len(parts) == 1 and ":" in words and _base(words.split(":", 1)[0], kind) in _IN_LANGUAGES:
        parts = [part.strip() for part in words.split(":", 1)]
    if parts[0].casefold() in ("media", "bind", "control", "body") and len(parts) > 1:
        parts = [f"{parts[0]}::{parts[1]}", *parts[2:]]
    base = _base(parts[0], kind)
    if len(parts) > 1 and base not in _IN_LANGUAGES:
        return words.casefold(), ""
    return base, "::".join(parts[1:])


def _base(words: str, kind: str) -> str:
    base = re.sub(r"[\s_]+", "_", words.strip().casefold())
    base = _ALIASES_IN.get(kind, {}).get(base, base)
    return _ALIASES.get(base, base)


def read_table(sheet: Sheet, kind: str, tags: Mapping[str, str], *, keeps_spaces: bool, problems: CellProblems
               ) -> Table:
    """Return a sheet's lines; `tags` gives the language of each label, "" being that of words without one.

    `keeps_spaces` leaves words exactly as they stand, as files of our own need. Notes `column-twice`.
    """
    if not sheet.rows:
        return Table(sheet.name, 0, (), ())
    first = sheet.rows[0]
    headers = _headers(sheet, kind)
    seen: set[tuple[str, str]] = set()
    for header in headers:
        if (header.base, header.label) in seen:
            problems.add(Cell(sheet.name, first.number, header.column), "column-twice",
                         first.cells[header.column - 1].strip())
        seen.add((header.base, header.label))
    known = KNOWN[kind]
    unknown = tuple(first.cells[header.column - 1].strip() for header in headers
                    if header.base not in known and not header.base.startswith(OURS))
    lines = tuple(_line(sheet.name, row, headers, tags, keeps_spaces) for row in sheet.rows[1:])
    return Table(sheet.name, first.number, lines, unknown, frozenset(header.base for header in headers))


def _line(sheet: str, row: SheetRow, headers: list[_Header], tags: Mapping[str, str], keeps_spaces: bool) -> Line:
    cells: dict[str, dict[str, str]] = {}
    for header in headers:
        words = row.cells[header.column - 1] if header.column <= len(row.cells) else ""
        is_text = header.base in _IN_LANGUAGES or header.base in (f"{OURS}hint", f"{OURS}title")
        if not (keeps_spaces and is_text):
            words = words.strip()
        if not words:
            continue
        if is_text:
            tag = header.label if header.base.startswith(OURS) else tags[header.label]
            # Where a language stands twice, the column that names it comes before the one that does not.
            if header.label or tag not in cells.get(header.base, {}):
                cells.setdefault(header.base, {})[tag] = words
        else:
            cells.setdefault(header.base, {})[""] = words
    return Line(sheet, row.number, cells, {header.base: header.column for header in reversed(headers)})


def tags_of(labels: list[str], default: str, is_plain: bool) -> dict[str, str]:
    """Return the tag for each label of a language and, under "", for words without one.

    `default` is what the settings name as the default language, as label or tag; without it words are English.
    """
    tags = tags_for(labels)
    if default and default in tags:
        return {**tags, "": tags[default]}
    if default and default.casefold() != "default":
        return {**tags, "": tags_for([default])[default]}
    return {**tags, "": "en" if is_plain or not labels else tags[labels[0]]}
