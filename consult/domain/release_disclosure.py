"""Secures all tables of one release together: what one table hides, no other table and no total of the release gives
back; it knows counts of people, not words, and stores nothing.

Tables by the same characteristic share the sizes of its groups, and each shares its exact row totals with a table that
anybody can read (answers, themes). The reader to guard against knows all of these exactly, sizes that are printed
included, and the exact number behind every shown cell. Where all that tables share is known, each of them can be
secured by itself, and what is true of one stays true of all (a world that differs in one table alone agrees with all
the others). What is left is secured here, once for all tables of a characteristic:

- A group whose size is hidden stays hidden in every table. Such groups, and the people who did not say, form a rest
  that each table leaves; a row of that rest is never so small that the groups within it could be told apart.
- A group that is too small among those who answered one question is hidden in the table of that question.
- A row is crossed only where ten people or more are in it and ten or more are not: else its total alone would tell.
- Where a coarser grouping is printed too (victims and others), sizes are secured within each of its parts.
- What only people of some groups were asked is secured within them, and only where their own number stands; what was
  asked because of an answer tells of no group of which a number of that answer's question is hidden.
- Where few people of a group changed since an edition, its numbers of that edition are printed again, and what that
  edition hid stays hidden until its row and its group have both moved by ten people or more.

Sources: as for `disclosure`; linked tables: Handbook on Statistical Disclosure Control, 5.4.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from consult.domain.disclosure import (
    NOTE_PAST_100,
    NOTE_PROTECTED,
    Key,
    Protected,
    base_of,
    cell_of,
    check_characteristics,
)
from consult.domain.hidden_cells import BLURRED, KNOWN, POOLED, SECONDARY, SHOWN, SMALL, THRESHOLD, UNPRINTED, secure
from consult.domain.reports import Cell, Table

PEOPLE = "respondents"
NOTE_ROWS_LEFT_OUT = "small-rows-left-out"
NOTE_GROUPS_STEADY = "groups-from-the-edition-before"


@dataclass(frozen=True)
class Groups:
    """The people of one characteristic, exact: how many are in each group, and how many are counted in all.

    `parts` are coarser groups whose sizes are printed as well, each with its groups. Where a person can be in several
    groups, `overlaps`, and `answered` says how many people are in any.
    """

    key: str
    groups: tuple[str, ...]
    sizes: Mapping[str, int]
    people: int
    parts: tuple[tuple[str, ...], ...] = ()
    overlaps: bool = False
    answered: int = 0
    apart: frozenset[str] = frozenset()

    @property
    def crossed(self) -> tuple[str, ...]:
        """The groups that stand in the crossings."""
        return tuple(group for group in self.groups if group not in self.apart)

    def size(self, group: str) -> int:
        """Return the exact size of a group."""
        return self.sizes.get(group, 0)


@dataclass(frozen=True)
class Crossing:
    """What people of each group said, exact, and what is known of everyone: counts by (row, group), a cell not named 0.

    `bases` are the people of each group who could be in a row, `base` everyone who could; `totals` everyone in a row,
    people of no group included. Where a person can be in several rows, `overlaps`. `untold` rows are not crossed: their
    totals are told nowhere. `follows` are the crossings of the questions whose answers decided who was asked this one.
    """

    table_id: str
    rows: tuple[str, ...]
    counts: Mapping[Key, int]
    bases: Mapping[str, int]
    totals: Mapping[str, int]
    base: int
    overlaps: bool = False
    untold: frozenset[str] = frozenset()
    follows: tuple[str, ...] = ()

    def count(self, row: str, group: str) -> int:
        """Return the exact count of one cell."""
        return self.counts.get((row, group), 0)

    def is_crossed(self, row: str) -> bool:
        """Say that the total of a row leaves room for every cell of it."""
        return row not in self.untold and THRESHOLD <= self.totals.get(row, 0) <= self.base - THRESHOLD


@dataclass(frozen=True)
class Before:
    """A table of an earlier edition whose numbers stood: cells by (row, group), sizes by (PEOPLE, group).

    `steady` are the groups of which fewer than ten people changed since; `steady_rows` the rows whose exact total
    moved by fewer than ten.
    """

    cells: Mapping[Key, Cell]
    steady: frozenset[str]
    steady_rows: frozenset[str] = frozenset()

    def is_again(self, row: str, group: str) -> bool:
        """Say that a cell is printed as it was."""
        return group in self.steady and (row, group) in self.cells

    def stays_hidden(self, row: str, group: str) -> bool:
        """Say that a cell was hidden, and that too little has changed to show it."""
        cell = self.cells.get((row, group))
        return cell is not None and cell.count is None and (group in self.steady or row in self.steady_rows)


@dataclass(frozen=True)
class Secured:
    """The sizes of the groups, and the crossings by table id that tell anything, fit to be published together."""

    profile: Protected
    tables: Mapping[str, Protected] = field(default_factory=dict)


NEW = Before({}, frozenset())


def secure_together(groups: Groups, crossings: Sequence[Crossing], before: Mapping[str, Before] | None = None
                    ) -> Secured:
    """Return the sizes of the groups (rows; one column) and their crossings (columns are groups), secured together.

    `before` holds the tables of the edition before by table id, that of the sizes under the characteristic's key with
    PEOPLE as its row.
    A crossing in which nothing would be left to read is left out. Cells and reasons are as `disclosure.protect` gives
    them. Raises Refused where the characteristic may not be crossed.
    """
    check_characteristics((groups.key,))
    earlier = before or {}
    if groups.overlaps:
        return _overlapping(groups, crossings, earlier)
    profile = _profile(groups, earlier.get(groups.key, NEW))
    hidden = {group for group in groups.crossed if profile.cells[group, PEOPLE].count is None}
    found: dict[str, Protected | None] = {}
    for one in crossings:
        if _is_open(one):
            untold = hidden | _untold(one, found, groups.crossed)
            found[one.table_id] = _Crossed(groups, untold, one, earlier.get(one.table_id, NEW)).table()
    return Secured(profile, {table_id: table for table_id, table in found.items() if table is not None})


def within(crossing: Crossing, asked_of: Crossing, shown: Protected, choices: Collection[str]) -> Crossing:
    """Return a crossing by what only people of some groups were asked, as a part of the crossing by these groups.

    `asked_of` is that crossing, `shown` what is printed of it, `choices` the groups. A row of which their number is not
    shown is not crossed: the parts of a number would tell of it.
    """
    totals = {row: sum(asked_of.count(row, choice) for choice in choices) for row in crossing.rows}
    hidden = {row for row in crossing.rows
              if any((cell := shown.cells.get((row, choice))) is None or cell.count is None for choice in choices)}
    base = sum(asked_of.bases.get(choice, 0) for choice in choices)
    return replace(crossing, totals=totals, base=base, untold=frozenset(hidden))


def as_before(table: Table, steady: Collection[str], steady_rows: Collection[str] = (), *, turned: bool = False
              ) -> Before:
    """Return an earlier edition's table for the next one; `turned` where its rows are the groups."""
    cells = {(column, row) if turned else (row, column): cell for (row, column), cell in table.cells.items()}
    return Before(cells, frozenset(steady), frozenset(steady_rows))


