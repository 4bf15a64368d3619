"""Which pages a person sees."""

from pathlib import Path

import pytest

from consult.domain import routing
from consult.domain.surveys import Survey
from consult.intake.surveys import read_survey

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


@pytest.fixture(scope="module")
def survey() -> Survey:
    return read_survey((Path(__file__).parent.parent / "small_survey.yaml").read_bytes())
