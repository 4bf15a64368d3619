"""Worries: the hours, what withholds an answer, and that nothing is passed on without its threshold and reason."""

from datetime import UTC, datetime, timedelta

import pytest

from consult.domain import worries
from consult.domain.errors import Conflict, Refused
from consult.domain.worries import CLOSED, HARM, OFFICER, TAKEN, WAITING, WORRY_KINDS, Outcome

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_every_kind_has_its_hours_and_fewer_for_children() -> None:
    for kind in WORRY_KINDS:
        assert 0 < worries.target_hours(kind, is_under_18=True) < worries.target_hours(kind, is_under_18=False)


def test_every_kind_has_published_thresholds_and_one_of_them_is_danger_to_life() -> None:
    assert set(worries.THRESHOLDS_OF) == set(WORRY_KINDS)
    for thresholds in worries.THRESHOLDS_OF.values():
        assert "danger-to-life" in thresholds and set(thresholds) <= set(worries.THRESHOLDS)


def test_a_worry_is_late_only_after_its_time_and_only_while_it_is_open() -> None:
    due = worries.due_at(HARM, NOON, is_under_18=False)
    assert due == NOON + timedelta(hours=4)
    assert not worries.is_overdue(WAITING, due, due) and worries.is_overdue(TAKEN, due, due + timedelta(seconds=1))
    assert not worries.is_overdue(CLOSED, due, due + timedelta(days=9))


@pytest.mark.parametrize(("minutes", "hours"), [(61, 1), (59, 0), (0, 0), (-1, -1), (-60, -1), (-61, -2)])
def test_hours_left_are_whole_and_a_late_hour_counts_from_its_beginning(minutes: int, hours: int) -> None:
    assert worries.hours_left(NOON + timedelta(minutes=minutes), NOON) == hours


def test_an_answer_is_withheld_until_its_last_worry_is_closed() -> None:
    assert worries.withholds([CLOSED, TAKEN]) and worries.withholds([WAITING])
    assert not worries.withholds([CLOSED, CLOSED]) and not worries.withholds([])


def test_not_passing_on_is_the_usual_outcome_and_needs_no_reason() -> None:
    assert worries.check_outcome(HARM, WAITING, Outcome()) == Outcome("not-passed-on")
    assert not Outcome().is_passed_on


def test_passing_on_keeps_why_by_which_threshold_and_to_whom() -> None:
    given = Outcome("passed-on", " He stands on a bridge. ", "danger-to-life", "emergency-services")
    kept = worries.check_outcome(HARM, TAKEN, given)
    assert kept.is_passed_on and kept.reason == "He stands on a bridge." and kept.passed_to == "emergency-services"


@pytest.mark.parametrize(("given", "field"), [
    (Outcome("passed-on", "x", "", "police"), "threshold"), (Outcome("passed-on", "x", "attack-planned", "police"),
                                                            "threshold"),
    (Outcome("passed-on", "x", "danger-to-life", ""), "passed_to"),
    (Outcome("passed-on", " ", "danger-to-life", "police"), "reason"), (Outcome("dropped"), "outcome"),
    (Outcome("no-worry", "x" * 2001), "reason"),
])
def test_what_is_missing_to_pass_on_is_refused(given: Outcome, field: str) -> None:
    with pytest.raises(Refused) as refused:
        worries.check_outcome(OFFICER, WAITING, given)
    assert refused.value.field == field


def test_words_beside_an_outcome_that_passes_nothing_on_are_not_kept_as_if_they_did() -> None:
    assert worries.check_outcome(HARM, WAITING, Outcome("no-worry", "A joke.", "danger-to-life", "police")) == (
        Outcome("no-worry", "A joke."))


def test_a_closed_worry_stays_closed() -> None:
    with pytest.raises(Conflict, match="worry-closed"):
        worries.check_outcome(HARM, CLOSED, Outcome())
    with pytest.raises(Conflict, match="worry-closed"):
        worries.check_taking(CLOSED)


def test_an_unknown_kind_is_refused() -> None:
    assert worries.check_kind("abuse") == "abuse"
    with pytest.raises(Refused):
        worries.check_kind("gossip")
