"""What is wrong with a survey: each fault is found once, under its code, and a sound survey has none."""

import re
from dataclasses import replace
from typing import Any

import pytest

from consult.config import ROOT
from consult.domain.conditions import All, Answered, Condition, Counted
from consult.domain.survey_problems import MAX_CODE, MAX_OPTIONS, MAX_QUESTIONS, WARNINGS, Problem, find
from consult.domain.surveys import Option, Page, Question, Section, Survey
from tests.form_surveys import every_kind

EN = {"en": "Words"}


def text(key: str = "q", **more: Any) -> Question:
    return Question(key, more.pop("kind", "long-text"), more.pop("text", EN), **more)


def choice(*codes: str, **more: Any) -> Question:
    options = more.pop("options", tuple(Option(code, EN) for code in codes))
    return Question(more.pop("key", "c"), more.pop("kind", "one-choice"), EN, options=options, **more)


def survey(*questions: Question, stores: str = "answers", **more: Any) -> Survey:
    """A survey with a page for each question; a text question stands before them, so that nothing else is wrong."""
    pages = tuple(Page(f"p{n}", None, (question,)) for n, question in enumerate(questions))
    first = Section("first", EN, pages=(Page("start", None, (text("start"),)),))
    return Survey(**{"key": "s", "title": EN, "languages": ("en",),
                     "sections": (first, Section("rest", EN, stores=stores, pages=pages)), **more})


ONE = Section("a", EN, pages=(Page("p", None, (text(),)),))
OTHER = Option("o", EN, asks=Question("w", "one-choice", EN, options=(Option("x", EN), Option("y", EN))))
STANDARD: list[tuple[str, Survey]] = [
    ("no-languages", survey(text(), languages=())),
    ("no-questions", survey(sections=(Section("a", EN, stores="characteristics", pages=(
        Page("p", None, (choice("x", "y"),)),)),))),
    ("no-text-question", survey(sections=(Section("a", EN, pages=(Page("p", None, (choice("x", "y"),)),)),))),
    ("too-many-questions", survey(*(text(f"q{n}") for n in range(MAX_QUESTIONS)))),
    ("two-open-comments", survey(text("x", kind="plan-comment"), text("y", kind="plan-comment"))),
    ("duplicate-section", survey(sections=(ONE, replace(ONE, pages=(Page("z", None, (text("z"),)),))))),
    ("duplicate-page", survey(sections=(ONE, Section("b", EN, pages=(Page("p", None, (text("z"),)),))))),
    ("duplicate-question", survey(text("start"))),
    ("key-shape", survey(text("2 words"))),
    ("no-words", survey(text(text={}))),
    ("empty-section", survey()),
    ("unknown-kind", survey(text(kind="crystal-ball"))),
    ("too-few-options", survey(choice("x"))),
    ("too-many-options", survey(choice(*(f"o{n}" for n in range(MAX_OPTIONS + 1))))),
    ("options-not-for-this-kind", survey(text(options=(Option("x", EN),)))),
    ("duplicate-option", survey(choice("x", "x"))),
    ("option-code-shape", survey(choice("x", "y" * (MAX_CODE + 1)))),
    ("option-unlabelled", survey(choice(options=(Option("x", EN), Option("y", {}))))),
    ("exclusive-not-for-this-kind", survey(choice(options=(Option("x", EN), Option("y", EN, is_exclusive=True))))),
    ("companion-wrong", survey(choice(options=(Option("x", EN), OTHER)))),
    ("limits-wrong", survey(choice("x", "y", kind="several-choices", max_choices=3))),
    ("limits-wrong", survey(choice("x", "y", kind="several-choices", min_choices=3))),
    ("limits-wrong", survey(text(kind="number", minimum="10", maximum="9"))),
    ("limits-wrong", survey(text(kind="date", minimum="2026-02-01", maximum="2026-01-01"))),
    ("required-question", survey(text(is_required=True))),
    ("sensitive-needs-min-age", survey(choice("x", "y", key="sexual-orientation"), stores="characteristics")),
    ("sensitive-in-answers", survey(Question("b", "borough", EN))),
    ("not-for-characteristics", survey(text(), stores="characteristics")),
    ("characteristic-required", survey(choice("x", "y", is_required=True), stores="characteristics")),
    ("condition-not-asked-before", survey(text(show_if=Answered("nowhere")))),
    ("condition-not-asked-before", survey(text("x", show_if=Answered("y")), text("y"))),
    ("condition-not-asked-before", survey(text("n", kind="note"), text(show_if=Answered("n")))),
    ("condition-unknown-code", survey(choice("x", "y"), text(show_if=Condition("c", ("x", "z"))))),
    ("condition-cannot-count", survey(text("t"), text(show_if=Counted("t", ">", 0)))),
    ("pipe-unknown", survey(text(text={"en": "You wrote ${nowhere}."}))),
    ("never-shown", survey(choice("x", "y"), text(show_if=All((Condition("c", ("x",)), Condition("c", ("y",))))))),
]


