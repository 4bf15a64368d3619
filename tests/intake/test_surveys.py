"""Survey files: what is read, and every kind of bad file refused with its line and reason."""

from pathlib import Path

import pytest

from consult.domain.errors import Refused
from consult.domain.survey_json import from_json, to_json
from consult.domain.surveys import SENSITIVE_QUESTIONS, Condition, Question, Survey, options_of, questions_of
from consult.intake.surveys import read_survey

EXAMPLE = Path(__file__).parents[2] / "consult" / "example" / "survey.yaml"


def test_the_example_survey_is_read_and_kept_whole() -> None:
    survey = read_survey(EXAMPLE.read_bytes())
    assert from_json(to_json(survey)) == survey
    assert survey.languages == ("en",)
    assert {"matters-most", "support-trust", "missing-words", "borough"} <= {q.key for q in questions_of(survey)}


def test_the_example_asks_nobody_under_16_the_sensitive_questions() -> None:
    asked = {question.key: question.min_age for question in questions_of(read_survey(EXAMPLE.read_bytes()))}
    assert {key: asked[key] for key in SENSITIVE_QUESTIONS} == {"gender-identity": 16, "sexual-orientation": 16}


def test_a_section_says_where_its_answers_go_and_whom_it_is_for(small: Survey) -> None:
    first, last = small.sections
    assert (first.stores, first.is_for_13_to_15, first.plan_node) == ("answers", True, "o-one")
    assert (last.stores, last.is_for_13_to_15, last.plan_node) == ("characteristics", False, None)


def test_a_question_keeps_its_limits_and_its_condition(small: Survey) -> None:
    by_key = {question.key: question for question in questions_of(small)}
    assert by_key["which"].max_choices == 2
    assert by_key["which"].options[2].is_exclusive
    assert (by_key["why"].max_length, by_key["why"].is_required) == (3000, True)
    assert by_key["why"].show_if == Condition("which", ("a", "b"))
    assert by_key["gender-identity"].min_age == 16


def test_codes_that_yaml_takes_for_truths_are_read_as_they_are_written(small: Survey) -> None:
    by_key = {question.key: question for question in questions_of(small)}
    assert [option.code for option in by_key["gender-identity"].options] == ["yes", "no"]


def test_a_kind_with_a_list_of_its_own_carries_that_list_in_the_languages_of_the_survey(small: Survey) -> None:
    scale = next(question for question in questions_of(small) if question.kind == "agree-scale")
    assert [(option.code, option.label) for option in scale.options] == [
        (option.code, {"en": option.label["en"], "ur": option.label["ur"]})
        for option in options_of(Question("any", "agree-scale", {}))]


def test_a_language_that_a_built_in_list_lacks_is_refused() -> None:
    text = GOOD.replace("[en, ur]", "[en, de]").replace("ur:", "de:")
    problems = refusal(text).facts["problems"]
    assert problems == [{"line": 33, "code": "missing-language", "name": "agree-scale de"}]


def test_a_file_can_bring_the_words_of_a_built_in_list_in_another_language() -> None:
    options = "".join(f"      - {{code: {code}, label: {{en: {code}, pl: {code}}}}}\n" for code in SCALE)
    text = GOOD.replace("[en, ur]", "[en, pl]").replace("ur:", "pl:")
    survey = read_survey(text.replace("agree-scale\n", f"agree-scale\n      options:\n{options}").encode())
    scale = next(question for question in questions_of(survey) if question.kind == "agree-scale")
    assert [option.label["pl"] for option in scale.options] == list(SCALE)


def test_the_state_of_a_translation_is_kept() -> None:
    text = GOOD.replace("languages:", "translations: {ur: machine-drafted}\nlanguages:")
    assert read_survey(text.encode()).translations == {"ur": "machine-drafted"}


