"""CP-22: the rule on what is passed on is read at the start of each meeting, and no meeting was held without it."""

from datetime import timedelta

import pytest

from consult.domain.errors import Conflict, NotFound
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.meetings import Meeting
from consult.queries.meetings import running_order
from consult.services import meetings
from consult.services.transaction import writing
from tests.forum_worlds import ForumWorld, build
from tests.linting import LintingClient


def test_cp22_every_running_order_begins_with_the_rule(forum: ForumWorld) -> None:
    lines, _not_reached = running_order(db.session(), forum.meeting())
    assert (lines[0].line.kind, lines[0].line.from_minute) == ("rule", 0)


def test_cp22_a_meeting_without_the_rule_was_not_held(forum: ForumWorld) -> None:
    meeting = over(forum)
    with pytest.raises(Conflict, match="rule-not-read"):
        meetings.hold(by=forum.acting(), public_id=meeting.public_id)
    meetings.read_rule(by=forum.acting(forum.members[0]), public_id=meeting.public_id)
    meetings.hold(by=forum.acting(), public_id=meeting.public_id)
    assert db.session().get_one(Meeting, meeting.id).state == "held"


def test_cp22_the_rule_is_not_ticked_off_days_before(forum: ForumWorld) -> None:
    with pytest.raises(Conflict, match="meeting-not-today"):
        meetings.read_rule(by=forum.acting(), public_id=forum.meeting(state="confirmed").public_id)
    with pytest.raises(Conflict, match="meeting-not-confirmed"):
        meetings.read_rule(by=forum.acting(), public_id=forum.meeting().public_id)


def test_cp22_reading_it_twice_keeps_the_first_time(forum: ForumWorld) -> None:
    meeting = over(forum)
    meetings.read_rule(by=forum.acting(), public_id=meeting.public_id)
    first = db.session().get_one(Meeting, meeting.id).rule_read_at
    meetings.read_rule(by=forum.acting(), public_id=meeting.public_id)
    assert db.session().get_one(Meeting, meeting.id, populate_existing=True).rule_read_at == first


def test_cp22_a_meeting_that_is_not_over_was_not_held(forum: ForumWorld) -> None:
    meeting = over(forum, minutes=30)
    meetings.read_rule(by=forum.acting(), public_id=meeting.public_id)
    with pytest.raises(Conflict, match="meeting-not-over"):
        meetings.hold(by=forum.acting(), public_id=meeting.public_id)


def test_cp22_nobody_of_another_group_reads_it(forum: ForumWorld) -> None:
    with pytest.raises(NotFound):
        meetings.read_rule(by=forum.acting(), public_id=over(build("Day Bus Riders")).public_id)


def test_cp22_the_page_says_the_rule_and_takes_that_it_was_read(forum: ForumWorld, client: LintingClient) -> None:
    meeting = over(forum)
    page = f"/en/space/meetings/{meeting.public_id}"
    forum.enter(client)
    shown = client.get(page).get_data(as_text=True)
    assert "call 999" in shown and "We pass nothing on unless one of these is true" in shown
    assert client.send(f"{page}/begin").status_code == 303
    assert "The rule was read out at the start." in client.get(page).get_data(as_text=True)
    assert client.send(f"{page}/held").status_code == 303


def over(forum: ForumWorld, minutes: int = -10) -> Meeting:
    """Plan a confirmed meeting of today that ends so many minutes from now."""
    with writing() as session:
        ends = utc_now() + timedelta(minutes=minutes)
        row = Meeting(forum_id=forum.id, title="Today", starts_at=ends - timedelta(minutes=60), ends_at=ends,
                      state="confirmed", papers_due_on=ends.date(), planned_by_id=forum.chair.id)
        session.add(row)
    return row
