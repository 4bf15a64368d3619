"""The register's pages: everything that came in, the count that adds up, and a file without words or names."""

import csv
import io

import pytest
from flask import Flask

from consult.extensions import db
from consult.models.audit import AuditEvent
from tests.event_worlds import EventWorld
from tests.letter_worlds import letter, wait
from tests.linting import LintingClient
from tests.panel_worlds import member, panel
from tests.worlds import PASSWORD, World

PLACE = "/staff/consultations/small-plan/register"


def test_the_register_lists_what_waits_beside_what_is_counted(officer: LintingClient, world: World) -> None:
    public_id = wait(world, "Secret words.", channel="email", sender_kind="group", body="A group", speaks_for=12)
    page = officer.get(PLACE).text
    for words in ("Not decided yet", "Counted", "Online form", "Filled in online", "A group", "for 12 people",
                  "A intake-officer"):
        assert words in page, words
    assert "Secret words" not in page
    assert f"/submissions/{public_id}" in page


def test_an_officer_is_led_to_no_words_of_an_answer(officer: LintingClient, lead: LintingClient, world: World) -> None:
    way = f"/responses/{world.responses[0].public_id}"
    assert way not in officer.get(PLACE).text
    assert way in lead.get(PLACE).text


def test_the_list_is_narrowed_by_the_address_and_an_odd_one_is_no_filter(officer: LintingClient, world: World) -> None:
    member(world, panel(world), {"violence-words": ["A panel's words."]})
    assert "Nothing like this came in" in officer.get(f"{PLACE}?status=unreadable").text
    assert officer.get(f"{PLACE}?channel=post").text.count('<th scope="row"') == 1
    assert officer.get(f"{PLACE}?sample=open").text.count('<th scope="row"') == 3
    assert officer.get(f"{PLACE}?status=%3Cscript%3E&before=x").text.count('<th scope="row"') == 4


def test_the_count_adds_up_and_keeps_samples_and_events_apart(officer: LintingClient, world: World) -> None:
    letter(world, "Light the park.", sender_kind="organisation", body="Doorways")
    member(world, panel(world), {"violence-words": ["A panel's words."]})
    EventWorld(world).held(participants=17)
    page = officer.get(f"{PLACE}/count").text
    assert "The count adds up" in page
    assert "17 at 1 event" in page and "A panel of Londoners" in page
    assert "never added to the open consultation" in page


def test_the_file_has_a_line_for_each_and_who_took_it_is_kept(officer: LintingClient, world: World) -> None:
    wait(world, "=Secret()", label="=label()")
    answer = officer.send(f"{PLACE}/file", {})
    lines = list(csv.DictReader(io.StringIO(answer.data.decode())))
    assert len(lines) == 4 and {line["status"] for line in lines} == {"accepted", "waiting"}
    assert "Secret" not in answer.text and "label" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    event = db.session().query(AuditEvent).filter_by(action="register-exported").one()
    assert event.person_id == world.staff["intake-officer"].id
    answer.close()


@pytest.fixture
def officer(client: LintingClient, world: World) -> LintingClient:
    client.sign_in(world.email("intake-officer"), PASSWORD)
    return client


@pytest.fixture
def lead(app: Flask, world: World) -> LintingClient:
    found = LintingClient(app)
    found.sign_in(world.email("lead"), PASSWORD)
    return found
