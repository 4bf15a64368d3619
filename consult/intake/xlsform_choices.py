"""The lists of choices of an XLSForm as options by list; which question uses a list is not known here."""

import re
from dataclasses import dataclass, field, replace

from consult.domain.survey_problems import MAX_CODE, MAX_OPTIONS
from consult.domain.surveys import Option
from consult.intake.workbooks import Cell, CellProblems
from consult.intake.xlsform_report import Report
from consult.intake.xlsform_sheets import OURS, Line, Table
from consult.intake.xlsform_texts import plain_words


@dataclass
class ChoiceList:
    """One list: its options, the codes of the file by ours, and the lines that they stand on."""

    name: str
    options: list[Option] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    is_used: bool = False


def read_choices(table: Table | None, report: Report, problems: CellProblems, *, is_ours: bool,
                 allows_repeats: bool = False) -> dict[str, ChoiceList]:
    """Return the lists by name. Notes `choice-without-name`, `duplicate-choice`, `list-too-long`."""
    lists: dict[str, ChoiceList] = {}
    for line in table.lines if table is not None else ():
        name, code = line.get("list_name"), line.get("name") or line.get("$autovalue")
        report.name(line.sheet, line.number, code or name)
        if not line.cells:
            report.dropped(line.sheet, line.number, "row-says-nothing")
        elif not name:
            report.dropped(line.sheet, line.number, "choice-without-list")
        elif not code:
            problems.add(line.cell("name"), "choice-without-name", name)
        else:
            _add(lists.setdefault(name, ChoiceList(name)), line, code, report, problems, is_ours, allows_repeats)
    return lists


def _add(found: ChoiceList, line: Line, code: str, report: Report, problems: CellProblems, is_ours: bool,
         allows_repeats: bool) -> None:
    if code in found.codes:
        if allows_repeats:
            report.dropped(line.sheet, line.number, "choice-repeated", name=code)
        else:
            problems.add(line.cell("name"), "duplicate-choice", code)
        return
    if len(found.options) == MAX_OPTIONS:
        raise problems.stop(line.cell("name"), "list-too-long", found.name)
    ours = _code(code, {option.code for option in found.options})
    if ours != code:
        report.changed(line.sheet, line.number, "code-changed", before=code[:80], after=ours)
    found.codes[code] = ours
    found.lines.append(line)
    found.options.append(Option(ours, _label(line, report, is_ours), line.words(f"{OURS}hint") or None,
                                bool(line.get(f"{OURS}exclusive"))))


def _code(code: str, taken: set[str]) -> str:
    if len(code) <= MAX_CODE and not any(c.isspace() or not c.isprintable() for c in code) and code not in taken:
        return code
    start = "".join(c for c in re.sub(r"\s+", "-", code) if c.isprintable())[:MAX_CODE - 4] or "option"
    found, number = start, 2
    while found in taken:
        found, number = f"{start}-{number}", number + 1
    return found


def _label(line: Line, report: Report, is_ours: bool) -> dict[str, str]:
    words = line.words("label")
    if is_ours:
        return words
    plain = {tag: plain_words(said) for tag, said in words.items()}
    if plain != words:
        report.changed(line.sheet, line.number, "markup-taken-out")
    for media in ("media::image", "media::audio", "media::video", "media::big-image"):
        if line.words(media):
            report.changed(line.sheet, line.number, "media-not-carried", column=media)
    return {tag: said for tag, said in plain.items() if said}


def report_unused(lists: dict[str, ChoiceList], report: Report) -> None:
    """Say of each list that no question uses that it is not carried."""
    for found in lists.values():
        for line in found.lines if not found.is_used else ():
            report.dropped(line.sheet, line.number, "list-unused", name=found.name)


def with_exclusive(options: tuple[Option, ...], codes: set[str]) -> tuple[Option, ...]:
    """Return the options with those of these codes standing alone."""
    return tuple(replace(option, is_exclusive=True) if option.code in codes else option for option in options)


def where(lists: dict[str, ChoiceList], name: str) -> Cell:
    """Return where a list begins."""
    lines = lists[name].lines
    return lines[0].cell("name") if lines else Cell()
