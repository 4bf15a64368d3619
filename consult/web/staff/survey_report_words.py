"""What became of each row of a survey file, in words; what happened to it is for the reader of the file to say."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

OUTCOMES = {
    "carried": _l("Carried over"),
    "changed": _l("Changed on the way"),
    "not-carried": _l("Not carried over"),
}


@dataclass(frozen=True)
class Row:
    """One row of the file: where it stood, what it was called, what became of it, and every reason in words."""

    place: str
    about: str
    outcome: str
    reasons: list[str]


def told(row: Mapping[str, Any]) -> Row:
    """Return a row of a report, as it is kept {sheet, row, name, outcome, reasons}, in words."""
    from consult.web.file_problems import reason_words

    place = gettext("%(sheet)s, row %(number)s", sheet=row["sheet"], number=row["row"])
    return Row(place, row["name"], row["outcome"],
               [reason_words(reason["code"], reason["facts"]) for reason in row["reasons"]])


def counts(rows: Sequence[Row]) -> dict[str, int]:
    """Return how many rows had each outcome."""
    found = Counter(row.outcome for row in rows)
    return {outcome: found[outcome] for outcome in OUTCOMES if found[outcome]}
