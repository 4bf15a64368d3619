"""The parity board in the browser: what waits for the next version, and where its cells lead."""

import re
from html import unescape

from flask import Flask

from consult.extensions import db
from consult.queries import surveys
from tests.linting import LintingClient
from tests.services.test_approved_texts import approve
from tests.worlds import PASSWORD, World

BOARD = "/staff/consultations/small-plan/languages-and-formats"


def test_approved_texts_are_put_into_use_from_the_board(app: Flask, client: LintingClient, world: World) -> None:
    approve(world)
    client.sign_in(world.email("survey-editor"), PASSWORD)
    assert "1 approved text waits for the next version" in client.get(BOARD).text
    assert client.send(f"{BOARD}/waiting").status_code == 303
    page = client.get(BOARD).text
    assert "Version 2 is in use now" in page and "waits for the next version" not in page
    version = surveys.current(db.session(), world.consultation.id)
    assert version is not None and version.number == 2


def test_a_second_press_is_told_that_nothing_waits(client: LintingClient, world: World) -> None:
    client.sign_in(world.email("survey-editor"), PASSWORD)
    client.get(BOARD)
    answer = client.send(f"{BOARD}/waiting")
    assert answer.status_code == 409 and "Every approved text is in use already" in answer.text


def test_a_lead_sees_what_waits_and_who_puts_it_into_use(client: LintingClient, world: World) -> None:
    approve(world)
    client.sign_in(world.email("lead"), PASSWORD)
    page = client.get(BOARD).text
    assert "1 approved text waits for the next version" in page and "Put them into use" not in page


def test_every_cell_leads_to_a_page_that_is_there(client: LintingClient, world: World) -> None:
    client.sign_in(world.email("survey-editor"), PASSWORD)
    for noun in re.findall(r"show=([a-z]+)", client.get(BOARD).text):
        page = client.get(f"{BOARD}?show={noun}").text
        links = set(re.findall(r'app-matrix__[a-z-]+">\s*<a class="govuk-link" href="([^"]+)"', page))
        assert links and [path for path in links if client.get(unescape(path)).status_code != 200] == []
