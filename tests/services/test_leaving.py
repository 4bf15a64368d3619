"""Leaving a forum: nothing in the database leads to who left, and what the group keeps stays."""

import io
import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from consult.domain.access_profiles import Need
from consult.domain.errors import NotFound, Refused
from consult.extensions import db
from consult.models import every_table
from consult.models.access_profiles import MeetingNeed
from consult.models.agendas import AgendaItem
from consult.models.base import utc_now
from consult.models.forum_notes import Note, NoteLine
from consult.models.group_decisions import GroupDecision, Position, Turnout
from consult.models.members import Member, MemberContact
from consult.models.threads import ForumFile, MemberReport, Post, Thread
from consult.queries import members
from consult.services import (
    access_profiles,
    forum_files,
    leaving,
    member_copies,
    member_sessions,
    member_settings,
    threads,
)
from consult.services.attachments import Sent
from consult.services.posts import Said
from consult.services.threads import Beginning
from consult.services.transaction import writing
from tests.forum_worlds import ForumWorld, build


def test_every_column_that_can_name_a_member_has_its_rule() -> None:
    columns = {(table.name, column.name) for table in every_table.values() for column in table.columns
               for key in column.foreign_keys if key.column.table.name == "members"}
    lists = (leaving.DELETE, leaving.NOBODY, leaving.KEEP, frozenset({leaving.BESIDE}))
    assert columns == frozenset().union(*lists) and sum(map(len, lists)) == len(columns)


def test_who_leaves_is_nowhere_and_their_words_belong_to_nobody(forum: ForumWorld) -> None:
    amber = forum.members[0]
    say(forum, amber, "I ride at night")
    member_settings.keep_contact(address="amber@example.org", quiet_from=20, quiet_until=9, subject="", by=forum.acting(
        amber))
    access_profiles.keep(by=forum.acting(amber), needs=[Need("bsl", "my own interpreter")])
    token = member_sessions.begin(amber.id)
    name, public_id = amber.name, amber.public_id
    leaving.leave(by=forum.acting(amber), words="stay", is_sure=True)
    assert member_sessions.acting(token) is None
    assert everything_with(name) == everything_with(public_id) == everything_with("amber@example.org") == []
    assert [(post.words, post.member_id) for post in all_of(Post)] == [("I ride at night", left(forum).id)]
    assert all_of(MemberContact) == []


def test_taking_words_back_on_leaving_empties_them(forum: ForumWorld) -> None:
    amber = forum.members[0]
    say(forum, amber, "I ride at night")
    line = noted(forum, amber, "The lights are off")
    item = proposed(forum, amber, "Lights at the stop")
    leaving.leave(by=forum.acting(amber), words="go", is_sure=True)
    assert everything_with("I ride") == everything_with("lights are off") == everything_with("Lights at") == []
    assert db.session().get_one(NoteLine, line).taken_back_at is not None
    assert db.session().get_one(AgendaItem, item).state == "withdrawn"


@pytest.mark.parametrize(("state", "title"), [("listed", ""), ("adopted", ""), ("done", "Lights at the stop")])
def test_taking_words_back_on_leaving_reaches_items_on_an_agenda(forum: ForumWorld, state: str, title: str) -> None:
    meeting, item = forum.meeting(), proposed(forum, forum.members[0], "Lights at the stop")
    with writing() as session:
        row = session.get_one(AgendaItem, item)
        row.words, row.state, row.meeting_id = "Two of them are dark", state, meeting.id
    leaving.leave(by=forum.acting(forum.members[0]), words="go", is_sure=True)
    assert everything_with("are dark") == []
    assert db.session().get_one(AgendaItem, item).title == title


def test_taking_words_back_on_leaving_takes_the_titles_of_own_threads(forum: ForumWorld) -> None:
    by = forum.acting(forum.members[0])
    threads.begin(by=by, beginning=Beginning("I ride at night", "Night rides"), first=Said("Who else?"))
    say(forum, forum.chair, "Me")
    leaving.leave(by=by, words="go", is_sure=True)
    assert sorted((row.title, row.easy_title) for row in all_of(Thread)) == [("Buses", ""), ("–", "")]


