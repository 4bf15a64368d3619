"""The register's words: one status for everything received, and sums that show when one is missing."""

from datetime import date

import pytest

from consult.domain.register import (
    STATUSES,
    Line,
    Tally,
    by_channel,
    by_day,
    status_of_response,
    together,
    unbalanced,
)
from consult.domain.responses import EXCLUSION_REASONS, TAKEN_BACK_REASONS

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


@pytest.mark.parametrize(("reason", "status"), [
    (None, "accepted"), ("out-of-time", "late"), ("duplicate", "duplicate"), ("withdrawn", "withdrawn"),
    ("spam", "excluded"), ("blank", "excluded"), ("importing", "waiting"), ("unreadable", "unreadable"),
])
def test_a_response_has_one_status(reason: str | None, status: str) -> None:
    assert status_of_response(reason, is_linked=False) == status


def test_an_answer_counted_with_another_of_the_same_person_is_a_duplicate() -> None:
    assert status_of_response(None, is_linked=True) == "duplicate"


def test_a_linked_answer_that_was_taken_back_is_withdrawn() -> None:
    assert status_of_response("withdrawn", is_linked=True) == "withdrawn"


def test_what_its_sender_replaced_was_not_received_twice() -> None:
    assert status_of_response("corrected", is_linked=False) is None


def test_every_reason_but_a_correction_has_a_status() -> None:
    reasons = {*EXCLUSION_REASONS, *TAKEN_BACK_REASONS} - {"corrected"}
    assert {status_of_response(reason, is_linked=False) for reason in reasons} <= set(STATUSES)


def test_a_line_that_loses_one_is_found() -> None:
    whole = Line("", "post", MONDAY, Tally(3, {"accepted": 2, "late": 1}))
    lost = Line("", "post", TUESDAY, Tally(3, {"accepted": 2}))
    twice = Line("", "email", TUESDAY, Tally(1, {"accepted": 1, "duplicate": 1}))
    assert unbalanced([whole, lost, twice]) == [lost, twice]


def test_a_word_that_is_no_status_breaks_the_balance() -> None:
    assert not Tally(1, {"lost": 1}).is_balanced
    with pytest.raises(ValueError, match="lost"):
        Tally(1, {"lost": 1}).of("lost")


def test_no_more_can_be_late_and_counted_than_are_counted() -> None:
    assert not Tally(1, {"accepted": 1}, late_counted=2).is_balanced


def test_tallies_are_summed_by_way_and_by_day_and_never_over_samples() -> None:
    lines = [
        Line("", "post", MONDAY, Tally(2, {"accepted": 2})), Line("", "post", TUESDAY, Tally(1, {"late": 1})),
        Line("panel-1", "panel", MONDAY, Tally(500, {"accepted": 500})),
    ]
    assert by_channel(lines) == {"post": Tally(3, {"accepted": 2, "late": 1})}
    assert by_day(lines, "panel-1") == {MONDAY: Tally(500, {"accepted": 500})}
    assert list(by_day(lines)) == [MONDAY, TUESDAY]


def test_a_sum_of_balanced_tallies_is_balanced() -> None:
    assert together([Tally(2, {"accepted": 1, "waiting": 1}), Tally(1, {"accepted": 1}, 1)]).is_balanced