@pytest.mark.parametrize(("code", "wrong"), STANDARD, ids=lambda value: value if isinstance(value, str) else "")
def test_a_fault_is_found_once_under_its_code(code: str, wrong: Survey) -> None:
    assert codes(wrong) == [code]


def test_every_code_that_there_is_has_a_survey_here() -> None:
    source = (ROOT / "consult" / "domain" / "survey_problems.py").read_text()
    named = set(re.findall(r'Problem\("([a-z-]+)"', source)) | {f"duplicate-{what}" for what in (
        "section", "page", "question")}
    elsewhere = {"missing-translation", "condition-on-same-page", "condition-on-characteristic", "plan-node-unknown"}
    assert named - {code for code, _survey in STANDARD} == elsewhere and len(named) > 30


def test_a_sound_survey_with_every_kind_has_nothing_that_stops_it() -> None:
    found = find(every_kind(), languages=("ur",), plan_nodes=("aim-knife",))
    assert [(problem.code, problem.question) for problem in found] == [("required-question", "short")]


def test_a_condition_on_its_own_page_is_found() -> None:
    page = Page("p", EN, (choice("x", "y"), text("q", show_if=Answered("c"))))
    wrong = survey(sections=(Section("a", EN, pages=(page,)),))
    assert codes(wrong) == ["condition-on-same-page"]


def test_an_answer_may_not_hang_on_what_someone_is_but_the_other_way_is_fine() -> None:
    about = Section("about", EN, stores="characteristics", pages=(Page("c", None, (choice("x", "y"),)),))
    hangs = Section("b", EN, pages=(Page("t", None, (text("t", show_if=Answered("c")),)),))
    assert codes(survey(sections=(ONE, about, hangs))) == ["condition-on-characteristic"]
    apart = Section("about", EN, stores="characteristics", pages=(
        Page("c", None, (choice("x", "y", show_if=Answered("q")),)),))
    assert codes(survey(sections=(ONE, apart))) == []


def test_parts_that_the_plan_does_not_have_are_named_only_where_a_plan_is_known() -> None:
    named = survey(text("q", kind="plan-comment", plan_node="gone"))
    assert find(named) == []
    assert find(named, plan_nodes=("here",)) == [Problem("plan-node-unknown", "rest", "q", "gone")]


def test_words_that_one_language_lacks_are_named_with_where_they_stand() -> None:
    hint = text("q", text={"en": "A", "ur": "ا"}, hint={"en": "Only English"})
    found = [problem for problem in find(survey(hint), languages=("ur",)) if problem.question == "q"]
    assert found == [Problem("missing-translation", "rest", "q", "hint", "ur")]


def test_a_page_of_several_questions_needs_a_title() -> None:
    page = Page("p", None, (text("x"), text("y")))
    assert codes(survey(sections=(Section("a", EN, pages=(page,)),))) == ["no-words"]


@pytest.mark.parametrize("code", sorted(WARNINGS))
def test_a_warning_stops_nothing_and_everything_else_does(code: str) -> None:
    assert not Problem(code).stops and Problem("no-words").stops


def codes(wrong: Survey) -> list[str]:
    return [problem.code for problem in find(wrong)]
