"""CP-14: captions and transcripts are off unless the group agrees, and the day on which they go is set before."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.working_days import london_day
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.meetings import Meeting
from consult.services import meeting_questions, meetings
from consult.services.transaction import writing
from tests.forum_worlds import ForumWorld, build
from tests.linting import LintingClient
from tests.record_worlds import decide, refuse


def test_cp14_captions_cannot_be_kept_before_the_group_agrees(forum: ForumWorld) -> None:
    meeting = forum.meeting()
    meetings.set_captions_end(by=forum.acting(), public_id=meeting.public_id, delete_on=after(meeting))
    with pytest.raises(Conflict, match="captions-not-agreed"):
        meetings.keep_captions(by=forum.acting(), public_id=meeting.public_id, words="Words")


def test_cp14_the_group_is_asked_only_with_a_day_of_deletion(forum: ForumWorld) -> None:
    meeting = forum.meeting()
    for day in (None, after(meeting, -1), after(meeting, 400)):
        with pytest.raises(Refused):
            ask(forum, meeting, day)
    assert not fresh(meeting).captions_kept


def test_cp14_once_agreed_they_are_kept_until_the_day_and_deleted_on_it(
        forum: ForumWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = agreed(forum)
    meetings.keep_captions(by=forum.acting(), public_id=meeting.public_id, words="What we said")
    assert meetings.forget_captions() == 0 and fresh(meeting).captions == "What we said"
    monkeypatch.setattr(meetings, "today", lambda: after(meeting))
    assert meetings.forget_captions() == 1
    assert (fresh(meeting).captions, fresh(meeting).captions_kept) == ("", False)


def test_cp14_a_group_that_does_not_agree_keeps_none(forum: ForumWorld) -> None:
    meeting = forum.meeting()
    refuse(forum, ask(forum, meeting, after(meeting)))
    assert not fresh(meeting).captions_kept


def test_cp14_the_day_can_only_come_nearer(forum: ForumWorld) -> None:
    meeting = agreed(forum)
    with pytest.raises(Conflict, match="captions-end-later"):
        meetings.set_captions_end(by=forum.acting(), public_id=meeting.public_id, delete_on=after(meeting, 20))
    meetings.set_captions_end(by=forum.acting(), public_id=meeting.public_id, delete_on=after(meeting, 5))
    assert fresh(meeting).captions_delete_on == after(meeting, 5)


@pytest.mark.parametrize("values", [{"captions": "Words"}, {"captions_kept": True}])
def test_cp14_the_database_itself_keeps_none_without_a_decision(forum: ForumWorld, values: dict[str, object]) -> None:
    meeting = forum.meeting()
    with pytest.raises(IntegrityError), writing() as session:
        session.execute(update(Meeting).where(Meeting.id == meeting.id).values(**values))


def test_cp14_captions_of_another_group_are_not_there(forum: ForumWorld) -> None:
    meeting = agreed(build("Day Bus Riders"))
    with pytest.raises(NotFound):
        meetings.keep_captions(by=forum.acting(), public_id=meeting.public_id, words="Words")
    with pytest.raises(NotFound):
        ask(forum, meeting, after(meeting))


def test_cp14_the_page_says_that_nothing_is_recorded_until_the_group_agrees(
        forum: ForumWorld, client: LintingClient) -> None:
    meeting = forum.meeting()
    page = f"/en/space/meetings/{meeting.public_id}"
    forum.enter(client)
    assert "Nothing is recorded" in client.get(page).get_data(as_text=True)
    assert client.get(f"{page}/captions/kept").status_code == 404
    assert client.send(f"{page}/captions", {}).status_code == 422
    decide(forum, ask(forum, meeting, after(meeting)))
    assert client.send(f"{page}/captions/kept", {"captions": "What we said"}).status_code == 303
    assert "What we said" in client.get(page).get_data(as_text=True)


def after(meeting: Meeting, days: int = 10) -> date:
    """Return a day so many days after a meeting."""
    return london_day(meeting.starts_at) + timedelta(days=days)


def ask(forum: ForumWorld, meeting: Meeting, delete_on: date | None) -> object:
    """Ask the group to keep captions until a day."""
    return meeting_questions.about_captions(by=forum.acting(), meeting_id=meeting.public_id, delete_on=delete_on,
                                            question="Keep captions?")


def agreed(forum: ForumWorld) -> Meeting:
    """Return a meeting whose captions the group agreed to keep for ten days."""
    meeting = forum.meeting()
    decide(forum, ask(forum, meeting, after(meeting)))
    assert utc_now() < meeting.starts_at
    return meeting


def fresh(meeting: Meeting) -> Meeting:
    """Return a meeting as it is stored."""
    db.session().refresh(meeting)
    return meeting
