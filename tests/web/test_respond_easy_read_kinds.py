"""Easy Read of every kind of question, and an answer by voice beside the words."""

import io
from dataclasses import replace

import pytest
from sqlalchemy import select

from consult.domain.surveys import Question, Survey, is_open_comment
from consult.extensions import db
from consult.models.responses import Attachment, Draft
from consult.services import surveys
from tests import every_kind
from tests.easy_worlds import make_ready, working
from tests.linting import LintingClient
from tests.web.test_respond_easy_read import EASY, begin, draft, newest, send
from tests.worlds import World

WORDS = f"{EASY}/pages/question/violence-words/1"
TYPED = {
    "travel": {"travel": "bus"}, "worries": {"worries": ["noise", "roads"]}, "years": {"years": "3"},
    "moved": {"moved-day": "1", "moved-month": "2", "moved-year": "2020"}, "street": {"street": "Peckham"},
}
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(40)


def test_every_kind_of_question_has_a_screen_and_takes_its_answer(client: LintingClient, world: World) -> None:
    every_kind.ask(world)
    make_ready(world)
    begin(client)
    shown = [question for page in working(world).sections[0].pages for question in page.questions
             if question.show_if is None and not is_open_comment(question)]
    for question in shown:
        assert client.get(f"{EASY}/pages/question/{question.key}/1").status_code == 200, question.key
    for key, typed in TYPED.items():
        assert client.send(f"{EASY}/pages/question/{key}/1", typed).status_code == 303, key
    assert {key: draft().answers[key] for key in TYPED} == {
        "travel": ["bus"], "worries": ["noise", "roads"], "years": ["3"], "moved": ["2020-02-01"],
        "street": ["Peckham"]}


def test_words_beside_an_option_come_on_a_screen_of_their_own(client: LintingClient, world: World) -> None:
    every_kind.ask(world, needs_files=False)
    make_ready(world)
    begin(client)
    answer = client.send(f"{EASY}/pages/question/travel/1?then=check", {"travel": "other"})
    assert answer.headers["Location"].endswith("/pages/question/travel-other/1")
    empty = client.send(answer.headers["Location"], {})
    assert empty.status_code == 422 and "Answer this question to go on" in empty.text
    client.send(answer.headers["Location"], {"travel-other": "By boat"})
    assert draft().answers == {"travel": ["other"], "travel-other": ["By boat"]}


def test_an_answer_can_be_given_by_voice_beside_the_words(client: LintingClient, world: World) -> None:
    ask_for_a_voice(world)
    begin(client)
    page = client.get(WORDS).text
    assert "Or say it with your voice" in page and 'enctype="multipart/form-data"' in page
    client.send(WORDS, {"violence-voice": (io.BytesIO(WAV), "me.wav", "audio/wav")},
                content_type="multipart/form-data")
    assert "me.wav" in client.get(WORDS).text
    send(client)
    kept = db.session.scalar(select(Attachment).where(Attachment.response_id == newest().id))
    assert kept is not None and kept.question_key == "violence-voice"


def test_a_file_of_the_wrong_kind_is_told_and_can_be_taken_out_again(client: LintingClient, world: World) -> None:
    ask_for_a_voice(world)
    begin(client)
    wrong = client.send(WORDS, {"violence-words": "Kept", "violence-voice": (io.BytesIO(b"MZ"), "a.wav")},
                        content_type="multipart/form-data")
    assert wrong.status_code == 422 and "We cannot take this kind of file" in wrong.text and "Kept" in wrong.text
    client.send(WORDS, {"violence-voice": (io.BytesIO(WAV), "me.wav")}, content_type="multipart/form-data")
    [public_id] = draft().answers["violence-voice"]
    client.send(WORDS, {"remove:file": public_id}, content_type="multipart/form-data")
    assert "violence-voice" not in draft().answers


def test_someone_of_14_is_asked_for_no_recording(client: LintingClient, world: World) -> None:
    ask_for_a_voice(world)
    client.get(EASY)
    client.send(f"{EASY}/age", {"age": "13-15"})
    assert "with your voice" not in client.get(WORDS).text


@pytest.mark.parametrize("path", ["pages/question/never/1", "pages/question/violence-words/9", "pages/../1"])
def test_a_screen_that_is_not_there_is_not_found(client: LintingClient, world: World, path: str) -> None:
    make_ready(world)
    begin(client)
    assert client.get(f"{EASY}/{path}").status_code == 404
    assert db.session.scalar(select(Draft.id)) is not None


def ask_for_a_voice(world: World) -> None:
    """Ask for a recording on the page of the words, and make Easy Read of it all."""
    asked = Question("violence-voice", "audio", {"en": "Or say it", "ur": "یا کہیں"})
    survey: Survey = working(world)
    first = survey.sections[0]
    title = {"en": "In your words", "ur": "آپ کے الفاظ"}
    pages = tuple(page if page.key != "violence-words" else replace(
        page, title=title, questions=(*page.questions, asked)) for page in first.pages)
    surveys.store(consultation_id=world.consultation.id,
                  survey=replace(survey, sections=(replace(first, pages=pages), *survey.sections[1:])))
    make_ready(world)
