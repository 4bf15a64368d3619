"""CP-13: a member adds to the record for ten working days after a meeting, in any way, and it counts the same."""

from datetime import UTC, date, datetime, timedelta

import pytest

from consult.domain import working_days
from consult.domain.errors import Refused
from consult.extensions import db
from consult.models.forum_notes import Note
from consult.queries import forum_notes as stored
from consult.services import forum_notes
from tests.forum_worlds import ForumWorld
from tests.linting import LintingClient
from tests.record_worlds import agreed, line, note, shared


def test_cp13_the_record_stays_open_for_ten_working_days_after_the_meeting(forum: ForumWorld) -> None:
    meeting = forum.meeting(days=-3)
    made = note(forum, meeting)
    assert made.open_until == working_days.add(working_days.london_day(meeting.starts_at), 10)


def test_cp13_what_is_added_after_the_notes_were_agreed_is_on_record(forum: ForumWorld) -> None:
    made = agreed(forum, forum.meeting(days=-3))
    added = line(forum, made, forum.members[1], "I could not say it there.")
    assert added.kind == "addition"
    shared(forum, made)
    found, = stored.shared_with_all(db.session(), forum.id)
    assert "I could not say it there." in str(found.items)


def test_cp13_after_that_day_the_record_is_closed(forum: ForumWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    made = agreed(forum, forum.meeting(days=-3))
    assert made.open_until is not None
    monkeypatch.setattr(forum_notes, "now", lambda _session: noon(made.open_until))
    line(forum, made, forum.members[1], "On the last day.")
    monkeypatch.setattr(forum_notes, "now", lambda _session: noon(made.open_until + timedelta(days=1)))
    with pytest.raises(Refused, match="note-adding-over"):
        line(forum, made, forum.members[1], "A day too late.")


def test_cp13_the_page_says_until_when_and_takes_it(forum: ForumWorld, client: LintingClient) -> None:
    made = agreed(forum, forum.meeting(days=-3))
    forum.enter(client, forum.members[1])
    page = client.get(f"/en/space/notes/{made.public_id}").text
    assert "Add to the record" in page and "What you add counts the same." in page
    answer = client.send(f"/en/space/notes/{made.public_id}/lines", {"words": "I sent this by post.", "is_own": "y",
                                                               "language": "en"})
    assert answer.status_code == 303
    assert "I sent this by post." in client.get(f"/en/space/notes/{made.public_id}").text


def test_cp13_notes_without_a_meeting_close_when_they_are_agreed(forum: ForumWorld) -> None:
    made = agreed(forum)
    assert db.session.get_one(Note, made.id).open_until is None
    with pytest.raises(Refused, match="note-adding-over"):
        line(forum, made, forum.members[0], "More.")


def noon(day: date | None) -> datetime:
    assert day is not None
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
