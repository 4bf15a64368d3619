"""Attacks whole releases: every table by one characteristic, every exact total, and the edition before, at once."""

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.domain import release_disclosure
from consult.domain.release_disclosure import (
    NOTE_GROUPS_STEADY,
    NOTE_ROWS_LEFT_OUT,
    PEOPLE,
    Before,
    Crossing,
    Groups,
    secure_together,
)
from tests.release_attackers import Edition, open_ranges, open_ranges_of_both

ROUNDING_BASE = 5


@pytest.mark.parametrize("seed, knows_shown", [(0, False), *((seed, True) for seed in range(5))])
def test_no_hidden_cell_of_a_release_is_determined_or_narrowed_below_the_rounding_base(seed, knows_shown):
    edition = printed(*people(seed))
    assert any(cell.count is not None for table in edition.secured.tables.values() for cell in table.cells.values())
    assert_open(open_ranges(edition, knows_shown=knows_shown))


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(1, 10_000))
def test_small_worlds_keep_their_secrets_from_a_reader_who_knows_what_was_rounded(seed):
    assert_open(open_ranges(printed(*people(seed, size=120, spread=0.35)), knows_shown=True))


def test_the_reader_of_these_tests_finds_cells_that_were_not_secured(monkeypatch):
    monkeypatch.setattr(release_disclosure, "secure", lambda values, marks: [list(line) for line in marks])
    ranges = [high - low for _, low, high in open_ranges(printed(*people(0)), knows_shown=True)]
    assert min(ranges) < ROUNDING_BASE


@pytest.mark.parametrize("more", [5, 12, 100])
def test_two_editions_together_tell_no_more_than_each(more):
    old, new = people(3, size=500, later=more), people(3, size=500 + more)
    first = printed(*old)
    steady = frozenset(group for group in old[0].groups if new[0].size(group) - old[0].size(group) < 10)
    second = printed(*new, earlier(first, new[1], steady), steady)
    assert_open(open_ranges_of_both(first, second))


def test_a_group_whose_size_is_hidden_is_hidden_in_every_table():
    edition = printed(*people(1))
    small = {group for (group, _), cell in edition.secured.profile.cells.items() if cell.count is None}
    cells = [cell for table in edition.secured.tables.values() for (_, group), cell in table.cells.items()
             if group in small]
    assert small and {cell.count for cell in cells} == {cell.base for cell in cells} == {None}


def test_a_group_too_small_in_one_table_is_shown_in_the_others():
    groups = Groups("age", ("a", "b", "c"), {"a": 60, "b": 90, "c": 80}, 260)
    full = crossed("q1", {"a": (30, 30), "b": (50, 40), "c": (30, 50)}, (10, 20))
    thin = crossed("q2", {"a": (2, 3), "b": (30, 40), "c": (30, 40)}, (6, 9))
    secured = secure_together(groups, [full, thin])
    assert secured.tables["q1"].cells["yes", "a"].base == 60
    assert {secured.tables["q2"].cells[row, "a"].suppression for row in ("yes", "no")} == {"small-number"}


def test_a_row_of_few_people_or_of_nearly_all_is_not_crossed():
    groups = Groups("age", ("a", "b"), {"a": 60, "b": 90}, 160)
    few = crossed("q1", {"a": (56, 4), "b": (85, 5)}, (0, 0))
    assert secure_together(groups, [few]).tables == {}
    some = Crossing("q2", ("yes", "no", "rare"), {**few.counts, ("yes", "a"): 30, ("no", "a"): 28, ("yes", "b"): 40,
                    ("no", "b"): 45, ("rare", "a"): 2}, {"a": 60, "b": 85}, {"yes": 72, "no": 75, "rare": 2}, 149)
    table = secure_together(groups, [some]).tables["q2"]
    assert table.rows == ("yes", "no") and NOTE_ROWS_LEFT_OUT in table.notes


def test_sizes_are_hidden_within_each_part_that_is_printed_too():
    sizes = {"reported": 60, "not-reported": 4, "no": 300, "unsure": 70}
    alone = secure_together(Groups("victim", tuple(sizes), sizes, 450), []).profile
    assert [alone.cells[key, PEOPLE].count for key in sizes] == [None, None, 300, 70]
    of_unsure = {**sizes, "not-reported": 40, "unsure": 4}
    parts = (("reported", "not-reported"), ("no", "unsure"))
    held = secure_together(Groups("victim", tuple(sizes), of_unsure, 450, parts), []).profile
    assert [held.cells[key, PEOPLE].count is None for key in sizes] == [False, False, True, True]


def test_groups_that_overlap_are_each_told_against_everyone_else():
    groups = Groups("disability", ("sight", "hearing", "other"), {"sight": 40, "hearing": 5, "other": 60}, 200,
                    overlaps=True, answered=120)
    table = crossed("q1", {"sight": (25, 15), "hearing": (3, 2), "other": (30, 28)}, (90, 60))
    secured = secure_together(groups, [Crossing(**{**vars(table), "totals": {"yes": 110, "no": 80}, "base": 190})])
    assert [secured.profile.cells[key, PEOPLE].count for key in groups.groups] == [40, None, 60]
    cells = secured.tables["q1"].cells
    assert (cells["yes", "sight"].count, cells["yes", "hearing"].count) == (25, None)