def test_a_file_that_cannot_be_opened_keeps_nothing_else_from_a_members_copy(forum: ForumWorld) -> None:
    amber = forum.members[0]
    row = forum_files.keep(by=forum.acting(amber), kind="audio",
                           sent=Sent(io.BytesIO(WAVE), "a.wav", "audio/wav", None))
    say(forum, amber, "I ride at night")
    with writing() as session:
        session.get_one(ForumFile, row.id).state = "refused"
    found = member_copies.collect(by=forum.acting(amber))
    assert found.files == {} and [words for _title, words in found.posts] == ["I ride at night"]


def test_words_that_were_held_back_stay_in_the_evidence(forum: ForumWorld) -> None:
    say(forum, forum.members[0], "Something unkind", is_held_back=True)
    leaving.leave(by=forum.acting(forum.members[0]), words="go", is_sure=True)
    assert [post.words for post in all_of(Post)] == ["Something unkind"]


def test_a_voice_goes_and_what_it_said_stays_as_words(forum: ForumWorld) -> None:
    amber = forum.members[0]
    row = forum_files.keep(by=forum.acting(amber), kind="audio", transcript="The bus never stops",
                           sent=Sent(io.BytesIO(WAVE), "amber.wav", "audio/wav", None))
    say(forum, amber, "", file_id=row.id)
    leaving.leave(by=forum.acting(amber), words="stay", is_sure=True)
    assert [post.words for post in all_of(Post)] == ["The bus never stops"]
    kept = db.session().get_one(ForumFile, row.id, populate_existing=True)
    assert (kept.state, kept.stored_as, kept.transcript) == ("deleted", None, "") and everything_with("amber.wav") == []


def test_leaving_in_the_middle_of_a_decision_keeps_the_words_without_the_person(forum: ForumWorld) -> None:
    amber, decision = forum.members[0], asked(forum)
    with writing() as session:
        session.add(Position(decision_id=decision, member_id=amber.id, stance="concern", words="It is too far"))
        session.add(Turnout(decision_id=decision, member_id=amber.id))
    leaving.leave(by=forum.acting(amber), words="stay", is_sure=True)
    assert [(row.member_id, row.words) for row in all_of(Position)] == [(None, "It is too far")]
    assert all_of(Turnout) == []


def test_a_decision_about_a_chair_who_left_names_them_no_more(forum: ForumWorld) -> None:
    amber = forum.members[0]
    decision = asked(forum, kind="chair", subject_id=amber.public_id, question="Does Amber become a chair?")
    leaving.leave(by=forum.acting(amber), words="stay", is_sure=True)
    kept = db.session().get_one(GroupDecision, decision, populate_existing=True)
    assert (kept.question, kept.subject_id) == ("–", "")


def test_all_who_leave_become_one_row_and_supporters_go_with_them(forum: ForumWorld) -> None:
    forum.someone("supporter", "Helper", beside=forum.members[0])
    for member in (*forum.members, forum.chair):
        leaving.leave(by=forum.acting(member), words="stay", is_sure=True)
    assert [(row.name, row.name_skeleton) for row in all_of(Member)] == [("", None)]
    assert left(forum).left_on.day == 1


def test_what_was_needed_at_past_meetings_stays_a_number(forum: ForumWorld) -> None:
    past, coming = forum.meeting(days=-20, state="held"), forum.meeting(days=20)
    with writing() as session:
        for meeting in (past, coming):
            for member in forum.members:
                session.add(MeetingNeed(meeting_id=meeting.id, member_id=member.id, need="bsl", words_sealed=b"x"))
    for member in forum.members:
        leaving.leave(by=forum.acting(member), words="stay", is_sure=True)
    assert [(row.meeting_id, row.words_sealed) for row in all_of(MeetingNeed)] == [(past.id, None)]


