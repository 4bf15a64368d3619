"""When a response is whole and right."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from consult.domain.answers import Measures, check_answer
from consult.domain.errors import Refused
from consult.domain.responses import Submission, check_submission, check_window, still_asked
from consult.domain.surveys import Question, Survey, questions_of
from consult.intake.surveys import read_survey

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
MEASURES = Measures(len, lambda pattern, text: True)


def test_a_whole_submission_comes_back_in_survey_order(survey: Survey) -> None:
    sent = send({"violence-words": ["More light"], "support-knife-crime": ["agree"], "victim": ["no"]})
    checked = check_submission(survey, sent, MEASURES)
    assert [(a.question.key, a.stores, a.choices, a.text) for a in checked] == [
        ("support-knife-crime", "answers", ("agree",), None),
        ("violence-words", "answers", (), "More light"),
        ("victim", "characteristics", ("no",), None),
    ]


@pytest.mark.parametrize(("change", "field", "code"), [
    ({"age_route": "under-13"}, "age", "age-too-young"),
    ({"has_consent": False}, "consent", "consent-missing"),
    ({"answers": {}}, "answers", "nothing-answered"),
    ({"answers": {"victim": ["no"]}}, "answers", "nothing-answered"),
    ({"answers": {"why-disagree": ["too-little"]}}, "why-disagree", "question-not-asked"),
    ({"answers": {"invented": ["x"]}}, "invented", "question-not-asked"),
    ({"answers": {"support-knife-crime": ["perhaps"]}}, "support-knife-crime", "option-unknown"),
    ({"age_route": "13-15", "answers": {"sexual-orientation": ["pnts"]}}, "sexual-orientation", "question-not-asked"),
])
def test_what_is_not_right_is_refused_by_name(survey: Survey, change: dict, field: str, code: str) -> None:
    sent = Submission(**{"age_route": "adult", "answers": {"violence-words": ["x"]}, "has_consent": True,
                         "has_quote_consent": False, **change})
    with pytest.raises(Refused) as refused:
        check_submission(survey, sent, MEASURES)
    assert (refused.value.field, refused.value.code) == (field, code)


@pytest.mark.parametrize(("values", "code"), [
    (["too-little", "too-much", "wrong-way"], "too-many-choices"), (["none", "too-much"], "exclusive-with-others"),
])
def test_choices_keep_to_their_limits(question: dict[str, Question], values: list[str], code: str) -> None:
    with pytest.raises(Refused, match=code):
        check_answer(question["why-disagree"], values, MEASURES)


def test_a_text_may_be_as_long_as_its_limit_and_no_longer(question: dict[str, Question]) -> None:
    assert check_answer(question["violence-words"], ["x" * 500], MEASURES) == ("x" * 500,)
    with pytest.raises(Refused) as refused:
        check_answer(question["violence-words"], ["x" * 501], MEASURES)
    assert refused.value.facts == {"limit": 500, "length": 501}


def test_a_text_of_spaces_and_controls_is_no_answer(question: dict[str, Question]) -> None:
    assert check_answer(question["violence-words"], [" \x00\n "], MEASURES) == ()


def test_an_answer_that_an_earlier_one_hid_is_not_sent(survey: Survey) -> None:
    answers = {"support-knife-crime": ["agree"], "why-disagree": ["too-much"]}
    assert still_asked(survey, "adult", answers) == {"support-knife-crime": ["agree"]}


@pytest.mark.parametrize(("opens", "closes", "code"), [
    (1, 2, "consultation-upcoming"), (-2, -1, "consultation-closed"),
])
def test_answers_are_taken_only_while_it_is_open(opens: int, closes: int, code: str) -> None:
    with pytest.raises(Refused, match=code):
        check_window(NOW + timedelta(days=opens), NOW + timedelta(days=closes), NOW)


def test_the_closing_instant_itself_still_counts() -> None:
    check_window(NOW - timedelta(days=1), NOW, NOW)


def send(answers: dict[str, list[str]]) -> Submission:
    return Submission("adult", answers, True, False)


@pytest.fixture(scope="module")
def survey() -> Survey:
    return read_survey((Path(__file__).parent.parent / "small_survey.yaml").read_bytes())


@pytest.fixture(scope="module")
def question(survey: Survey) -> dict[str, Question]:
    return {question.key: question for question in questions_of(survey)}
