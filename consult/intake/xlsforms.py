"""Reads an XLSForm into a survey and says of every row what became of it; a file that makes no sense is refused."""

import json
from collections.abc import Mapping
from typing import Any

from consult.domain import survey_problems
from consult.domain.survey_renaming import renamed
from consult.domain.surveys import KEY, TRANSLATION_STATES, Survey
from consult.intake.workbooks import Cell, CellProblems, Sheet, read_workbook
from consult.intake.xlsform_choices import read_choices, report_unused
from consult.intake.xlsform_pages import Pages
from consult.intake.xlsform_questions import Form
from consult.intake.xlsform_report import Imported, Report
from consult.intake.xlsform_rows import check_conditions, check_names, free_key, is_yes, read_rows, referred_to
from consult.intake.xlsform_sheets import (
    CHOICES,
    OURS,
    SETTINGS,
    SURVEY,
    Line,
    Table,
    language_labels,
    read_table,
    sheet_of,
    tags_of,
)
from consult.intake.xlsform_texts import plain_words

# Rows of a sheet that means nothing here are told one by one, up to so many.
MOST_TOLD = 1_000
# What is wrong with the order of a survey cannot be mended question by question; all else the builder shows.
_REFUSED = {
    "duplicate-section": "duplicate-name", "duplicate-page": "duplicate-name", "duplicate-question": "duplicate-name",
    "condition-not-asked-before": "condition-on-later", "condition-on-same-page": "condition-on-same-page",
    "too-many-questions": "too-many-questions", "key-shape": "name-shape",
}
_SETTINGS_LOST = frozenset({"version", "style"})


def read_xlsform(data: bytes) -> Imported:
    """Return the survey in an .xlsx workbook written as an XLSForm, and what became of each of its rows.

    What XLSForm says and we have no place for is in the report, never left out silently. Raises Refused("file", code)
    with the problems, each with its sheet, row and cell, where the workbook cannot be read, where rows contradict one
    another, or where a condition cannot stand; then nothing is made of it. (xlsform.org, as pyxform reads it.)
    """
    sheets = read_workbook(data)
    problems, report = CellProblems(), Report()
    found = _Workbook(sheets, problems, report)
    nodes = read_rows(found.rows, report, problems)
    lists = read_choices(found.choices, report, problems, is_ours=found.is_ours,
                         allows_repeats=is_yes(found.setting("allow_choice_duplicates")))
    keys = check_names(nodes, report, problems)
    check_conditions(nodes, problems)
    problems.settle()
    form = Form(report, problems, found.languages, lists, keys, found.is_ours)
    title = found.title()
    survey = Survey(found.key(), title, found.languages, Pages(form, title, referred_to(nodes)).sections(nodes),
                    found.translations())
    problems.settle()
    report_unused(lists, report)
    for name, key in keys.items():
        survey = renamed(survey, name, key) if name != key and key in form.lines else survey
    _judge(survey, form, found)
    return Imported(survey, report.rows(tuple(sheet.name for sheet in sheets)))


