"""Figures from outside as files for people who count: CSV and JSON, every word as its source has it."""

import csv
import io
import json
from collections.abc import Sequence

from consult.domain.figures import Figure, by_measure, missing, notes
from consult.exports.cells import formula_safe
from consult.exports.figure_words import plain_number

HEADER = ("key", "text", "measure", "group", "period", "period_type", "period_ends_on", "value", "unit", "base",
          "source_document", "source_heading", "claimed_by", "plan", "not_stated", "notes", "comparable_set")
SEPARATOR = "|"


def write_csv(figures: Sequence[Figure]) -> bytes:
    """Return UTF-8 CSV (RFC 4180, no byte order mark), by measure; `not_stated` and `notes` hold codes.

    Figures with the same `comparable_set` may be set beside each other, no others.
    """
    file = io.StringIO()
    lines = csv.writer(file, lineterminator="\r\n")
    lines.writerow(HEADER)
    for number, figure in _numbered(figures):
        lines.writerow([
            *(formula_safe(word) for word in (figure.key, figure.text, figure.measure, figure.group, figure.period)),
            figure.period_type, figure.period_ends_on or "", plain_number(figure.value) or
            formula_safe(figure.value_words), formula_safe(figure.unit), formula_safe(figure.base),
            formula_safe(figure.source_document), formula_safe(figure.source_heading), formula_safe(figure.claimed_by),
            figure.plan_key, SEPARATOR.join(missing(figure)), SEPARATOR.join(notes(figure)), number])
    return file.getvalue().encode()


def write_json(figures: Sequence[Figure]) -> bytes:
    """Return UTF-8 JSON: {"figures": [one object a figure, with the names of the CSV's columns]}."""
    found = [dict(zip(HEADER, (
        figure.key, figure.text, figure.measure, figure.group, figure.period, figure.period_type,
        figure.period_ends_on.isoformat() if figure.period_ends_on else None,
        figure.value if figure.value is not None else figure.value_words or None, figure.unit, figure.base,
        figure.source_document, figure.source_heading, figure.claimed_by, figure.plan_key, list(missing(figure)),
        list(notes(figure)), number), strict=True)) for number, figure in _numbered(figures)]
    return (json.dumps({"figures": found}, ensure_ascii=False, indent=1) + "\n").encode()


def _numbered(figures: Sequence[Figure]) -> list[tuple[int, Figure]]:
    """Return the figures by measure, each with the number of the set in which it may be compared, from 1."""
    sets = [beside for measured in by_measure(figures) for beside in measured.sets]
    return [(number, figure) for number, beside in enumerate(sets, 1) for figure in beside.figures]
