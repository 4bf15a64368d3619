"""Tries to work out what `domain/disclosure.py` has hidden: by subtraction, by exact linear bounds, by comparison."""

import itertools

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from consult.domain.disclosure import Counts, Protected, exact, protect, rounded
from consult.domain.errors import Refused

TABLES = [
    [[100, 3, 50], [80, 40, 60], [30, 20, 25]],
    [[0, 0], [0, 0]],
    [[40, 0], [60, 0]],
    [[9, 9], [9, 9]],
    [[5, 12], [100, 120]],
    [[7, 3], [50, 60], [80, 90]],
    [[10, 10, 0], [10, 10, 10], [0, 10, 10]],
    [[1, 11, 1], [11, 1, 7], [12, 22, 12], [4, 31, 12], [2, 19, 8]],
    [[2, 500, 1], [300, 4, 800], [12, 11, 10], [0, 0, 30]],
]


@pytest.mark.parametrize("values", TABLES)
def test_a_hidden_cell_cannot_be_recovered_from_exact_totals(values):
    assert_room_is_kept(values)


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 5).flatmap(lambda width: st.lists(
    st.lists(st.one_of(st.integers(0, 14), st.integers(0, 400)), min_size=width, max_size=width), min_size=2, max_size=5
)))
def test_in_any_table_a_small_cell_can_still_be_every_number_under_ten(values):
    assert_room_is_kept(values)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.integers(0, 14), st.integers(0, 400)), min_size=2, max_size=8))
def test_in_any_list_a_small_cell_can_still_be_every_number_under_ten(values):
    printed = protect(one_way(values))
    for place, (low, high) in bounds_one_way(values, printed).items():
        assert_is_open(values[int(place[0][1:])], low, high, 0, sum(values))


def test_subtracting_the_shown_cells_of_a_list_from_its_exact_total_leaves_two_unknowns():
    printed = protect(one_way([3, 40, 200, 90]))
    assert reasons(printed) == ["small-number", "secondary", "", ""]


def test_every_number_under_ten_would_have_been_printed_as_the_same_page():
    pages = {
        str(protect(two_way([[100, 3 + t, 50 - t], [80, 40, 60], [30, 20 - t, 25 + t]])).cells) for t in range(-3, 7)
    }
    assert len(pages) == 1


def test_every_list_that_agrees_with_a_printed_one_leaves_all_ten_numbers():
    printed = protect(one_way([4, 25, 60]))
    lists = [[a, b, 89 - a - b] for a, b in itertools.product(range(10), range(10, 80))]
    agree = {values[0] for values in lists if protect(one_way(values)) == printed}
    assert agree == set(range(10))


def test_the_size_of_a_hidden_group_cannot_be_recovered_from_its_cells():
    printed = protect(two_way([[4, 3], [30, 20], [200, 150], [300, 180]]))
    assert [printed.cells[row, "c0"].base for row in printed.rows] == [None, None, 350, 480]
    assert all(printed.cells[row, column].count is None for row in ("r0", "r1") for column in ("c0", "c1"))


def test_counts_and_bases_are_shown_to_the_nearest_five_only():
    printed = protect(two_way([[101, 152], [203, 304]]))
    shown = [(cell.count, cell.base, cell.percent) for cell in printed.cells.values()]
    assert shown == [(100, 255, 39), (150, 255, 59), (205, 505, 41), (305, 505, 60)]


def test_one_person_more_never_shows_as_one():
    before, after = (protect(one_way([people, 61, 80, 93])) for people in (33, 34))
    change = {(after.cells[place].count or 0) - (cell.count or 0) for place, cell in before.cells.items()}
    assert change == {0}
    edge = protect(one_way([12, 61, 80, 93])), protect(one_way([13, 61, 80, 93]))
    assert edge[1].cells["r0", "people"].count - edge[0].cells["r0", "people"].count == 5


@pytest.mark.parametrize("group", [[44, 0], [0, 44], [41, 3], [2, 40]])
def test_a_group_of_one_mind_is_not_told(group):
    printed = protect(two_way([group, [60, 70], [80, 90]]))
    assert {printed.cells["r0", column].count for column in printed.columns} == {None}