def test_a_report_stays_without_who_sent_it(forum: ForumWorld) -> None:
    with writing() as session:
        session.add(MemberReport(forum_id=forum.id, from_id=forum.members[0].id, words="Help",
                                 sent_on=utc_now().date()))
    leaving.leave(by=forum.acting(forum.members[0]), words="stay", is_sure=True)
    assert [(row.from_id, row.words) for row in all_of(MemberReport)] == [(None, "Help")]


@pytest.mark.parametrize(("words", "is_sure", "code"), [
    ("stay", False, "leaving-unsure"), ("", True, "option-unknown"), ("all", True, "option-unknown"),
])
def test_leaving_wants_a_choice_and_a_tick(forum: ForumWorld, words: str, is_sure: bool, code: str) -> None:
    with pytest.raises(Refused, match=code):
        leaving.leave(by=forum.acting(forum.members[0]), words=words, is_sure=is_sure)


def test_who_left_cannot_act_any_more(forum: ForumWorld) -> None:
    by = forum.acting(forum.members[0])
    leaving.leave(by=by, words="stay", is_sure=True)
    with pytest.raises(NotFound):
        leaving.leave(by=by, words="stay", is_sure=True)


def say(forum: ForumWorld, member: Member, words: str, **facts: object) -> None:
    """Keep a post of somebody in a thread of its own."""
    with writing() as session:
        thread = Thread(forum_id=forum.id, title="Buses", started_by_id=forum.chair.id)
        session.add(thread)
        session.flush()
        session.add(Post(thread_id=thread.id, member_id=member.id, words=words, **facts))


def noted(forum: ForumWorld, member: Member, words: str) -> int:
    """Keep a line of notes in somebody's own words and return its id."""
    with writing() as session:
        note = Note(forum_id=forum.id, title="Notes", begun_by_id=forum.chair.id)
        session.add(note)
        session.flush()
        line = NoteLine(note_id=note.id, position=1, words=words, own_words_of_id=member.id, is_attributed=True,
                        written_by_id=member.id)
        session.add(line)
        session.flush()
        return line.id


def proposed(forum: ForumWorld, member: Member, title: str) -> int:
    """Keep an item that somebody proposed and return its id."""
    with writing() as session:
        item = AgendaItem(forum_id=forum.id, title=title, proposed_by_id=member.id, written_by_id=member.id)
        session.add(item)
        session.flush()
        return item.id


def asked(forum: ForumWorld, *, kind: str = "other", subject_id: str = "", question: str = "Yes?") -> int:
    """Keep an open decision and return its id."""
    with writing() as session:
        row = GroupDecision(forum_id=forum.id, subject_kind=kind, subject_id=subject_id, question=question,
                            rule="consent", opened_by_id=forum.chair.id, closes_at=utc_now() + timedelta(days=7))
        session.add(row)
        session.flush()
        return row.id


def left(forum: ForumWorld) -> Member:
    """Return the row of everyone who left."""
    found = members.who_left(db.session(), forum.id)
    assert found is not None
    return found


def all_of(model: type) -> list:  # type: ignore[type-arg]
    """Return every row of a table as it stands."""
    db.session().expire_all()
    return list(db.session().scalars(select(model)))


def everything_with(words: str) -> list[str]:
    """Return the tables in which these words stand anywhere, sealed columns and sessions included."""
    found = []
    for table in every_table.values():
        for row in db.session().execute(select(table)):
            if words in json.dumps([str(cell) for cell in row], ensure_ascii=False):
                found.append(table.name)
    assert db.session().scalar(select(func.count()).select_from(Member)) is not None
    return found


# A second of silence: the shortest file that its kind is known by.
WAVE = (b"RIFF" + (36 + 16).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little") + b"\x01\x00\x01\x00"
        + (8000).to_bytes(4, "little") + (8000).to_bytes(4, "little") + b"\x01\x00\x08\x00data"
        + (16).to_bytes(4, "little") + b"\x80" * 16)


@pytest.fixture
def forum(app: Flask) -> ForumWorld:
    """A forum with a chair and two members."""
    return build()
