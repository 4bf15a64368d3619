"""A survey while it is written: changes from one survey to the next, conditions as lines, what differs, pipes."""

from dataclasses import replace

import pytest

from consult.domain import condition_lines, survey_changes, survey_editing
from consult.domain.condition_lines import Line
from consult.domain.conditions import All, Answered, AnyOf, Compared, Condition, Counted, Not
from consult.domain.errors import NotFound, Refused
from consult.domain.survey_pipes import unknown_names
from consult.domain.survey_problems import find
from consult.domain.surveys import KINDS, Option, Page, Question, Section, Survey


def test_a_section_is_added_changed_moved_and_removed(survey: Survey) -> None:
    added = survey_editing.add_section(survey, Section("", {"en": "What is missing?"}))
    assert [section.key for section in added.sections] == ["aims", "what-is-missing", "about-you"]
    moved = survey_editing.move_section(added, "what-is-missing", survey_editing.UP)
    assert [section.key for section in moved.sections] == ["what-is-missing", "aims", "about-you"]
    changed = survey_editing.change_section(moved, Section("aims", {"en": "Other"}))
    assert changed.sections[1].title["en"] == "Other" and changed.sections[1].pages == survey.sections[0].pages
    assert survey_editing.remove_section(changed, "what-is-missing").sections[0].key == "aims"


def test_nothing_moves_past_either_end(survey: Survey) -> None:
    assert survey_editing.move_section(survey, "aims", survey_editing.UP) == survey
    assert survey_editing.move_page(survey, "agree", survey_editing.UP) == survey
    assert survey_editing.move_page(survey, "victim", survey_editing.DOWN) == survey


def test_a_page_moves_past_the_end_of_its_section_into_the_next(survey: Survey) -> None:
    moved = survey_editing.move_page(survey, "why", survey_editing.DOWN)
    assert [[page.key for page in section.pages] for section in moved.sections] == [["agree"], ["why", "victim"]]
    assert survey_editing.move_page(moved, "why", survey_editing.UP) == survey


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_question_of_every_kind_gets_a_key_and_a_page_of_its_own(survey: Survey, kind: str) -> None:
    added = survey_editing.add_question(survey, "aims", Question("", kind, {"en": "Do buses feel safe?"}))
    page = added.sections[0].pages[-1]
    assert (page.key, page.questions[0].key) == ("do-buses-feel-safe", "do-buses-feel-safe")


