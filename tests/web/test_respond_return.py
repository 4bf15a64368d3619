"""Saving with a code, coming back on another device, and leaving a computer: nothing is lost, nothing stays behind."""

import html
import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from consult.extensions import db
from consult.models.base import utc_now
from consult.models.consultations import Consultation
from consult.models.responses import Draft
from consult.models.sessions import BrowserSession
from consult.services.attempts import MOST
from consult.services.transaction import writing
from tests.linting import LintingClient
from tests.services.test_drafts import build_other
from tests.web.test_respond import HOME, answer_words, begin, send, send_form
from tests.worlds import World

RESPOND = f"{HOME}/respond"
PAGE = f"{RESPOND}/questions/violence-words"


def test_a_code_brings_answers_to_another_device(client: LintingClient, app: Flask, world: World) -> None:
    answer_words(client, "Written at home")
    words, digits = codes_in(client.send(f"{RESPOND}/saved").text)
    assert len(words) == 7 and len(digits.replace("-", "")) == 28
    other = app.test_client()
    back = other.send(f"{RESPOND}/come-back", {"code": "\r\n".join(words).upper()})
    assert back.status_code == 303 and "last saved" in other.get(back.headers["Location"]).text
    assert "Written at home" in other.get(f"{RESPOND}/check").text
    assert send(other).status_code == 200


@pytest.mark.parametrize(("button", "end"), [("parts", "/parts"), ("save", "/save")])
@pytest.mark.parametrize("typed", ["Half a thought", "x" * 600])
def test_leaving_a_question_for_the_parts_or_the_code_keeps_what_was_typed(
    client: LintingClient, world: World, button: str, end: str, typed: str,
) -> None:
    begin(client)
    answer = client.send(PAGE, {"violence-words": typed, "leave-to": button})
    assert answer.status_code == 303 and answer.headers["Location"].endswith(end)
    assert client.get(answer.headers["Location"]).status_code == 200
    assert typed in client.get(PAGE).text
    is_told = "not part of your answers yet" in client.get(f"{RESPOND}/check").text
    assert is_told is (len(typed) > 500)


def test_a_stale_page_is_not_left_and_another_address_leads_nowhere(client: LintingClient, world: World) -> None:
    begin(client)
    stale = client.post(PAGE, data={"csrf_token": "stale", "violence-words": "Stay", "leave-to": "save"})
    assert stale.status_code == 422 and "Stay" in stale.text
    other = client.send(PAGE, {"violence-words": "Stay", "leave-to": "/evil.example"})
    assert other.headers["Location"].startswith(f"{HOME}/respond/")


def test_the_first_device_is_told_and_everything_typed_there_is_shown(
    client: LintingClient, app: Flask, world: World,
) -> None:
    answer_words(client, "Written at home")
    _words, digits = codes_in(client.send(f"{RESPOND}/saved").text)
    other = app.test_client()
    other.send(f"{RESPOND}/come-back", {"code": digits})
    told = client.send(PAGE, {"violence-words": "Typed late at home"})
    assert told.status_code == 422 and "on another device" in told.text and "Typed late at home" in told.text
    for path in ("", "/parts", "/check", "/questions/knife"):
        assert "on another device" in client.get(f"{RESPOND}{path}").text
    assert "Written at home" in other.get(f"{RESPOND}/check").text
    client.send(f"{RESPOND}/come-back", {"code": digits})
    assert "Written at home" in client.get(f"{RESPOND}/check").text
    assert "on another device" in other.get(f"{RESPOND}/parts").text


def test_sending_from_the_device_that_lost_the_answers_sends_nothing(
    client: LintingClient, app: Flask, world: World,
) -> None:
    answer_words(client, "Only once")
    _words, digits = codes_in(client.send(f"{RESPOND}/saved").text)
    form = send_form(client)
    app.test_client().send(f"{RESPOND}/come-back", {"code": digits})
    answer = client.send(f"{RESPOND}/send", form)
    assert answer.status_code == 422 and "on another device" in answer.text


@pytest.mark.parametrize("typed", ["", "tiger tiger", "9" * 28, "\x00", "x" * 60_000, "0000-" * 7])
def test_every_wrong_code_gets_the_same_words(client: LintingClient, world: World, typed: str) -> None:
    answer = client.send(f"{RESPOND}/come-back", {"code": typed})
    assert answer.status_code == 422 and "We do not know this code" in answer.text


def test_a_code_of_another_consultation_is_unknown(client: LintingClient, world: World) -> None:
    other = build_other()
    path = f"/en/consultations/{other.slug}/respond"
    client.send(path, {"who": "self"})
    client.send(f"{path}/age", {"age": "adult"})
    _words, digits = codes_in(client.send(f"{path}/saved").text)
    assert client.send(f"{RESPOND}/come-back", {"code": digits}).status_code == 422
    assert client.send(f"{path}/come-back", {"code": digits}).status_code == 303


def test_guessing_is_slowed_down_even_for_a_right_code(client: LintingClient, app: Flask, world: World) -> None:
    answer_words(client, "Mine")
    _words, digits = codes_in(client.send(f"{RESPOND}/saved").text)
    thief = app.test_client()
    for _ in range(MOST["return"]):
        assert thief.send(f"{RESPOND}/come-back", {"code": "0" * 28}).status_code == 422
    assert "Too many tries" in thief.send(f"{RESPOND}/come-back", {"code": digits}).text


