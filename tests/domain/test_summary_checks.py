"""An organisation checks its summary: who said what last decides what is printed beside it."""

from datetime import UTC, date, datetime

import pytest

from consult.domain import summary_checks as checks
from consult.domain.errors import Conflict, Refused


def test_only_what_the_organisation_said_yes_to_is_printed_as_checked() -> None:
    assert {state for state in checks.SUMMARY_STATES if checks.note_of(state) == checks.CHECKED_NOTE} == {"agreed"}
    assert checks.CHECKED == {"agreed", "taken"}


@pytest.mark.parametrize("state", checks.SUMMARY_STATES)
def test_new_words_of_ours_can_always_be_written_and_are_then_unchecked(state: str) -> None:
    if state != checks.DRAFT:
        checks.check_step(state, checks.DRAFT)
    assert checks.note_of(checks.DRAFT) == checks.UNCHECKED_NOTE


def test_nobody_agrees_to_what_they_were_not_asked() -> None:
    for to in (checks.AGREED, checks.CORRECTED, checks.TAKEN):
        with pytest.raises(Conflict):
            checks.check_step(checks.DRAFT, to)


def test_an_organisation_can_still_think_again_after_it_agreed() -> None:
    assert checks.may_step(checks.AGREED, checks.CORRECTED)
    assert not checks.may_step(checks.TAKEN, checks.CORRECTED)


def test_the_answer_is_asked_for_by_a_day_of_london() -> None:
    # Half past eleven at night in summer time is the next day in London.
    asked = datetime(2027, 6, 1, 23, 30, tzinfo=UTC)
    assert checks.answer_by(asked) == date(2027, 6, 16)


@pytest.mark.parametrize(("words", "code"), [("", "text-missing"), (" \n ", "text-missing"), ("a" * 3001, "text-long")])
def test_words_that_say_nothing_or_too_much_are_refused(words: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        checks.checked_words("text", words)
    assert refused.value.code == code


def test_a_position_is_on_a_part_of_the_plan_and_one_of_four() -> None:
    assert checks.checked_position({"a": "support", "b": ""}, {"a", "b"}) == {"a": "support"}
    for wrong in ({"c": "support"}, {"a": "for"}):
        with pytest.raises(Refused):
            checks.checked_position(wrong, {"a"})