def _overlapping(groups: Groups, crossings: Sequence[Crossing], before: Mapping[str, Before]) -> Secured:
    """Secure each group against everyone who is not in it: a person in two groups stands in two tables of two."""
    cells: dict[Key, Cell] = {}
    found: dict[str, list[Protected]] = {}
    base = base_of(groups.answered)
    for group in groups.groups:
        size, others = groups.size(group), groups.answered - groups.size(group)
        alone = Groups(groups.key, (group, ""), {group: size, "": others}, groups.people)
        sizes = _profile(alone, before.get(groups.key, NEW))
        reason = sizes.cells[group, PEOPLE].suppression if sizes.cells[group, PEOPLE].count is None else ""
        cells[group, PEOPLE] = cell_of(size, groups.answered, base, reason)
        if group in groups.apart:
            continue
        one = Groups(groups.key, (group,), {group: size}, groups.people)
        here: dict[str, Protected | None] = {}
        for crossing in filter(_is_open, crossings):
            untold = {group} if reason else _untold(crossing, here, (group,))
            table = here[crossing.table_id] = _Crossed(
                one, untold, crossing, before.get(crossing.table_id, NEW)).table(may_be_empty=True)
            if table is not None:
                found.setdefault(crossing.table_id, []).append(table)
    profile = Protected(groups.groups, (PEOPLE,), cells, (*NOTE_PROTECTED, NOTE_PAST_100), True)
    return Secured(profile, {table_id: _beside(tables) for table_id, tables in found.items() if _tells(tables)})


