"""The texts of a survey one by one: names that last, what is binding, and writing a language into them."""

from dataclasses import replace

from consult.domain.surveys import Option, Page, Question, Section, Survey
from consult.domain.text_places import field_of, heap_of, is_short, option_of, places
from consult.domain.text_units import texts_in, units_of, with_texts


def test_every_text_has_a_name_of_its_own_in_the_order_shown() -> None:
    keys = [unit.key for unit in units_of(SURVEY)]
    assert keys == [
        "survey/title", "section/s/title", "section/s/intro", "page/p/title", "question/q/text", "question/q/hint",
        "question/q/option/a/label", "question/q/option/b/label", "question/b-words/text", "question/ok/text"]
    assert len(set(keys)) == len(keys)


def test_a_text_belongs_to_the_part_that_people_see_as_one() -> None:
    parts = {unit.key: unit.part for unit in units_of(SURVEY)}
    assert parts["question/q/option/a/label"] == "question/q" and parts["survey/title"] == "survey"
    assert parts["question/b-words/text"] == "question/b-words" and parts["section/s/intro"] == "section/s"


def test_only_what_people_agree_to_is_binding() -> None:
    assert [unit.key for unit in units_of(SURVEY) if unit.is_binding] == ["question/ok/text"]


def test_the_name_of_a_text_outlives_its_words() -> None:
    asked = replace(SURVEY.sections[0].pages[0].questions[0], text={"en": "Other words"})
    page = replace(SURVEY.sections[0].pages[0], questions=(asked, *SURVEY.sections[0].pages[0].questions[1:]))
    changed = replace(SURVEY, sections=(replace(SURVEY.sections[0], pages=(page,)),))
    assert [unit.key for unit in units_of(changed)] == [unit.key for unit in units_of(SURVEY)]


def test_words_written_in_a_language_are_read_back_and_nothing_else_moves() -> None:
    said = with_texts(SURVEY, "ur", {"question/q/text": "سوال", "question/b-words/text": "لفظ", "nowhere/x": "نہیں"})
    assert texts_in(said, "ur") == {"question/q/text": "سوال", "question/b-words/text": "لفظ"}
    assert units_of(said) == units_of(SURVEY)


def test_an_empty_text_takes_the_language_away() -> None:
    said = with_texts(SURVEY, "ur", {"question/q/text": "سوال"})
    assert with_texts(said, "ur", {"question/q/text": ""}) == SURVEY


def test_each_part_knows_where_it_stands() -> None:
    known = places(SURVEY)
    assert known["question/q"].page is not None and known["question/q"].page.key == "p"
    beside = known["question/b-words"].beside
    assert beside is not None and beside.key == "q"
    first = known["section/s"].page
    assert first is not None and first.key == "p" and places(None) == {}


def test_texts_are_heaped_by_section_and_around_the_survey() -> None:
    known = places(SURVEY)
    assert {heap_of(unit.part, known) for unit in units_of(SURVEY)} == {"survey", "section:s"}
    assert heap_of("plan/aim", known) == "plan" and heap_of("consultation/title", known) == "words"


def test_a_text_says_what_it_is_of_its_part() -> None:
    assert field_of("question/q/option/a/label") == "option-label" and field_of("question/q/hint") == "hint"
    assert field_of("consultation/summary") == "summary" and field_of("survey/title") == "title"
    assert is_short("question/q/option/a/label") and not is_short("question/q/hint")
    option = option_of("question/q/option/b/label", places(SURVEY)["question/q"].question)
    assert option is not None and option.code == "b" and option_of("question/q/text", None) is None


WORDS = Question("b-words", "short-text", {"en": "Which?"})
SURVEY = Survey("s", {"en": "A survey"}, sections=(Section("s", {"en": "Part"}, {"en": "First words"}, pages=(
    Page("p", {"en": "Page"}, (
        Question("q", "one-choice", {"en": "Question?"}, {"en": "Hint"}, options=(
            Option("a", {"en": "A"}), Option("b", {"en": "B"}, asks=WORDS))),
        Question("ok", "consent", {"en": "I agree"}),
    )),)),), languages=("en", "ur"))