@pytest.mark.parametrize(
    ("good", "bad", "line", "code", "name"),
    [
        ("schema: consult-survey/1", "schema: pcp-plan/1", 1, "wrong-schema", "consult-survey/1"),
        ("languages: [en, ur]", "languages: []", 4, "missing", "languages"),
        ("languages: [en, ur]", "languages: [en, English]", 4, "not-a-language", "English"),
        ("languages: [en, ur]", "languages: [en, en]", 4, "repeated-value", "en"),
        ("languages: [en, ur]", "languages: [en]", 3, "unknown-language", "ur"),
        ("languages: [en, ur]", "languages: [en, ur]\ntranslations: {ur: perfect}", 5, "unknown-state", "perfect"),
        ("{en: First, ur: پہلا}", "{en: First}", 7, "missing-language", "title ur"),
        ("{en: First, ur: پہلا}", "{en: First, ur: ''}", 7, "empty", "ur"),
        ("{en: First, ur: پہلا}", "First", 7, "wrong-type", "title"),
        ("kind: several-choices", "kind: slider", 14, "unknown-kind", "slider"),
        ("      kind: several-choices\n", "", 13, "missing", "kind"),
        ("key: why\n      kind", "key: which\n      kind", 26, "duplicate-key", "which"),
        ("- key: page-two", "- key: page-one", 23, "duplicate-key", "page-one"),
        ("- key: last", "- key: first", 35, "duplicate-key", "first"),
        ("max_choices: 2", "max_choices: 1", 15, "out-of-range", "max_choices"),
        ("max_choices: 2", "max_choices: 3", 15, "out-of-range", "max_choices"),
        ("max_choices: 2", "max_choices: many", 15, "wrong-type", "max_choices"),
        ("kind: long-text", "kind: long-text\n      max_choices: 2", 28, "not-for-this-kind", "max_choices"),
        ("max_length: 3000", "max_length: 0", 28, "out-of-range", "max_length"),
        ("max_choices: 2", "max_length: 10", 15, "not-for-this-kind", "max_length"),
        ("required: true", "required: perhaps", 29, "wrong-type", "required"),
        ("required: true", "mandatory: true", 29, "unknown-field", "mandatory"),
        ("{question: which, in: [a, b]}", "{question: later, in: [a]}", 30, "not-asked-before", "later"),
        ("{question: which, in: [a, b]}", "{question: how-far, in: [agree]}", 30, "not-asked-before", "how-far"),
        ("{question: which, in: [a, b]}", "{question: which, in: [a, z]}", 30, "unknown-code", "z"),
        ("{question: which, in: [a, b]}", "{question: which, in: []}", 30, "missing", "in"),
        ("{question: which, in: [a, b]}", "{question: which}", 30, "missing", "in"),
        ("{question: which, in: [a, b]}", "{in: [a]}", 30, "missing", "question"),
        ("kind: long-text", "kind: long-text\n      options: planets", 28, "unknown-option-list", "planets"),
        ("kind: long-text", "kind: one-choice", 26, "too-few-options", "options"),
        ("kind: agree-scale", "kind: agree-scale\n      options: [{code: x, label: {en: X, ur: X}}]", 34,
         "codes-of-this-kind-differ", "agree-scale"),
        ("{code: b, label", "{code: a, label", 19, "duplicate-option", "a"),
        ("kind: several-choices", "kind: one-choice", 20, "not-for-this-kind", "exclusive"),
        ("stores: characteristics", "stores: everything", 37, "unknown-store", "everything"),
        ("stores: characteristics", "stores: answers", 41, "sensitive-in-answers", "gender-identity"),
        ("min_age: 16", "min_age: 13", 43, "sensitive-needs-min-age", "gender-identity"),
        ("      min_age: 16\n", "", 41, "sensitive-needs-min-age", "gender-identity"),
        ("min_age: 16", "min_age: 160", 43, "out-of-range", "min_age"),
        ("    title: {en: Why, ur: کیوں}\n", "", 23, "missing", "title"),
    ],
)  # fmt: skip
def test_a_bad_entry_is_refused_with_its_line(good: str, bad: str, line: int, code: str, name: str) -> None:
    assert GOOD.count(good) == 1
    assert {"line": line, "code": code, "name": name} in refusal(GOOD.replace(good, bad)).facts["problems"]


