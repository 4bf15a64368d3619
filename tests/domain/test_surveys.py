"""Surveys as values: the lists that kinds bring, and JSON that loses nothing."""

import json
import re
from dataclasses import replace

import pytest

from consult.domain.languages import LANGUAGES
from consult.domain.option_lists import BOROUGHS
from consult.domain.survey_json import from_json, to_json
from consult.domain.surveys import (
    BUILT_IN_OPTIONS,
    Condition,
    Option,
    Page,
    Question,
    Section,
    Survey,
    is_sensitive,
    options_of,
    questions_of,
)


def test_every_london_borough_is_listed_once_with_the_city() -> None:
    codes = [code for code, _ in BOROUGHS]
    assert len(codes) == len(set(codes)) == 33
    assert {"lambeth", "tower-hamlets", "city-of-london"} <= set(codes)


def test_a_borough_code_is_its_name_in_small_letters() -> None:
    assert all(code == name.lower().replace(" ", "-") for code, name in BOROUGHS)


def test_people_outside_london_and_those_who_will_not_say_have_an_option() -> None:
    assert [option.code for option in BUILT_IN_OPTIONS["borough"]][-3:] == ["outside", "unsure", "pnts"]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_built_in_list_has_its_labels_in_every_language_that_has_a_folder(tag: str) -> None:
    listed = [option for options in BUILT_IN_OPTIONS.values() for option in options]
    assert [option.code for option in listed if not option.label.get(tag)] == []


@pytest.mark.parametrize("kind", sorted(BUILT_IN_OPTIONS))
def test_a_built_in_list_is_in_the_letters_of_its_language(kind: str) -> None:
    labels = [option.label["ur"] for option in BUILT_IN_OPTIONS[kind]]
    assert all(re.search("[\u0600-\u06ff]", label) and not re.search("[A-Za-z]", label) for label in labels)


@pytest.mark.parametrize("kind", sorted(BUILT_IN_OPTIONS))
def test_no_two_options_of_a_built_in_list_read_the_same(kind: str) -> None:
    for language in ("en", "ur"):
        labels = [option.label[language] for option in BUILT_IN_OPTIONS[kind]]
        assert len(labels) == len(set(labels))


def test_a_scale_brings_its_options_and_a_text_has_none() -> None:
    scale = Question("a", "agree-scale", {"en": "Agree?"})
    assert [option.code for option in options_of(scale)] == [
        "strongly-agree", "agree", "neither", "disagree", "strongly-disagree", "not-sure",
    ]  # fmt: skip
    assert options_of(replace(scale, kind="long-text")) == ()


def test_the_words_that_a_question_carries_stand_before_the_built_in_ones() -> None:
    own = (Option("yes", {"pl": "Tak"}), Option("no", {"pl": "Nie"}))
    assert options_of(Question("a", "yes-no-unsure", {"pl": "?"}, options=own)) == own


def test_questions_come_in_the_order_asked() -> None:
    assert [question.key for question in questions_of(SURVEY)] == ["which", "why"]


def test_only_the_two_questions_for_people_of_16_and_over_are_sensitive() -> None:
    keys = ("gender-identity", "sexual-orientation", "sex", "age")
    assert [is_sensitive(Question(key, "one-choice", {})) for key in keys] == [True, True, False, False]


def test_a_survey_comes_back_from_json_as_it_was() -> None:
    assert from_json(to_json(SURVEY)) == SURVEY


def test_one_survey_has_one_json() -> None:
    turned = replace(SURVEY, title=dict(reversed(SURVEY.title.items())))
    assert list(turned.title) != list(SURVEY.title)
    assert to_json(turned) == to_json(SURVEY)


def test_another_wording_has_another_json() -> None:
    assert to_json(replace(SURVEY, title={"en": "Your view", "ur": "رائے"})) != to_json(SURVEY)


def test_letters_of_every_script_stay_readable_in_json() -> None:
    assert "رائے" in to_json(SURVEY)


@pytest.mark.parametrize("text", ["[]", "{}", json.dumps({"schema": "consult-survey-version/9"}), "not json"])
def test_json_of_another_schema_is_not_a_survey(text: str) -> None:
    with pytest.raises(ValueError):
        from_json(text)


SURVEY = Survey(
    key="small",
    title={"en": "Your views", "ur": "آپ کی رائے"},
    languages=("en", "ur"),
    translations={"ur": "machine-drafted"},
    sections=(
        Section(
            key="first",
            title={"en": "First", "ur": "پہلا"},
            intro={"en": "Begin", "ur": "شروع"},
            plan_node="o-one",
            is_for_13_to_15=True,
            pages=(
                Page(
                    "which",
                    None,
                    (
                        Question(
                            "which",
                            "several-choices",
                            {"en": "Which?", "ur": "کون سا؟"},
                            hint={"en": "Up to 2", "ur": "زیادہ سے زیادہ 2"},
                            options=(
                                Option("a", {"en": "A", "ur": "الف"}, {"en": "first", "ur": "پہلا"}),
                                Option("b", {"en": "B", "ur": "ب"}),
                                Option("none", {"en": "None", "ur": "کوئی نہیں"}, is_exclusive=True),
                            ),
                            is_required=True,
                            min_age=16,
                            max_choices=2,
                        ),
                    ),
                ),
                Page(
                    "why",
                    {"en": "Why", "ur": "کیوں"},
                    (
                        Question(
                            "why",
                            "long-text",
                            {"en": "Why?", "ur": "کیوں؟"},
                            plan_node="a-one",
                            max_length=3000,
                            show_if=Condition("which", ("a", "b")),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
