"""Building a survey in the browser: each page of the builder, bad input, two people at once, and the next version."""

import re

import pytest

from consult.domain import survey_editing
from consult.domain.conditions import All, Answered, AnyOf, Condition, Counted, Not
from consult.domain.surveys import KINDS, Survey
from consult.extensions import db
from consult.queries import survey_drafts, survey_versions, surveys
from consult.services import survey_drafts as services
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World

HOME = "/staff/consultations/small-plan/survey"


def test_a_copy_of_a_version_is_written_while_people_go_on_answering_the_version(
    editor: LintingClient, world: World, draft: str
) -> None:
    page = editor.get(draft).text
    assert "What would you change?" in page and "Nobody outside the staff sees it yet" in page
    version = surveys.current(db.session(), world.consultation.id)
    assert version is not None and version.number == 1


def test_an_empty_survey_begins_with_a_title_and_languages(editor: LintingClient) -> None:
    refused = editor.send(f"{HOME}/start", {"title-en": "", "languages": ["en"]})
    assert refused.status_code == 422 and "Enter a title" in refused.text
    answer = editor.send(f"{HOME}/start", {"title-en": "Trust", "languages": ["en"]})
    page = editor.get(answer.location).text
    assert "There is no section yet" in page and "The survey has no question yet" in page


def test_a_section_and_a_question_of_every_kind_can_be_added(editor: LintingClient, world: World) -> None:
    there = editor.send(f"{HOME}/start", {"title-en": "Every kind", "languages": ["en"]}).location
    post(editor, there, "/sections", {"title-en": "All of it", "stores": "answers"})
    post(editor, there, "/sections", {"title-en": "The person", "stores": "characteristics"})
    for kind in sorted(KINDS):
        section = "the-person" if kind in ("borough", "postcode-district") else "all-of-it"
        answer = post(editor, there, f"/sections/{section}/questions?kind={kind}", {
            "text-en": f"Asked as {kind}", "key": kind, "option-0-label-en": "This", "option-1-label-en": "That"})
        assert answer.status_code == 303, (kind, answer.text)
    survey = standing(world, there)
    assert {page.questions[0].kind for section in survey.sections for page in section.pages} == KINDS
    assert "What kind of question" in editor.get(f"{there}/sections/all-of-it/questions?kind=borough").text


def test_a_question_can_be_added_to_a_page_that_then_needs_words_above_it(
    editor: LintingClient, world: World, draft: str
) -> None:
    answer = post(editor, draft, "/sections/missing/questions?kind=short-text&page=missing-words", {
        "text-en": "Where?", "text-ur": "کہاں؟"})
    assert answer.status_code == 303
    assert [question.key for question in standing(world, draft).sections[1].pages[0].questions][1] == "where"
    told = editor.get(draft).text
    assert re.search(r'href="[^"]*/pages/missing-words">[^<]*<bdi[^>]*>missing-words</bdi>: There are no words', told)


def test_the_answers_of_several_statements_change_together(editor: LintingClient, world: World, draft: str) -> None:
    post(editor, draft, "/sections/missing/statements", {
        "title-en": "How often?", "statements-en": "By bus\nOn foot", "scale": "one-choice",
        "answers-en": "Often\nNever"})
    page = standing(world, draft).sections[1].pages[-1]
    assert [option.code for option in page.questions[1].options] == ["often", "never"]
    shown = editor.get(f"{draft}/pages/{page.key}").text
    assert 'value="often"' in shown and 'name="option-0-alone"' not in shown
    answer = post(editor, draft, f"/pages/{page.key}", {
        "title-en": "How often?", "statement-0-en": "By bus", "statement-1-en": "On foot",
        "option-0-code": "often", "option-0-label-en": "Every day", "option-1-code": "never",
        "option-1-label-en": "Never"})
    assert answer.status_code == 303
    changed = standing(world, draft).sections[1].pages[-1].questions
    assert [question.options[0].label["en"] for question in changed] == ["Every day", "Every day"]
    assert "the same answers" in editor.get(f"{draft}/questions/{changed[0].key}").text


def test_bad_input_is_told_beside_the_field_and_nothing_typed_is_lost(editor: LintingClient, draft: str) -> None:
    answer = post(editor, draft, "/sections/violence/questions?kind=several-choices", {
        "text-en": "Which ones?", "max_choices": "lots", "option-0-label-en": "First of all"})
    assert answer.status_code == 422
    assert "Which ones?" in answer.text and "First of all" in answer.text and 'value="lots"' in answer.text
    assert 'href="#max_choices"' in answer.text and "Enter a whole number" in answer.text


