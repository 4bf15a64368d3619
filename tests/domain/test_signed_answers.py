"""Films in sign language by the rules alone: their place among the answers, their last day, and the line of proof."""

from datetime import UTC, date, datetime

import pytest

from consult.domain.errors import Refused
from consult.domain.responses import Submission, check_submission
from consult.domain.routing import films_asked, walk
from consult.domain.signed_answers import (
    DAYS_AFTER_CHECK,
    MOST_MINUTES,
    WHOLE,
    Proof,
    check_english,
    check_seconds,
    delete_on,
    film_key,
    films_in,
    proof_line,
    read_proof,
)
from consult.services.measures import MEASURES
from tests import every_kind

SURVEY = every_kind.survey(needs_files=False)
CLOSES, KEPT = date(2027, 3, 1), date(2028, 3, 1)


def test_a_film_stands_among_the_answers_under_a_name_that_no_question_has() -> None:
    answers = {"words": ["Typed"], film_key("words"): ["a-film"], film_key(WHOLE): ["another"], film_key("street"): []}
    assert films_in(answers) == {"words": "a-film", WHOLE: "another"}


def test_a_film_waits_for_its_english_until_answers_are_deleted() -> None:
    assert delete_on(KEPT, CLOSES) == KEPT
    assert delete_on(None, CLOSES) > CLOSES


def test_a_checked_film_goes_soon_and_never_after_the_answers() -> None:
    assert (delete_on(KEPT, CLOSES, date(2027, 4, 1)) - date(2027, 4, 1)).days == DAYS_AFTER_CHECK
    assert delete_on(KEPT, CLOSES, date(2028, 2, 28)) == KEPT


def test_a_proof_reads_back_as_what_it_was_made_of() -> None:
    proof = Proof(datetime(2027, 5, 1, 9, 30, tzinfo=UTC), 1_234_567, "ab" * 32)
    assert read_proof(proof_line(proof)) == proof
    with pytest.raises(ValueError):
        read_proof("nothing of ours")


def test_a_film_that_is_too_long_is_refused_and_one_of_unknown_length_is_not() -> None:
    check_seconds(None)
    check_seconds(MOST_MINUTES * 60)
    with pytest.raises(Refused, match="film-long"):
        check_seconds(MOST_MINUTES * 60 + 1)


@pytest.mark.parametrize(("words", "code"), [(" \n", "text-missing"), ("a" * 10_001, "text-long")])
def test_english_says_something_and_ends_somewhere(words: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        check_english("english", words)
    assert (refused.value.field, refused.value.code) == ("english", code)


def test_films_of_questions_that_cannot_be_signed_or_are_not_asked_are_not_sent() -> None:
    answers = {film_key(key): [key] for key in ("words", "travel", "why", "nowhere", "borough", "travel-other")}
    assert films_asked(SURVEY, "adult", answers) == {"words": "words"}


def test_under_16_nobody_is_filmed() -> None:
    answers = {film_key("words"): ["a"], film_key(WHOLE): ["b"]}
    assert films_asked(SURVEY, "13-15", answers) == {}
    assert set(films_asked(SURVEY, "16-17", answers)) == {"words", WHOLE}


def test_a_comment_on_the_plan_that_was_only_signed_is_asked_like_a_written_one() -> None:
    answers = {film_key("anywhere@aim-trust"): ["a-film"]}
    assert "anywhere@aim-trust" in [step.page.key for step in walk(SURVEY, "adult", answers)]
    assert films_asked(SURVEY, "adult", answers) == {"anywhere@aim-trust": "a-film"}


def test_a_film_answers_what_has_to_be_answered() -> None:
    with pytest.raises(Refused, match="nothing-answered"):
        check_submission(SURVEY, Submission("adult", {}, True, False), MEASURES)
    assert check_submission(SURVEY, Submission("adult", {}, True, False, (WHOLE,)), MEASURES) == ()
    with pytest.raises(Refused) as refused:
        check_submission(SURVEY, Submission("adult", {}, True, False, ("words",)), MEASURES)
    assert refused.value.code == "answer-missing" and refused.value.field != "words"
