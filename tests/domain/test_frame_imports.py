"""A code frame from a file makes and changes themes, and leaves what it does not speak of."""

from dataclasses import replace

from consult.domain.code_frames import CodeFrame, FrameTheme, guid_of, key_of
from consult.domain.frame_imports import Planned, in_order, plan_import

OURS = (FrameTheme("a", "Officers", definition="Old", position=0), FrameTheme("b", "Buses", position=1),
        FrameTheme("c", "Night buses", "b", position=2))


def test_the_same_frame_changes_nothing() -> None:
    assert {item.outcome for item in plan(*OURS)} == {"unchanged"}


def test_a_theme_is_known_again_by_its_guid_and_renamed() -> None:
    row = FrameTheme(key_of(guid_of("a")) or "", "Officers on foot")
    [first, *_rest] = plan(row)
    assert (first.outcome, first.theme.key, first.fields) == ("changed", "a", ("name",))
    assert first.theme.definition == "Old"


def test_a_theme_is_known_again_by_its_name() -> None:
    [first, *_rest] = plan(FrameTheme("x", "OFFICERS", definition="New"))
    assert (first.theme.key, first.fields) == ("a", ("name", "definition"))


def test_an_empty_cell_empties_nothing() -> None:
    [first, *_rest] = plan(FrameTheme("a", "Officers"))
    assert (first.outcome, first.theme.definition) == ("unchanged", "Old")


def test_a_new_theme_comes_after_ours_and_what_the_file_leaves_out_is_left() -> None:
    found = plan(FrameTheme("new", "Knives"))
    assert [(item.outcome, item.theme.name) for item in found] == [
        ("made", "Knives"), ("left", "Officers"), ("left", "Buses"), ("left", "Night buses")]
    assert found[0].theme.position == 2 + 1


def test_rows_out_of_use_are_passed_over() -> None:
    assert [item.outcome for item in plan(FrameTheme("a", "Gone", state="retired"))] == ["left"] * 3


def test_a_file_moves_themes_only_where_it_speaks_of_levels() -> None:
    rows = (FrameTheme("c", "Night buses"),)
    assert plan(*rows)[0].theme.parent is None
    assert plan(*rows, says_parents=False)[0].theme.parent == "b"


def test_a_child_of_the_file_stands_under_the_one_of_ours_that_its_parent_is() -> None:
    found = plan(FrameTheme("x", "Buses"), FrameTheme("y", "Bus stops", "x"))
    assert found[1].theme.parent == "b"


def test_a_third_level_comes_up_to_the_second_and_is_said() -> None:
    found = plan(FrameTheme("x", "Trams", "c"), FrameTheme("c", "Night buses", "b"), FrameTheme("b", "Buses"))
    [trams] = [item for item in found if item.theme.key == "x"]
    assert (trams.theme.parent, trams.notes) == ("b", ("import-level",))


def test_children_of_ours_come_up_when_their_parent_goes_down() -> None:
    found = {item.theme.key: item for item in plan(FrameTheme("b", "Buses", "a"), FrameTheme("a", "Officers"))}
    assert found["c"].outcome == "changed" and found["c"].theme.parent == "a"


def test_themes_in_a_ring_stand_at_the_top() -> None:
    found = plan(FrameTheme("a", "Officers", "b"), FrameTheme("b", "Buses", "a"))
    assert found[0].theme.parent is None


def test_a_name_that_another_of_ours_keeps_is_not_taken() -> None:
    [first, *_rest] = plan(FrameTheme("a", "Buses"))
    assert (first.outcome, first.theme.name, first.notes) == ("unchanged", "Officers", ("import-name-kept",))


def test_two_themes_may_change_names_with_each_other() -> None:
    found = plan(FrameTheme("a", "Buses"), FrameTheme("b", "Officers"))
    assert [(item.theme.key, item.theme.name, item.notes) for item in found[:2]] == [
        ("a", "Buses", ()), ("b", "Officers", ())]


def test_parents_are_stored_before_their_children() -> None:
    renamed = replace(OURS[0], name="Met")
    found = in_order(plan(FrameTheme("y", "Bus stops", "x"), FrameTheme("x", "Transport"), renamed))
    assert [item.theme.name for item in found].index("Transport") < [
        item.theme.name for item in found].index("Bus stops")
    assert len(found) == 3


def plan(*rows: FrameTheme, says_parents: bool = True) -> tuple[Planned, ...]:
    return plan_import(CodeFrame("ours", OURS), CodeFrame("theirs", rows), says_parents=says_parents)