def test_words_are_written_in_every_language_of_the_survey(editor: LintingClient, world: World, draft: str) -> None:
    answer = post(editor, draft, "/questions/missing-words", {
        "text-en": "What did we forget?", "text-ur": "ہم کیا بھول گئے؟", "hint-en": "Anything.",
        "key": "missing-words"})
    assert answer.status_code == 303
    assert "Words are missing in Urdu: the hint" in editor.get(draft).text
    question = next(q for s in standing(world, draft).sections for p in s.pages for q in p.questions
                    if q.key == "missing-words")
    assert question.text == {"en": "What did we forget?", "ur": "ہم کیا بھول گئے؟"}


def test_a_key_that_answers_are_kept_under_does_not_change(editor: LintingClient, draft: str) -> None:
    assert "its key cannot change" in editor.get(f"{draft}/questions/victim").text
    answer = post(editor, draft, "/questions/victim", {"text-en": "Were you harmed?", "key": "harmed"})
    assert answer.status_code == 422 and "its key cannot change" in answer.text


def test_options_are_rows_that_change_place_and_can_ask_for_words(
    editor: LintingClient, world: World, draft: str
) -> None:
    answer = post(editor, draft, "/sections/missing/questions?kind=several-choices", {
        "text-en": "Which?", "key": "which", "option-0-label-en": "Buses", "option-1-label-en": "Trains",
        "option-1-place": "1", "option-2-label-en": "Other", "option-2-asks-en": "Tell us which",
        "option-3-label-en": "None of these", "option-3-alone": "y", "option-3-code": "none"})
    assert answer.status_code == 303, answer.text
    question = standing(world, draft).sections[1].pages[-1].questions[0]
    assert [option.code for option in question.options] == ["trains", "buses", "other", "none"]
    assert question.options[3].is_exclusive
    assert question.options[2].asks is not None and question.options[2].asks.key == "which-other"


def test_a_condition_is_chosen_in_lines_and_read_as_a_sentence(editor: LintingClient, world: World, draft: str) -> None:
    first = {"when": "all", "line-0-question": "support-knife-crime", "line-0-test": "is"}
    page = post(editor, draft, "/questions/missing-words/condition", {**first, "do": "lines"})
    assert page.status_code == 200 and "Strongly disagree" in page.text
    refused = post(editor, draft, "/questions/missing-words/condition", {**first, "do": "save"})
    assert refused.status_code == 422 and "Choose or write the answer" in refused.text
    done = post(editor, draft, "/questions/missing-words/condition", {
        **first, "line-0-values": ["disagree", "strongly-disagree"], "do": "save"})
    assert done.status_code == 303
    said = re.sub(r"<[^>]+>", "", editor.get(draft).text)
    assert ("Shown if the answer to “Fewer knives is the right aim” is “Disagree” or “Strongly disagree”") in said
    assert standing(world, draft).sections[1].pages[0].questions[0].show_if == Condition(
        "support-knife-crime", ("disagree", "strongly-disagree"))


def test_a_condition_that_lines_cannot_show_is_read_as_a_sentence_and_kept(
    editor: LintingClient, world: World, draft: str
) -> None:
    tree = All((AnyOf((Condition("support-knife-crime", ("agree",)), Not(Answered("why-disagree")))),
                Not(Counted("why-disagree", ">", 1))))
    survey = survey_editing.set_condition(standing(world, draft), "missing-words", tree)
    made = services.add(survey=survey, consultation_id=world.consultation.id).public_id
    there = f"{HOME}/writing/{made}"
    said = re.sub(r"<[^>]+>", "", editor.get(f"{there}/questions/missing-words/condition").text)
    assert ("Shown if (the answer to “Fewer knives is the right aim” is “Agree” or “Why do you disagree?” is not "
            "answered) and this is not so: at least 2 answers to “Why do you disagree?” are chosen") in said
    assert "As it is now (this form cannot show it as lines)" in said
    post(editor, there, "/questions/missing-words/condition", {"when": "as-it-is", "do": "save"})
    assert survey_editing.question_of(standing(world, there), "missing-words")[2].show_if == tree
    post(editor, there, "/questions/missing-words/condition", {"when": "always", "do": "save"})
    assert survey_editing.question_of(standing(world, there), "missing-words")[2].show_if is None