class _Workbook:
    """The three sheets of a form, and what its settings say."""

    def __init__(self, sheets: tuple[Sheet, ...], problems: CellProblems, report: Report) -> None:
        self._report = report
        survey = sheet_of(sheets, SURVEY)
        if survey is None or not survey.rows:
            raise problems.stop(Cell(survey.name if survey else ""), "sheet-missing", SURVEY)
        labels, is_plain = language_labels(sheets)
        plain = {label: "" for label in labels} | {"": ""}
        settings = self._table(sheets, SETTINGS, plain, False, problems)
        self.settings: Line | None = settings.lines[0] if settings is not None and settings.lines else None
        self.is_ours = bool(self.setting(f"{OURS}format"))
        self.tags = tags_of(labels, self.setting("default_language"), is_plain)
        if self.is_ours:
            settings = self._table(sheets, SETTINGS, plain, True, problems)
            self.settings = settings.lines[0] if settings is not None and settings.lines else None
        rows = self._table(sheets, SURVEY, self.tags, self.is_ours, problems)
        assert rows is not None
        self.rows = rows
        if "type" not in rows.columns:
            raise problems.stop(Cell(rows.name, rows.header_row), "column-missing", "type")
        self.choices = self._table(sheets, CHOICES, self.tags, self.is_ours, problems)
        problems.settle()
        self.languages = self._languages(labels, is_plain)
        self._tell(sheets, settings, labels, is_plain)

    def _table(self, sheets: tuple[Sheet, ...], kind: str, tags: Mapping[str, str], keeps: bool,
               problems: CellProblems) -> Table | None:
        sheet = sheet_of(sheets, kind)
        return None if sheet is None else read_table(sheet, kind, tags, keeps_spaces=keeps, problems=problems)

    def setting(self, name: str) -> str:
        """Return what one of the settings says, without spaces around it."""
        return self.settings.get(name).strip() if self.settings is not None else ""

    def _languages(self, labels: list[str], is_plain: bool) -> tuple[str, ...]:
        if self.is_ours:
            return tuple(self.setting(f"{OURS}languages").split())
        tables = [table for table in (self.rows, self.choices) if table is not None]
        used = {tag for table in tables for line in table.lines for base in ("label", "hint")
                for tag in line.words(base)}
        default = self.tags[""] if is_plain or self.setting("default_language") else self.tags[labels[0]]
        order = dict.fromkeys([default, *(self.tags[label] for label in labels)])
        return tuple(tag for tag in order if tag in used) or (default,)

    def key(self) -> str:
        """Return the key of the survey: the form's id where it is one."""
        own = self.setting(f"{OURS}key") or self.setting("form_id")
        key = own if KEY.fullmatch(own) or self.is_ours and own else free_key(own or "survey", set())
        if own and key != own and self.settings is not None:
            self._report.changed(self.settings.sheet, self.settings.number, "name-changed", before=own[:80], after=key)
        return key

    def title(self) -> dict[str, str]:
        """Return the title of the form, its id where it has none, in the default language."""
        first = self.languages[0] if self.languages else "en"
        line = self.settings
        if self.is_ours and line is not None:
            titles = line.words(f"{OURS}title")
            return {tag: titles[tag] for tag in sorted(titles, key=self._place)}
        said = plain_words(self.setting("form_title"))
        if said:
            return {first: said}
        if line is not None:
            self._report.changed(line.sheet, line.number, "title-missing")
        return {first: self.setting("form_id") or "Survey"}

    def _place(self, tag: str) -> int:
        return self.languages.index(tag) if tag in self.languages else len(self.languages)

    def translations(self) -> dict[str, str]:
        """Return how far each language was checked, where our own file says so."""
        try:
            found: Any = json.loads(self.setting(f"{OURS}translations") or "{}")
        except (ValueError, RecursionError):
            found = {}
        return {str(tag): state for tag, state in found.items() if state in TRANSLATION_STATES} if (
            isinstance(found, dict)) else {}

    def _tell(self, sheets: tuple[Sheet, ...], settings: Table | None, labels: list[str], is_plain: bool) -> None:
        """Report the rows of headers, the settings, and every row of sheets that mean nothing here."""
        report = self._report
        known = {table.name for table in (self.rows, self.choices, settings) if table is not None}
        for table in (self.rows, self.choices, settings):
            if table is None or not table.header_row:
                continue
            report.name(table.name, table.header_row, "")
            if table.unknown:
                report.changed(table.name, table.header_row, "columns-unknown", names=", ".join(table.unknown)[:400])
        self._tell_languages(labels, is_plain)
        for line in settings.lines if settings is not None else ():
            self._tell_settings(line)
        for sheet in sheets:
            if sheet.name not in known:
                self._tell_strange(sheet)
            if sheet.is_cut:
                report.dropped(sheet.name, sheet.rows[-1].number + 1 if sheet.rows else 1, "rows-after-gap")

    def _tell_languages(self, labels: list[str], is_plain: bool) -> None:
        at = (self.rows.name, self.rows.header_row)
        for label in labels:
            if self.tags[label].startswith("qa") or (label.casefold() not in ("en", "english") and
                                                     self.tags[label] == "en" and "(en" not in label.casefold()):
                self._report.changed(*at, "language-unknown", name=label, tag=self.tags[label])
        named = self.setting("default_language")
        if not self.is_ours and is_plain and (not named or named.casefold() == "default"):
            self._report.changed(*at, "language-assumed", tag=self.tags[""])

    def _tell_settings(self, line: Line) -> None:
        self._report.name(line.sheet, line.number, line.get("form_id") or line.get("form_title"))
        if self.settings is not None and line.number != self.settings.number:
            self._report.dropped(line.sheet, line.number, "settings-twice")
        elif not self.is_ours:
            for name in sorted(_SETTINGS_LOST & set(line.cells)):
                self._report.changed(line.sheet, line.number, "setting-not-carried", name=name)

    def _tell_strange(self, sheet: Sheet) -> None:
        for row in sheet.rows[:MOST_TOLD]:
            self._report.name(sheet.name, row.number, next((cell for cell in row.cells if cell), "")[:80])
            self._report.dropped(sheet.name, row.number, "sheet-unknown", name=sheet.name)
        if len(sheet.rows) > MOST_TOLD:
            self._report.dropped(sheet.name, sheet.rows[MOST_TOLD].number, "rows-more",
                                 number=str(len(sheet.rows) - MOST_TOLD))


def _judge(survey: Survey, form: Form, found: _Workbook) -> None:
    """Refuse what no builder could mend, and tell the rows of what is still missing."""
    told: set[tuple[str, str, str]] = set()
    for problem in survey_problems.find(survey):
        line = form.lines.get(problem.question)
        if problem.code in _REFUSED:
            at = line.cell("relevant" if problem.code.startswith("condition") else "name") if line else (
                Cell(found.rows.name))
            form.problems.add(at, _REFUSED[problem.code], problem.name)
        elif line is None or (problem.code, problem.question, problem.language) in told:
            continue
        elif problem.code == "missing-translation":
            form.report.carried(line.sheet, line.number, "words-missing", language=problem.language)
        elif problem.code == "pipe-unknown":
            form.changed(line, "pipe-unknown", name=problem.name)
        elif problem.code in ("too-few-options", "limits-wrong", "option-unlabelled", "companion-wrong"):
            form.report.carried(line.sheet, line.number, f"survey-{problem.code}", name=problem.name)
        told.add((problem.code, problem.question, problem.language))
    form.problems.settle()
