"""Answering: nothing acknowledged is lost, nothing bad is stored, and the same form sent twice is one response."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from consult.extensions import db
from consult.models.base import utc_now
from consult.models.consultations import Consultation
from consult.models.responses import Answer, CharacteristicAnswer, Draft, Response
from consult.services.transaction import writing
from tests.linting import LintingClient
from tests.worlds import World

HOME = "/en/consultations/small-plan"


def test_a_whole_response_goes_from_age_to_receipt(client: LintingClient, world: World) -> None:
    answer_words(client, "Light the alley by the station")
    client.send(f"{HOME}/respond/questions/borough", {"borough": "lambeth"})
    receipt = send(client)
    assert receipt.status_code == 200
    stored = newest()
    assert [a.text for a in texts(stored)] == ["Light the alley by the station"]
    assert stored.channel == "online" and stored.has_quote_consent
    assert characteristics(stored) == {"lambeth"}


def test_the_receipt_tells_what_became_of_it_and_is_never_in_an_address(client: LintingClient, world: World) -> None:
    answer_words(client, "Light the alley")
    receipt = send(client)
    code = code_in(receipt.text)
    assert code not in receipt.request.path and len(code.replace("-", "")) == 26
    found = client.send("/en/receipt", {"code": code.lower().replace("-", " ")}, follow_redirects=True)
    assert "We received your answers" in found.text
    assert client.send("/en/receipt", {"code": "0" * 26}).status_code == 422


def test_the_same_form_sent_twice_is_one_response_with_the_same_receipt(client: LintingClient, world: World) -> None:
    before = count()
    answer_words(client, "Twice")
    form = send_form(client)
    first = client.send(f"{HOME}/respond/send", form, follow_redirects=True)
    second = client.send(f"{HOME}/respond/send", form, follow_redirects=True)
    assert count() == before + 1
    assert code_in(first.text) == code_in(second.text)


def test_changing_the_language_keeps_every_answer_even_an_unfinished_one(client: LintingClient, world: World) -> None:
    begin(client)
    too_long = "ا" * 600
    page = f"{HOME}/respond/questions/violence-words"
    answer = client.send(page, {"violence-words": too_long, "switch-to": "ur"})
    assert answer.headers["Location"] == "/ur/consultations/small-plan/respond/questions/violence-words"
    shown = client.get(answer.headers["Location"])
    assert too_long in shown.text and 'lang="ur" dir="rtl"' in shown.text


@pytest.mark.parametrize("tag", ["", "/evil.example", "xx"])
def test_a_language_that_is_not_offered_leads_nowhere_else(client: LintingClient, world: World, tag: str) -> None:
    begin(client)
    answer = client.send(f"{HOME}/respond/questions/violence-words", {"violence-words": "Kept", "switch-to": tag})
    assert answer.headers["Location"].startswith("/en/consultations/")


def test_a_stale_token_saves_nothing_and_keeps_the_words_on_the_page(client: LintingClient, world: World) -> None:
    begin(client)
    page = f"{HOME}/respond/questions/violence-words"
    answer = client.post(page, data={"csrf_token": "stale", "violence-words": "Do not lose me"})
    assert answer.status_code == 422
    assert "Do not lose me" in answer.text and "open for a long time" in answer.text
    with_draft = db.session.scalar(select(Draft).order_by(Draft.id.desc()))
    assert with_draft is not None and "violence-words" not in with_draft.answers


def test_words_sent_without_a_session_are_given_back(client: LintingClient, world: World) -> None:
    answer = client.post(f"{HOME}/respond/questions/violence-words",
                         data={"violence-words": "I wrote this for an hour, keep it"})
    assert answer.status_code == 422 and "I wrote this for an hour, keep it" in answer.text


@pytest.mark.parametrize(("page", "data", "words"), [
    ("knife", {"support-knife-crime": "perhaps"}, "Choose one of the answers in the list"),
    ("violence-words", {"violence-words": "x" * 1_000_000}, "too long"),
])
def test_a_bad_answer_is_named_on_its_page(
    client: LintingClient, world: World, page: str, data: dict, words: str,
) -> None:
    begin(client)
    answer = client.send(f"{HOME}/respond/questions/{page}", data)
    assert answer.status_code == 422 and words in answer.text


def test_more_than_the_server_takes_gets_a_clear_page(client: LintingClient, world: World) -> None:
    begin(client)
    answer = client.send(f"{HOME}/respond/questions/violence-words", {"violence-words": "x" * 5_000_000})
    assert answer.status_code == 413 and "Go back" in answer.text


def test_a_page_that_is_not_asked_of_this_person_stores_nothing(client: LintingClient, world: World) -> None:
    begin(client)
    answer = client.send(f"{HOME}/respond/questions/why-disagree", {"why-disagree": "too-little"})
    assert answer.status_code == 422 and "not part of your survey" in answer.text
    assert client.get(f"{HOME}/respond/questions/no-such-page").status_code == 404


@pytest.mark.parametrize("given", ["a\x00b", "a\ud800b", "a\x07b"])
def test_what_databases_choke_on_is_cleaned_the_same_on_both(client: LintingClient, world: World, given: str) -> None:
    answer_words(client, given.encode("utf-8", "surrogatepass"))
    send(client)
    assert texts(newest())[0].text.replace("\ufffd", "") in ("ab", "a%ED%A0%80b")


def test_bytes_that_are_not_utf_8_get_an_answer_and_no_fault(client: LintingClient, world: World) -> None:
    begin(client)
    client.get(f"{HOME}/respond/questions/violence-words")
    body = b"violence-words=caf%FF%FE&csrf_token=" + client.token.encode()
    answer = client.post(f"{HOME}/respond/questions/violence-words", data=body,
                         content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (303, 422)


def test_emoji_and_mixed_directions_come_back_as_they_were_written(client: LintingClient, world: World) -> None:
    words = "👩‍👩‍👧 اردو and English \u200f!"
    answer_words(client, words)
    send(client)
    assert texts(newest())[0].text == words


def test_no_consent_no_response_and_the_answers_stay(client: LintingClient, world: World) -> None:
    before = count()
    answer_words(client, "Mine")
    form = {key: value for key, value in send_form(client).items() if key != "consent"}
    refused = client.send(f"{HOME}/respond/send", form)
    assert refused.status_code == 422 and "Tick the box" in refused.text and count() == before
    assert "Mine" in client.get(f"{HOME}/respond/check").text


def test_nothing_answered_is_not_sent(client: LintingClient, world: World) -> None:
    begin(client)
    answer = client.send(f"{HOME}/respond/send", send_form(client))
    assert answer.status_code == 422 and "at least one question" in answer.text


def test_after_the_close_nothing_is_taken_and_the_words_are_given_back(client: LintingClient, world: World) -> None:
    before = count()
    answer_words(client, "Just too late to be counted")
    form = send_form(client)
    close(world)
    assert client.send(f"{HOME}/respond/send", form).status_code == 422
    page = f"{HOME}/respond/questions/violence-words"
    late = client.send(page, {"violence-words": "Just too late to be counted"})
    assert "Just too late to be counted" in late.text and "has closed" in late.text and count() == before


def test_under_13s_are_shown_the_way_with_a_group(client: LintingClient, world: World) -> None:
    answer = client.send(f"{HOME}/respond/age", {"age": "under-13"}, follow_redirects=True)
    assert "Take part with a group" in answer.text


def test_someone_of_13_to_15_is_never_asked_about_orientation(client: LintingClient, world: World) -> None:
    begin(client, age="13-15")
    assert client.get(f"{HOME}/respond/questions/orientation").status_code == 422


def test_what_is_not_shown_yet_looks_like_what_never_was(app: Flask, client: LintingClient, world: World) -> None:
    with writing() as session:
        session.get_one(Consultation, world.consultation.id).is_visible = False
    hidden, never = client.get(HOME), client.get("/en/consultations/never-was")
    assert hidden.status_code == never.status_code == 404
    assert hidden.data.replace(b"small-plan", b"never-was") == never.data


def test_reading_sets_no_cookie(client: LintingClient, world: World) -> None:
    for path in ("/en/", HOME, f"{HOME}/plan", f"{HOME}/plan/obj-violence", f"{HOME}/privacy", "/en/accessibility"):
        assert "Set-Cookie" not in client.get(path).headers


def test_leaving_a_shared_computer_forgets_everything(client: LintingClient, world: World) -> None:
    answer_words(client, "Secret")
    left = client.send(f"{HOME}/respond/leave")
    assert '"cookies"' in left.headers["Clear-Site-Data"]
    assert client.get(f"{HOME}/respond/check").status_code == 303


def test_the_number_of_statements_stays_small(client: LintingClient, world: World, statements: list[str]) -> None:
    begin(client)
    statements.clear()
    client.get(f"{HOME}/respond/questions/violence-words")
    got = len(statements)
    statements.clear()
    client.send(f"{HOME}/respond/questions/violence-words", {"violence-words": "x"})
    assert got <= 6 and len(statements) <= 12, (got, statements)


def begin(client: LintingClient, age: str = "adult") -> None:
    client.get(f"{HOME}/respond")
    assert client.send(f"{HOME}/respond", {"who": "self"}).status_code == 303
    assert client.send(f"{HOME}/respond/age", {"age": age}).status_code == 303


def answer_words(client: LintingClient, words: str | bytes) -> None:
    begin(client)
    answer = client.send(f"{HOME}/respond/questions/violence-words", {"violence-words": words})
    assert answer.status_code == 303, answer.text


def send_form(client: LintingClient) -> dict[str, str]:
    page = client.get(f"{HOME}/respond/send").text
    found = re.search(r'name="submission" value="([^"]+)"', page)
    assert found
    return {"submission": found.group(1), "consent": "y", "quotes": "y"}


def send(client: LintingClient):
    return client.send(f"{HOME}/respond/send", send_form(client), follow_redirects=True)


def code_in(page: str) -> str:
    found = re.search(r'<bdi dir="ltr">([0-9A-Z]{4}(?:-[0-9A-Z]{2,4})+)</bdi>', page)
    assert found, page
    return found.group(1)


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Response)) or 0


def newest() -> Response:
    db.session.rollback()
    return db.session.scalars(select(Response).order_by(Response.id.desc())).first()


def texts(response: Response) -> list[Answer]:
    return list(db.session.scalars(select(Answer).where(Answer.response_id == response.id, Answer.text.is_not(None))))


def characteristics(response: Response) -> set[str]:
    return set(db.session.scalars(
        select(CharacteristicAnswer.choice).where(CharacteristicAnswer.response_id == response.id)))


def close(world: World) -> None:
    with writing() as session:
        session.get_one(Consultation, world.consultation.id).closes_at = utc_now() - timedelta(seconds=1)
