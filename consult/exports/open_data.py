"""The data of an edition as plain files for people who count: numbers, codes, dictionary, findings, metadata, licence.

Everything comes from the frozen report; no answer of a person is in it but the quotes that the report prints.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Sequence

from consult.domain import hidden_cells
from consult.domain.disclosure import SMALL_BASE
from consult.domain.open_data import SAMPLES, Release, sample_of
from consult.domain.report_json import to_json
from consult.domain.reports import Report, Table, Text, pick
from consult.exports import asks_csv, open_data_about, report_csv, report_words, report_xlsx
from consult.exports.cells import formula_safe
from consult.exports.docx_pages import ZIP_DATE
from consult.exports.open_data_dictionary import DICTIONARY, REASONS

DICTIONARY_HEADER = ("file", "column", "type", "meaning", "codes")
NUMBERS_HEADER = ("edition", "table_id", "table", "unit", "sample", "row", "row_label", "column", "column_label",
                  "count", "base", "percent", "suppression")
CODES_HEADER = ("list", "table_id", "code", "language", "label")
TABLES_HEADER = ("table_id", "title", "unit", "samples", "is_protected", "rows", "columns", "notes")
FINDINGS_HEADER = ("finding", "number", "claim", "argument", "few_but_grave", "groups", "plan_parts",
                   "missing_from_plan", "respondents", "base", "events", "outcome", "reason", "office", "decided_by",
                   "decided_on", "goes_to", "later_on")
EVIDENCE_HEADER = ("finding", "kind", "ref", "label", "unit", "count", "base", "note")
CHANGES_HEADER = ("finding", "plan_part", "title", "before", "after")
Value = str | int | bool | None


def english(message: str, /, **facts: object) -> str:
    """Return the message as it is written in the code, its facts put in: a package is in English, labels apart."""
    return message % facts if facts else message


def files(report: Report, release: Release) -> dict[str, bytes]:
    """Return each file of the package by its name, in the order in which its start page names them.

    Equal input gives equal bytes. `data.json` names the size and the SHA-256 of every other file.
    """
    found = {
        "numbers.csv": _csv(NUMBERS_HEADER, _numbers(report)),
        "report.csv": report_csv.write(report),
        "report.xlsx": report_xlsx.write(report, "en", english),
        "report.json": to_json(report).encode(),
        "tables.csv": _csv(TABLES_HEADER, _tables(report)),
        "codes.csv": _csv(CODES_HEADER, _codes(report)),
        "suppression.csv": _csv(("suppression", "meaning"), REASONS),
        "dictionary.csv": _csv(DICTIONARY_HEADER, DICTIONARY),
    }
    if report.findings:
        found["findings.csv"] = _csv(FINDINGS_HEADER, _findings(report))
        found["findings-evidence.csv"] = _csv(EVIDENCE_HEADER, _evidence(report))
        found["plan-changes.csv"] = _csv(CHANGES_HEADER, _changes(report))
    if report.forums:
        found["asks.csv"] = asks_csv.write(report)
    found["README.txt"] = open_data_about.start_page(report, release, tuple(found)).encode()
    found["LICENCE.txt"] = open_data_about.licence(report, release).encode()
    about = open_data_about.metadata(report, release, found)
    found["data.json"] = (json.dumps(about, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()
    return found


def package(contents: dict[str, bytes]) -> bytes:
    """Return files as one ZIP; equal files give equal bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return written.getvalue()


def _csv(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Return UTF-8 CSV (RFC 4180) of which no cell starts a formula; yes and no are `true` and `false`."""
    file = io.StringIO()
    lines = csv.writer(file, lineterminator="\r\n")
    lines.writerow(header)
    for row in rows:
        lines.writerow([_cell(value) for value in row])
    return file.getvalue().encode()


def _cell(value: Value) -> str | int | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return formula_safe(value) if isinstance(value, str) else value


def _words(text: Text) -> str:
    return pick(text, "en")[0]


def _numbers(report: Report) -> Iterable[Sequence[Value]]:
    for table in report.tables:
        samples = {column.key: sample_of(report, table, column.key) for column in table.columns}
        for row in table.rows:
            for column in table.columns:
                cell = table.cells[row.key, column.key]
                yield (report.edition, table.table_id, _words(table.title), table.unit, samples[column.key], row.key,
                       _words(row.label), column.key, _words(column.label), cell.count, cell.base, cell.percent,
                       cell.suppression)


def _tables(report: Report) -> Iterable[Sequence[Value]]:
    for table in report.tables:
        samples = dict.fromkeys(sample_of(report, table, column.key) for column in table.columns)
        yield (table.table_id, _words(table.title), table.unit, "|".join(samples), table.is_protected,
               len(table.rows), len(table.columns), "|".join(table.notes))


def _codes(report: Report) -> Iterable[Sequence[Value]]:
    for table in report.tables:
        yield from _labels("table", "", table.table_id, table.title)
        for row in table.rows:
            yield from _labels("row", table.table_id, row.key, row.label)
        for column in table.columns:
            yield from _labels("column", table.table_id, column.key, column.label)
    for theme in {theme.key: theme for theme in report.themes}.values():
        yield from _labels("theme", "", theme.key, theme.name)
        yield from _labels("theme-definition", "", theme.key, theme.definition)
    for question in report.uncoded:
        yield from _labels("question", "", question.question_key, question.label)
    parts = [(node.key, node.title) for node in report.nodes]
    for key, title in (*parts, *((node.key, node.title) for node in report.nodes_nothing_said)):
        yield from _labels("plan-part", "", key, title)
    yield from _fixed(report.tables)


def _labels(name: str, table_id: str, code: str, text: Text) -> Iterable[Sequence[Value]]:
    for language in sorted(text, key=lambda tag: (tag != "en", tag)):
        if text[language]:
            yield name, table_id, code, language, text[language]


def _fixed(tables: Sequence[Table]) -> Iterable[Sequence[Value]]:
    """Give the codes that every edition has, and those notes and units that its tables use."""
    for unit in sorted({table.unit for table in tables}):
        yield "unit", "", unit, "en", report_words.unit_words(unit, english)
    for note in sorted({note for table in tables for note in table.notes}):
        yield "note", "", note, "en", report_words.note_words(note, english)
    meanings = dict(REASONS)
    for reason in (hidden_cells.SMALL, hidden_cells.SECONDARY, SMALL_BASE):
        yield "suppression", "", reason, "en", meanings[reason]
    for sample in SAMPLES:
        yield "sample", "", sample, "en", open_data_about.SAMPLE_WORDS[sample]


def _findings(report: Report) -> Iterable[Sequence[Value]]:
    for found in report.findings:
        decision = found.decision
        decided = ("",) * 7 if decision is None else (
            decision.outcome, _words(decision.reason), decision.office, decision.decided_by, decision.decided_on,
            decision.goes_to, decision.later_on)
        yield (found.key, found.number, _words(found.claim), found.argument, found.few_but_grave,
               "|".join(found.groups), "|".join(found.node_keys), found.is_missing_from_plan, found.respondents,
               found.base, found.events, *decided)


def _evidence(report: Report) -> Iterable[Sequence[Value]]:
    for found in report.findings:
        for one in found.evidence:
            yield found.key, one.kind, one.ref, _words(one.label), one.unit, one.count, one.base, one.note


def _changes(report: Report) -> Iterable[Sequence[Value]]:
    for found in report.findings:
        for change in found.decision.changes if found.decision is not None else ():
            yield found.key, change.node_key, _words(change.title), _words(change.before), _words(change.after)
