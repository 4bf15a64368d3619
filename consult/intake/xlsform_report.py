"""What became of each row of a survey file: carried, changed or not carried, why by code; the words are the web's."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from consult.domain.surveys import Survey

CARRIED, CHANGED, NOT_CARRIED = "carried", "changed", "not-carried"
_WORST = (CARRIED, CHANGED, NOT_CARRIED)


@dataclass(frozen=True)
class Reason:
    """Why something became what it is: a stable code, and what the sentence for it names."""

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ReportRow:
    """One row of the file: the sheet, its number there, what it is called, what became of it, and every reason."""

    sheet: str
    row: int
    name: str
    outcome: str
    reasons: tuple[Reason, ...] = ()

    def value(self) -> dict[str, object]:
        """Return the row as plain values, ready for JSON; reasons by code, so that each reader gets own words."""
        return {"sheet": self.sheet, "row": self.row, "name": self.name, "outcome": self.outcome,
                "reasons": [{"code": reason.code, "facts": dict(reason.facts)} for reason in self.reasons]}


@dataclass(frozen=True)
class Imported:
    """A survey that was read from a file, and what became of each row of it."""

    survey: Survey
    report: tuple[ReportRow, ...]


class Report:
    """Collects what becomes of the rows while they are read; every row that was named is in it once."""

    def __init__(self) -> None:
        """Start without a row."""
        self._rows: dict[tuple[str, int], tuple[str, str, list[Reason]]] = {}

    def name(self, sheet: str, row: int, name: str) -> None:
        """Name a row; it is carried until something else is said."""
        _old, outcome, reasons = self._rows.get((sheet, row), ("", CARRIED, []))
        self._rows[sheet, row] = (name, outcome, reasons)

    def carried(self, sheet: str, row: int, code: str, **facts: str) -> None:
        """Say something of a row that is carried over as it is."""
        self._say(sheet, row, CARRIED, code, facts)

    def changed(self, sheet: str, row: int, code: str, **facts: str) -> None:
        """Say that something of a row is not as it was."""
        self._say(sheet, row, CHANGED, code, facts)

    def dropped(self, sheet: str, row: int, code: str, **facts: str) -> None:
        """Say that a row is not carried over at all."""
        self._say(sheet, row, NOT_CARRIED, code, facts)

    def _say(self, sheet: str, row: int, outcome: str, code: str, facts: Mapping[str, str]) -> None:
        name, before, reasons = self._rows.get((sheet, row), ("", CARRIED, []))
        reason = Reason(code, facts)
        if reason not in reasons:
            reasons.append(reason)
        self._rows[sheet, row] = (name, max(before, outcome, key=_WORST.index), reasons)

    def is_dropped(self, sheet: str, row: int) -> bool:
        """Whether the row is not carried over."""
        return self._rows.get((sheet, row), ("", CARRIED))[1] == NOT_CARRIED

    def rows(self, sheets: tuple[str, ...]) -> tuple[ReportRow, ...]:
        """Return the rows in the order of these sheets, then by number."""
        order = {name: place for place, name in enumerate(sheets)}
        found = sorted(self._rows.items(), key=lambda item: (order.get(item[0][0], len(order)), item[0][1]))
        return tuple(ReportRow(sheet, row, name, outcome, tuple(reasons))
                     for (sheet, row), (name, outcome, reasons) in found)
