"""CP-16, what leaves the house: nothing unless asked for, in safe hours, and a letter that could be about anything."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from consult.clients.mail import written
from consult.domain.languages import LANGUAGES
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.members import MemberContact, Notice
from consult.services import member_settings, notices
from consult.services.transaction import writing
from tests.forum_worlds import ForumWorld

SENDER = "notes@plain.example"
TELLING = ("night", "bus", "riders", "forum", "consult", "mopac", "police", "london", "group", "meeting", "http")


def test_cp16_nobody_hears_anything_by_default(forum: ForumWorld, post: None) -> None:
    tell(forum)
    assert db.session.scalar(select(func.count()).select_from(MemberContact)) == 0
    assert db.session.scalar(select(func.count()).select_from(Notice)) == 0


def test_cp16_sender_subject_and_words_are_neutral(forum: ForumWorld, post: None) -> None:
    due(forum)
    [notice_id] = notices.due()
    outgoing = notices.take(notice_id)
    assert outgoing is not None
    whole = written(outgoing.letter, SENDER).as_string().lower() + outgoing.letter.text.lower()
    assert not [word for word in TELLING if word in whole.replace("sam@example.org", "")]
    assert forum.chair.public_id.lower() not in whole and "amber" not in whole


def test_cp16_everybody_gets_the_same_words_whatever_is_new(forum: ForumWorld, post: None) -> None:
    assert notices.letter("a@b.example", "en") == notices.letter("a@b.example", "en", "")
    for tag in LANGUAGES:
        letter = notices.letter("a@b.example", tag)
        assert "%" not in letter.text + letter.subject + letter.sender_name and len(letter.text.splitlines()) == 3


def test_cp16_where_somebody_can_be_reached_is_sealed(forum: ForumWorld, post: None) -> None:
    due(forum)
    row = db.session.scalars(select(MemberContact)).one()
    assert b"sam" not in row.address_sealed and b"example" not in row.address_sealed


def test_cp16_a_letter_goes_out_in_safe_hours_of_another_day(forum: ForumWorld, post: None) -> None:
    ask(forum, quiet_from=20, quiet_until=9)
    tell(forum)
    not_before = db.session.scalars(select(Notice.not_before)).one()
    assert not_before > utc_now() and notices.due() == []


def test_cp16_only_email_is_a_way_and_nobody_is_rung(forum: ForumWorld, post: None) -> None:
    ask(forum)
    row = db.session.scalars(select(MemberContact)).one()
    assert (row.channel, row.no_voicemail) == ("email", True)


def ask(forum: ForumWorld, *, quiet_from: int = 9, quiet_until: int = 9) -> None:
    """Let the first member ask to be told."""
    member_settings.keep_contact(address="sam@example.org", quiet_from=quiet_from, quiet_until=quiet_until, subject="",
                                 by=forum.acting(forum.members[0]))


def tell(forum: ForumWorld) -> None:
    """Note that something is new."""
    with writing() as session:
        notices.tell(session, forum.id, but_id=forum.chair.id)


def due(forum: ForumWorld) -> None:
    """Let the first member's notice be due now."""
    ask(forum)
    tell(forum)
    with writing() as session:
        session.scalars(select(Notice)).one().not_before = utc_now() - timedelta(minutes=1)


@pytest.fixture
def post(app: Flask) -> None:
    """A site that has a mail server."""
    app.config["CONSULT_SETTINGS"] = replace(app.config["CONSULT_SETTINGS"], mail="smtp://localhost:1",
                                             mail_from=SENDER)