def test_a_code_works_in_the_time_of_grace_and_not_after_it(client: LintingClient, app: Flask, world: World) -> None:
    answer_words(client, "Begun in time")
    _words, digits = codes_in(client.send(f"{RESPOND}/saved").text)
    with writing() as session:
        session.execute(update(Draft).values(created_at=utc_now() - timedelta(hours=2)))
    for minutes, status in ((30, 303), (61, 422)):
        with writing() as session:
            closed = utc_now() - timedelta(minutes=minutes)
            session.get_one(Consultation, world.consultation.id).closes_at = closed
        assert app.test_client().send(f"{RESPOND}/come-back", {"code": digits}).status_code == status


def test_a_code_stands_in_no_address_and_no_table(client: LintingClient, world: World) -> None:
    answer_words(client, "Mine")
    answer = client.send(f"{RESPOND}/saved")
    words, digits = codes_in(answer.text)
    assert "?" not in answer.request.url and client.get(f"{RESPOND}/saved").status_code == 303
    db.session.rollback()
    rows = [*db.session.scalars(select(Draft)), *db.session.scalars(select(BrowserSession))]
    stored = " ".join(repr(vars(row)) for row in rows)
    assert digits not in stored and " ".join(words) not in stored


def test_answers_that_end_within_three_days_say_so(client: LintingClient, world: World) -> None:
    answer_words(client, "Mine")
    client.send(f"{RESPOND}/saved")
    assert "Send them before then" not in client.get(f"{RESPOND}/parts").text
    with writing() as session:
        session.get_one(Consultation, world.consultation.id).closes_at = utc_now() + timedelta(days=2)
    for path in ("parts", "check", "save"):
        assert "Send them before then" in client.get(f"{RESPOND}/{path}").text


def test_the_next_person_is_offered_a_fresh_start(client: LintingClient, world: World) -> None:
    answer_words(client, "Of the person before")
    assert "Start new answers" in client.get(RESPOND).text
    assert "will be deleted" in client.get(f"{RESPOND}/new").text and count() == 1
    client.send(f"{RESPOND}/new")
    assert count() == 0 and "Start new answers" not in client.get(RESPOND).text
    begin(client)
    assert "Of the person before" not in client.get(f"{RESPOND}/check").text


def test_a_fresh_start_keeps_what_was_saved_with_a_code(client: LintingClient, world: World) -> None:
    answer_words(client, "Saved")
    _words, digits = codes_in(client.send(f"{RESPOND}/saved").text)
    client.send(f"{RESPOND}/new")
    client.send(f"{RESPOND}/come-back", {"code": digits})
    assert "Saved" in client.get(f"{RESPOND}/check").text


def test_leaving_quickly_deletes_the_answers_and_shows_another_site(client: LintingClient, world: World) -> None:
    answer_words(client, "Secret")
    left = client.send(f"{RESPOND}/leave-quickly")
    assert left.headers["Refresh"] == "0; url=https://www.bbc.co.uk/weather"
    assert '"cookies"' in left.headers["Clear-Site-Data"] and count() == 0
    assert "Have your say" not in left.text and "Secret" not in left.text
    assert client.get(f"{RESPOND}/check").status_code == 303


def test_leaving_quickly_keeps_what_was_saved_with_a_code(client: LintingClient, world: World) -> None:
    answer_words(client, "Saved")
    _words, digits = codes_in(client.send(f"{RESPOND}/saved").text)
    client.send(f"{RESPOND}/leave-quickly")
    assert count() == 1
    client.token = ""
    client.send(f"{RESPOND}/come-back", {"code": digits})
    assert "Saved" in client.get(f"{RESPOND}/check").text


def test_leaving_quickly_works_from_a_page_that_was_open_for_long(client: LintingClient, world: World) -> None:
    answer_words(client, "Secret")
    left = client.post(f"{RESPOND}/leave-quickly", data={"csrf_token": "stale"})
    assert left.status_code == 200 and "Refresh" in left.headers
    assert client.get(f"{RESPOND}/check").status_code == 303


def test_a_request_of_another_site_clears_nobodys_browser(client: LintingClient, world: World) -> None:
    left = client.post(f"{RESPOND}/leave-quickly", data={})
    assert "Clear-Site-Data" not in left.headers


def test_a_shared_computer_forgets_once_the_receipt_was_left(client: LintingClient, world: World) -> None:
    client.send(RESPOND, {"who": "self", "shared": "y"})
    answer_words_shared(client)
    receipt = send(client)
    assert "forgets everything as soon as you go on" in receipt.text
    assert client.get(f"{RESPOND}/receipt").status_code == 200
    gone = client.get(HOME)
    assert '"cookies"' in gone.headers["Clear-Site-Data"]
    assert client.get(f"{RESPOND}/receipt").status_code == 303


def test_a_computer_that_is_not_shared_remembers_its_receipt(client: LintingClient, world: World) -> None:
    answer_words(client, "Mine")
    send(client)
    client.get(HOME)
    assert client.get(f"{RESPOND}/receipt").status_code == 200


def answer_words_shared(client: LintingClient) -> None:
    client.send(f"{RESPOND}/age", {"age": "adult"})
    assert client.send(PAGE, {"violence-words": "On a library computer"}).status_code == 303


def codes_in(page: str) -> tuple[list[str], str]:
    listed = re.search(r'<ol class="app-words"[^>]*>(.*?)</ol>', page, re.S)
    digits = re.search(r'<bdi dir="ltr">([0-9-]{34})</bdi>', page)
    assert listed and digits, html.unescape(page)
    return re.findall(r"<bdi>(\w+)</bdi>", listed.group(1)), digits.group(1)


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Draft)) or 0
