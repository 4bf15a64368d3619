"""The page of e-mail: what its buttons do, what went wrong, and who sent something only with a reason."""

import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from consult.domain.submissions import Facts
from consult.extensions import db
from consult.jobs import emails, running
from consult.models.runs import Run
from consult.models.submissions import Submission
from consult.services import mailboxes, senders, submissions
from consult.services.transaction import writing
from tests.imap_server import PASSWORD, Box, serving
from tests.linting import LintingClient
from tests.worlds import PASSWORD as PASS
from tests.worlds import World

EMAIL = b"From: Ann <ann@example.org>\nTo: p@q.uk\nSubject: Light\nMessage-ID: <1@example.org>\n\nMore light.\n"


def test_files_are_brought_in_and_the_page_says_what_became_of_them(
        app: Flask, client: LintingClient, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emails, "language_finder", lambda _detector: lambda _words: "en")
    client.sign_in(world.email("intake-officer"), PASS)
    mbox = b"From x y\n" + EMAIL + b"\nFrom x y\nno email\n\nFrom x y\n" + EMAIL
    assert bring_in(client, world, ("all.mbox", mbox)).status_code == 303
    assert "data-run-progress" in client.get(address(world)).text
    running.execute(app, db.session.scalars(select(Run.id)).one())
    db.session.rollback()
    page = client.get(address(world)).text
    assert "1 email was taken in" in page and "1 email had come before" in page
    assert "all.mbox, email 2" in page and "This is not an email that we can read" in page


@pytest.mark.parametrize(("files", "words"), [
    ((), "Choose a file"), ((("a.msg", b"\xd0\xcf\x11\xe0" + bytes(9)),), "save it as .eml"),
    ((("a.pdf", b"%PDF-1.4"),), "This is not a file of emails."),
])
def test_a_wrong_file_is_refused_with_what_to_do(client: LintingClient, world: World, files: tuple[tuple[str, bytes]],
                                                 words: str) -> None:
    client.sign_in(world.email("intake-officer"), PASS)
    answer = bring_in(client, world, *files)
    assert answer.status_code == 422 and words in answer.text


def test_what_is_being_taken_in_can_be_stopped(client: LintingClient, world: World) -> None:
    client.sign_in(world.email("intake-officer"), PASS)
    bring_in(client, world, ("a.eml", EMAIL))
    run = db.session.scalars(select(Run)).one()
    assert client.get(f"{address(world)}/runs/{run.public_id}.json").json["state"] == "queued"
    assert client.send(f"{address(world)}/runs/{run.public_id}/stop").status_code == 303
    assert "Cancelled" in client.get(address(world)).text


def test_the_page_says_how_the_mailbox_was_read(app: Flask, client: LintingClient, world: World, box: Box) -> None:
    client.sign_in(world.email("intake-officer"), PASS)
    box.add(EMAIL)
    box.add(b"nothing")
    box.folder = "Elsewhere"
    assert mailboxes.fetch(consultation_id=world.consultation.id).problem
    assert "The mailbox has no such folder." in client.get(address(world)).text
    box.folder = "INBOX"
    mailboxes.fetch(consultation_id=world.consultation.id)
    page = client.get(address(world)).text
    assert "This is not an email that we can read" in page and "It did not work" not in page
    assert client.send(f"{address(world)}/read", follow_redirects=True).text.count("in a moment") == 2


def test_without_a_mailbox_the_page_says_what_to_do(client: LintingClient, world: World) -> None:
    client.sign_in(world.email("intake-officer"), PASS)
    assert "No mailbox is set up for this consultation." in client.get(address(world)).text
    assert "No mailbox is set up here" in client.send(f"{address(world)}/read", follow_redirects=True).text


def test_who_sent_something_is_shown_after_a_reason_and_kept_by_no_cache(client: LintingClient, world: World) -> None:
    client.sign_in(world.email("intake-officer"), PASS)
    place = f"/staff/consultations/{world.slug}/submissions/{sent(world).public_id}/sender"
    assert "ann@example.org" not in client.get(place).text
    refused = client.send(place, data={"reason": ""})
    assert refused.status_code == 422 and "ann@example.org" not in refused.text
    shown = client.send(place, data={"reason": "Their second page is missing"})
    assert "ann@example.org" in shown.text and shown.headers["Cache-Control"] == "no-store"


def bring_in(client: LintingClient, world: World, *files: tuple[str, bytes]) -> object:
    return client.send(f"{address(world)}/files", content_type="multipart/form-data",
                       data={"file": [(io.BytesIO(data), name) for name, data in files]})


def sent(world: World) -> Submission:
    with writing() as session:
        submission = submissions.take_in(session, consultation_id=world.consultation.id, by_id=None,
                                         facts=Facts("email", "e-mail", "en", text="More light."))
        senders.keep(session, submission, address="ann@example.org")
        return submission


def address(world: World) -> str:
    return f"/staff/consultations/{world.slug}/mailbox"


@pytest.fixture
def box(app: Flask, world: World) -> Iterator[Box]:
    """The mailbox of the world's consultation."""
    with serving(Box()) as served:
        app.config["CONSULT_SETTINGS"] = replace(app.config["CONSULT_SETTINGS"], imap=served.url,
                                                 imap_password=PASSWORD, imap_for=world.slug)
        yield served