def test_an_answer_given_by_one_group_alone_is_not_told():
    printed = protect(two_way([[100, 50], [100, 0], [100, 0], [100, 0]]))
    assert printed.cells["r0", "c1"].suppression == "secondary"


def test_nobody_is_told_that_all_people_are_in_one_group():
    assert reasons(protect(one_way([95]))) == ["secondary"]
    assert reasons(protect(one_way([95, 0]))) == ["secondary", "small-number"]


def test_zero_or_a_hundred_percent_is_never_printed_beside_a_count():
    printed = protect(one_way([5000, 12, 14]))
    cell = printed.cells["r1", "people"]
    assert (cell.count, cell.percent, cell.suppression) == (10, None, "small-base")


def test_a_percentage_needs_thirty_people():
    printed = protect(two_way([[15, 14], [15, 15], [60, 60]]))
    assert [printed.cells[row, "c0"].percent for row in printed.rows] == [None, 50, 50]
    assert printed.cells["r0", "c0"].suppression == "small-base"


def test_a_table_too_small_to_tell_anything_hides_every_cell_for_one_reason():
    assert set(reasons(protect(one_way([5, 12])))) == {"secondary"}
    assert set(reasons(protect(two_way([[5, 12], [11, 13]])))) == {"secondary"}


def test_the_same_counts_give_the_same_cells_every_time():
    first, *others = (protect(two_way(TABLES[-1])) for _ in range(5))
    assert all(other == first for other in others)


def test_a_column_of_groups_is_protected_as_a_row_of_groups():
    table = two_way([[100, 3, 50], [80, 40, 60]])
    turned = Counts(table.columns, table.rows, {(c, r): n for (r, c), n in table.counts.items()}, (), ("age",))
    across = protect(turned).cells
    assert {(r, c): cell for (c, r), cell in across.items()} == protect(table).cells


def test_a_theme_named_by_nearly_all_of_a_group_is_hidden_like_one_named_by_few():
    printed = protect(many([[58, 100], [4, 100], [90, 200], [100, 300]]))
    assert reasons(printed)[:2] == ["secondary", "small-number"]
    assert "can-pass-100" in printed.notes


def test_a_theme_count_by_group_cannot_be_recovered_from_the_exact_count_of_the_theme():
    printed = protect(many([[3, 60], [45, 100], [90, 200]]))
    hidden = [place for place, cell in printed.cells.items() if cell.count is None]
    assert len(hidden) >= 2


@pytest.mark.parametrize("rows_by, columns_by, code", [
    (("age", "sex"), ("religion",), "too-many-characteristics"),
    (("borough",), ("age",), "borough-crossed"),
    (("age", "eq-borough"), (), "borough-crossed"),
])
def test_a_crossing_that_could_point_at_a_person_is_refused(rows_by, columns_by, code):
    with pytest.raises(Refused) as refusal:
        protect(Counts(("a",), ("b",), {}, rows_by, columns_by))
    assert (refusal.value.field, refusal.value.code) == ("characteristics", code)


def test_borough_by_a_closed_answer_is_allowed():
    assert protect(Counts(("a", "b"), ("yes", "no"), {("a", "yes"): 40}, ("borough",))).is_protected


def test_exact_counts_are_refused_for_a_characteristic():
    with pytest.raises(Refused) as refusal:
        exact(two_way([[1, 2], [3, 4]]))
    assert refusal.value.code == "characteristic-needs-protection"


def test_exact_counts_stay_exact_and_keep_back_only_the_percentage_of_a_small_base():
    table = exact(Counts(("cost", "trust"), ("q1", "q2"), {("cost", "q1"): 2, ("trust", "q2"): 7},
                         bases={("cost", "q1"): 41, ("trust", "q1"): 41, ("cost", "q2"): 9, ("trust", "q2"): 9}))
    first, last = table.cells["cost", "q1"], table.cells["trust", "q2"]
    assert (first.count, first.base, first.percent, first.suppression) == (2, 41, 5, "")
    assert (last.count, last.base, last.percent, last.suppression) == (7, 9, None, "small-base")