def test_only_questions_on_earlier_pages_can_be_named(editor: LintingClient, draft: str) -> None:
    answer = post(editor, draft, "/questions/why-disagree/condition", {
        "when": "all", "line-0-question": "missing-words", "line-0-test": "answered", "do": "save"})
    assert answer.status_code == 422 and "Choose a question on an earlier page" in answer.text
    assert "What is missing?" not in editor.get(f"{draft}/questions/why-disagree/condition").text


def test_several_statements_become_one_question_each(editor: LintingClient, world: World, draft: str) -> None:
    answer = post(editor, draft, "/sections/missing/statements", {
        "title-en": "How far do you agree?", "statements-en": "Buses are safe\nTrains are safe\n",
        "statements-ur": "بسیں محفوظ ہیں", "scale": "agree-scale"})
    assert answer.status_code == 422 and "as many lines" in answer.text
    answer = post(editor, draft, "/sections/missing/statements", {
        "title-en": "How far do you agree?", "statements-en": "Buses are safe\nTrains are safe",
        "scale": "agree-scale"})
    assert answer.status_code == 303
    page = standing(world, draft).sections[1].pages[-1]
    assert [question.text["en"] for question in page.questions] == ["Buses are safe", "Trains are safe"]
    changed = post(editor, draft, f"/pages/{page.key}", {
        "title-en": "Agree?", "statement-0-en": "", "statement-1-en": "Trains are safe", "statement-2-en": "Parks are"})
    assert changed.status_code == 303
    assert [q.key for q in standing(world, draft).sections[1].pages[-1].questions] == ["trains-are-safe", "parks-are"]


def test_ready_made_equality_questions_keep_their_wording_and_age(
    editor: LintingClient, world: World, draft: str
) -> None:
    page = editor.get(f"{draft}/equality-questions").text
    assert "Wording 1. Key: religion." in page
    answer = post(editor, draft, "/equality-questions", {"questions": ["religion", "gender-identity"],
                                                         "section": "about-you"})
    assert answer.status_code == 303
    added = [p.questions[0] for p in standing(world, draft).sections[2].pages if p.questions]
    assert {q.key: q.min_age for q in added[-2:]} == {"religion": None, "gender-identity": 16}
    assert added[-1].text["ur"] and added[-1].options[0].label["ur"] == "کوئی مذہب نہیں"


def test_things_move_and_go_only_when_that_is_meant(editor: LintingClient, world: World, draft: str) -> None:
    post(editor, draft, "/move", {"what": "section", "key": "missing", "by": "up"})
    assert [section.key for section in standing(world, draft).sections][:2] == ["missing", "violence"]
    asked = editor.get(f"{draft}/questions/support-knife-crime/take-out").text
    assert "These questions stay, and their conditions name one that goes" in asked
    gone = "/questions/support-knife-crime/take-out"
    assert post(editor, draft, gone, {}).status_code == 422
    assert post(editor, draft, gone, {"sure": "y"}).status_code == 303
    assert "which is no question on an earlier page" in editor.get(draft).text


def test_a_second_person_is_told_and_nothing_is_overwritten(editor: LintingClient, world: World, draft: str) -> None:
    old = revision(editor, draft)
    post(editor, draft, "/sections/missing", {"title-en": "Mine", "stores": "answers"})
    late = editor.send(f"{draft}/sections/missing", {"title-en": "Theirs", "stores": "answers", "revision": old})
    assert late.status_code == 409 and "Someone else changed this survey" in late.text and "Theirs" in late.text
    assert standing(world, draft).sections[1].title["en"] == "Mine"
    button = editor.send(f"{draft}/move", {"what": "section", "key": "missing", "by": "up", "revision": old})
    assert button.status_code == 409 and "Someone else changed this survey" in button.text


def test_what_is_wrong_stops_the_survey_and_leads_to_its_place(editor: LintingClient, world: World, draft: str) -> None:
    post(editor, draft, "/questions/missing-words", {"text-en": "In English", "text-ur": "", "key": "missing-words"})
    page = editor.get(f"{draft}/use").text
    assert "1 thing stops this survey" in page and "/questions/missing-words" in page and "Put it into use" not in page
    assert post(editor, draft, "/use", {}).status_code == 422
    assert len(survey_versions.listed(db.session(), world.consultation.id)) == 1


