"""The ledger of decisions as CSV: one line for each decision and each part of the plan that it changed."""

import csv
import io
from collections.abc import Iterator

from consult.domain.ledgers import Ledger, Line, PlanPart, Verdict
from consult.domain.reports import SOURCE_LANGUAGE, Text
from consult.exports.cells import formula_safe

HEADER = ("kind", "ref", "number", "said", "by", "themes", "plan_parts", "is_missing_from_plan", "respondents", "base",
          "events", "standing", "note", "outcome", "reason", "goes_to", "later_on", "decided_by", "office",
          "decided_on", "is_current", "plan_part", "plan_before", "plan_after")


def write(ledger: Ledger) -> bytes:
    """Return UTF-8 CSV (RFC 4180): numbers where a line counts people, empty where it counts none, words in English,
    or in their own language where nobody put them into English.

    A line that nobody decided on stands once, with its decision empty.
    """
    file = io.StringIO()
    rows = csv.writer(file, lineterminator="\r\n")
    rows.writerow(HEADER)
    for line in ledger.lines:
        for verdict, part in _steps(line):
            rows.writerow([*_said(line), *_decided(verdict), *_changed(part)])
    return file.getvalue().encode()


def _steps(line: Line) -> Iterator[tuple[Verdict | None, PlanPart | None]]:
    for verdict in line.verdicts or (None,):
        for part in (verdict.parts if verdict is not None else ()) or (None,):
            yield verdict, part


def _said(line: Line) -> list[object]:
    words = (line.kind, line.ref, line.number, _words(line.said), line.by, "; ".join(line.themes),
             "; ".join(_words(part.title) for part in line.parts))
    return [*map(formula_safe, words), _flag(line.is_missing), line.respondents, line.base, line.events, line.standing,
            formula_safe(line.note)]


def _decided(verdict: Verdict | None) -> list[str]:
    if verdict is None:
        return [""] * 8
    words = (verdict.outcome, _words(verdict.reason), verdict.goes_to, verdict.later_on, verdict.decided_by,
             verdict.office, verdict.decided_on)
    return [*map(formula_safe, words), _flag(verdict.is_current)]


def _changed(part: PlanPart | None) -> list[str]:
    if part is None:
        return [""] * 3
    return [formula_safe(_words(text)) for text in (part.title, part.before, part.after)]


def _words(text: Text) -> str:
    return text.get(SOURCE_LANGUAGE) or next(iter(text.values()), "")


def _flag(holds: bool) -> str:
    return "yes" if holds else "no"
