"""Asking for a format or for help, reporting a barrier, and what staff do with it."""

from datetime import date

import pytest

from consult.domain.access_requests import due_on
from consult.extensions import db
from consult.models.access_requests import AccessRequest
from consult.queries import access_requests as stored
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World

ASK = "/en/consultations/small-plan/ask"
DESK = "/staff/consultations/small-plan/access-requests"
TYPED = {"about": "braille", "details": "The whole survey", "contact": "me@example.org"}


def test_someone_asks_for_braille_and_is_told_the_day_of_the_answer(client: LintingClient, world: World) -> None:
    client.get(ASK)
    answer = client.send(ASK, TYPED)
    row = db.session().query(AccessRequest).one()
    assert answer.status_code == 200 and "A person answers you by" in answer.text
    assert (row.kind, row.about, row.contact, row.language) == ("format", "braille", "me@example.org", "en")


def test_a_request_on_an_urdu_page_keeps_its_language(client: LintingClient, world: World) -> None:
    there = ASK.replace("/en/", "/ur/")
    client.get(there)
    assert client.send(there, {**TYPED, "about": "help", "details": "مدد"}).status_code == 200
    assert db.session().query(AccessRequest).one().language == "ur"


@pytest.mark.parametrize(("changes", "said"), [
    ({"about": ""}, "Choose one of the answers"), ({"contact": " "}, "Say how we can answer you"),
    ({"about": "help", "details": ""}, "Enter some words here"), ({"details": "x" * 2_001}, "2000 characters or fewer"),
])
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    client: LintingClient, world: World, changes: dict[str, str], said: str
) -> None:
    client.get(ASK)
    answer = client.send(ASK, {**TYPED, **changes})
    assert answer.status_code == 422 and said in answer.text
    assert (changes.get("contact") or TYPED["contact"]) in answer.text
    assert db.session().query(AccessRequest).count() == 0


def test_a_barrier_is_reported_with_its_page_and_without_a_name(client: LintingClient, world: World) -> None:
    page = client.get("/en/report-a-barrier?page=/en/consultations/small-plan/plan").text
    assert 'value="/en/consultations/small-plan/plan"' in page
    typed = {"page": "/en/help", "details": "The button has no name", "contact": ""}
    answer = client.send("/en/report-a-barrier", typed)
    assert answer.status_code == 200 and "A person reads it by" in answer.text
    assert db.session().query(AccessRequest).one().consultation_id is None


def test_a_page_of_another_site_is_not_put_into_the_form(client: LintingClient, world: World) -> None:
    page = client.get("/en/report-a-barrier?page=https://evil.example/").text
    assert 'value="https://evil' not in page


def test_one_person_takes_it_answers_and_settles_it_and_the_contact_is_deleted(
    client: LintingClient, world: World
) -> None:
    client.get(ASK)
    client.send(ASK, TYPED)
    there = f"{DESK}/{db.session().query(AccessRequest).one().public_id}"
    client.sign_in("lead@example.org", PASSWORD)
    for step in ("own", "answered"):
        assert client.send(there, {"step": step}).status_code == 303
    assert client.send(there, {"step": "settle", "outcome": "met", "words": ""}).status_code == 422
    assert client.send(there, {"step": "settle", "outcome": "met", "words": "Sent on paper."}).status_code == 303
    db.session().expire_all()
    row = db.session().query(AccessRequest).one()
    assert (row.outcome, row.contact, row.owner_id) == ("met", "", world.staff["lead"].id)
    assert client.send(there, {"step": "own"}).status_code == 404
    counts = stored.counts(db.session(), world.consultation.id)
    assert (counts.of("format"), counts.of("format", "met"), counts.of("barrier")) == (1, 1, 0)


def test_a_network_that_sends_very_many_is_slowed(client: LintingClient, world: World) -> None:
    client.get(ASK)
    for _ in range(20):
        assert client.send(ASK, TYPED).status_code == 200
    assert client.send(ASK, TYPED).status_code == 422
    assert db.session().query(AccessRequest).count() == 20


@pytest.mark.parametrize(("kind", "asked_on", "due"), [
    ("format", date(2026, 11, 20), date(2026, 11, 24)), ("barrier", date(2026, 11, 16), date(2026, 11, 23)),
])
def test_an_answer_is_due_in_working_days(kind: str, asked_on: date, due: date) -> None:
    assert due_on(kind, asked_on) == due