def _untold(crossing: Crossing, found: Mapping[str, Protected | None], groups: Collection[str]) -> set[str]:
    """Return groups of which a cell is hidden where it was decided who was asked: how many were asked would tell of it.

    `found` has only crossings with a row that leaves room; one of which nothing could be shown hides every group.
    """
    tables = [found[name] for name in crossing.follows if name in found]
    return {group for group in groups if any(
        table is None or any(table.cells[row, group].count is None for row in table.rows) for table in tables)}


def _is_open(crossing: Crossing) -> bool:
    return any(crossing.is_crossed(row) for row in crossing.rows)


def _beside(tables: Sequence[Protected]) -> Protected:
    first = tables[0]
    cells = {place: cell for table in tables for place, cell in table.cells.items()}
    notes = tuple(dict.fromkeys(note for table in tables for note in table.notes))
    return Protected(first.rows, tuple(group for table in tables for group in table.columns), cells, notes, True)


def _tells(tables: Sequence[Protected]) -> bool:
    return any(cell.count is not None for table in tables for cell in table.cells.values())


def _profile(groups: Groups, before: Before) -> Protected:
    sizes = [groups.size(group) for group in groups.groups]
    total = sum(sizes)
    marks = {group: _size_mark(group, groups.size(group), total, before) for group in groups.groups}
    marks = _secured_sizes(groups, marks)
    cells = {}
    for group in groups.groups:
        if before.is_again(PEOPLE, group):
            cells[group, PEOPLE] = before.cells[PEOPLE, group]
        else:
            cells[group, PEOPLE] = cell_of(groups.size(group), total, base_of(total), _told(marks[group]))
    return Protected(groups.groups, (PEOPLE,), cells, _notes(before, groups.groups, NOTE_PROTECTED), True)


def _size_mark(group: str, size: int, total: int, before: Before) -> str:
    if before.is_again(PEOPLE, group) and before.cells[PEOPLE, group].count is not None:
        return KNOWN
    if size < THRESHOLD:
        return SMALL
    is_lone = total - size < THRESHOLD
    return SECONDARY if is_lone or before.stays_hidden(PEOPLE, group) else SHOWN


def _secured_sizes(groups: Groups, marks: Mapping[str, str]) -> dict[str, str]:
    """Secure sizes within all groups and within each coarser one, until nothing more needs to be hidden."""
    found, wanted = dict(marks), True
    while wanted:
        start = dict(found)
        for part in (*groups.parts, groups.groups):
            if part:
                done = secure([[groups.size(group)] for group in part], [[found[group]] for group in part])
                found |= {group: mark for group, [mark] in zip(part, done, strict=True)}
        wanted = found != start
    return found


def _told(mark: str) -> str:
    return {BLURRED: SECONDARY, KNOWN: SHOWN}.get(mark, mark)


def _notes(before: Before, groups: Collection[str], notes: tuple[str, ...]) -> tuple[str, ...]:
    printed = {group for place in before.cells for group in place}
    return (*notes, NOTE_GROUPS_STEADY) if before.steady & printed & set(groups) else notes


