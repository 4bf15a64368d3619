"""The order of a meeting: rule first, breaks in time, end kept, the rest named; cards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.errors import Refused
from consult.domain.running_orders import Line, Wanted, check_signal, longest_sitting, planned

ITEMS = st.lists(st.integers(1, 90), max_size=12)


def test_the_rule_is_read_first_and_the_close_comes_last() -> None:
    lines = planned([Wanted("a", 20), Wanted("b", 30)], minutes=90).lines
    assert [line.kind for line in lines] == ["rule", "item", "break", "item", "close"]
    assert lines[0] == Line("rule", 0, 5)
    assert lines[-1] == Line("close", 65, 70)


def test_what_does_not_fit_is_named_and_the_end_stays() -> None:
    order = planned([Wanted("a", 30), Wanted("b", 30), Wanted("c", 30)], minutes=60)
    assert order.not_reached == ("b", "c")
    assert order.lines[-1].to_minute <= 60


def test_an_item_longer_than_a_stretch_gets_a_break_inside() -> None:
    lines = planned([Wanted("a", 80)], minutes=120).lines
    assert [(line.kind, line.to_minute - line.from_minute) for line in lines] == [
        ("rule", 5), ("item", 40), ("break", 10), ("item", 40), ("close", 5)]


def test_no_break_comes_right_after_the_rule() -> None:
    assert planned([Wanted("a", 45)], minutes=90).lines[1].kind == "item"


@given(ITEMS, st.integers(15, 480), st.integers(15, 90), st.integers(5, 60))
def test_nobody_sits_longer_than_the_group_chose_and_no_meeting_overruns(
    lengths: list[int], minutes: int, every: int, pause: int
) -> None:
    items = [Wanted(str(at), length) for at, length in enumerate(lengths)]
    order = planned(items, minutes=minutes, break_every=every, break_minutes=pause)
    assert longest_sitting(order.lines) <= every
    assert order.lines[-1].to_minute <= minutes
    assert all(one.to_minute == after.from_minute for one, after in zip(order.lines, order.lines[1:], strict=False))


@given(ITEMS, st.integers(15, 480))
def test_every_item_is_either_whole_in_the_order_or_named_as_not_reached(lengths: list[int], minutes: int) -> None:
    order = planned([Wanted(str(at), length) for at, length in enumerate(lengths)], minutes=minutes)
    for at, length in enumerate(lengths):
        given_minutes = sum(line.to_minute - line.from_minute for line in order.lines if line.ref == str(at))
        assert given_minutes == (0 if str(at) in order.not_reached else length)


@pytest.mark.parametrize(("minutes", "every", "pause", "field"), [
    (10, 45, 10, "minutes"), (60, 14, 10, "break_every"), (60, 91, 10, "break_every"), (60, 45, 0, "break_minutes"),
])
def test_lengths_that_cannot_be_are_refused(minutes: int, every: int, pause: int, field: str) -> None:
    with pytest.raises(Refused) as refused:
        planned([], minutes=minutes, break_every=every, break_minutes=pause)
    assert (refused.value.field, refused.value.code) == (field, "number-range")


def test_an_unknown_card_is_refused() -> None:
    check_signal("slow-down")
    with pytest.raises(Refused, match="option-unknown"):
        check_signal("applause")
