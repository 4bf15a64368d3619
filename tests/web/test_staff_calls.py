"""Calls in the browser: begun, asked page by page in the language of the call, read back, and ended with a code."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from consult.extensions import db
from consult.models.responses import Response
from consult.models.submissions import Submission
from consult.services.secrets import keyed_hash, typed
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World

CALLS = "/staff/consultations/small-plan/calls"
BEGUN = {"channel": "phone", "language": "en", "age": "adult", "who": "self"}


def test_a_call_goes_from_question_to_question_to_a_code_that_works(officer: LintingClient) -> None:
    here = begin(officer)
    page = ask(officer, f"{here}/questions/knife", {"support-knife-crime": "agree"})
    assert "What would you change?" in page
    page = ask(officer, f"{here}/questions/violence-words", {"violence-words": "More lights"})
    ended = end(officer, here, consent="y", quotes="y")
    code = re.findall(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){5}-[0-9A-Z]{2}\b", officer.get(ended.location).text)[0]
    response = db.session().scalars(select(Response).where(
        Response.receipt_hash == keyed_hash("receipt", typed(code)))).one()
    assert response.channel == "phone" and response.has_quote_consent


def test_everything_that_was_said_is_read_back_with_a_way_to_change_it(officer: LintingClient) -> None:
    here = begin(officer)
    ask(officer, f"{here}/questions/violence-words", {"violence-words": "More lights"})
    page = officer.get(here).text
    assert "More lights" in page and f"{here}/questions/violence-words?then=check" in page
    assert "We read it." in page


def test_questions_are_read_out_in_the_language_of_the_call(officer: LintingClient) -> None:
    here = begin(officer, language="ur")
    page = officer.get(f"{here}/questions/violence-words").text
    assert "آپ کیا بدلیں گے؟" in page and '<div lang="ur" dir="rtl">' in page and "Read this out." in page


def test_what_cannot_be_an_answer_is_said_and_stays_on_the_page(officer: LintingClient) -> None:
    here = begin(officer)
    officer.get(f"{here}/questions/violence-words")
    sent = officer.send(f"{here}/questions/violence-words", {"violence-words": "x" * 600})
    assert sent.status_code == 422 and "x" * 600 in sent.text


def test_nothing_is_sent_without_agreement(officer: LintingClient) -> None:
    here = begin(officer)
    ask(officer, f"{here}/questions/violence-words", {"violence-words": "More lights"})
    sent = end(officer, here)
    assert sent.status_code == 422 and submission().state == "waiting"
    officer.send(f"{here}/drop", {})
    assert (submission().state, submission().reason) == ("excluded", "no-consent")


@pytest.mark.parametrize(("wrong", "words"), [
    ({"age": ""}, "Choose your age group"), ({"age": "under-13"}, "People under 13 take part with a group"),
    ({"who": "helped"}, "Choose whose words these are"), ({"who": "group"}, "Enter the name of the group"),
    ({"who": ""}, "Choose who is answering"), ({"channel": "online"}, "Choose one of the answers in the list"),
])
def test_a_call_that_cannot_begin_says_why(officer: LintingClient, wrong: dict[str, str], words: str) -> None:
    officer.get(CALLS)
    page = officer.send(CALLS, {**BEGUN, **wrong})
    assert page.status_code == 422 and words in page.text
    assert db.session().query(Submission).count() == 0


def test_another_person_does_not_see_what_is_said(app: Flask, officer: LintingClient, world: World) -> None:
    here = begin(officer)
    lead = app.test_client()
    lead.sign_in(world.email("lead"), PASSWORD)
    assert lead.get(here).status_code == 303
    assert "A intake-officer" in lead.get(CALLS).text


def test_a_code_is_shown_only_to_whoever_ended_the_call(app: Flask, officer: LintingClient, world: World) -> None:
    here = begin(officer)
    ask(officer, f"{here}/questions/violence-words", {"violence-words": "More lights"})
    end(officer, here, consent="y")
    lead = app.test_client()
    lead.sign_in(world.email("lead"), PASSWORD)
    assert lead.get(f"{here}/receipt").status_code == 303 and officer.get(f"{here}/receipt").status_code == 200


def begin(client: LintingClient, **others: str) -> str:
    """Begin a call and return its address."""
    client.get(CALLS)
    sent = client.send(CALLS, {**BEGUN, **others})
    assert sent.status_code == 303
    return str(sent.location).removesuffix("/questions")


def ask(client: LintingClient, address: str, values: dict[str, str]) -> str:
    """Answer one page and return the next one."""
    client.get(address)
    sent = client.send(address, values)
    assert sent.status_code == 303
    return client.get(sent.location).text


def end(client: LintingClient, here: str, **agreed: str) -> object:
    """End the call with what was agreed to."""
    [token] = re.findall(r'name="token" value="([^"]+)"', client.get(here).text)
    return client.send(f"{here}/end", {"token": token, **agreed})


def submission() -> Submission:
    """Return the one call that there is."""
    db.session().expire_all()
    return db.session().scalars(select(Submission)).one()


@pytest.fixture
def officer(client: LintingClient, world: World) -> LintingClient:
    """The browser of an intake officer."""
    client.sign_in(world.email("intake-officer"), PASSWORD)
    return client
