"""A consultation's survey in the browser: loading versions, what is wrong in a file, and reading every page."""

import ast
import re
from typing import Any

import pytest

from consult.config import ROOT
from consult.extensions import db
from consult.intake.surveys import read_survey
from consult.queries import survey_drafts, survey_versions, surveys
from consult.services import example, example_texts
from consult.services import surveys as services
from consult.web import file_problems
from tests.linting import LintingClient
from tests.web.test_staff_setup import upload
from tests.worlds import EXAMPLE, PASSWORD, SURVEY, World

HERE = "/staff/consultations/small-plan/survey"
INTAKE = ROOT / "consult" / "intake"
CODE = re.compile(r"missing|empty|[a-z]+(-[a-z0-9]+)+")
# Calls of the intake readers that take the code of a problem.
NOTES = {"add", "stop", "wrong", "refuse_others", "rows", "whole", "known_slugs", "_listed"}


def test_a_file_becomes_a_survey_being_written_and_people_answer_the_version_in_use(
    editor: LintingClient, world: World
) -> None:
    changed = SURVEY.read_text().replace("What would you change?", "What would you do?").encode()
    answer = upload(editor, HERE, changed)
    assert answer.status_code == 303 and answer.location.endswith("/report")
    page = editor.get(answer.location).text
    assert "The file was loaded" in page and "Go on writing" in page
    assert "What would you do?" in editor.get(answer.location.removesuffix("/report")).text
    listed = survey_versions.listed(db.session(), world.consultation.id)
    assert [(item.number, item.responses) for item in listed] == [(1, 3)]
    [written] = survey_drafts.listed(db.session(), world.consultation.id)
    assert written.updated_by == "A survey-editor"


def test_whoever_looks_after_a_survey_is_told_that_answers_keep_their_version(editor: LintingClient) -> None:
    assert "Answers that are in already keep the version that people saw" in editor.get(HERE).text


def test_each_problem_of_a_file_stands_with_its_line_and_reason(editor: LintingClient, world: World) -> None:
    bad = SURVEY.read_text().replace("agree-scale", "crystal-ball", 1).replace("max_choices: 2", "colour: 2")
    answer = upload(editor, HERE, bad.encode())
    assert answer.status_code == 422
    for needle, sentence in (
        ("crystal-ball", "“crystal-ball” is no kind of question"), ("colour", "no field called “colour”"),
    ):
        line = bad[: bad.index(needle)].count("\n") + 1
        assert re.search(rf'<th scope="row"[^>]*>{line}</th><td[^>]*>[^<]*{sentence}', answer.text)
    version = surveys.current(db.session(), world.consultation.id)
    assert version is not None and version.number == 1


@pytest.mark.parametrize(("data", "sentence"), [(None, "Choose a file"), (b"schema: other/1", "consult-survey/1")])
def test_a_file_that_is_no_survey_says_why(editor: LintingClient, data: bytes | None, sentence: str) -> None:
    answer = upload(editor, HERE, data)
    assert answer.status_code == 422 and sentence in answer.text and 'href="#file"' in answer.text


def test_a_name_in_a_file_cannot_become_a_part_of_the_page(editor: LintingClient) -> None:
    answer = upload(editor, HERE, SURVEY.read_bytes() + b'"<b>%(x)s</b>": 1\n')
    assert answer.status_code == 422 and "&lt;b&gt;%(x)s&lt;/b&gt;" in answer.text and "<b>%" not in answer.text


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_every_word_of_the_example_survey_can_be_read_before_it_is_used(
    editor: LintingClient, world: World, tag: str
) -> None:
    survey = example_texts.in_every_language(read_survey((EXAMPLE / "survey.yaml").read_bytes()),
                                             {"ur": example.read("texts/ur.yaml")["texts"]})
    number = services.store(consultation_id=world.consultation.id, survey=survey).number
    page = editor.get(f"{HERE}/versions/{number}?language={tag}").get_data(as_text=True)
    version = surveys.current(db.session(), world.consultation.id)
    assert version is not None
    shown = re.sub(r"&#39;|&#x27;", "'", re.sub(r"</?bdi[^>]*>", "", page))
    for section in version.survey.sections:
        for text in [section.title, *(q.text for p in section.pages for q in p.questions)]:
            assert text[tag] in shown


def test_a_condition_is_told_in_words(editor: LintingClient) -> None:
    page = re.sub(r"<[^>]+>", "", editor.get(f"{HERE}/versions/1").text)
    assert ("Shown if the answer to “Fewer knives is the right aim” is “Disagree” or “Strongly disagree”") in page


def test_what_is_kept_apart_and_whom_it_is_asked_of_is_said(editor: LintingClient) -> None:
    page = editor.get(f"{HERE}/versions/1").text
    assert page.count("Kept apart from the answers") == 1
    assert "Asked from the age of 16" in page and "Up to 2 of them" in page and "Up to 500 characters" in page


def test_parts_that_the_plan_does_not_have_are_named(editor: LintingClient, world: World) -> None:
    assert "The survey names these parts" not in editor.get(f"{HERE}/versions/1").text
    strange = SURVEY.read_text().replace("plan_node: aim-knife", "plan_node: no-such-aim").encode()
    page = editor.get(stored(world, strange)).text
    assert "The survey names these parts" in page and "no-such-aim" in page


@pytest.mark.parametrize("number", ["0", "2", "99999999999999999999"])
def test_a_version_that_is_not_there_is_not_found(editor: LintingClient, number: str) -> None:
    assert editor.get(f"{HERE}/versions/{number}").status_code == 404


@pytest.mark.parametrize(("role", "status"), [
    ("survey-editor", 200), ("administrator", 403), ("coder", 403), ("lead", 403),
    ("equality-lead", 403), ("reader", 403),
])
def test_only_survey_editors_see_and_load_surveys(client: LintingClient, world: World, role: str, status: int) -> None:
    client.sign_in(world.email(role), PASSWORD)
    assert client.get(HERE).status_code == status
    assert client.get(f"{HERE}/versions/1").status_code == status


def test_every_problem_that_a_file_can_have_has_its_sentence() -> None:
    codes = {code for path in sorted(INTAKE.glob("*.py")) for code in codes_in(path.read_text())}
    assert {"not-yaml", "missing", "unknown-kind", "no-questions", "out-of-range", "unknown-actor"} <= codes
    assert codes <= set(file_problems.SENTENCES)


def codes_in(source: str) -> set[str]:
    """Return the codes of problems that stand in the code of a reader: handed on, by default, or as a constant."""
    found: list[Any] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in NOTES:
            found += node.args if getattr(node.func, "attr", "") == "refuse_others" else node.args[1:]
        elif isinstance(node, ast.FunctionDef) and node.name in NOTES:
            found += node.args.defaults
        elif isinstance(node, ast.Assign):
            found.append(node.value)
    words = {value.value for value in found if isinstance(value, ast.Constant) and isinstance(value.value, str)}
    return {word for word in words if CODE.fullmatch(word)}


def stored(world: World, data: bytes) -> str:
    """Put the survey of a file into use; return the address of its version."""
    version = services.import_survey(consultation_id=world.consultation.id, data=data)
    return f"{HERE}/versions/{version.number}"


@pytest.fixture
def editor(client: LintingClient, world: World) -> LintingClient:
    """A browser in which a survey editor is signed in."""
    client.sign_in(world.email("survey-editor"), PASSWORD)
    return client
