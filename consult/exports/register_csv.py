"""The register as one CSV file: a line for each thing received, in codes; nobody's words and nobody's name."""

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime
from typing import IO, NamedTuple

from consult.exports.cells import formula_safe


class Line(NamedTuple):
    """One thing received; `received` is an instant in UTC, `reason` a code where it is not counted."""

    id: str
    submission: str
    received: datetime
    postmark: date | None
    channel: str
    sample: str
    format: str
    language: str
    speaks_as: str
    speaks_for: int | None
    signatures: int | None
    files: int
    is_late: bool
    status: str
    reason: str


def write(lines: Iterable[Line], file: IO[bytes]) -> None:
    """Write UTF-8 CSV (RFC 4180, no byte order mark) as the lines come: the header, then one line for each of them."""
    text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(Line._fields)
    for line in lines:
        rows.writerow([_cell(value) for value in line])
    text.detach()


def _cell(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, bool):
        return int(value)
    return formula_safe(value) if isinstance(value, str) else value
