"""The yearly review: four principles in the group's words, whole before it is put to the members, and due each year."""

from datetime import date

import pytest

from consult.domain import forum_reviews as rules
from consult.domain.errors import Conflict, Refused
from consult.domain.forum_reviews import PRINCIPLES

WHOLE = dict.fromkeys(PRINCIPLES, "Better lifts.")


def test_the_principles_are_the_four_of_scie() -> None:
    assert PRINCIPLES == ("equality", "diversity", "accessibility", "reciprocity")


def test_a_review_is_due_a_year_after_the_beginning_and_then_after_each_review() -> None:
    assert rules.due_on(date(2026, 3, 1)) == date(2027, 3, 1)
    assert rules.due_on(date(2026, 3, 1), [date(2027, 2, 1)]) == date(2028, 2, 1)


def test_a_review_can_be_begun_with_one_principle_and_is_tidied() -> None:
    assert rules.check_texts({"equality": " Two of us speak most. ", "gossip": "x"}) == {
        "equality": "Two of us speak most."}
    assert rules.missing({"equality": "Two of us speak most."}) == PRINCIPLES[1:]
    with pytest.raises(Refused) as refused:
        rules.check_texts({"diversity": "a" * 5001})
    assert refused.value.field == "diversity"


def test_every_principle_has_words_before_the_group_is_asked() -> None:
    rules.check_ready(WHOLE, None)
    with pytest.raises(Conflict, match="review-not-ready"):
        rules.check_ready({**WHOLE, "equality": " "}, None)


def test_what_was_published_is_not_changed() -> None:
    rules.check_draft(None)
    with pytest.raises(Conflict, match="review-published"):
        rules.check_ready(WHOLE, date(2027, 3, 1))
