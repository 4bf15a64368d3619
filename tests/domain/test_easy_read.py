"""Easy Read: what is right in a part, the written rule of the faces, and which screens a person meets."""

from dataclasses import replace

import pytest

from consult.domain import easy_read_screens as screens
from consult.domain.easy_read import (
    BY_CHOICES,
    BY_FACES,
    BY_FIELD,
    BY_WORDS,
    FACES,
    MOST_WORDS,
    PICTURES,
    UNANSWERED,
    USUAL_FACES,
    Content,
    EasyAnswer,
    EasyPage,
    Face,
    HardWord,
    answers_for,
    check_content,
    code_of,
    face_of,
    fits,
    from_json,
    in_easy_words,
    long_sentences,
    shown_parts,
    to_json,
)
from consult.domain.errors import Refused
from consult.domain.routing import walk
from consult.domain.surveys import BUILT_IN_OPTIONS, Option, Page, Question, Section, Survey, options_of

SCALE = Question("aim", "agree-scale", {"en": "It is the right aim"})
ASIDE = Question("other-words", "short-text", {"en": "What else?"})
CHOICE = Question("why", "one-choice", {"en": "Why?"}, options=(
    Option("cost", {"en": "It is expensive"}), Option("other", {"en": "Other"}, asks=ASIDE)))
WORDS = Question("words", "long-text", {"en": "What would you change?"})
VOICE = Question("voice", "audio", {"en": "Say it"})
SURVEY = Survey("s", {"en": "S"}, ("en",), (Section("a", {"en": "A"}, pages=(
    Page("one", None, (SCALE,)), Page("two", {"en": "Two"}, (CHOICE,)), Page("three", None, (WORDS, VOICE)))),))


def test_each_face_counts_as_one_code_of_the_same_question() -> None:
    content = in_faces(SCALE)
    check_content(content, SCALE)
    assert [code_of(content.answer, face) for face in FACES] == ["agree", "neither", "disagree"]
    assert [face_of(content.answer, code) for code in ("agree", "neither", "disagree")] == list(FACES)
    assert face_of(content.answer, "strongly-agree") is None and code_of(content.answer, "angry") is None


@pytest.mark.parametrize("kind", USUAL_FACES)
def test_the_usual_rule_names_codes_that_the_kind_has(kind: str) -> None:
    codes = {option.code for option in BUILT_IN_OPTIONS[kind]}
    assert set(USUAL_FACES[kind]) == set(FACES) and set(USUAL_FACES[kind].values()) <= codes


@pytest.mark.parametrize(("change", "field", "code"), [
    ({"happy": Face("nowhere", "Yes")}, "face-happy-code", "easy-face-code"),
    ({"middle": Face("agree", "Hm")}, "face-middle-code", "easy-face-twice"),
    ({"sad": Face("disagree", "")}, "face-sad-words", "easy-face-words"),
])
def test_a_rule_that_does_not_say_one_thing_is_refused(change: dict[str, Face], field: str, code: str) -> None:
    content = in_faces(SCALE)
    wrong = replace(content, answer=replace(content.answer, faces={**content.answer.faces, **change}))
    assert refusal(wrong, SCALE) == (field, code)


@pytest.mark.parametrize(("page", "code"), [
    (EasyPage("unknown", ("Short.",)), "easy-picture"), (EasyPage("plan", ()), "easy-no-sentence"),
    (EasyPage("plan", ("word " * (MOST_WORDS + 1),)), "easy-sentence-long"),
    (EasyPage("plan", ("Short.",) * 7), "easy-sentences-many"),
    (EasyPage("plan", ("Short.",), (HardWord("Plan", ""),)), "easy-hard-word"),
])
def test_a_page_that_is_not_easy_is_refused_where_it_stands(page: EasyPage, code: str) -> None:
    assert refusal(Content((EasyPage("plan", ("Fine.",)), page)), None) == ("page-2", code)


def test_a_sentence_of_16_to_25_words_may_stand_and_is_pointed_at() -> None:
    content = Content((EasyPage("plan", ("word " * 15, "word " * 16)),))
    check_content(content, None)
    assert [(found.page, found.count) for found in long_sentences(content)] == [(1, 16)]


def test_no_page_and_too_many_pages_are_refused() -> None:
    assert refusal(Content(()), None) == ("page-1", "easy-no-pages")
    assert refusal(Content((EasyPage("plan", ("Fine.",)),) * 13), None) == ("page-12", "easy-pages-many")


def test_every_answer_to_choose_needs_easier_words() -> None:
    answer = EasyAnswer(BY_CHOICES, words={"cost": "It costs a lot"})
    assert refusal(Content((EasyPage("plan", ("Why?",)),), answer), CHOICE) == ("choice-other", "easy-choice-words")


@pytest.mark.parametrize(("kind", "ways"), [
    ("agree-scale", (BY_FACES, BY_CHOICES)), ("several-choices", (BY_CHOICES,)), ("long-text", (BY_WORDS,)),
    ("date", (BY_FIELD,)), ("audio", (BY_FIELD,)), ("note", (UNANSWERED,)),
])
def test_a_kind_can_be_answered_only_in_ways_that_give_its_codes(kind: str, ways: tuple[str, ...]) -> None:
    asked = Question("q", kind, {"en": "Q"}, options=CHOICE.options if kind == "several-choices" else ())
    assert answers_for(asked) == ways
    assert refusal(Content((EasyPage("plan", ("Q?",)),), EasyAnswer("dance")), asked) == ("kind", "easy-answer-kind")