def test_putting_into_use_says_what_differs_and_makes_the_next_version(
    editor: LintingClient, world: World, draft: str
) -> None:
    post(editor, draft, "/questions/violence-words", {
        "text-en": "What would you do?", "text-ur": "آپ کیا کریں گے؟", "max_length": "500", "key": "violence-words"})
    page = re.sub(r"<[^>]+>", "", editor.get(f"{draft}/use").text)
    assert "Question reworded: “What would you change?” is now “What would you do?”" in page
    assert "3 responses are in to it" in page
    answer = post(editor, draft, "/use", {})
    assert answer.status_code == 303 and answer.location == f"{HOME}/versions/2"
    world.respond("We would walk more.")
    index = editor.get(HOME).text
    assert "What was asked when" in index and "What would you change?" in index and "What would you do?" in index


def test_a_preview_follows_the_answers_and_keeps_none(editor: LintingClient, world: World, draft: str) -> None:
    first = editor.get(f"{draft}/preview").text
    assert "Fewer knives is the right aim" in first
    sent = {"p:page": "knife", "p:language": "ur", "p:age": "adult", "p:answers": "{}", "p:do": "next"}
    agreed = editor.send(f"{draft}/preview", {**sent, "support-knife-crime": "agree"}).text
    assert "آپ کیا بدلیں گے؟" in agreed and 'lang="ur" dir="rtl"' in agreed
    disagreed = editor.send(f"{draft}/preview", {**sent, "support-knife-crime": "disagree"}).text
    assert "آپ متفق کیوں نہیں؟" in disagreed
    assert "&#34;support-knife-crime&#34;: [&#34;disagree&#34;]" in disagreed
    assert "What is missing?" in editor.get(f"{draft}/preview?p:page=missing-words&p:age=13-15").text


@pytest.mark.parametrize("answers", ["[]", "{", '{"a": 1}', '{"support-knife-crime": [1]}'])
def test_a_preview_with_odd_answers_begins_without_any(editor: LintingClient, draft: str, answers: str) -> None:
    sent = {"p:page": "knife", "p:answers": answers, "p:do": "show"}
    assert editor.send(f"{draft}/preview", sent).status_code == 200


def test_a_survey_loaded_for_no_consultation_is_taken_in(editor: LintingClient, world: World) -> None:
    version = surveys.current(db.session(), world.consultation.id)
    assert version is not None
    services.add(survey=version.survey, consultation_id=None)
    assert "small-plan" in editor.get(HOME).text
    answer = editor.send(f"{HOME}/take-in", {"handle": "small-plan"})
    assert answer.status_code == 303 and editor.get(answer.location).status_code == 200


def test_a_survey_being_written_is_deleted_only_when_that_is_meant(
    editor: LintingClient, world: World, draft: str
) -> None:
    assert post(editor, draft, "/delete", {}).status_code == 422
    assert post(editor, draft, "/delete", {"sure": "y"}).status_code == 303
    assert survey_drafts.listed(db.session(), world.consultation.id) == []
    assert editor.get(draft).status_code == 404


def test_a_survey_of_another_consultation_is_not_found(editor: LintingClient, world: World) -> None:
    version = surveys.current(db.session(), world.consultation.id)
    assert version is not None
    loose = services.add(survey=version.survey, consultation_id=None)
    assert editor.get(f"{HOME}/writing/{loose.public_id}").status_code == 404


def post(editor: LintingClient, draft: str, path: str, data: dict[str, object]) -> object:
    """Post a form of the builder as it was opened just now."""
    return editor.send(f"{draft}{path}", {"revision": revision(editor, draft), **data})


def revision(editor: LintingClient, draft: str) -> str:
    """Return the revision that the survey's forms are opened at."""
    found = re.search(r'name="revision" value="(\d+)"', editor.get(f"{draft}/settings").text)
    assert found
    return found.group(1)


def standing(world: World, draft: str) -> Survey:
    """Return the survey being written as it is kept."""
    db.session.expire_all()
    found = survey_drafts.one(db.session(), world.consultation.id, draft.rpartition("/")[2])
    assert found is not None
    return found.survey


@pytest.fixture
def editor(client: LintingClient, world: World) -> LintingClient:
    """A browser in which a survey editor is signed in."""
    client.sign_in(world.email("survey-editor"), PASSWORD)
    return client


@pytest.fixture
def draft(editor: LintingClient) -> str:
    """The address of a survey being written: a copy of version 1."""
    return str(editor.send(f"{HOME}/versions/1/copy", {}).location)