def test_counts_outside_the_table_or_above_their_base_are_faults():
    with pytest.raises(ValueError):
        Counts(("a",), ("b",), {("a", "x"): 1})
    with pytest.raises(ValueError):
        Counts(("a",), ("b",), {("a", "b"): 3}, bases={("a", "b"): 2})


@given(st.integers(0, 10_000))
def test_rounding_moves_a_count_by_two_at_most(count):
    assert rounded(count) % 5 == 0 and abs(rounded(count) - count) <= 2


def assert_room_is_kept(values: list[list[int]]) -> None:
    printed = protect(two_way(values))
    row_totals, column_totals = [sum(row) for row in values], [sum(column) for column in zip(*values, strict=True)]
    for (row, column), (low, high) in bounds_two_way(values, printed).items():
        i, j = int(row[1:]), int(column[1:])
        least = max(0, row_totals[i] + column_totals[j] - sum(row_totals))
        assert_is_open(values[i][j], low, high, least, min(row_totals[i], column_totals[j]))


def assert_is_open(true: int, low: float, high: float, least: int, most: int) -> None:
    """Say that a hidden cell has its room: 0 to 9 if small, else ten numbers, as far as the totals alone allow."""
    if true < 10:
        assert low <= least + 1e-6 and high >= min(9, most) - 1e-6
    else:
        assert high - low >= min(9, most - least) - 1e-6


def bounds_two_way(values: list[list[int]], printed: Protected) -> dict:
    """Exact bounds for every hidden cell, by linear programming, knowing all totals and the true shown counts."""
    places = list(printed.cells)
    lines = [[float(row == key) for row, _ in places] for key in printed.rows]
    lines += [[float(column == key) for _, column in places] for key in printed.columns]
    totals = [sum(row) for row in values] + [sum(column) for column in zip(*values, strict=True)]
    return solve(places, lines, totals, [values[int(r[1:])][int(c[1:])] for r, c in places], printed)


def bounds_one_way(values: list[int], printed: Protected) -> dict:
    places = list(printed.cells)
    return solve(places, [[1.0] * len(places)], [sum(values)], values, printed)


def solve(places: list, lines: list, totals: list, true: list, printed: Protected) -> dict:
    limits = [known(place, printed, count) for place, count in zip(places, true, strict=True)]
    bounds = {}
    for at, place in enumerate(places):
        if printed.cells[place].count is None:
            aim = numpy.eye(len(places))[at]
            ends = [linprog(sign * aim, A_eq=lines, b_eq=totals, bounds=limits).fun for sign in (1, -1)]
            bounds[place] = (ends[0], -ends[1])
    return bounds


def known(place: tuple, printed: Protected, true: int) -> tuple:
    """What the page alone tells of a cell; a whole line of `secondary` may hold small cells too."""
    reason = printed.cells[place].suppression
    if printed.cells[place].count is not None:
        return (true, true)
    if reason == "small-number":
        return (0, 9)
    lines = [[cell.suppression for key, cell in printed.cells.items() if key[axis] == place[axis]] for axis in (0, 1)]
    is_whole = any(set(line) == {"secondary"} and len(line) > 1 for line in lines)
    return (0 if is_whole else 10, None)


def reasons(printed: Protected) -> list[str]:
    return [cell.suppression for cell in printed.cells.values()]


def one_way(values: list[int]) -> Counts:
    rows = tuple(f"r{i}" for i in range(len(values)))
    return Counts(rows, ("people",), {(row, "people"): n for row, n in zip(rows, values, strict=True)}, ("age",))


def two_way(values: list[list[int]]) -> Counts:
    rows, columns = tuple(f"r{i}" for i in range(len(values))), tuple(f"c{j}" for j in range(len(values[0])))
    counts = {(f"r{i}", f"c{j}"): n for i, row in enumerate(values) for j, n in enumerate(row)}
    return Counts(rows, columns, counts, ("age",))


def many(pairs: list[list[int]]) -> Counts:
    rows = tuple(f"r{i}" for i in range(len(pairs)))
    counts = {(row, "theme"): pair[0] for row, pair in zip(rows, pairs, strict=True)}
    bases = {(row, "theme"): pair[1] for row, pair in zip(rows, pairs, strict=True)}
    return Counts(rows, ("theme",), counts, ("age",), bases=bases)