def test_a_recording_stands_beside_a_text_only_from_the_same_page() -> None:
    content = Content((EasyPage("talk", ("Tell us.",)),), EasyAnswer(BY_WORDS, voice="voice"))
    check_content(content, WORDS, ["voice"])
    assert refusal(content, WORDS) == ("voice", "easy-voice")


def test_easier_words_change_no_code_and_no_limit() -> None:
    easy = in_easy_words(replace(CHOICE, is_required=True), choices_of(CHOICE))
    assert [option.code for option in options_of(easy)] == ["cost", "other"] and easy.is_required
    assert easy.text == {"en": "Which one?"} and options_of(easy)[0].label == {"en": "Easy cost"}
    assert all(option.asks is None for option in options_of(easy))


def test_content_no_longer_fits_a_question_whose_codes_changed() -> None:
    renamed = replace(CHOICE, options=(replace(CHOICE.options[0], code="price"), CHOICE.options[1]))
    assert fits(choices_of(CHOICE), CHOICE) and not fits(choices_of(CHOICE), renamed)


def test_content_comes_back_from_its_json() -> None:
    content = replace(in_faces(SCALE), pages=(EasyPage("plan", ("A.", "B."), (HardWord("A", "b"),)),))
    assert from_json(to_json(content)) == content and from_json({}) == Content(())


def test_only_the_parts_of_the_way_have_to_be_ready() -> None:
    parts = dict.fromkeys(["survey", "plan/obj", "duty/1", "consultation/title", "consultation/privacy_notice",
                           "section/a", "question/aim"], "words")
    assert set(shown_parts(parts)) == {"consultation/privacy_notice", "section/a", "question/aim"}


def test_screens_follow_the_survey_and_words_beside_an_option_come_after_it() -> None:
    assert places({"why": ["cost"]}) == [
        ("section/a", 1), ("question/aim", 1), ("question/aim", 2), ("page/two", 1), ("question/why", 1),
        ("question/words", 1)]
    assert places({"why": ["other"]})[5] == ("question/other-words", 1)


def test_a_recording_is_asked_for_on_the_screen_of_its_text_and_of_adults_only() -> None:
    assert [asked.key for asked in last({}).asked] == ["words", "voice"]
    assert [asked.key for asked in last({}, "13-15").asked] == ["words"]


def test_only_the_last_page_of_a_question_asks() -> None:
    first, second = (screen for screen in walked({}) if screen.part == "question/aim")
    assert first.asked == () and [asked.key for asked in second.asked] == ["aim"]


def test_children_are_told_in_their_own_words_what_happens_with_answers() -> None:
    told = {part: Content((EasyPage("lock", (part,)),)) for part in (
        "consultation/privacy_notice", "consultation/privacy_for_children", "consultation/summary")}
    assert [screen.part for screen in screens.privacy(told, "13-15")] == ["consultation/privacy_for_children"]
    assert [screen.part for screen in screens.privacy(told, "adult")] == ["consultation/privacy_notice"]
    assert [screen.part for screen in screens.opening(told)] == ["consultation/summary"]


def test_every_picture_has_its_file_and_its_words() -> None:
    from consult.config import ROOT
    from consult.web.easy_read_pictures import ALTS
    files = {path.stem for path in (ROOT / "static" / "src" / "pictures").glob("*.svg")}
    assert files == set(PICTURES) | {f"face-{name}" for name in FACES} and set(ALTS) == set(PICTURES)


def in_faces(question: Question) -> Content:
    usual = USUAL_FACES[question.kind]
    return Content((EasyPage("plan", ("Read this.",)), EasyPage("plan", ("Do you like it?",))),
                   EasyAnswer(BY_FACES, {name: Face(usual[name], f"I am {name}") for name in FACES}))


def choices_of(question: Question) -> Content:
    return Content((EasyPage("plan", ("Which one?",)),),
                   EasyAnswer(BY_CHOICES, words={option.code: f"Easy {option.code}" for option in question.options}))


def refusal(content: Content, question: Question | None) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        check_content(content, question)
    return caught.value.field, caught.value.code


def plain(text: str, kind: str = UNANSWERED, voice: str = "") -> Content:
    return Content((EasyPage("plan", (text,)),), EasyAnswer(kind, voice=voice))


CONTENTS = {
    "section/a": plain("A part."), "page/two": plain("A page."), "question/aim": in_faces(SCALE),
    "question/why": choices_of(CHOICE), "question/other-words": plain("What else?", BY_WORDS),
    "question/words": plain("Tell us.", BY_WORDS, "voice"), "question/voice": plain("Say it.", BY_FIELD),
}


def walked(answers: dict[str, list[str]], age: str = "adult") -> list[screens.Screen]:
    survey = replace(SURVEY, sections=(replace(SURVEY.sections[0], is_for_13_to_15=True),))
    return screens.asking(list(walk(survey, age, answers)), CONTENTS, answers)


def places(answers: dict[str, list[str]]) -> list[tuple[str, int]]:
    return [screen.place for screen in walked(answers)]


def last(answers: dict[str, list[str]], age: str = "adult") -> screens.Screen:
    return walked(answers, age)[-1]
