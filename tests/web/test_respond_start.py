"""The way to the first question: who answers, with whose help, and the list of parts; children are asked less."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from consult.extensions import db
from consult.models.base import utc_now
from consult.models.responses import Draft, RespondingBody, Response, ResponseFlag
from consult.services import surveys
from consult.services.transaction import writing
from tests.linting import LintingClient
from tests.web.test_respond import HOME, answer_words, begin, close, newest, send, send_form
from tests.worlds import SURVEY, World

RESPOND = f"{HOME}/respond"


def test_the_start_asks_who_answers_and_shows_every_other_way(client: LintingClient, world: World) -> None:
    page = client.get(RESPOND).text
    assert "How would you like to answer?" in page and "12 hours" in page and "30 days" in page
    assert "/respond/come-back" in page and f'href="{HOME}/form"' in page


def test_nothing_chosen_is_named(client: LintingClient, world: World) -> None:
    answer = client.send(RESPOND, {})
    assert answer.status_code == 422 and "Choose who is answering" in answer.text


def test_changing_the_language_on_the_start_keeps_what_was_chosen(client: LintingClient, world: World) -> None:
    answer = client.send(RESPOND, {"who": "group", "shared": "y", "switch-to": "ur"})
    page = client.get(answer.headers["Location"]).text
    assert re.search(r'value="group" checked', page) and re.search(r'id="shared"[^>]*checked', page)


def test_help_is_recorded_with_whose_words_they_are(client: LintingClient, world: World) -> None:
    client.send(RESPOND, {"who": "helped"})
    answer = client.send(f"{RESPOND}/age", {"age": "adult"})
    assert answer.headers["Location"].endswith("/helping")
    assert "Do not answer for them" in client.get(answer.headers["Location"]).text
    assert client.send(f"{RESPOND}/helping", {}).status_code == 422
    assert client.send(f"{RESPOND}/helping", {"words_are": "together"}).status_code == 303
    words(client)
    send(client)
    assert (newest().was_helped, newest().words_are, newest().on_behalf_of) == (True, "together", "self")


def test_an_organisation_names_itself_and_is_not_asked_for_its_age(client: LintingClient, world: World) -> None:
    answer = client.send(RESPOND, {"who": "organisation"})
    assert answer.headers["Location"].endswith("/body")
    wrong = client.send(f"{RESPOND}/body", {"body": "", "speaks_for": "4"})
    assert wrong.status_code == 422 and "Enter the name" in wrong.text
    named = {"body": "Peckham Traders", "speaks_for": "۴۰", "may_be_named": "y"}
    assert client.send(f"{RESPOND}/body", named).headers["Location"].endswith("/before-you-start")
    words(client)
    send(client)
    body = db.session.get(RespondingBody, newest().id)
    assert body is not None and (body.name, body.speaks_for, body.may_be_named) == ("Peckham Traders", 40, True)
    assert newest().on_behalf_of == "organisation"


def test_who_answers_is_shown_and_can_be_changed_from_the_check(client: LintingClient, world: World) -> None:
    answer_words(client, "Mine")
    assert "for yourself" in client.get(f"{RESPOND}/check").text
    client.send(f"{RESPOND}?then=check", {"who": "group"})
    answer = client.send(f"{RESPOND}/body?then=check", {"body": "A choir"})
    page = client.get(answer.headers["Location"])
    assert page.request.path.endswith("/check") and "A choir" in page.text and "Mine" in page.text
    client.send(f"{RESPOND}?then=check", {"who": "self"})
    assert client.send(f"{RESPOND}/age?then=check", {"age": "adult"}).headers["Location"].endswith("/check")
    assert "A choir" not in client.get(f"{RESPOND}/check").text


def test_someone_of_13_to_15_gets_the_short_way_from_start_to_receipt(client: LintingClient, world: World) -> None:
    client.send(RESPOND, {"who": "helped"})
    answer = client.send(f"{RESPOND}/age", {"age": "13-15"})
    assert answer.headers["Location"].endswith("/before-you-start")
    assert client.get(f"{RESPOND}/helping").status_code == 303
    assert "What is missing" not in client.get(f"{RESPOND}/topics").text
    words(client)
    for page in ("parts", "check"):
        assert "Who is answering" not in client.get(f"{RESPOND}/{page}").text
    assert send(client).status_code == 200
    assert not newest().was_helped and db.session.get(RespondingBody, newest().id) is None


def test_the_parts_show_what_is_done_and_lead_to_the_next_question(client: LintingClient, world: World) -> None:
    begin(client)
    answer = client.send(f"{RESPOND}/topics", {"extent": "whole"})
    assert answer.headers["Location"].endswith("/parts")
    assert client.get(f"{RESPOND}/parts").text.count("Not started") == 2
    client.send(f"{RESPOND}/questions/knife", {"support-knife-crime": "agree"})
    page = client.get(f"{RESPOND}/parts").text
    assert "Started" in page and "/questions/violence-words" in page
    words(client)
    assert "Done" in client.get(f"{RESPOND}/parts").text


def test_answers_of_parts_that_were_left_out_later_are_shown_because_they_are_sent(
    client: LintingClient, world: World,
) -> None:
    answer_words(client, "Sent though not chosen")
    client.send(f"{RESPOND}/topics", {"extent": "parts", "topics": "missing"})
    client.send(f"{RESPOND}/questions/borough", {"borough": "lambeth"})
    page = client.get(f"{RESPOND}/check").text
    assert "Sent though not chosen" in page and "Lambeth" in page
    assert client.get(f"{RESPOND}/questions/violence-words?then=check").status_code == 200


def test_a_newer_survey_leaves_answers_as_they_are_and_says_so(client: LintingClient, world: World) -> None:
    answer_words(client, "To the old wording")
    before = newest_draft().survey_version_id
    surveys.import_survey(consultation_id=world.consultation.id, data=changed())
    begin(client)
    assert "The survey was changed after you started" in client.get(f"{RESPOND}/parts").text
    assert send(client).status_code == 200
    assert newest().survey_version_id == before


def test_the_hidden_field_raises_a_doubt_and_loses_nothing(client: LintingClient, world: World) -> None:
    answer_words(client, "A program wrote this")
    client.send(f"{RESPOND}/send", {**send_form(client), "website": "http://spam.example"})
    flags = set(db.session.scalars(select(ResponseFlag.flag).where(ResponseFlag.response_id == newest().id)))
    assert "trap" in flags


@pytest.mark.parametrize("path", ["parts", "check", "topics", "save", "helping", "new", "about-you", "send"])
def test_a_page_that_needs_a_beginning_leads_to_the_start(client: LintingClient, world: World, path: str) -> None:
    assert client.get(f"{RESPOND}/{path}").headers["Location"] == RESPOND


def test_what_was_begun_before_the_close_goes_on_in_the_time_of_grace(client: LintingClient, world: World) -> None:
    answer_words(client, "Begun in time")
    with writing() as session:
        session.execute(update(Draft).values(created_at=utc_now() - timedelta(hours=1)))
    close(world)
    assert "Begun in time" in client.get(f"{RESPOND}/check").text
    assert send(client).status_code == 200 and isinstance(newest(), Response)


def words(client: LintingClient) -> None:
    answer = client.send(f"{RESPOND}/questions/violence-words", {"violence-words": "Light the alley"})
    assert answer.status_code == 303


def newest_draft() -> Draft:
    db.session.rollback()
    return db.session.scalars(select(Draft).order_by(Draft.id.desc())).first()


def changed() -> bytes:
    return (SURVEY.read_bytes().replace(b"What would you change?", b"What would you do?")
            .replace("آپ کیا بدلیں گے؟".encode(), "آپ کیا کریں گے؟".encode()))
