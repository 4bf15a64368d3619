"""The ready-made equality questions: wording, keys, ages and options as a section about the person needs them."""

import pytest

from consult.config import ROOT
from consult.domain.conditions import Condition
from consult.domain.survey_problems import find
from consult.domain.surveys import CHARACTERISTICS, Page, Question, Section, Survey, questions_of
from consult.intake.equality_questions import ReadyMade, read_equality_questions
from consult.intake.surveys import read_survey

EXAMPLE = ROOT / "consult" / "example"
FILE = (EXAMPLE / "plans" / "equality_questions.yaml").read_bytes()


def test_every_characteristic_that_the_product_knows_has_its_question(ready: dict[str, ReadyMade]) -> None:
    assert set(ready) == CHARACTERISTICS
    assert {one.version for one in ready.values()} == {"1"}


def test_questions_that_only_older_people_may_be_asked_keep_their_age(ready: dict[str, ReadyMade]) -> None:
    ages = {key: one.question.min_age for key, one in ready.items() if one.question.min_age}
    assert ages == {"age": 18, "gender-identity": 16, "sexual-orientation": 16}
    assert not {"u16", "16-17"} & {option.code for option in ready["age"].question.options}


def test_a_condition_goes_by_the_names_of_the_product(ready: dict[str, ReadyMade]) -> None:
    assert ready["disability-impact"].question.show_if == Condition("disability", ("yes",))


def test_codes_are_those_that_the_example_survey_carries(ready: dict[str, ReadyMade]) -> None:
    for question in questions_of(example()):
        if question.key in ready and question.kind == "one-choice":
            codes = [option.code for option in ready[question.key].question.options]
            assert codes == [option.code for option in question.options], question.key
            assert ready[question.key].question.text == question.text


def test_nothing_is_wrong_with_a_section_of_all_of_them(ready: dict[str, ReadyMade]) -> None:
    pages = tuple(Page(key, None, (one.question,)) for key, one in ready.items())
    words = Page("words", None, (Question("words", "long-text", {"en": "What?"}),))
    survey = Survey("s", {"en": "S"}, ("en",), (
        Section("say", {"en": "Say"}, pages=(words,)),
        Section("you", {"en": "You"}, stores="characteristics", pages=pages)))
    assert find(survey) == []


def test_a_file_of_another_schema_is_no_list_of_questions() -> None:
    with pytest.raises(ValueError, match="equality-questions/1"):
        read_equality_questions(b"schema: other/1")


def example() -> Survey:
    return read_survey((EXAMPLE / "survey.yaml").read_bytes())


@pytest.fixture
def ready() -> dict[str, ReadyMade]:
    """The questions by key, with the words that the example survey has for them."""
    return {one.key: one for one in read_equality_questions(FILE, questions_of(example()))}
