"""A page that is open at the close can still be sent for a while; and what floods or guesses is slowed, not lost."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from consult.domain import quality
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.consultations import Consultation
from consult.models.responses import Draft, Response, ResponseFlag
from consult.services import attempts
from consult.services.transaction import writing
from tests.linting import LintingClient
from tests.worlds import World

HOME = "/en/consultations/small-plan"
RESPOND = f"{HOME}/respond"
WORDS = "More officers on foot in my street"
LONDONER = {"REMOTE_ADDR": "81.2.69.160"}


def test_who_began_before_the_close_finishes_within_the_grace(client: LintingClient, world: World) -> None:
    begin(client)
    close(world, ago=timedelta(minutes=10))
    assert client.get(f"{RESPOND}/questions/violence-words").status_code == 200
    assert client.send(f"{RESPOND}/questions/missing-words", {"missing-words": "Light"}).status_code == 303
    assert WORDS in client.get(f"{RESPOND}/check").text
    before = count(Response)
    assert client.send(f"{RESPOND}/send", send_form(client)).status_code == 303
    assert count(Response) == before + 1 and newest().is_late and newest().excluded_reason is None


@pytest.mark.parametrize(("late_answers", "told"), [
    ("counted", "Your answers are in the count"), ("kept", "kept, but it is not counted"),
])
def test_a_late_receipt_says_that_it_is_late_and_whether_it_counts(
    client: LintingClient, world: World, late_answers: str, told: str
) -> None:
    begin(client)
    close(world, ago=timedelta(minutes=10), late_answers=late_answers)
    shown = client.send(f"{RESPOND}/send", send_form(client), follow_redirects=True).text
    found = re.search(r'<bdi dir="ltr">([0-9A-Z]{4}(?:-[0-9A-Z]{2,4})+)</bdi>', shown)
    assert found
    page = client.send("/en/receipt", {"code": found.group(1)}, follow_redirects=True).text
    assert "They are marked as late" in page and told in page


def test_after_the_grace_nothing_is_sent_and_the_words_are_shown_again(client: LintingClient, world: World) -> None:
    begin(client)
    close(world, ago=timedelta(minutes=61))
    answer = client.send(f"{RESPOND}/questions/missing-words", {"missing-words": "Light the alley by the station"})
    assert answer.status_code == 422 and "Light the alley by the station" in answer.text


def test_who_comes_after_the_close_begins_nothing(client: LintingClient, world: World) -> None:
    close(world, ago=timedelta(minutes=1))
    assert "You cannot answer at the moment" in client.get(RESPOND).text
    assert client.send(f"{RESPOND}/age", {"age": "adult"}).status_code == 422 and count(Draft) == 0


def test_a_box_that_nobody_sees_is_a_sign_and_the_response_is_taken(client: LintingClient, world: World) -> None:
    begin(client)
    answer = client.send(f"{RESPOND}/send", {**send_form(client), "website": "http://shoes.example"})
    assert answer.status_code == 303
    assert "trap" in signs() and newest().excluded_reason is None


def test_a_flood_from_one_network_waits_and_loses_nothing(client: LintingClient, world: World) -> None:
    with writing() as session:
        for _turn in range(quality.FULL):
            attempts.sendings(session, LONDONER["REMOTE_ADDR"])
    begin(client)
    before = count(Response)
    answer = client.send(f"{RESPOND}/send", send_form(client), environ_base=LONDONER)
    assert answer.status_code == 422 and "Wait a few minutes and send again" in answer.text
    assert count(Response) == before and count(Draft) == 1
    assert client.send(f"{RESPOND}/send", send_form(client)).status_code == 303


@pytest.mark.parametrize(("page", "typed", "most"), [
    (f"{RESPOND}/come-back", "nobody kept these four words", attempts.MOST["return"]),
    ("/en/receipt", "ABCD-EFGH-ABCD-EFGH-ABCD-EFGH-AB", attempts.MOST["receipt"]),
])
def test_whoever_guesses_codes_is_told_to_wait(
    client: LintingClient, world: World, page: str, typed: str, most: int
) -> None:
    for _guess in range(most):
        assert "Too many tries" not in client.send(page, {"code": typed}).text
    assert "Too many tries" in client.send(page, {"code": typed}).text
    elsewhere = client.send(page, {"code": typed}, environ_base=LONDONER)
    assert elsewhere.status_code == 422 and "Too many tries" not in elsewhere.text


def begin(client: LintingClient) -> None:
    client.get(RESPOND)
    assert client.send(RESPOND, {"who": "self"}).status_code == 303
    assert client.send(f"{RESPOND}/age", {"age": "adult"}).status_code == 303
    assert client.send(f"{RESPOND}/questions/violence-words", {"violence-words": WORDS}).status_code == 303


def send_form(client: LintingClient) -> dict[str, str]:
    found = re.search(r'name="submission" value="([^"]+)"', client.get(f"{RESPOND}/send").text)
    assert found
    return {"submission": found.group(1), "consent": "y"}


def close(world: World, *, ago: timedelta, late_answers: str = "counted") -> None:
    """Let the consultation have closed so long ago, and drafts have been begun a day before that."""
    with writing() as session:
        consultation = session.get_one(Consultation, world.consultation.id)
        consultation.closes_at, consultation.late_answers = utc_now() - ago, late_answers
        for draft in session.scalars(select(Draft)):
            draft.created_at = utc_now() - ago - timedelta(days=1)


def newest() -> Response:
    db.session.rollback()
    return db.session.scalars(select(Response).order_by(Response.id.desc())).first()


def signs() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(ResponseFlag.flag)))


def count(table: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0
