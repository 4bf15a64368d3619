"""Asking for news in the browser: one form, one yes, one press to stop, and no page that tells who asked."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from consult.extensions import db
from consult.models.answers_to_people import NewsLetter, NewsSubscriber
from consult.services import news
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World

ASK = "/en/consultations/small-plan/news"
GIVEN = {"wishes": ["report", "plan"], "address": "ann@example.org"}


def test_asking_leads_to_the_same_page_whether_somebody_asked_before_or_not(client: LintingClient) -> None:
    client.get(ASK)
    pages = [client.send(ASK, GIVEN, follow_redirects=True).text for _time in range(2)]
    assert pages[0] == pages[1] and "ann@example.org" not in pages[0]
    assert len(subscribers()) == len(db.session.scalars(select(NewsLetter)).all()) == 1


@pytest.mark.parametrize(("given", "field"), [
    ({**GIVEN, "address": "nobody"}, "address"), ({**GIVEN, "wishes": []}, "wishes"), ({}, "wishes")])
def test_a_form_that_is_wrong_is_shown_again_with_what_was_typed(client: LintingClient, given: dict[str, object],
                                                                   field: str) -> None:
    client.get(ASK)
    answer = client.send(ASK, given)
    assert answer.status_code == 422 and subscribers() == []
    assert str(given.get("address", "")) in answer.text and 'href="#' in answer.text


def test_the_page_of_a_letter_asks_for_a_yes_and_then_offers_to_stop(client: LintingClient) -> None:
    code = asked(client)
    mine = f"/en/news/{code}"
    assert f'action="{mine}/yes"' in client.get(mine).text
    page = client.send(f"{mine}/yes", follow_redirects=True).text
    assert "/yes" not in page and f'action="{mine}/stop"' in page
    assert subscribers()[0].confirmed_on is not None
    stopped = client.send(f"{mine}/stop", follow_redirects=True).text
    assert subscribers() == [] and "/stop" not in stopped


def test_looking_at_a_page_changes_nothing(client: LintingClient) -> None:
    code = asked(client)
    for _time in range(2):
        client.get(f"/en/news/{code}")
    assert subscribers()[0].confirmed_on is None


def test_a_mail_program_stops_the_letters_without_any_page(app: Flask, client: LintingClient) -> None:
    code = asked(client)
    answer = app.test_client().post(f"/en/news/{code}/stop", data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 303 and subscribers() == []


def test_nobody_says_yes_without_a_page(app: Flask, client: LintingClient) -> None:
    code = asked(client)
    assert app.test_client().post(f"/en/news/{code}/yes").status_code == 400
    assert subscribers()[0].confirmed_on is None


def test_a_code_that_nobody_has_looks_like_one_that_was_stopped(client: LintingClient) -> None:
    code = asked(client)
    client.get(f"/en/news/{code}")
    client.send(f"/en/news/{code}/stop")
    assert client.get(f"/en/news/{code}").text.replace(code, "") == client.get("/en/news/NOBODY").text.replace(
        "NOBODY", "")


def test_without_a_mail_server_the_page_says_where_to_look(app: Flask, client: LintingClient) -> None:
    app.config["CONSULT_SETTINGS"] = replace(app.config["CONSULT_SETTINGS"], mail="")
    page = client.get(ASK).text
    assert 'name="address"' not in page and "/you-said-we-did" in page
    assert client.send(ASK, GIVEN).status_code == 422 and subscribers() == []


def test_staff_see_how_many_asked_and_never_who(client: LintingClient, world: World) -> None:
    client.sign_in(world.email("lead"), PASSWORD)
    asked(client)
    page = client.get("/staff/consultations/small-plan/news").text
    assert "ann@example.org" not in page and '<dd class="govuk-summary-list__value">1</dd>' in page


def asked(client: LintingClient) -> str:
    client.get(ASK)
    client.send(ASK, GIVEN)
    return news.code_of(subscribers()[0].public_id)


def subscribers() -> list[NewsSubscriber]:
    db.session.expire_all()
    return list(db.session.scalars(select(NewsSubscriber)))


@pytest.fixture(autouse=True)
def mail_server(app: Flask, world: World) -> None:
    """Settings with a mail server, so that letters can be asked for."""
    app.config["CONSULT_SETTINGS"] = replace(app.config["CONSULT_SETTINGS"], mail="smtp://127.0.0.1:1",
                                             mail_from="notes@letters.example")
