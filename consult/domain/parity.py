"""The parity board: how far each part of a consultation is in each language and format, and when it will be whole."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from consult.domain.easy_read import is_shown
from consult.domain.readiness import parts_of
from consult.domain.text_units import Unit
from consult.domain.variants import (
    APPROVED,
    CHECKED,
    DRAFT,
    EASY_READ,
    LANGUAGE,
    MISSING,
    STALE,
    Made,
    by_place,
    standing,
    worst,
)

# What a cell says: ready, gone stale, not begun, or between the two.
READY, IN_WORK = "ready", "in-work"
CELLS = (READY, STALE, IN_WORK, MISSING)
# A part that a format does not show, as Easy Read leaves out the headings of the plan.
NOT_SHOWN = "not-shown"
# The days looked back on for the pace of the work.
PACE_DAYS = 14


@dataclass(frozen=True)
class Column:
    """A language or a format: `form` and `language` as variants have them."""

    form: str
    language: str


@dataclass(frozen=True)
class Cell:
    """One part in one column: what it says, how many of its texts are ready, and whether somebody doubts one."""

    says: str
    ready: int
    texts: int
    is_doubted: bool = False


@dataclass(frozen=True)
class Total:
    """A whole column: how many texts (or parts) say what, and how many are checked but not yet approved."""

    column: Column
    ready: int
    stale: int
    in_work: int
    missing: int
    checked: int
    doubted: int

    @property
    def left(self) -> int:
        """How many are not ready."""
        return self.stale + self.in_work + self.missing


def cell_of(standings: Sequence[str], *, is_doubted: bool = False) -> Cell:
    """Return the cell of a part from the standings of its texts in one column."""
    ready = sum(at == APPROVED for at in standings)
    at = worst(standings)
    says = {APPROVED: READY, STALE: STALE, MISSING: MISSING}.get(at, IN_WORK)
    if says == MISSING and set(standings) != {MISSING}:
        says = STALE if STALE in standings else IN_WORK
    return Cell(says, ready, len(standings), is_doubted)


class Board:
    """Every cell of the board, from the texts of today and the variants that there are.

    `easy_read` are the parts that Easy Read shows, by default all that `is_shown` knows.
    """

    def __init__(self, units: Sequence[Unit], made: Iterable[Made], columns: Sequence[Column],
                 easy_read: Collection[str] | None = None) -> None:
        self.columns = tuple(columns)
        self._parts = parts_of(units)
        self._units: dict[str, list[Unit]] = {part: [] for part in self._parts}
        for unit in units:
            self._units[unit.part].append(unit)
        self._made = by_place(made)
        self._easy_read = easy_read if easy_read is not None else [part for part in self._parts if is_shown(part)]

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts in the order shown."""
        return tuple(self._parts)

    def first_words(self, part: str) -> str:
        """Return the first text of a part in English: what staff know it by."""
        return self._units[part][0].english.partition("\n")[0]

    def cell(self, part: str, column: Column) -> Cell:
        """Return what one part says in one column."""
        if not self._shows(part, column):
            return Cell(NOT_SHOWN, 0, 0)
        if column.form != LANGUAGE:
            there = self._made.get((part, column.form, column.language))
            return cell_of([standing(there, self._parts[part])], is_doubted=there is not None and there.is_doubted)
        found = [(self._made.get((unit.key, LANGUAGE, column.language)), unit.english)
                 for unit in self._units[part]]
        return cell_of([standing(there, english) for there, english in found],
                       is_doubted=any(there.is_doubted for there, _english in found if there is not None))

    def total(self, column: Column) -> Total:
        """Return the sums of one column, by text for a language and by part for a format."""
        if column.form == LANGUAGE:
            pairs = [(self._made.get((unit.key, LANGUAGE, column.language)), unit.english)
                     for units in self._units.values() for unit in units]
        else:
            pairs = [(self._made.get((part, column.form, column.language)), english)
                     for part, english in self._parts.items() if self._shows(part, column)]
        at = [standing(there, english) for there, english in pairs]
        return Total(column, at.count(APPROVED), at.count(STALE), at.count(DRAFT) + at.count(CHECKED),
                     at.count(MISSING), at.count(CHECKED),
                     sum(there.is_doubted for there, _english in pairs if there is not None))

    def _shows(self, part: str, column: Column) -> bool:
        return column.form != EASY_READ or part in self._easy_read


def forecast(left: int, done_lately: int, today: date) -> date | None:
    """Return the day on which `left` texts are done at the pace of the last PACE_DAYS; None without a pace.

    Today where nothing is left. The pace is the texts approved in those days, weekends and all.
    """
    if left == 0:
        return today
    if done_lately == 0:
        return None
    return today + timedelta(days=ceil(left * PACE_DAYS / done_lately))


def groups_of(parts: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return parts by their noun (survey, section, page, question, consultation, duty, stage, plan), in order."""
    found: dict[str, list[str]] = {}
    for part in parts:
        found.setdefault(part.partition("/")[0], []).append(part)
    return {noun: tuple(kept) for noun, kept in found.items()}
