"""consult emails and consult mailbox: what came in, what could not and why, as words and as JSON."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from consult.extensions import db
from consult.models.submissions import Submission
from tests.commands import Command, Said
from tests.imap_server import PASSWORD, Box, serving
from tests.worlds import World


def test_files_of_emails_come_in_and_the_rest_is_named(consult: Command, world: World, tmp_path: Path) -> None:
    single, many, none = (tmp_path / name for name in ("one.eml", "many.mbox", "none.pdf"))
    single.write_bytes(letter(1))
    many.write_bytes(b"".join(b"From x y\n" + letter(number) + b"\n" for number in (1, 2)) + b"From x y\nnothing\n")
    none.write_bytes(b"%PDF-1.4")
    said = consult("emails", "import", world.slug, single, many, none, "--json")
    assert (said.code, said.json["taken"], said.json["known"]) == (0, 2, 1)
    assert [(row["file"], row["number"], row["code"]) for row in said.json["refused"]] == [
        ("many.mbox", 3, "email-other"), ("none.pdf", 1, "email-other")]
    assert "This is not an email that we can read" in said.err
    assert [row.language for row in submissions()] == ["en", "en"]


def test_the_mailbox_of_a_consultation_is_fetched(consult: Command, world: World, box: Box) -> None:
    box.add(letter(1))
    box.add(b"nothing")
    said = fetch(consult, world)
    assert (said.code, said.json["taken"], said.json["known"]) == (0, 1, 0)
    assert [(row["number"], row["code"]) for row in said.json["refused"]] == [(2, "email-other")]
    assert fetch(consult, world).json == {"taken": 0, "known": 0, "refused": []}


def test_a_mailbox_that_cannot_be_read_is_said(app: Flask, consult: Command, world: World, box: Box) -> None:
    change(app, imap_password="another")
    said = fetch(consult, world)
    assert (said.code, said.json["code"]) == (1, "mailbox-refused") and "did not let us in" in said.err


def test_a_mailbox_is_read_only_for_its_own_consultation(app: Flask, consult: Command, world: World, box: Box) -> None:
    box.add(letter(1))
    change(app, imap_for="another")
    said = fetch(consult, world)
    assert (said.code, said.json["code"], submissions()) == (1, "mailbox-of-another", [])


def test_without_a_mailbox_there_is_nothing_to_fetch(consult: Command, world: World) -> None:
    said = consult("mailbox", "fetch", world.slug, "--json")
    assert (said.code, said.json["code"]) == (1, "mailbox-none")


def fetch(consult: Command, world: World) -> Said:
    return consult("mailbox", "fetch", world.slug, "--json")


def change(app: Flask, **settings: str) -> None:
    app.config["CONSULT_SETTINGS"] = replace(app.config["CONSULT_SETTINGS"], **settings)


def submissions() -> list[Submission]:
    db.session.expire_all()
    return list(db.session.scalars(select(Submission)))


def letter(number: int) -> bytes:
    return (f"From: Ann <ann@example.org>\nTo: p@q.uk\nSubject: Light\nMessage-ID: <{number}@example.org>\n\n"
            f"More light in street {number}, please.\n").encode()


@pytest.fixture
def box(app: Flask, world: World) -> Iterator[Box]:
    """The mailbox of the world's consultation."""
    with serving(Box()) as served:
        change(app, imap=served.url, imap_password=PASSWORD, imap_for=world.slug)
        yield served