def test_the_cells_of_a_group_of_which_few_changed_are_those_of_the_edition_before():
    groups, tables = people(2)
    first, name = printed(groups, tables), max(groups.groups, key=groups.size)
    grown = Groups(groups.key, groups.groups, {**groups.sizes, name: groups.size(name) + 4}, groups.people + 4)
    again = secure_together(grown, tables, earlier(first, tables, frozenset(groups.groups)))
    assert again.profile.cells == first.secured.profile.cells
    assert again.tables["closed-0"].cells == first.secured.tables["closed-0"].cells
    assert NOTE_GROUPS_STEADY in again.tables["closed-0"].notes


def assert_open(ranges) -> None:
    for name, low, high in ranges:
        assert high - low >= ROUNDING_BASE - 1e-6, (name, low, high)


def printed(groups: Groups, crossings: list[Crossing], before: dict | None = None, stale: frozenset = frozenset()
            ) -> Edition:
    return Edition(groups, crossings, secure_together(groups, crossings, before), stale)


def earlier(first: Edition, now: list[Crossing], steady: frozenset) -> dict[str, Before]:
    """Return what the first edition printed, for the next one."""
    sizes = {(PEOPLE, group): cell for (group, _), cell in first.secured.profile.cells.items()}
    found = {first.groups.key: Before(sizes, steady)}
    for old, new in zip(first.crossings, now, strict=True):
        rows = frozenset(row for row in old.rows if abs(new.totals[row] - old.totals[row]) < 10)
        if old.table_id in first.secured.tables:
            found[old.table_id] = Before(first.secured.tables[old.table_id].cells, steady, rows)
    return found


def crossed(table_id: str, said: dict[str, tuple[int, int]], others: tuple[int, int]) -> Crossing:
    """Return a question with two answers; `others` are people of no group."""
    counts = {(row, group): numbers[at] for group, numbers in said.items() for at, row in enumerate(("yes", "no"))}
    totals = {row: sum(numbers[at] for numbers in said.values()) + others[at] for at, row in enumerate(("yes", "no"))}
    bases = {group: sum(numbers) for group, numbers in said.items()}
    return Crossing(table_id, ("yes", "no"), counts, bases, totals, sum(totals.values()))


def people(seed: int, size: int = 600, spread: float = 0.5, later: int = 0) -> tuple[Groups, list[Crossing]]:
    """Make people of eight groups of very different sizes with a survey, some of whom say nothing of themselves.

    The same seed gives the same people; `later` of them have not come yet.
    """
    draw = numpy.random.default_rng(seed)
    names, every = tuple(f"g{number}" for number in range(8)), size + later
    share = spread ** numpy.arange(9)
    of, crossings = draw.permutation(9)[draw.choice(9, every, p=share / share.sum())], []
    for table, kinds in enumerate((5, 4, 3)):
        leaning = draw.dirichlet(numpy.ones(kinds) * 0.7, 9)
        chosen = numpy.array([draw.choice(kinds, p=leaning[group]) for group in of])
        chosen[draw.random(every) < (0.05, 0.3, 0.6)[table]] = -1
        crossings.append(one_each(f"closed-{table}", of[:size], chosen[:size], kinds, names))
    has = draw.random((every, 6)) < draw.dirichlet(numpy.ones(6), 9)[of]
    read = draw.random(every) < 0.7
    return Groups("age", names, {name: int((of[:size] == at).sum()) for at, name in enumerate(names)}, size), [
        *crossings, several("themes", of[:size], has[:size], read[:size], names)]


def one_each(table_id: str, of: numpy.ndarray, chosen: numpy.ndarray, kinds: int, names: tuple[str, ...]) -> Crossing:
    rows = tuple(f"o{kind}" for kind in range(kinds))
    counts = {(row, name): int(((chosen == k) & (of == g)).sum())
              for k, row in enumerate(rows) for g, name in enumerate(names)}
    return Crossing(
        table_id, rows, counts,
        {name: int(((chosen >= 0) & (of == g)).sum()) for g, name in enumerate(names)},
        {row: int((chosen == k).sum()) for k, row in enumerate(rows)}, int((chosen >= 0).sum()))


def several(table_id: str, of: numpy.ndarray, has: numpy.ndarray, read: numpy.ndarray, names: tuple[str, ...]
            ) -> Crossing:
    rows, has = tuple(f"t{theme}" for theme in range(has.shape[1])), has & read[:, None]
    counts = {(row, name): int((has[:, k] & (of == g)).sum())
              for k, row in enumerate(rows) for g, name in enumerate(names)}
    return Crossing(
        table_id, rows, counts,
        {name: int((read & (of == g)).sum()) for g, name in enumerate(names)},
        {row: int(has[:, k].sum()) for k, row in enumerate(rows)}, int(read.sum()), overlaps=True)
