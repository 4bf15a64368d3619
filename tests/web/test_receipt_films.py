"""The receipt of an answer in sign language: how the film stands, its English and correcting it, and the proof."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.extensions import db
from consult.models.answer_words import SignedWords
from consult.services import signed_answers
from consult.services.secrets import new_token, receipt_code
from tests.linting import LintingClient
from tests.services.test_signed_answers import ENGLISH, begin, checked, keep, one, texts, written
from tests.services.test_taking_back import send
from tests.web.test_receipts import open_with
from tests.worlds import World


@pytest.fixture
def code(world: World) -> str:
    """The receipt code of a response that holds one film."""
    token, submission = begin(world), new_token()
    keep(world, token)
    send(world, token, submission=submission)
    return receipt_code(submission)


def test_the_receipt_says_how_far_the_film_is(client: LintingClient, world: World, code: str) -> None:
    page = open_with(client, code)
    assert "Your film waits for a translator" in page and "at the latest" in page and ENGLISH not in page
    written(world)
    page = client.get("/en/receipt").text
    assert "A second person checks it now" in page and ENGLISH in page
    checked(world)
    page = client.get("/en/receipt").text
    assert "a second person has checked it" in page and "Your film will be deleted on" in page


def test_the_english_is_corrected_by_receipt(client: LintingClient, world: World, code: str) -> None:
    written(world)
    checked(world)
    open_with(client, code)
    path = f"/en/receipt/film/{one().public_id}"
    box = f"english-{db.session.scalars(select(SignedWords.public_id)).one()}"
    assert ENGLISH in client.get(path).text
    assert client.send(path, {box: " "}).status_code == 422
    assert client.send(path, {box: "What I really signed"}).headers["Location"] == "/en/receipt"
    page = client.get("/en/receipt").text
    assert "You changed the English on" in page and "What I really signed" in page
    assert texts()[0].text == "What I really signed"


def test_without_the_code_there_is_no_english_to_read(client: LintingClient, world: World, code: str) -> None:
    written(world)
    assert client.get(f"/en/receipt/film/{one().public_id}").headers["Location"] == "/en/receipt"
    open_with(client, code)
    assert client.get("/en/receipt/film/another-film").status_code == 404


def test_after_deletion_the_receipt_shows_the_proof(client: LintingClient, world: World, code: str) -> None:
    signed_answers.delete_due(one().delete_on + timedelta(days=1))
    digest = (one().deletion_proof or "").rpartition(":")[2]
    page = open_with(client, code)
    assert "Your film was deleted on" in page and digest in page and "2 KB" in page
    copy = client.get("/en/receipt/copy").text
    assert digest in copy and digest in client.get("/en/receipt/copy.txt").data.decode()


def test_taking_back_leaves_the_proof_on_the_receipt(client: LintingClient, world: World, code: str) -> None:
    open_with(client, code)
    client.get("/en/receipt/take-back")
    page = client.send("/en/receipt/take-back", follow_redirects=True).text
    assert "You took back your answers" in page and "Your film was deleted on" in page
    assert (one().deletion_proof or "").rpartition(":")[2] in page


def test_a_copy_holds_the_english_of_a_film(client: LintingClient, world: World, code: str) -> None:
    open_with(client, code)
    assert "An answer in British Sign Language" in client.get("/en/receipt/copy").text
    written(world)
    for path in ("copy", "copy.txt"):
        assert ENGLISH in client.get(f"/en/receipt/{path}").get_data(as_text=True)
