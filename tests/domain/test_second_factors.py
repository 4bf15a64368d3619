"""Codes by time: which half minutes count, each once, and what somebody typed."""

from datetime import UTC, datetime, timedelta

import pytest

from consult.domain.second_factors import in_groups, step_of, steps, typed_code

NOON = datetime(2026, 6, 1, 12, 0, 10, tzinfo=UTC)


def test_a_step_is_half_a_minute() -> None:
    assert step_of(datetime(1970, 1, 1, 0, 0, 59, tzinfo=UTC)) == 1
    assert step_of(NOON + timedelta(seconds=19)) == step_of(NOON)
    assert step_of(NOON + timedelta(seconds=20)) == step_of(NOON) + 1


def test_a_clock_may_be_half_a_minute_off_and_no_more() -> None:
    here = step_of(NOON)
    assert steps(NOON, None) == (here, here - 1, here + 1)


def test_a_step_that_was_taken_counts_no_more_nor_any_before_it() -> None:
    here = step_of(NOON)
    assert steps(NOON, here - 1) == (here, here + 1)
    assert steps(NOON, here) == (here + 1,)
    assert steps(NOON, here + 1) == ()


@pytest.mark.parametrize(("typed", "code"), [
    ("012345", "012345"), (" 012 345\n", "012345"), ("012-345", "012345"), ("٠١٢٣٤٥", "012345"),
    ("12345", None), ("0123456", None), ("00012345", None), ("01234a", None), ("", None), ("²12345", None),
    ("1" * 60_000, None),
])
def test_a_code_is_six_digits_of_any_script_and_nothing_is_padded(typed: str, code: str | None) -> None:
    assert typed_code(typed) == code


def test_a_key_is_read_out_in_groups_of_four() -> None:
    assert in_groups("ABCDEFGH23") == "ABCD EFGH 23"
