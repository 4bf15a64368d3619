"""What comes to a mailbox is taken in once, whatever ends the reading; the mailbox stays as it is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from consult.clients.files import FileStore
from consult.domain.errors import Conflict, NotAllowed, Refused
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.submissions import MailboxState, Submission
from consult.services import email_intake, mailboxes
from consult.services.mailboxes import Fetched
from consult.services.transaction import writing
from tests.imap_server import PASSWORD, Box, serving
from tests.worlds import World


def test_letters_are_taken_in_once_and_in_their_order(world: World, box: Box) -> None:
    for number in range(3):
        box.add(letter(number))
    assert (fetch(world).taken, fetch(world).taken, fetch(world).known) == (3, 0, 0)
    box.add(letter(3))
    assert fetch(world).taken == 1 and labels() == ["Letter 0", "Letter 1", "Letter 2", "Letter 3"]
    assert not any(word in line for line in box.heard for word in ("STORE", "EXPUNGE", "SELECT", "MOVE", "COPY"))


def test_where_the_line_breaks_the_next_reading_goes_on(world: World, box: Box) -> None:
    for number in range(4):
        box.add(letter(number))
    box.breaks_at = 3
    assert (fetch(world).problem, labels(), state().problem) == ("mailbox-away", ["Letter 0", "Letter 1"],
                                                                 "mailbox-away")
    box.breaks_at = None
    assert fetch(world).taken == 2 and state().problem == ""


def test_numbers_that_mean_other_letters_now_bring_nothing_twice(world: World, box: Box) -> None:
    box.add(letter(0))
    fetch(world)
    box.letters, box.validity = {50: letter(0), 51: letter(1)}, 8
    found = fetch(world)
    assert (found.taken, found.known, state().last_uid) == (1, 1, 51)


def test_a_letter_that_cannot_be_taken_in_is_named_and_the_next_one_read(
        world: World, box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    for data in (b"no e-mail", letter(1), letter(2), letter(3)):
        box.add(data)
    box.tells_size[2] = 10**9
    real = email_intake.take_in
    monkeypatch.setattr(email_intake, "take_in", lambda **asked: broken() if asked["data"] == letter(3)
                        else real(**asked))
    assert fetch(world).failed == {1: "email-other", 2: "email-large", 4: "email-broken"}
    assert labels() == ["Letter 2"]
    assert state().failed == {"1": "email-other", "2": "email-large", "4": "email-broken"} and state().last_uid == 4


def test_while_no_file_can_be_kept_no_letter_is_passed_over(
        world: World, box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    box.add(letter(0))
    with monkeypatch.context() as patch:
        patch.setattr(FileStore, "keep", full)
        with pytest.raises(OSError):
            fetch(world)
    assert (state().last_uid, state().failed, labels()) == (0, {}, [])
    assert fetch(world).taken == 1


def test_a_reading_that_is_stopped_goes_on_at_once(world: World, box: Box) -> None:
    for number in range(3):
        box.add(letter(number))
    answers = iter((False, True))
    found = mailboxes.fetch(consultation_id=world.consultation.id, is_stopping=lambda: next(answers))
    assert (found.taken, state().fetched_at) == (1, None)
    assert (due := mailboxes.fetch_due()) is not None and due.taken == 2


def test_a_mailbox_is_read_again_when_its_minutes_are_over(world: World, box: Box) -> None:
    assert mailboxes.fetch_due() is not None and mailboxes.fetch_due() is None
    with writing() as session:
        session.scalars(select(MailboxState)).one().fetched_at = utc_now() - timedelta(minutes=6)
    assert mailboxes.fetch_due() is not None


def test_who_takes_in_can_have_it_read_at_the_next_turn(world: World, box: Box) -> None:
    mailboxes.fetch_due()
    with pytest.raises(NotAllowed):
        ask(world, "coder")
    ask(world, "intake-officer")
    assert mailboxes.fetch_due() is not None


def test_a_wrong_password_is_noted_and_nothing_raised(app: Flask, world: World, box: Box) -> None:
    settings = app.config["CONSULT_SETTINGS"]
    app.config["CONSULT_SETTINGS"] = replace(settings, imap_password="another")
    assert fetch(world).problem == state().problem == "mailbox-refused"


def test_a_mailbox_belongs_to_one_consultation(app: Flask, world: World, box: Box) -> None:
    mailboxes.check(world.slug)
    with pytest.raises(Refused) as refused:
        mailboxes.check("another")
    assert refused.value.code == "mailbox-of-another" and not mailboxes.is_of("another")
    with pytest.raises(Conflict):
        mailboxes.read_soon(consultation_id=world.consultation.id, slug="another", by_id=world.staff["lead"].id)


def test_without_a_mailbox_nothing_is_read(world: World) -> None:
    assert mailboxes.fetch_due() is None
    with pytest.raises(Refused) as refused:
        mailboxes.check(world.slug)
    assert refused.value.code == "mailbox-none"


def test_the_same_letter_twice_in_the_mailbox_is_one(world: World, box: Box) -> None:
    box.add(letter(0))
    box.add(letter(0))
    assert (found := fetch(world)).taken == found.known == 1
    assert db.session.scalar(select(func.count()).select_from(Submission)) == 1


def fetch(world: World) -> Fetched:
    return mailboxes.fetch(consultation_id=world.consultation.id)


def ask(world: World, role: str) -> None:
    mailboxes.read_soon(consultation_id=world.consultation.id, slug=world.slug, by_id=world.staff[role].id)


def labels() -> list[str]:
    return list(db.session.scalars(select(Submission.label).order_by(Submission.id)))


def state() -> MailboxState:
    db.session.expire_all()
    return db.session.scalars(select(MailboxState)).one()


def full(*_given: object) -> None:
    raise OSError("no space left")


def broken() -> None:
    raise KeyError("a fault of ours")


def letter(number: int) -> bytes:
    return (f"From: Ann <ann{number}@example.org>\r\nTo: plan@example.gov.uk\r\nSubject: Letter {number}\r\n"
            f"Message-ID: <{number}@example.org>\r\nDate: Mon, 3 Nov 2025 10:0{number}:00 +0000\r\n\r\n"
            f"More light in street {number}.\r\n").encode()


@pytest.fixture
def box(app: Flask, world: World) -> Iterator[Box]:
    """The mailbox of the world's consultation."""
    with serving(Box()) as served:
        app.config["CONSULT_SETTINGS"] = replace(app.config["CONSULT_SETTINGS"], imap=served.url,
                                                 imap_password=PASSWORD, imap_for=world.slug)
        yield served