class _Crossed:
    """One crossing while it is secured; the groups that it cannot show stand in a rest with those who did not say."""

    def __init__(self, groups: Groups, hidden: Collection[str], crossing: Crossing, before: Before) -> None:
        self.groups, self.crossing, self.before = groups, crossing, before
        self.hidden = {*hidden, *self._too_small_here(hidden)}
        self.shown = [group for group in groups.crossed if group not in self.hidden]
        self.rows = tuple(row for row in crossing.rows if crossing.is_crossed(row))

    def table(self, *, may_be_empty: bool = False) -> Protected | None:
        """Return the cells; None where there is no row to print, or no number in any."""
        if not self.rows or not (self.shown or may_be_empty):
            return None
        reasons: dict[Key, str] = {}
        for rows in ([[row] for row in self.rows] if self.crossing.overlaps else [list(self.crossing.rows)]):
            reasons |= self._secured(rows)
        cells = {(row, group): self._cell(row, group, reasons) for row in self.rows for group in self.groups.crossed}
        notes = (*NOTE_PROTECTED, *((NOTE_PAST_100,) if self.crossing.overlaps else ()))
        if len(self.rows) < len(self.crossing.rows):
            notes = (*notes, NOTE_ROWS_LEFT_OUT)
        found = Protected(self.rows, self.groups.crossed, cells, _notes(self.before, self.groups.crossed, notes), True)
        return found if may_be_empty or _tells([found]) else None

    def _base(self, group: str) -> int:
        return self.crossing.bases.get(group, 0)

    def _too_small_here(self, hidden: Collection[str]) -> set[str]:
        """Return the groups that are too small among those who could be in a row, and those hidden to hide them."""
        groups, everyone = [group for group in self.groups.crossed if group not in hidden], self.crossing.base
        sizes = [self._base(group) for group in groups]
        if not groups:
            return set()
        silent = [max(0, self.groups.size(group) - size) for group, size in zip(groups, sizes, strict=True)]
        rest = everyone - sum(sizes)
        others = self.groups.people - sum(self.groups.size(group) for group in groups) - rest
        values = [[size, quiet] for size, quiet in zip(sizes, silent, strict=True)] + [[rest, max(0, others)]]
        marks = [[self._base_mark(group, everyone), UNPRINTED] for group in groups]
        marks.append([POOLED if hidden else UNPRINTED, UNPRINTED])
        done = secure(values, marks)
        return {group for group, [mark, _] in zip(groups, done, strict=False) if mark not in (SHOWN, KNOWN)}

    def _base_mark(self, group: str, everyone: int) -> str:
        size = self._base(group)
        if size < THRESHOLD:
            return SMALL
        earlier = [cell for (_row, name), cell in self.before.cells.items() if name == group]
        was_hidden = bool(earlier) and all(cell.base is None for cell in earlier) and group in self.before.steady
        return SECONDARY if everyone - size < THRESHOLD or was_hidden else SHOWN

    def _secured(self, rows: Sequence[str]) -> dict[Key, str]:
        crossing, shown = self.crossing, self.shown
        if not shown:
            return {}
        bases = [self._base(group) for group in shown]
        bases.append(crossing.base - sum(bases))
        values, marks = [], []
        for row in rows:
            counts = [crossing.count(row, group) for group in shown]
            values.append([*counts, crossing.totals.get(row, 0) - sum(counts)])
            marks.append(self._row_marks(row))
        if crossing.overlaps:
            # Whoever did not say it: no cell stands for them, and any total of theirs is known.
            values.append([base - sum(column) for base, column in zip(bases, zip(*values, strict=True), strict=True)])
            marks.append([UNPRINTED] * len(bases))
        done = secure(values, marks)
        return {(row, group): _told(mark) for row, line in zip(rows, done, strict=False)
                for group, mark in zip(shown, line, strict=False)}

    def _row_marks(self, row: str) -> list[str]:
        if not self.crossing.is_crossed(row):
            return [UNPRINTED] * (len(self.shown) + 1)
        marks = [self._mark(row, group) for group in self.shown]
        if any(mark == SMALL and self._least(row, group) > THRESHOLD // 2 - 1
               for mark, group in zip(marks, self.shown, strict=True)):
            # The totals say that it is no very small number: that it is small would leave too few.
            marks = [mark if mark == KNOWN else BLURRED for mark in marks]
        return [*marks, POOLED if self.hidden else UNPRINTED]

    def _mark(self, row: str, group: str) -> str:
        count, base, total = self.crossing.count(row, group), self._base(group), self.crossing.totals[row]
        if self.before.is_again(row, group) and self.before.cells[row, group].count is not None:
            return KNOWN
        if count < THRESHOLD:
            return SMALL
        # Nearly all of a group, or nearly all who said it: it says something of each of them (security case I04).
        is_lone = base - count < THRESHOLD or total - count < THRESHOLD
        return SECONDARY if is_lone or self.before.stays_hidden(row, group) else SHOWN

    def _least(self, row: str, group: str) -> int:
        return max(0, self.crossing.totals[row] + self._base(group) - self.crossing.base)

    def _cell(self, row: str, group: str, reasons: Mapping[Key, str]) -> Cell:
        if self.before.is_again(row, group):
            return self.before.cells[row, group]
        base = self._base(group)
        if group in self.hidden:
            return Cell(None, None, None, SMALL if base < THRESHOLD else SECONDARY)
        return cell_of(self.crossing.count(row, group), base, base_of(base), reasons[row, group])
