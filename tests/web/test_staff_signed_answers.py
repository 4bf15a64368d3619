"""Films in sign language as translators and checkers meet them: the queue, the player, the English and its check."""

import pytest
from sqlalchemy import func, select

from consult.domain.audit import Act
from consult.extensions import db
from consult.models.audit import AuditEvent
from consult.models.responses import Attachment
from consult.services import signed_answers
from tests.linting import LintingClient
from tests.services.test_signed_answers import (
    ENGLISH,
    WEBM,
    begin,
    coded_film,
    correct,
    keep,
    one,
    send,
    sent,
    texts,
    trail,
    written,
)
from tests.web.test_respond_signing import fetched
from tests.worlds import PASSWORD, World

QUEUE = "/staff/consultations/small-plan/signed-answers"


def test_the_queue_shows_what_waits_and_nothing_of_the_person(client: LintingClient, world: World) -> None:
    signed = sent(world)
    client.sign_in(world.email("translator"), PASSWORD)
    page = client.get(QUEUE)
    assert "Waiting for English (1)" in page.text and "What would you change?" in page.text and "0:12" in page.text
    shown = client.get(f"{QUEUE}/{signed.public_id}")
    for hidden in (world.responses[-1].public_id, "me.webm", "download", db.session.scalars(
            select(Attachment.public_id)).one()):
        assert hidden not in shown.text.replace("nodownload", "")
    assert "media-src 'self'" in shown.headers["Content-Security-Policy"]


def test_a_film_is_played_in_pieces_and_watching_is_kept(client: LintingClient, world: World) -> None:
    path = f"{QUEUE}/{sent(world).public_id}/film"
    client.sign_in(world.email("translator"), PASSWORD)
    first = fetched(client, path, "bytes=0-3")
    assert (first.status_code, first.data) == (206, WEBM[:4]) and "attachment" not in str(first.headers)
    middle = fetched(client, path, "bytes=1000-1009")
    assert (middle.status_code, middle.headers["Content-Range"]) == (206, f"bytes 1000-1009/{len(WEBM)}")
    past = fetched(client, path, "bytes=999999-")
    assert (past.status_code, past.headers["Content-Range"]) == (416, f"bytes */{len(WEBM)}")
    assert fetched(client, path).data == WEBM
    assert first.headers["Cache-Control"] == "no-store"
    assert [event.person_id for event in trail(Act.SIGNED_ANSWER_WATCHED)] == [world.staff["translator"].id] * 2


def test_opening_the_page_is_no_watching(client: LintingClient, world: World) -> None:
    signed = sent(world)
    client.sign_in(world.email("translator"), PASSWORD)
    assert 'preload="none"' in client.get(f"{QUEUE}/{signed.public_id}").text
    assert trail(Act.SIGNED_ANSWER_WATCHED) == []


@pytest.mark.parametrize("role", ["lead", "coder", "survey-editor", "administrator", "reader", "equality-lead"])
def test_nobody_else_sees_that_there_are_films(client: LintingClient, world: World, role: str) -> None:
    path = f"{QUEUE}/{sent(world).public_id}"
    client.sign_in(world.email(role), PASSWORD)
    for address in (QUEUE, path, f"{path}/film"):
        assert client.get(address).status_code == 403
    assert "Signed answers" not in client.get("/staff/consultations/small-plan/set-up", follow_redirects=True).text


def test_it_is_written_by_one_and_checked_by_another(client: LintingClient, world: World) -> None:
    path = f"{QUEUE}/{sent(world).public_id}"
    client.sign_in(world.email("translator"), PASSWORD)
    client.get(path)
    assert "Enter some words here" in post(client, f"{path}/write", {"english-violence-words": " "}).text
    client.get(path)
    assert post(client, f"{path}/write", {"english-violence-words": ENGLISH}).status_code == 303
    assert "You wrote this. Someone else checks it." not in client.get(QUEUE).text
    client.sign_in(world.email("translation-checker"), PASSWORD)
    shown = client.get(path).text
    assert ENGLISH in shown and "Keep the English" not in shown and "Written by A translator." in shown
    assert post(client, f"{path}/check", {}).status_code == 303
    assert texts()[0].text == ENGLISH and "Checked by A translation-checker" in client.get(path).text


def test_what_changed_meanwhile_is_told_of_and_what_was_typed_stays(client: LintingClient, world: World) -> None:
    signed = sent(world)
    path = f"{QUEUE}/{signed.public_id}"
    client.sign_in(world.email("translator"), PASSWORD)
    client.get(path)
    written(world, english="Somebody was faster")
    answer = client.send(f"{path}/write", {"revision": "1", "english-violence-words": "Typed in vain"})
    assert answer.status_code == 422 and "Nothing of theirs was overwritten" in answer.text
    assert "Typed in vain" in answer.text


def test_english_goes_back_with_a_note(client: LintingClient, world: World) -> None:
    path = f"{QUEUE}/{sent(world).public_id}"
    written(world)
    client.sign_in(world.email("translation-checker"), PASSWORD)
    client.get(path)
    assert "Say why in a few words" in post(client, f"{path}/give-back", {"note": ""}).text
    client.get(path)
    assert post(client, f"{path}/give-back", {"note": "The last sign is soon"}).status_code == 303
    client.sign_in(world.email("translator"), PASSWORD)
    assert "The last sign is soon" in client.get(path).text


def test_a_film_of_the_whole_survey_has_a_box_for_each_question(client: LintingClient, world: World) -> None:
    token = begin(world)
    keep(world, token, key="")
    send(world, token)
    path = f"{QUEUE}/{one().public_id}"
    client.sign_in(world.email("translator"), PASSWORD)
    assert "The whole survey" in client.get(path).text
    post(client, f"{path}/write", {"english-violence-words": "", "english-missing-words": "Deaf people"})
    client.sign_in(world.email("translation-checker"), PASSWORD)
    assert "Deaf people" in client.get(path).text


def test_a_correction_of_the_person_is_shown(client: LintingClient, world: World) -> None:
    coded_film(world)
    correct(world, "What I signed")
    client.sign_in(world.email("translator"), PASSWORD)
    assert "Corrected by the person" in client.get(QUEUE).text
    shown = client.get(f"{QUEUE}/{one().public_id}").text
    assert "What I signed" in shown and "Keep the English" not in shown


def test_a_deleted_film_cannot_be_played(client: LintingClient, world: World) -> None:
    signed = sent(world)
    signed_answers.delete_due(signed.delete_on)
    client.sign_in(world.email("translator"), PASSWORD)
    shown = client.get(f"{QUEUE}/{signed.public_id}").text
    assert "The film was deleted on" in shown and "<video" not in shown
    assert client.get(f"{QUEUE}/{signed.public_id}/film").status_code == 404


def test_a_queue_of_many_films_takes_few_statements(client: LintingClient, world: World, statements: list[str]) -> None:
    for _turn in range(3):
        token = begin(world)
        keep(world, token)
        send(world, token)
    client.sign_in(world.email("translator"), PASSWORD)
    statements.clear()
    client.get(QUEUE)
    assert len(statements) <= 16, statements
    assert db.session.scalar(select(func.count()).select_from(AuditEvent).where(
        AuditEvent.action == "signed-answer-watched")) == 0


def post(client: LintingClient, path: str, data: dict[str, str]) -> object:
    """Send a form of a film's page as it stands now."""
    return client.send(path, {"revision": str(one().revision), **data})
