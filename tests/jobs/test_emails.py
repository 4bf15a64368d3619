"""The worker reads the mailbox at its turns, and what tells a language never stops it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from consult.analysis.languages import Detector, Found
from consult.extensions import db
from consult.jobs import emails
from consult.jobs.emails import MailboxReader, language_finder
from consult.models.submissions import Submission
from tests.imap_server import PASSWORD, Box, serving
from tests.worlds import World


class Finder(Detector):
    """Finds Polish, breaks over one word, and says whether its memory was given back."""

    has_forgotten = False

    def find(self, text: str, page: str) -> Found:
        """Return Polish."""
        if "break" in text:
            raise KeyError("a fault of the models")
        return Found("pl", "pl")

    def forget(self) -> None:
        """Note that it was asked to."""
        Finder.has_forgotten = True


def test_a_turn_takes_in_what_came_and_gives_its_memory_back(world: World, box: Box) -> None:
    assert (MailboxReader(bool).turn(), MailboxReader(bool).turn()) == (1, 0)
    assert db.session.scalars(select(Submission.language)).all() == ["pl"] and Finder.has_forgotten


def test_a_turn_that_is_told_to_stop_takes_in_nothing(world: World, box: Box) -> None:
    assert MailboxReader(lambda: True).turn() == 0 and MailboxReader(bool).turn() == 1


def test_words_whose_language_cannot_be_found_are_taken_for_english() -> None:
    assert (language_finder(Finder())("break"), language_finder(Finder())("tak")) == ("en", "pl")


@pytest.fixture
def box(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    """The mailbox of the world's consultation, with one letter in it, and a finder of languages without models."""
    monkeypatch.setattr(emails, "Detector", Finder)
    with serving(Box()) as served:
        served.add(b"From: Ann <ann@example.org>\nTo: p@q.uk\nMessage-ID: <1@example.org>\n\nTak.\n")
        app.config["CONSULT_SETTINGS"] = replace(app.config["CONSULT_SETTINGS"], imap=served.url,
                                                 imap_password=PASSWORD, imap_for=world.slug)
        yield served
