"""Which pages a person sees."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult.domain import routing
from consult.domain.conditions import All, Answered, AnyOf, Condition, Counted, Not, Rule, questions_in
from consult.domain.errors import Refused
from consult.domain.responses import Submission, check_submission, still_asked
from consult.domain.surveys import Option, Page, Question, Section, Survey
from consult.intake.surveys import read_survey
from consult.services.measures import MEASURES

DISAGREES = {"support-knife-crime": ["disagree"]}


def keys(steps: tuple[routing.Step, ...]) -> list[str]:
    return [step.page.key for step in steps]


def test_an_adult_sees_every_page_that_no_condition_hides(survey: Survey) -> None:
    assert keys(routing.steps(survey, "adult", (), {})) == ["knife", "violence-words", "missing-words"]


def test_an_earlier_answer_opens_a_page(survey: Survey) -> None:
    assert "why-disagree" in keys(routing.steps(survey, "adult", (), DISAGREES))


def test_chosen_parts_narrow_the_answers_but_not_the_questions_about_oneself(survey: Survey) -> None:
    assert keys(routing.steps(survey, "adult", ["missing"], {})) == ["missing-words"]
    assert keys(routing.steps(survey, "adult", ["missing"], {}, stores="characteristics"))[0] == "victim"


def test_someone_of_13_to_15_gets_the_short_survey(survey: Survey) -> None:
    assert keys(routing.steps(survey, "13-15", (), {})) == ["knife", "violence-words"]


@pytest.mark.parametrize(("age", "asked"), [("13-15", False), ("16-17", True), ("adult", True)])
def test_sexual_orientation_is_never_asked_under_16(survey: Survey, age: str, asked: bool) -> None:
    pages = keys(routing.steps(survey, age, (), {}, stores="characteristics"))
    assert ("orientation" in pages) is asked


def test_nobody_under_13_is_asked_anything(survey: Survey) -> None:
    assert routing.steps(survey, "under-13", (), {}) == ()
    assert not routing.may_answer("under-13")


def test_the_neighbours_of_the_ends_are_missing(survey: Survey) -> None:
    path = routing.steps(survey, "adult", (), {})
    assert routing.neighbours(path, "knife") == (None, path[1])
    assert routing.neighbours(path, "missing-words") == (path[1], None)


KEYS = tuple(f"q{number}" for number in range(6))
CODES = ("a", "b")


LEAVES = st.one_of(
    st.builds(Condition, st.sampled_from(KEYS), st.tuples(st.sampled_from(CODES))),
    st.builds(Answered, st.sampled_from(KEYS)),
    st.builds(Counted, st.sampled_from(KEYS), st.just(">="), st.integers(0, 2)))
# Any rule over any of the questions: earlier ones, later ones, and the question itself.
RULES = st.one_of(st.none(), LEAVES, st.builds(Not, LEAVES), st.builds(All, st.tuples(LEAVES, LEAVES)),
                  st.builds(AnyOf, st.tuples(LEAVES, st.builds(Not, LEAVES))))


def built(rules: tuple[Rule | None, ...]) -> Survey:
    """Return a survey of questions of several choices, each shown by its rule or always."""
    options = tuple(Option(code, {"en": code}) for code in CODES)
    pages = tuple(Page(key, None, (Question(key, "several-choices", {"en": key}, options=options, show_if=rule),))
                  for key, rule in zip(KEYS, rules, strict=True))
    return Survey("any", {"en": "Any"}, ("en",), (Section("one", {"en": "One"}, pages=pages[:3]),
                                                  Section("two", {"en": "Two"}, pages=pages[3:])))


SURVEYS = st.tuples(*[RULES] * len(KEYS)).map(built)
# A busy machine is no reason to fail.
tried = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
ANSWERS = st.dictionaries(st.sampled_from(KEYS), st.lists(st.sampled_from(CODES), min_size=1, max_size=2, unique=True))


@tried
@given(SURVEYS, ANSWERS)
def test_the_path_depends_on_the_answers_and_on_nothing_else(survey: Survey, given: dict) -> None:
    path = keys(routing.steps(survey, "adult", (), given))
    for same in (dict(reversed(given.items())), {**given, "no-such-question": ["a"]}):
        assert keys(routing.steps(survey, "adult", (), same)) == path


@tried
@given(SURVEYS, ANSWERS)
def test_what_a_hidden_question_holds_decides_nothing_and_is_never_sent(survey: Survey, given: dict) -> None:
    path = routing.steps(survey, "adult", (), given)
    kept = still_asked(survey, "adult", given)
    assert set(kept) == set(given) & set(keys(path))
    assert routing.steps(survey, "adult", (), kept) == path
    if set(kept) < set(given):
        with pytest.raises(Refused, match="question-not-asked"):
            check_submission(survey, Submission("adult", given, True, False), MEASURES)


@tried
@given(SURVEYS, ANSWERS)
def test_going_on_from_the_first_page_reaches_every_page_once_and_ends(survey: Survey, given: dict) -> None:
    path = routing.steps(survey, "adult", (), given)
    reached: list[str] = []
    step = path[0] if path else None
    while step is not None:
        assert step.page.key not in reached
        reached.append(step.page.key)
        _before, step = routing.neighbours(path, step.page.key)
    assert reached == keys(path) == sorted(reached)


@tried
@given(SURVEYS, ANSWERS)
def test_no_question_can_open_itself_or_one_before_it(survey: Survey, given: dict) -> None:
    path = keys(routing.steps(survey, "adult", (), given))
    for section in survey.sections:
        for page in section.pages:
            rule = page.questions[0].show_if
            if rule is None:
                assert page.key in path
            elif isinstance(rule, Condition | Answered) and min(questions_in(rule)) >= page.key:
                assert page.key not in path


@pytest.fixture(scope="module")
def survey() -> Survey:
    return read_survey((Path(__file__).parent.parent / "small_survey.yaml").read_bytes())
