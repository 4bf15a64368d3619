"""Translation files in the browser: downloaded, looked at first, taken in; and drafts by a machine, page by page."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from consult.extensions import db
from consult.models.answer_words import AnswerWords
from consult.queries import variants as stored
from consult.services.transaction import writing
from tests.linting import LintingClient
from tests.services.test_translation_files import ASKED, TITLE, retold, reword
from tests.translation_service import Service, serving
from tests.worlds import PASSWORD, World

PAGE = "/staff/consultations/small-plan/translation-files"


def test_a_file_goes_out_comes_back_is_looked_at_and_taken_in(translator: LintingClient, world: World) -> None:
    sent = translator.send(f"{PAGE}/export", {"language": "ur", "only": ""})
    assert sent.headers["Content-Disposition"] == "attachment; filename=small-plan-ur.xlf"
    assert sent.mimetype == "application/xliff+xml" and sent.headers["Cache-Control"] == "no-store"
    looked = upload(translator, retold(sent.data, {ASKED: "نیا متن", TITLE: "نیا\u202e"}))
    assert "Nothing was stored yet" in looked.text and "Take in 1 text" in looked.text
    assert "It holds a character that no text should hold: U+202E" in looked.text and words(world) != "نیا متن"
    taken = translator.send(f"{PAGE}/import", {"step": "take", "kept": kept(looked.text)})
    assert taken.status_code == 200 and "What became of the file" in taken.text and words(world) == "نیا متن"
    again = translator.send(f"{PAGE}/import", {"step": "take", "kept": kept(looked.text)})
    assert again.status_code == 200 and 'name="kept"' not in again.text


def test_each_text_that_stays_is_told_with_a_way_to_it(translator: LintingClient, world: World) -> None:
    sent = translator.send(f"{PAGE}/export", {"language": "ur", "only": ""})
    reword(world.consultation.id, ASKED, "Quite another question?")
    page = upload(translator, retold(sent.data, {ASKED: "نیا متن"})).text
    assert "The English is not the one that was translated" in page
    assert f"/staff/consultations/small-plan/translations/ur/text/{ASKED}" in page
    assert "Download a new file for those" in page and 'name="kept"' not in page


def test_characters_that_are_none_are_told_of_and_shown_to_nobody(translator: LintingClient, world: World) -> None:
    sent = translator.send(f"{PAGE}/export", {"language": "ur", "only": ""}).data.decode()
    for data in (sent.replace('<unit id="', '<unit id="_d800_'), sent.replace("<source>", '<source><cp hex="d800"/>'),
                 sent.replace("<target>", '<target><cp hex="0"/>'), sent.replace("small-plan", "small-plan\ufffe")):
        answer = upload(translator, data.encode())
        assert answer.status_code in (200, 422) and "Nothing was stored yet" in answer.text or "error" in answer.text


@pytest.mark.parametrize(("data", "sentence"), [
    (None, "Choose a file"), (b"", "The file is empty"), (b"<a>", "Check line 1"), (b"<html/>", "not an XLIFF file"),
    (b"<xliff xmlns='urn:oasis:names:tc:xliff:document:1.2' version='1.2'/>", "XLIFF version 1.2"),
])
def test_what_cannot_be_read_is_told_on_the_field(
    translator: LintingClient, data: bytes | None, sentence: str,
) -> None:
    answer = upload(translator, data)
    assert answer.status_code == 422 and 'id="file-error"' in answer.text and sentence in answer.text


@pytest.mark.parametrize("kept_words", ["", "!", "AAAA", "eJw="])
def test_a_second_step_with_something_else_in_it_asks_for_the_file(translator: LintingClient, kept_words: str) -> None:
    answer = translator.send(f"{PAGE}/import", {"step": "take", "kept": kept_words})
    assert answer.status_code == 422 and "Choose a file" in answer.text


def test_the_words_of_the_site_are_offered_and_other_languages_are_not(translator: LintingClient) -> None:
    sent = translator.send(f"{PAGE}/interface", {"interface_language": "pl"})
    assert sent.headers["Content-Disposition"] == "attachment; filename=consult-pl.po" and b"#. consult: " in sent.data
    for path, name in ((f"{PAGE}/interface", "interface_language"), (f"{PAGE}/export", "language")):
        answer = translator.send(path, {name: "fr"})
        assert answer.status_code == 422 and f'id="{name}-error"' in answer.text


def test_someone_who_may_only_look_sees_no_way_in(client: LintingClient, world: World) -> None:
    client.sign_in(world.email("lead"), PASSWORD)
    page = client.get(PAGE).text
    assert "Download the texts" in page and "Take a translated file in" not in page
    assert client.send(f"{PAGE}/import", {"step": "take"}).status_code == 403


def test_without_a_service_the_page_says_that_people_translate_everything(translator: LintingClient) -> None:
    page = translator.get(PAGE).text
    assert "No translation service is set up" in page and "Draft the next" not in page
    assert translator.send(f"{PAGE}/drafts/ur", {}).status_code == 409


def test_a_press_drafts_the_next_texts_and_says_what_it_kept(
    translator: LintingClient, world: World, service: Service,
) -> None:
    take_away(world, ASKED, TITLE)
    service.translate = lambda text: "" if "change" in text else text.upper()
    page = translator.get(PAGE).text
    assert "2 texts are missing" in page and "Answers never leave this machine" in page
    answer = translator.send(f"{PAGE}/drafts/ur", {})
    assert answer.status_code == 303 and "drafted=ur" in answer.location and "after=question" in answer.location
    page = translator.get(answer.location).text
    assert "1 draft by the machine was kept." in page and "1 was broken or too late" in page
    assert "1 text is missing" in page and '<input type="hidden" name="after" value="question/' in page


def test_a_press_that_fails_says_why(translator: LintingClient, world: World, service: Service) -> None:
    take_away(world, ASKED)
    service.trick = "busy"
    answer = translator.send(f"{PAGE}/drafts/ur", {})
    page = translator.get(answer.location).text
    assert "The translation service has had enough for now" in page and 'href="#drafts"' in page
    assert "There is a problem" not in translator.get(f"{PAGE}?why=<b>").text


def test_answers_are_drafted_only_where_that_is_switched_on(
    translator: LintingClient, world: World, service: Service, app: Flask,
) -> None:
    with writing() as session:
        session.query(AnswerWords).delete()
        session.add(AnswerWords(answer_id=world.respond("میری گلی", language="ur").id, language="ur", state="waiting"))
    assert translator.send(f"{PAGE}/answer-drafts/ur", {}).status_code == 409
    app.config["CONSULT_SETTINGS"] = replace(app.config["CONSULT_SETTINGS"], translates_answers=True)
    assert "1 answer waits without a draft" in translator.get(PAGE).text
    assert translator.send(f"{PAGE}/answer-drafts/ur", {"after": "x"}).status_code == 303
    page = translator.get(PAGE).text
    assert "No answer waits without a draft" in page and len(service.asked) == 1


def upload(client: LintingClient, data: bytes | None) -> Any:
    client.get(PAGE)
    files = {"file": (io.BytesIO(data), "ur.xlf")} if data is not None else {}
    return client.send(f"{PAGE}/import", {"step": "check", **files}, content_type="multipart/form-data")


def kept(page: str) -> str:
    found = re.search(r'name="kept" value="([^"]+)"', page)
    assert found is not None
    return found.group(1)


def words(world: World) -> str:
    db.session.expire_all()
    row = stored.at(db.session(), world.consultation.id, "language", "ur", ASKED)
    return row.words if row is not None else ""


def take_away(world: World, *keys: str) -> None:
    with writing() as session:
        for key in keys:
            session.delete(stored.at(session, world.consultation.id, "language", "ur", key))


@pytest.fixture
def service(app: Flask) -> Iterator[Service]:
    """A service that this installation uses."""
    with serving() as running:
        app.config["CONSULT_SETTINGS"] = replace(app.config["CONSULT_SETTINGS"], translator=running.address)
        yield running


@pytest.fixture
def translator(client: LintingClient, world: World) -> LintingClient:
    """A browser in which a translator is signed in."""
    client.sign_in(world.email("translator"), PASSWORD)
    return client
