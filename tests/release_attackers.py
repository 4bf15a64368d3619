"""A reader who holds every table of a release at once and solves for what is hidden: exact bounds, by linear programs.

What they know: each printed number to its rounding (or exactly, if asked to know too much), the reason of each hidden
one, all totals that other tables print exactly, and how tables by one characteristic hang together: a person of a group
stands in one cell of each, and no more people of a group answered a question than there are in the group.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from consult.domain.release_disclosure import PEOPLE, Crossing, Groups, Secured

Name = tuple[str, ...]


@dataclass
class System:
    """Unknowns with what is known of each, and equations and inequalities between them."""

    limits: dict[Name, tuple[float, float | None]] = field(default_factory=dict)
    equal: list[tuple[dict[Name, float], float]] = field(default_factory=list)
    at_most: list[tuple[dict[Name, float], float]] = field(default_factory=list)

    def range_of(self, names: list[Name]) -> dict[Name, tuple[float, float]]:
        """Return the least and the most that each of these can be."""
        self.places = {name: at for at, name in enumerate(self.limits)}
        sides = [self._matrix(self.equal), self._matrix(self.at_most)]
        found = {}
        for name in names:
            aim = numpy.zeros(len(self.places))
            aim[self.places[name]] = 1
            ends = [linprog(sign * aim, A_eq=sides[0][0], b_eq=sides[0][1], A_ub=sides[1][0], b_ub=sides[1][1],
                            bounds=list(self.limits.values()), method="highs") for sign in (1, -1)]
            assert all(end.status == 0 for end in ends), (name, [end.message for end in ends])
            found[name] = (ends[0].fun, -ends[1].fun)
        return found

    def _matrix(self, lines: list) -> tuple:
        if not lines:
            return None, None
        at = [(i, self.places[name], factor) for i, (parts, _) in enumerate(lines) for name, factor in parts.items()]
        rows, columns, factors = zip(*at, strict=True)
        return csr_matrix((factors, (rows, columns)), (len(lines), len(self.places))), [total for _, total in lines]


@dataclass(frozen=True)
class Edition:
    """One release by one characteristic: the truth, and what was printed. `stale` groups are printed as before."""

    groups: Groups
    crossings: list[Crossing]
    secured: Secured
    stale: frozenset[str] = frozenset()


def open_ranges(edition: Edition, *, knows_shown: bool = False) -> Iterator[tuple[Name, float, float]]:
    """Give (name, least, most) for every hidden cell and hidden size of the tables by one characteristic.

    `knows_shown`: the reader knows the exact number behind every printed one.
    """
    system = System()
    hidden = _described(system, edition, "", knows_shown)
    for name, (low, high) in system.range_of(hidden).items():
        yield name, low, high


def open_ranges_of_both(first: Edition, second: Edition) -> Iterator[tuple[Name, float, float]]:
    """Give the same for two editions of which the second counts everyone in the first, and more people."""
    system = System()
    hidden = _described(system, first, "first", False)
    hidden += _described(system, second, "second", False)
    for name in [name for name in system.limits if name[0] == "first"]:
        later = ("second", *name[1:])
        if later in system.limits:
            system.at_most.append(({name: 1, later: -1}, 0))
    for name, (low, high) in system.range_of(hidden).items():
        yield name, low, high


def open_ranges_of_parts(whole: Edition, coarse: Edition, parts: Mapping[str, tuple[str, ...]]
                         ) -> Iterator[tuple[Name, float, float]]:
    """Give the same for a characteristic and its coarser groups, each of which is some groups of the first."""
    system = System()
    hidden = _described(system, whole, "whole", False) + _described(system, coarse, "coarse", False)
    for part, groups in parts.items():
        system.equal.append(({("coarse", "size", part): 1, **{("whole", "size", group): -1 for group in groups}}, 0))
    for name, (low, high) in system.range_of(hidden).items():
        yield name, low, high


def open_ranges_of_linked(editions: Mapping[str, Edition], at_most: Iterable[tuple[list[Name], Name]]
                          ) -> Iterator[tuple[Name, float, float]]:
    """Give the same for tables whose people hang together: each sum of the first names is at most the second.

    The reader knows the exact number behind every printed one.
    """
    system, hidden = System(), []
    for when, edition in editions.items():
        hidden += _described(system, edition, when, True)
    for parts, whole in at_most:
        if whole in system.limits:
            here = [name for name in parts if name in system.limits]
            system.at_most.append(({**dict.fromkeys(here, 1), whole: -1}, 0))
    for name, (low, high) in system.range_of(hidden).items():
        yield name, low, high


def _described(system: System, edition: Edition, when: str, knows_shown: bool) -> list[Name]:
    groups, hidden = edition.groups, []
    for group in groups.groups:
        cell, name = edition.secured.profile.cells[group, PEOPLE], (when, "size", group)
        is_stale = group in edition.stale
        system.limits[name] = (0, None) if is_stale else _known(
            cell.count, cell.suppression, groups.size(group), knows_shown)
        if cell.count is None and not is_stale:
            hidden.append(name)
    system.equal.append(({(when, "size", group): 1 for group in groups.groups}, sum(groups.sizes.values())))
    for crossing in edition.crossings:
        if crossing.table_id in edition.secured.tables:
            hidden += _add(system, edition, crossing, when, knows_shown)
    return hidden


def _add(system: System, edition: Edition, crossing: Crossing, when: str, knows_shown: bool) -> list[Name]:
    groups, printed = edition.groups, edition.secured.tables[crossing.table_id]
    of, everyone, hidden = (when, crossing.table_id), (*groups.groups, ""), []
    rest = crossing.base - sum(crossing.bases.values())
    for group in groups.groups:
        base = next((cell.base for (_, name), cell in printed.cells.items() if name == group), None)
        system.limits[*of, group] = (0, None) if group in edition.stale else _known(
            base, "secondary", crossing.bases.get(group, 0), knows_shown)
        system.at_most.append(({(*of, group): 1, (when, "size", group): -1}, 0))
    is_all_shown = all(system.limits[*of, group][1] is not None for group in groups.groups)
    system.limits[*of, ""] = (rest, rest) if knows_shown and is_all_shown else (0, None)
    system.equal.append(({(*of, group): 1 for group in everyone}, crossing.base))
    for row in crossing.rows:
        for group in everyone:
            cell, name = printed.cells.get((row, group)), (*of, row, group)
            is_told = cell is not None and group not in edition.stale
            system.limits[name] = (0, None) if not is_told else _known(
                cell.count, cell.suppression, crossing.count(row, group), knows_shown)
            if is_told and cell.count is None:
                hidden.append(name)
            if crossing.overlaps:
                system.at_most.append(({name: 1, (*of, group): -1}, 0))
        system.equal.append(({(*of, row, group): 1 for group in everyone}, crossing.totals[row]))
    if not crossing.overlaps:
        for group in everyone:
            system.equal.append(({**{(*of, row, group): 1 for row in crossing.rows}, (*of, group): -1}, 0))
    return hidden


def _known(shown: int | None, reason: str, true: int, knows_shown: bool) -> tuple[float, float | None]:
    if shown is None:
        return (0, 9) if reason == "small-number" else (0, None)
    return (true, true) if knows_shown else (max(10, shown - 2), shown + 2)
