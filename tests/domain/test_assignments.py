"""Work is given by question and language, comes first for whom it was given to, and is barred to nobody."""

import pytest

from consult.domain.assignments import ANY, Assignment, assign, nobodys, work_of
from consult.domain.errors import Refused

AMINA, BEN = 1, 2
QUESTIONS, LANGUAGES = {"aims", "else"}, {"en", "ur"}
WAITING = {("aims", "en"): 50, ("aims", "ur"): 8, ("else", "en"): 90, ("else", "ur"): 0}


def test_ones_own_work_comes_first_then_everything_else_the_longest_queue_first():
    found = work_of(AMINA, [Assignment(AMINA, "aims", "ur"), Assignment(BEN)], WAITING)
    assert [(one.question, one.language, one.waiting, one.is_own) for one in found] == [
        ("aims", "ur", 8, True), ("else", "en", 90, False), ("aims", "en", 50, False)]


def test_an_empty_question_or_language_means_any():
    found = work_of(BEN, [Assignment(BEN, ANY, "en")], WAITING)
    assert [one.is_own for one in found] == [True, True, False]
    assert all(one.is_own for one in work_of(BEN, [Assignment(BEN)], WAITING))


def test_places_that_nobody_was_given_are_named():
    assert nobodys([Assignment(AMINA, "aims", "ur"), Assignment(BEN, "else")], WAITING) == [("aims", "en")]
    assert nobodys([], WAITING) == [("else", "en"), ("aims", "en"), ("aims", "ur")]


@pytest.mark.parametrize("wanted, field, code", [
    (Assignment(AMINA, "gone", "en"), "question", "question-unknown"),
    (Assignment(AMINA, "aims", "xx"), "language", "work-language-unknown"),
    (Assignment(AMINA, "aims", "ur"), "person", "assignment-stands"),
    (Assignment(BEN, "aims", "ur"), "person", "assignment-stands"),
])
def test_what_says_nothing_new_or_is_not_asked_here_is_refused(wanted, field, code):
    standing = [Assignment(AMINA, "aims", "ur"), Assignment(BEN, "aims")]
    with pytest.raises(Refused) as refused:
        assign(wanted, standing, QUESTIONS, LANGUAGES)
    assert (refused.value.field, refused.value.code) == (field, code)


def test_a_wider_assignment_may_follow_a_narrow_one():
    wider = Assignment(AMINA, ANY, "ur")
    assert assign(wider, [Assignment(AMINA, "aims", "ur")], QUESTIONS, LANGUAGES) == wider
