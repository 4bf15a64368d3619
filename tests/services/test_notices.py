"""Notices: only who asked is told, that there is something new and nothing else, once, in safe hours."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from consult.clients.mail import AWAY, REFUSED, SENT, Letter
from consult.config import Settings
from consult.domain.access_profiles import Arrangement
from consult.domain.forum_access import Acting
from consult.domain.notices import MOST_TRIES, is_safe
from consult.extensions import db
from consult.jobs.notices import NoticeSender
from consult.models.access_profiles import MeetingNeed
from consult.models.base import utc_now
from consult.models.members import Member, Notice
from consult.models.threads import Post, Thread
from consult.services import (
    group_decisions,
    meeting_needs,
    member_settings,
    moderations,
    notices,
    outside_requests,
)
from consult.services.transaction import writing
from tests import forum_worlds, record_worlds
from tests.forum_worlds import ForumWorld
from tests.worlds import World


class Box:
    """A mail server that keeps what it was given and says how it went."""

    is_there = True

    def __init__(self, outcome: str = SENT) -> None:
        self.outcome, self.letters = outcome, []

    def send(self, letter: Letter) -> str:
        """Keep the letter."""
        self.letters.append(letter)
        return self.outcome


def test_nobody_is_told_who_did_not_ask(forum: ForumWorld) -> None:
    tell(forum)
    assert waiting() == []


def test_who_asked_is_told_and_not_who_made_it(forum: ForumWorld) -> None:
    for member in (forum.chair, forum.members[0]):
        ask_to_be_told(forum.acting(member))
    tell(forum, but=forum.chair)
    assert [row.member_id for row in waiting()] == [forum.members[0].id]


def test_another_forum_is_not_told(forum: ForumWorld) -> None:
    other = forum_worlds.build("Canal Walkers")
    ask_to_be_told(other.acting())
    tell(forum)
    assert waiting() == []


def test_all_that_is_new_makes_one_notice(forum: ForumWorld) -> None:
    ask_to_be_told(forum.acting())
    for _time in range(3):
        tell(forum)
    assert len(waiting()) == 1


def test_a_question_to_the_group_is_told_to_all_but_who_asks(forum: ForumWorld) -> None:
    for member in (forum.chair, forum.members[0]):
        ask_to_be_told(forum.acting(member))
    group_decisions.open_about(by=forum.acting(), kind="other", question="Fridays?")
    assert [row.member_id for row in waiting()] == [forum.members[0].id]


def test_a_request_in_the_tray_and_a_reply_are_told(forum: ForumWorld, world: World) -> None:
    ask = record_worlds.sent(forum)
    forum.officer(world.staff["lead"].id)
    ask_to_be_told(forum.acting())
    record_worlds.reply(forum, ask, world.staff["lead"])
    [first] = waiting()
    with writing() as session:
        session.delete(session.get_one(Notice, first.id))
    outside_requests.place(forum_id=forum.forum.public_id, by_id=world.staff["lead"].id, body="MOPAC", title="A form",
                           words="Is it clear?", why="We change it.", use="We test it.",
                           wanted_by=utc_now().date() + timedelta(days=60))
    assert [row.member_id for row in waiting()] == [forum.chair.id]


def test_what_concerns_one_member_is_told_to_that_member_alone(forum: ForumWorld) -> None:
    amber, birch = forum.members
    for member in (forum.chair, amber, birch):
        ask_to_be_told(forum.acting(member))
    meeting = forum.meeting()
    with writing() as session:
        thread = Thread(forum_id=forum.id, title="Lights", started_by_id=forum.chair.id)
        session.add(thread)
        session.flush()
        post = Post(thread_id=thread.id, member_id=amber.id, words="It was Birch.")
        need = MeetingNeed(meeting_id=meeting.id, member_id=birch.id, need="captions")
        session.add_all([post, need])
    moderations.hold_back(by=forum.acting(), post_id=post.public_id, rule="names-somebody", reason="It names Birch.")
    assert [row.member_id for row in waiting()] == [amber.id]
    meeting_needs.arrange(by=forum.acting(), need_id=need.public_id, given=Arrangement("booked", 1, "A captioner."))
    assert {row.member_id for row in waiting()} == {amber.id, birch.id}


def test_a_notice_waits_for_safe_hours_and_never_goes_at_once(forum: ForumWorld) -> None:
    ask_to_be_told(forum.acting(), quiet_from=9, quiet_until=20)
    tell(forum)
    [row] = waiting()
    assert row.not_before > utc_now() and is_safe(row.not_before, quiet_from=9, quiet_until=20)
    assert send(Box()) == 0


def test_a_letter_says_that_there_is_something_new_and_is_gone(forum: ForumWorld) -> None:
    due(forum)
    box = Box()
    assert send(box) == 1 and waiting() == []
    [letter] = box.letters
    assert (letter.to, letter.sender_name, letter.subject) == ("sam@example.org", "Notes", "Something new")
    assert "something new" in letter.text and send(box) == 0


def test_the_subject_can_be_the_members_own(forum: ForumWorld) -> None:
    due(forum, subject="Shopping")
    box = Box()
    send(box)
    assert box.letters[0].subject == "Shopping"


def test_a_notice_that_is_due_in_quiet_hours_waits_again(forum: ForumWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    due(forum, quiet_from=20, quiet_until=9)
    at(monkeypatch, utc_now().replace(hour=2, minute=0) + timedelta(days=1))
    box = Box()
    assert send(box) == 0 and box.letters == []
    [row] = waiting()
    assert is_safe(row.not_before, quiet_from=20, quiet_until=9)


def test_a_letter_that_nobody_takes_is_not_tried_again(forum: ForumWorld) -> None:
    due(forum)
    assert send(Box(REFUSED)) == 0 and waiting() == []


def test_a_server_that_is_away_is_asked_a_few_times(forum: ForumWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    due(forum)
    box = Box(AWAY)
    for later in range(MOST_TRIES + 1):
        at(monkeypatch, utc_now() + timedelta(hours=later))
        send(box)
    assert len(box.letters) == MOST_TRIES and waiting() == []


def test_two_workers_send_it_once(forum: ForumWorld) -> None:
    due(forum)
    [notice_id] = notices.due()
    assert notices.take(notice_id) is not None and notices.take(notice_id) is None


def test_who_no_longer_wants_it_is_not_told(forum: ForumWorld) -> None:
    due(forum)
    member_settings.forget_contact(by=forum.acting())
    assert send(Box()) == 0 and waiting() == []


def test_without_a_mail_server_nothing_is_noted(app: Flask, forum: ForumWorld) -> None:
    app.config["CONSULT_SETTINGS"] = without_mail(app)
    ask_to_be_told(forum.acting())
    tell(forum)
    assert waiting() == [] and NoticeSender(bool).turn() == 0


def test_a_worker_that_stops_sends_no_more(forum: ForumWorld) -> None:
    due(forum)
    box = Box()
    assert NoticeSender(lambda: True).turn(box) == 0 and len(waiting()) == 1


def test_neither_the_log_nor_what_is_printed_holds_an_address(
    forum: ForumWorld, capsys: pytest.CaptureFixture[str]
) -> None:
    due(forum)
    [notice_id] = notices.due()
    print(notices.take(notice_id))
    with writing() as session:
        session.get_one(Notice, notice_id).not_before = utc_now() - timedelta(hours=1)
    send(Box())
    said = capsys.readouterr()
    assert "sam@" not in said.out + said.err and '"count": 1' in said.out


def test_a_letter_is_in_the_members_language(app: Flask) -> None:
    english, urdu = notices.letter("a@b.example", "en"), notices.letter("a@b.example", "ur")
    assert english.text.splitlines()[0] == "There is something new for you."
    assert notices.letter("a@b.example", "xx") == english and urdu.to == english.to


def ask_to_be_told(by: Acting, *, quiet_from: int = 9, quiet_until: int = 9, subject: str = "") -> None:
    """Let a member ask for notices; without quiet hours unless told."""
    member_settings.keep_contact(address="sam@example.org", quiet_from=quiet_from, quiet_until=quiet_until,
                                 subject=subject, by=by)


def tell(forum: ForumWorld, but: Member | None = None) -> None:
    """Note that something is new."""
    with writing() as session:
        notices.tell(session, forum.id, but_id=but.id if but else None)


def due(forum: ForumWorld, **asked: object) -> None:
    """Let the chair's notice be due now."""
    ask_to_be_told(forum.acting(), **asked)  # type: ignore[arg-type]
    tell(forum)
    with writing() as session:
        session.scalars(select(Notice)).one().not_before = utc_now() - timedelta(minutes=1)


def waiting() -> list[Notice]:
    """Return the notices that wait."""
    with writing() as session:
        return list(session.scalars(select(Notice).execution_options(populate_existing=True)))


def send(box: Box) -> int:
    """Let a worker send what is due."""
    return NoticeSender(bool).turn(box)


def at(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """Let it be another time for the sender."""
    monkeypatch.setattr(notices, "utc_now", lambda: now)


def without_mail(app: Flask) -> Settings:
    """Return the application's settings without a mail server."""
    settings: Settings = app.config["CONSULT_SETTINGS"]
    return replace(settings, mail="", mail_from="")


@pytest.fixture
def forum(app: Flask) -> ForumWorld:
    """A forum on a site that has a mail server."""
    app.config["CONSULT_SETTINGS"] = replace(app.config["CONSULT_SETTINGS"], mail="smtp://localhost:1",
                                             mail_from="notes@plain.example")
    db.session.remove()
    return forum_worlds.build()
