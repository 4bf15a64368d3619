"""Reads published figures out of plan files and Committee responses; which may be compared is for the domain."""

import re
from math import isfinite

from consult.domain.figures import LONGEST, Figure, period_of
from consult.intake.yaml_lines import Place, Problems, Scalar, read_yaml
from consult.intake.yaml_records import Record

SCHEMAS = ("pcp-plan/1", "committee-response/1")
LISTS = ("figures", "reply_figures", "low_trust_groups")
MAX_KEY, MAX_PLAN_KEY = 120, 80
MAX_UNIT, MAX_WORDS = 60, 200
NOT_STATED = "not stated"
# What the documents call by several names and measure alike.
SAME_MEASURE = {
    "confidence (good job locally), public attitude survey": "confidence",
    "trust, public attitude survey": "trust",
    "trust the mps": "trust",
    "csew confidence": "confidence (Crime Survey for England and Wales)",
    "user satisfaction survey": "victim satisfaction",
}
# Names of a survey, a fund or a subject: they say where a number is from, not what was measured.
NO_MEASURE = frozenset({"public attitude survey", "recorded crime", "funding", "metrics", "vru", "dasa",
                        "shared endeavour fund", "london rape review", "stop and search"})
# One measure for everyone is one group, whatever a document calls it.
SAME_GROUP = {"all": "all Londoners", "mixed-ethnicity londoners": "Mixed ethnicity Londoners",
              "lgbt+ londoners": "LGBTQ+ Londoners", "victims": "all victims"}
_BRACKETS = re.compile(r"\s*\([^()]*\)")


def read_figures(data: bytes) -> tuple[Figure, ...]:
    """Return the figures in a UTF-8 YAML file, in its order; a group named without a number is none.

    Where a file names only a survey or a subject, the words of the figure say what was measured. Raises Refused (field
    `file`) with every problem and its line; `wrong-schema` where the file is neither a plan nor a response.
    """
    problems = Problems()
    record = Record(read_yaml(data, problems), problems, "file")
    if record.reference("schema", MAX_WORDS) not in SCHEMAS:
        record.wrong("schema", "wrong-schema", " / ".join(SCHEMAS))
        problems.settle()
    plan_key = _plan_key(record, problems)
    found = [_figure(Record(row, problems, name), plan_key) for name in LISTS for row in record.rows(name)
             if name != "low_trust_groups" or Record(row, problems, name).has("value")]
    keys = [figure.key for figure in found]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        record.problems.add(record.line, "repeated-value", key)
    problems.settle()
    return tuple(found)


def _plan_key(record: Record, problems: Problems) -> str:
    """Return the key of the plan that the file is, or is a response to."""
    plan, response = record.take("plan"), record.take("response")
    if plan is not None:
        return Record(plan, problems, "plan").slug("id", MAX_PLAN_KEY) or ""
    return (Record(response, problems, "response").slug("plan", MAX_PLAN_KEY) or "") if response is not None else ""


def _figure(row: Record, plan_key: str) -> Figure:
    key = row.slug("id", MAX_KEY, is_required=True) or ""
    measured, group = row.text("measure") or "", row.text("group") or ""
    words = row.text("text") or measured
    if not words:
        row.wrong("text", "missing")
    period = row.reference("period", MAX_WORDS) or ""
    kind, ends_on = period_of(period)
    document, heading = _source(row)
    found = Figure(
        key, words, _measure(measured, words), SAME_GROUP.get(group.casefold(), group),
        "" if period.casefold().startswith(NOT_STATED) else period, kind, _value(row),
        row.reference("unit", MAX_UNIT) or "", document, heading, row.reference("base", MAX_WORDS) or "",
        row.text("claimed_by") or "", plan_key, ends_on)
    for name in ("text", "measure", "group", "claimed_by"):
        if len(getattr(found, name)) > LONGEST[name]:
            row.wrong(name, "too-long")
    return found


def _measure(words: str, text: str) -> str:
    known = " ".join(words.casefold().split())
    if known in NO_MEASURE:
        return f"{words}: {' '.join(_BRACKETS.sub('', text).split())}"
    return SAME_MEASURE.get(known, words)


def _value(row: Record) -> float | None:
    value: Place | None = row.take("value", is_required=True)
    if value is None:
        return None
    if isinstance(value, Scalar) and value.kind in ("int", "float"):
        try:
            if isfinite(number := float(value.text)):
                return number
        except ValueError:
            pass
    row.wrong("value", "wrong-type")
    return None


def _source(row: Record) -> tuple[str, str]:
    place = row.take("source", is_required=True)
    if place is None:
        return "", ""
    source = Record(place, row.problems, "source")
    document = source.reference("document", 500) or ""
    if not document:
        source.wrong("document", "missing")
    heading = source.reference("heading", 500) or ""
    recommendation = source.reference("recommendation", 10)
    return document, heading or (f"Recommendation {recommendation}" if recommendation else "")