@pytest.mark.parametrize(
    ("sections", "line"),
    [
        ("sections: []", 5),
        ("sections:\n- {key: a, title: {en: A, ur: A}, pages: []}", 6),
        ("sections:\n- {key: a, title: {en: A, ur: A}, pages: [\n  {key: p, questions: []}]}", 7),
    ],
)
def test_a_survey_without_a_question_is_refused(sections: str, line: int) -> None:
    refused = refusal(GOOD[: GOOD.index("sections:")] + sections)
    assert (refused.code, refused.facts["line"]) == ("no-questions", line)


def test_free_words_are_never_kept_among_the_characteristics() -> None:
    text = GOOD.replace("  plan_node: o-one\n", "  stores: characteristics\n")
    assert {"line": 27, "code": "text-in-characteristics", "name": "why"} in refusal(text).facts["problems"]


def test_where_people_live_is_never_kept_among_the_answers() -> None:
    text = GOOD.replace("kind: agree-scale", "kind: borough")
    assert {"line": 32, "code": "sensitive-in-answers", "name": "how-far"} in refusal(text).facts["problems"]


def test_no_question_whose_answers_are_counted_exactly_is_asked_of_one_group_only() -> None:
    start, others, apart = GOOD.partition("sections:\n")[0], *GOOD.partition("sections:\n")[2].split("- key: last")
    text = f"{start}sections:\n- key: last{apart}{others}".replace("{question: which, in: [a, b]}",
                                                                   "{question: gender-identity, in: [no]}")
    problems = refusal(text).facts["problems"]
    assert [(problem["code"], problem["name"]) for problem in problems] == [("not-asked-before", "gender-identity")]


def test_an_option_code_is_no_longer_than_a_stored_choice() -> None:
    assert read_survey(GOOD.replace("code: none", f"code: {'n' * 60}").encode())
    assert refusal(GOOD.replace("code: none", f"code: {'n' * 61}")).facts["reason"] == "not-a-key"


@pytest.mark.parametrize("key", sorted(SENSITIVE_QUESTIONS))
def test_a_sensitive_question_is_never_put_to_people_under_16(key: str) -> None:
    text = GOOD.replace("key: gender-identity", f"key: {key}").replace("min_age: 16", "min_age: 15")
    assert refusal(text).code == "sensitive-needs-min-age"


def test_a_bad_survey_tells_its_line_and_reason_in_the_facts() -> None:
    facts = refusal(GOOD.replace("kind: long-text", "kind: drawing")).facts
    assert (facts["line"], facts["reason"], facts["name"]) == (27, "unknown-kind", "drawing")


def refusal(text: str) -> Refused:
    with pytest.raises(Refused) as caught:
        read_survey(text.encode())
    assert caught.value.field == "file"
    return caught.value


@pytest.fixture
def small() -> Survey:
    return read_survey(GOOD.encode())


SCALE = ("strongly-agree", "agree", "neither", "disagree", "strongly-disagree", "not-sure")

GOOD = """schema: consult-survey/1
key: small
title: {en: Your views, ur: آپ کی رائے}
languages: [en, ur]
sections:
- key: first
  title: {en: First, ur: پہلا}
  plan_node: o-one
  for_13_to_15: true
  pages:
  - key: page-one
    questions:
    - key: which
      kind: several-choices
      max_choices: 2
      text: {en: Which?, ur: کون سا؟}
      options:
      - {code: a, label: {en: A, ur: الف}}
      - {code: b, label: {en: B, ur: ب}}
      - {code: none, label: {en: None, ur: کوئی نہیں}, exclusive: true}

  # two questions on one page
  - key: page-two
    title: {en: Why, ur: کیوں}
    questions:
    - key: why
      kind: long-text
      max_length: 3000
      required: true
      show_if: {question: which, in: [a, b]}
      text: {en: Why?, ur: کیوں؟}
    - key: how-far
      kind: agree-scale
      text: {en: How far?, ur: کتنا؟}
- key: last
  title: {en: Last, ur: آخری}
  stores: characteristics
  pages:
  - key: page-three
    questions:
    - key: gender-identity
      kind: one-choice
      min_age: 16
      text: {en: The same?, ur: وہی؟}
      options:
      - {code: yes, label: {en: 'Yes', ur: ہاں}}
      - {code: no, label: {en: 'No', ur: نہیں}}
"""
