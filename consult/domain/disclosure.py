"""The one disclosure rule: counts in, cells fit to be published out; every table of a report passes through this file.

What `protect` promises, and tests try to break: take a reader who knows the exact total of every row and of every
column, the exact count behind every shown (rounded) cell, and this rule. For that reader each cell hidden as
`small-number` can still be every number from 0 to 9, and each other hidden cell at least ten numbers, as far as the
totals alone allow; so the table tells no more of a small cell than that it is small, and no group is told to be wholly
of one mind. What it does not promise: a reader who also knows which of several cells the rule would have chosen to
hide beside a small one may narrow a guess; and where a count crosses a rounding edge between two editions, a reader
who knows that one person came learns in which cell. Editions are therefore frozen and few, and nobody may choose
filters.

Sources: Code of Practice for Statistics T6.4; threshold 10 after ONS; methods: Handbook on Statistical Disclosure
Control, chapter 5. No noise: it averages out over repeated publication.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from consult.domain.errors import Refused
from consult.domain.hidden_cells import THRESHOLD, hide
from consult.domain.reports import PERCENT_BASE, Cell, Table, whole_percent

ROUNDED_TO = 5
MOST_CHARACTERISTICS = 2
SMALL_BASE = "small-base"
NOTE_PROTECTED = ("small-numbers-hidden", "rounded-to-five")
NOTE_PAST_100 = "can-pass-100"
NOTE_STEADY = "from-the-edition-before"

Key = tuple[str, str]
Value = TypeVar("Value")


@dataclass(frozen=True)
class Counts:
    """Exact counts of people by (row key, column key); a cell that is not named is 0.

    `rows_by` and `columns_by` name the personal characteristics (area, language and being a victim included) that
    the rows and the columns stand for; empty where they stand for answers, themes or plain counts.
    Where one person stands in one cell only, `bases` stays empty. Where one person can stand in several cells (themes,
    tick-all questions), `bases` gives for every cell the people who could have been in it.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: Mapping[Key, int]
    rows_by: tuple[str, ...] = ()
    columns_by: tuple[str, ...] = ()
    bases: Mapping[Key, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        places = {(row, column) for row in self.rows for column in self.columns}
        if len(places) != len(self.rows) * len(self.columns) or not {*self.counts, *self.bases} <= places:
            raise ValueError("row and column keys must be unique, and counts must lie in the table")
        if self.bases and set(self.bases) != places:
            raise ValueError("every cell needs its base, or none")
        for place, count in self.counts.items():
            if not 0 <= count <= self.bases.get(place, count):
                raise ValueError("a count lies between 0 and its base")

    def count(self, row: str, column: str) -> int:
        """Return the exact count of one cell."""
        return self.counts.get((row, column), 0)

    def turned(self) -> "Counts":
        """Return the same counts with rows and columns changed over."""
        return Counts(self.columns, self.rows, _turn(self.counts), self.columns_by, self.rows_by, _turn(self.bases))


@dataclass(frozen=True)
class Protected:
    """Cells fit to be published, with the codes of the notes that belong under the table."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[Key, Cell]
    notes: tuple[str, ...]
    is_protected: bool


def protect(table: Counts) -> Protected:
    """Return a table by personal characteristic with small cells hidden, and enough others to keep them hidden.

    Counts and bases are to the nearest 5; percentages come from these, of the group that the row stands for (of the
    column's group where only columns stand for groups, of everyone in a table with one column). Reasons:
    `small-number` under ten, zero included; `secondary` hidden so that nobody can work out another cell; `small-base`
    where the count stands but its percentage would mislead: under 30 people, or 0% or 100% after rounding.

    Raises Refused (field `characteristics`) for more than two characteristics, and for borough with any other.
    """
    check_characteristics((*table.rows_by, *table.columns_by))
    if not table.rows_by and table.columns_by:
        turned = protect(table.turned())
        return Protected(table.rows, table.columns, _turn(turned.cells), turned.notes, True)
    if table.bases:
        cells: dict[Key, Cell] = {}
        for column in table.columns:
            cells |= _one_of_many(table, column)
        return Protected(table.rows, table.columns, cells, (*NOTE_PROTECTED, NOTE_PAST_100), True)
    return Protected(table.rows, table.columns, _parts(table), NOTE_PROTECTED, True)


def exact(table: Counts) -> Protected:
    """Return a table of exact counts: themes by question and by plan node, channel totals, closed answers.

    Percentages are of the cell's base, or of the column where each person stands in one cell, from 30 people on.
    Raises Refused where the table stands for a personal characteristic: that is for `protect`.
    """
    if table.rows_by or table.columns_by:
        raise Refused("characteristics", "characteristic-needs-protection", {"names": _names(table)})
    totals = {column: sum(table.count(row, column) for row in table.rows) for column in table.columns}
    cells = {}
    for row in table.rows:
        for column in table.columns:
            count, base = table.count(row, column), table.bases.get((row, column), totals[column])
            is_large = base >= PERCENT_BASE
            percent = whole_percent(count, base) if is_large else None
            cells[row, column] = Cell(count, base, percent, "" if is_large else SMALL_BASE)
    return Protected(table.rows, table.columns, cells, (NOTE_PAST_100,) if table.bases else (), False)


def steady(now: Table, before: Table | None, changed: int) -> Table:
    """Return the table to print in a new edition: the one before it again, where 1 to 9 responses changed since.

    Two editions that differ by a few people would show in which cells those people stand (security cases I01, I05).
    A table that the edition before did not have is printed as it is.
    """
    if before is None or not now.is_protected or not 0 < changed < THRESHOLD:
        return now
    notes = before.notes if NOTE_STEADY in before.notes else (*before.notes, NOTE_STEADY)
    return replace(before, notes=notes)


def check_characteristics(names: Iterable[str]) -> None:
    """Raise Refused for a set of characteristics that may not be crossed in public."""
    crossed = set(names)
    if any("borough" in name.casefold() for name in crossed) and len(crossed) > 1:
        raise Refused("characteristics", "borough-crossed", {"names": tuple(sorted(crossed))})
    if len(crossed) > MOST_CHARACTERISTICS:
        limits: dict[str, object] = {"limit": MOST_CHARACTERISTICS, "names": tuple(sorted(crossed))}
        raise Refused("characteristics", "too-many-characteristics", limits)


def rounded(count: int) -> int:
    """Return `count` to the nearest 5."""
    return (count + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


def _parts(table: Counts) -> dict[Key, Cell]:
    """Cells of a table in which each person stands once."""
    values = [[table.count(row, column) for column in table.columns] for row in table.rows]
    if not values or not values[0]:
        return {}
    row_totals = [sum(line) for line in values]
    if len(table.columns) == 1:
        bases: list[int | None] = [base_of(sum(row_totals))] * len(values)
        reasons = hide(values)
    else:
        hidden_rows = _hidden_lines(row_totals, table.rows_by)
        hidden_columns = _hidden_lines([sum(line) for line in zip(*values, strict=True)], table.columns_by)
        bases = [None if i in hidden_rows else base_of(total) for i, total in enumerate(row_totals)]
        reasons = hide(values, hidden_rows, hidden_columns)
    people = row_totals if len(table.columns) > 1 else [sum(row_totals)] * len(values)
    return {
        (row, column): cell_of(values[i][j], people[i], bases[i], reasons[i][j])
        for i, row in enumerate(table.rows)
        for j, column in enumerate(table.columns)
    }


def _one_of_many(table: Counts, column: str) -> dict[Key, Cell]:
    """Cells of one column in which a person may stand beside others: those in it against those not in it."""
    counts: dict[Key, int] = {}
    for row in table.rows:
        counts[row, column] = table.count(row, column)
        counts[row, ""] = table.bases[row, column] - counts[row, column]
    split = _parts(Counts(table.rows, (column, ""), counts, table.rows_by or ("group",)))
    return {place: cell for place, cell in split.items() if place[1] == column}


def _hidden_lines(totals: list[int], characteristics: tuple[str, ...]) -> set[int]:
    """Groups whose own size may not be shown, by the same rule as a table of these groups alone."""
    if not characteristics:
        return set()
    return {i for i, [reason] in enumerate(hide([[total] for total in totals])) if reason}


def base_of(total: int) -> int | None:
    """Return the size of a group as it is printed, None where it is not."""
    return rounded(total) if total >= THRESHOLD else None


def cell_of(count: int, exact_base: int, base: int | None, reason: str) -> Cell:
    """Return the cell that is printed for `count` of `exact_base` people; hidden where there is a reason.

    `base` is the size of the group as `base_of` prints it.
    """
    if reason:
        return Cell(None, base, None, reason)
    shown = rounded(count)
    if base is None or exact_base < PERCENT_BASE:
        return Cell(shown, base, None, SMALL_BASE)
    percent = whole_percent(shown, base)
    # 0% or 100% of a group is never said: rounding alone could make it so.
    return Cell(shown, base, percent, "") if 0 < percent < 100 else Cell(shown, base, None, SMALL_BASE)


def _turn(cells: Mapping[Key, Value]) -> dict[Key, Value]:
    return {(column, row): value for (row, column), value in cells.items()}


def _names(table: Counts) -> tuple[str, ...]:
    return (*table.rows_by, *table.columns_by)
