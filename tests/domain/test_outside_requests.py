"""A body says who asks, why, by when and what for; the group takes, changes or declines and owes no reason."""

from datetime import date, timedelta

import pytest

from consult.domain.errors import Conflict, Refused
from consult.domain.outside_requests import STATES, can_answer, check_answer, check_request

TODAY = date(2026, 3, 2)
GOOD = {"body": "MPS, hate crime team", "title": "Reporting forms", "words": "Is the form clear?",
        "why": "We change the form.", "use": "We will test it in May.", "wanted_by": TODAY + timedelta(days=30)}


def test_a_request_says_who_what_why_by_when_and_what_for():
    kept = check_request(**GOOD | {"body": "  MPS,   hate crime team\n"}, today=TODAY)
    assert (kept.body, kept.wanted_by) == ("MPS, hate crime team", date(2026, 4, 1))


@pytest.mark.parametrize("part", ["body", "title", "words", "why", "use"])
def test_a_request_without_one_of_its_parts_is_refused(part):
    with pytest.raises(Refused, match=f"{part}: text-missing"):
        check_request(**GOOD | {part: " \x00 "}, today=TODAY)
    with pytest.raises(Refused, match=f"{part}: forum-words-long"):
        check_request(**GOOD | {part: "w" * 2001}, today=TODAY)


@pytest.mark.parametrize("day, code", [
    (None, "date-missing"), (TODAY, "request-day-past"), (TODAY + timedelta(days=733), "request-day-far")])
def test_a_request_is_due_on_a_day_to_come(day, code):
    with pytest.raises(Refused, match=code):
        check_request(**GOOD | {"wanted_by": day}, today=TODAY)


def test_declining_needs_no_reason_and_changing_needs_words():
    assert check_answer("declined").reason == ""
    changed = check_answer("changed", title=" What  victims need ", words="What should a form ask?")
    assert (changed.title, changed.words) == ("What victims need", "What should a form ask?")
    assert check_answer("taken", title="ignored").title == ""
    with pytest.raises(Refused, match="text-missing"):
        check_answer("changed", title="What victims need")


@pytest.mark.parametrize("answer", ["waiting", "withdrawn", "", "accepted"])
def test_the_group_takes_changes_or_declines_and_nothing_else(answer):
    with pytest.raises(Refused, match="tray-answer-missing"):
        check_answer(answer)


@pytest.mark.parametrize("state", STATES[1:])
def test_a_request_is_answered_once(state):
    can_answer("waiting")
    with pytest.raises(Conflict):
        can_answer(state)
