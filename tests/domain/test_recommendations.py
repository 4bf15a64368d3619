"""What an office can say to an ask, and how long an ask waits."""

from datetime import date

import pytest

from consult.domain.errors import Refused
from consult.domain.recommendations import (
    ANSWERED,
    MOST_BODY,
    MOST_REASON,
    REPLIED,
    STATUSES,
    UNANSWERED,
    Answer,
    checked,
    number_of,
    of_recommendation,
    tally,
    waiting,
)

CAME, REPLY, TODAY = date(2025, 3, 1), date(2025, 3, 27), date(2025, 7, 10)


def test_a_full_yes_needs_no_reason() -> None:
    assert checked(Answer("accepted")) == Answer("accepted", "", {}, "")


@pytest.mark.parametrize("status", [status for status in STATUSES if status != "accepted"])
def test_everything_but_a_full_yes_needs_a_reason(status: str) -> None:
    with pytest.raises(Refused, match="status-reason-missing"):
        checked(Answer(status, goes_to="The Met"))


@pytest.mark.parametrize(("answer", "field", "code"), [
    (Answer("yes"), "status", "option-unknown"),
    (Answer("noted", "because"), "reason_code", "option-unknown"),
    (Answer("noted", "own-words"), "reason-en", "reason-missing"),
    (Answer("noted", "too-detailed", {"ur": "زیادہ تفصیل"}), "reason-en", "reason-missing"),
    (Answer("noted", "own-words", {"en": "x" * (MOST_REASON + 1)}), "reason-en", "reason-long"),
    (Answer("referred", "other-body", goes_to=" \n "), "goes_to", "status-body-missing"),
    (Answer("referred", "other-body", goes_to="x" * (MOST_BODY + 1)), "goes_to", "body-long"),
])
def test_an_answer_that_breaks_a_rule_is_refused_on_its_field(answer: Answer, field: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        checked(answer)
    assert (refused.value.field, refused.value.code) == (field, code)


def test_words_are_cleaned_and_a_body_is_kept_only_where_it_was_passed_on() -> None:
    kept = checked(Answer("declined", "own-words", {"en": " No.\x00 ", "ur": " "}, " The  Met "))
    assert kept.reason == {"en": "No."} and kept.goes_to == ""
    assert checked(Answer("referred", "other-body", goes_to=" The  Met ")).goes_to == "The Met"


def test_an_ask_waits_from_the_day_the_report_came_to_the_reply_or_to_today() -> None:
    unanswered = waiting(CAME, None, None, TODAY, is_replied=False, is_answered=False)
    replied = waiting(CAME, REPLY, None, TODAY, is_replied=True, is_answered=False)
    assert (unanswered.state, unanswered.days) == (UNANSWERED, 131)
    assert (replied.state, replied.days) == (REPLIED, 26)


def test_days_are_not_counted_where_a_day_is_not_known() -> None:
    assert waiting(None, REPLY, None, TODAY, is_replied=True, is_answered=True).days is None
    assert waiting(CAME, None, None, TODAY, is_replied=True, is_answered=False).days is None


def test_a_day_that_passed_counts_until_there_is_an_answer_and_a_reply_alone_is_none() -> None:
    due = date(2025, 6, 30)
    assert waiting(CAME, REPLY, due, TODAY, is_replied=True, is_answered=False).past_due == 10
    answered = waiting(CAME, REPLY, due, TODAY, is_replied=True, is_answered=True)
    assert (answered.state, answered.past_due) == (ANSWERED, 0)
    assert waiting(CAME, None, due, due, is_replied=False, is_answered=False).past_due == 0


def test_a_recommendation_is_not_accepted_because_a_part_of_it_was() -> None:
    assert of_recommendation(["accepted", None]) == "mixed"
    assert of_recommendation(["accepted", "accepted"]) == "accepted"
    assert of_recommendation([None, None]) == of_recommendation([]) == ""


def test_every_status_is_counted_and_those_without_one_too() -> None:
    found = tally(["accepted", None, "accepted", "noted"])
    assert list(found) == [*STATUSES, ""] and sum(found.values()) == 4
    assert (found["accepted"], found["noted"], found[""], found["declined"]) == (2, 1, 1, 0)


def test_an_ask_is_called_by_its_recommendation_and_its_place() -> None:
    assert number_of(3, 1) == "3.2"
