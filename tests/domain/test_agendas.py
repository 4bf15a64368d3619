"""An item is the group's: merged by its proposers alone, ordered by all, and it moves on when it was not reached."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.agendas import (
    AGREED,
    ASKED,
    DONE,
    MERGED,
    MOVED_ON,
    PROPOSED,
    REFUSED,
    WISHES,
    Mergeable,
    Placed,
    can_merge,
    can_put_forward,
    check_code_name,
    check_item,
    check_tie,
    close,
    in_order,
    merge_state,
    share_of_members,
    tied,
)
from consult.domain.errors import Conflict, Refused

ADA, BO, CY = 1, 2, 3
STEPS, BUSES, LIGHTS = 11, 12, 13


def test_an_item_needs_a_title_unless_a_recording_says_it():
    assert check_item("", "", "bsl", has_recording=True).title == ""
    assert check_item("  Step-free \n police  stations ", " Why ", "text", has_recording=False).title == (
        "Step-free police stations")
    with pytest.raises(Refused, match="item-title-missing"):
        check_item("  ", "Why", "phone", has_recording=False)


@pytest.mark.parametrize("title, note, way, code", [
    ("Buses", "", "shouting", "way-unknown"),
    ("Buses", "", "voice", "recording-missing"),
    ("B" * 201, "", "text", "forum-words-long"),
    ("Buses", "n" * 4001, "text", "forum-words-long"),
])
def test_an_item_that_cannot_be_kept_is_refused(title, note, way, code):
    with pytest.raises(Refused, match=code):
        check_item(title, note, way, has_recording=False)


def test_a_merge_asks_every_proposer_once():
    assert can_merge([Mergeable(STEPS, PROPOSED, (ADA, BO)), Mergeable(BUSES, PROPOSED, (BO, CY))]) == {ADA, BO, CY}


@pytest.mark.parametrize("items, code", [
    ([Mergeable(STEPS, PROPOSED, (ADA,))] * 2, "merge-too-few"),
    ([Mergeable(STEPS, PROPOSED, (ADA,)), Mergeable(BUSES, MERGED, (BO,))], "merge-not-open"),
    ([Mergeable(STEPS, PROPOSED, (ADA,)), Mergeable(BUSES, PROPOSED, ())], "merge-nobody-to-ask"),
])
def test_a_merge_that_nobody_could_agree_to_is_refused(items, code):
    with pytest.raises(Refused, match=code):
        can_merge(items)


def test_items_merge_only_when_all_who_proposed_them_agree():
    pair = [Mergeable(STEPS, PROPOSED, (ADA,)), Mergeable(BUSES, PROPOSED, (BO,))]
    assert merge_state(pair, {}) == merge_state(pair, {ADA: True}) == ASKED
    assert merge_state(pair, {ADA: True, BO: True}) == AGREED
    assert merge_state(pair, {ADA: True, BO: False}) == REFUSED


def test_a_merge_does_not_wait_for_one_who_left_and_cannot_be_made_when_all_left():
    shared = [Mergeable(STEPS, PROPOSED, (ADA,)), Mergeable(BUSES, PROPOSED, (CY,))]
    assert merge_state(shared, {ADA: True, CY: True}) == AGREED
    assert merge_state([shared[0], Mergeable(BUSES, PROPOSED, ())], {ADA: True}) == REFUSED


def test_the_most_wanted_item_stands_first():
    order = in_order([STEPS, BUSES, LIGHTS], [(BUSES, "first"), (BUSES, "soon"), (LIGHTS, "first")], {})
    assert [(one.item_id, one.points, one.is_tied) for one in order] == [
        (BUSES, 3, False), (LIGHTS, 2, False), (STEPS, 0, False)]


def test_a_tie_is_open_until_the_chair_chooses():
    order = in_order([STEPS, BUSES], [(STEPS, "soon"), (BUSES, "soon")], {})
    assert tied(order) == [(STEPS, BUSES)]
    with pytest.raises(Refused, match="ties-open"):
        can_put_forward(order)
    settled = in_order([STEPS, BUSES], [(STEPS, "soon"), (BUSES, "soon")], {BUSES: 1, STEPS: 2})
    assert [one.item_id for one in settled] == [BUSES, STEPS] and tied(settled) == []
    can_put_forward(settled)


def test_the_chair_orders_nothing_but_ties():
    order = in_order([STEPS, BUSES], [(STEPS, "first")], {BUSES: 1, STEPS: 2})
    assert [one.item_id for one in order] == [STEPS, BUSES]


@given(st.lists(st.tuples(st.integers(1, 6), st.sampled_from(WISHES)), max_size=30),
       st.dictionaries(st.integers(1, 6), st.integers(1, 6)))
def test_every_order_holds_each_item_once_and_never_a_lower_score_before_a_higher(wishes, chairs):
    order = in_order(range(1, 7), wishes, chairs)
    assert sorted(one.item_id for one in order) == list(range(1, 7))
    assert [one.points for one in order] == sorted((one.points for one in order), reverse=True)


@pytest.mark.parametrize("chosen", [(STEPS,), (STEPS, STEPS), (STEPS, BUSES, LIGHTS), (STEPS, LIGHTS)])
def test_the_chair_chooses_among_all_of_the_tied_items_and_no_other(chosen):
    check_tie((STEPS, BUSES), (BUSES, STEPS))
    with pytest.raises(Refused, match="tie-not-whole"):
        check_tie((STEPS, BUSES), chosen)


def test_an_empty_agenda_and_an_endless_one_are_not_put_to_the_group():
    with pytest.raises(Refused, match="agenda-empty"):
        can_put_forward([])
    with pytest.raises(Refused, match="agenda-long"):
        can_put_forward([Placed(number, 50 - number, False) for number in range(41)])


def test_what_was_not_reached_moves_on():
    assert close([STEPS, BUSES], {STEPS}) == {STEPS: DONE, BUSES: MOVED_ON}


def test_only_an_adopted_agenda_is_closed_and_only_with_its_own_items():
    with pytest.raises(Conflict, match="agenda-not-adopted"):
        close([], set())
    with pytest.raises(Refused, match="item-unknown"):
        close([STEPS, BUSES], {LIGHTS})


def test_the_share_of_members_counts_items_and_has_no_percentage_of_nothing():
    assert share_of_members([False, False, True]).percent == 67
    assert share_of_members([]).percent is None


@pytest.mark.parametrize("words", ["", "  ", "c" * 121])
def test_a_code_of_the_group_has_a_name_of_a_length_that_fits(words):
    assert check_code_name(" Fear of \n reporting ") == "Fear of reporting"
    with pytest.raises(Refused):
        check_code_name(words)