@pytest.mark.parametrize(("key", "code"), [("why", "key-taken"), ("2nd", "key-shape"), ("a b", "key-shape")])
def test_a_key_that_cannot_be_is_refused(survey: Survey, key: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        survey_editing.add_question(survey, "aims", Question(key, "long-text", {"en": "Words"}))
    assert (caught.value.field, caught.value.code) == ("key", code)


def test_words_are_needed_in_at_least_one_language(survey: Survey) -> None:
    with pytest.raises(Refused, match="text-missing"):
        survey_editing.add_question(survey, "aims", Question("", "long-text", {"en": " "}))
    with pytest.raises(Refused, match="title-missing"):
        survey_editing.started({}, ["en"])


def test_words_without_latin_letters_still_give_a_key(survey: Survey) -> None:
    added = survey_editing.add_question(survey, "aims", Question("", "long-text", {"ur": "کیا کمی ہے؟"}))
    assert added.sections[0].pages[-1].questions[0].key == "long-text"


def test_a_renamed_question_keeps_its_conditions_and_pipes(survey: Survey) -> None:
    piped = survey_editing.change_question(survey, "why", replace(
        survey_editing.question_of(survey, "why")[2], text={"en": "Why ${ agree }? And ${agreed}?"}))
    renamed = survey_editing.change_question(piped, "agree", replace(
        survey_editing.question_of(piped, "agree")[2], key="aim"))
    why = survey_editing.question_of(renamed, "why")[2]
    assert why.text["en"] == "Why ${aim}? And ${agreed}?"
    assert why.show_if == Condition("aim", ("no",))


def test_a_key_that_answers_are_kept_under_stays(survey: Survey) -> None:
    asked = survey_editing.question_of(survey, "agree")[2]
    with pytest.raises(Refused, match="key-fixed"):
        survey_editing.change_question(survey, "agree", replace(asked, key="aim"), fixed={"agree"})


def test_words_beside_an_option_get_a_key_of_their_own(survey: Survey) -> None:
    other = Option("other", {"en": "Other"}, asks=Question("", "short-text", {"en": "Which?"}))
    added = survey_editing.add_question(survey, "aims", Question(
        "which", "one-choice", {"en": "Which?"}, options=(Option("a", {"en": "A"}), other)))
    asks = survey_editing.question_of(added, "which")[2].options[1].asks
    assert asks is not None and asks.key == "which-other"


def test_a_page_goes_with_its_last_question(survey: Survey) -> None:
    left = survey_editing.remove_question(survey, "why")
    assert [page.key for page in left.sections[0].pages] == ["agree"]
    with pytest.raises(NotFound):
        survey_editing.question_of(left, "why")


def test_taking_a_language_out_keeps_its_words(survey: Survey) -> None:
    changed = survey_editing.with_settings(survey, {"en": "T", "ur": "عنوان"}, ["en"], ["en"])
    assert changed.languages == ("en",) and changed.translations == {"en": "checked"}
    assert changed.title["ur"] == "عنوان"


@pytest.mark.parametrize("rule", [
    Condition("agree", ("no",)), Not(Condition("agree", ("no",))), Answered("agree"), Not(Answered("age")),
    Compared("age", ">=", "18"), Counted("agree", "=", 2),
    All((Condition("agree", ("no",)), Answered("age"))), AnyOf((Condition("agree", ("no",)), Answered("age"))),
])
def test_a_condition_of_lines_comes_back_the_same(rule: object) -> None:
    said = condition_lines.lines_of(rule)  # type: ignore[arg-type]
    assert said is not None
    asked = {"agree": Question("agree", "several-choices", {"en": "?"}, options=YES_NO),
             "age": Question("age", "number", {"en": "?"})}
    assert condition_lines.rule_of(said[0], said[1], asked) == rule


def test_a_tree_is_no_list_of_lines() -> None:
    tree = All((AnyOf((Answered("a"), Answered("b"))), Answered("c")))
    assert condition_lines.lines_of(tree) is None and condition_lines.lines_of(Not(tree)) is None


@pytest.mark.parametrize(("line", "code"), [
    (Line("later", "answered"), "condition-question-unknown"), (Line("agree", "at-least", ("2",)), "condition-test"),
    (Line("agree", "is", ()), "condition-answer-missing"), (Line("agree", "is", ("maybe",)), "option-unknown"),
    (Line("age", "at-least", ("old",)), "number-shape"), (Line("day", "is", ("soon",)), "date-invalid"),
])
def test_a_line_that_cannot_be_is_refused_with_its_number(line: Line, code: str) -> None:
    asked = {"agree": Question("agree", "one-choice", {"en": "?"}, options=YES_NO),
             "age": Question("age", "number", {"en": "?"}), "day": Question("day", "date", {"en": "?"})}
    with pytest.raises(Refused, match=code) as caught:
        condition_lines.rule_of("all", [Line("agree", "answered"), line], asked)
    assert caught.value.field == "1"


def test_only_earlier_pages_are_offered_and_nothing_kept_apart_decides_answers(survey: Survey) -> None:
    assert set(condition_lines.offered(survey, "why")) == {"agree"}
    assert set(condition_lines.offered(survey, "victim")) == {"agree", "why"}
    turned = survey_editing.move_section(survey, "about-you", survey_editing.UP)
    assert condition_lines.offered(turned, "agree") == {}


def test_what_differs_is_told_by_question_and_by_answer(survey: Survey) -> None:
    asked = survey_editing.question_of(survey, "agree")[2]
    changed = survey_editing.change_question(survey, "agree", replace(
        asked, text={"en": "Do you really agree?"}, options=(*asked.options[:1], Option("maybe", {"en": "Maybe"}))))
    changed = survey_editing.remove_question(changed, "why")
    codes = [(change.code, change.question) for change in survey_changes.differences(survey, changed)]
    assert codes == [("question-reworded", "agree"), ("option-added", "agree"), ("option-removed", "agree"),
                     ("question-removed", "why")]
    assert survey_changes.differences(survey, survey) == []


def test_a_pipe_names_an_earlier_answer_that_may_be_shown(survey: Survey) -> None:
    asked = survey_editing.question_of(survey, "why")[2]
    good = survey_editing.change_question(survey, "why", replace(asked, text={"en": "You said ${agree}. Why?"}))
    bad = survey_editing.change_question(survey, "why", replace(asked, hint={"en": "${why} ${victim} ${none}"}))
    assert list(unknown_names(good)) == []
    assert [name for _s, _q, name in unknown_names(bad)] == ["none", "victim", "why"]
    assert {problem.code for problem in find(bad)} >= {"pipe-unknown"}


YES_NO = (Option("yes", {"en": "Yes"}), Option("no", {"en": "No"}))


@pytest.fixture
def survey() -> Survey:
    """Two questions that are read, the second only after a "no", and one about the person."""
    agree = Question("agree", "one-choice", {"en": "Do you agree?"}, options=YES_NO)
    why = Question("why", "long-text", {"en": "Why?"}, show_if=Condition("agree", ("no",)))
    victim = Question("victim", "one-choice", {"en": "Were you a victim?"}, options=YES_NO)
    return Survey("small", {"en": "Small"}, ("en",), (
        Section("aims", {"en": "Aims"}, pages=(Page("agree", None, (agree,)), Page("why", None, (why,)))),
        Section("about-you", {"en": "You"}, stores="characteristics", pages=(Page("victim", None, (victim,)),)),
    ))
