"""CP-13: in person, online, by phone and by post are equal ways, nobody is counted, and the record stays open after."""

from datetime import timedelta

import pytest
from sqlalchemy import inspect

from consult.domain.errors import Refused
from consult.domain.meetings import WAYS, Plan, record_open_until
from consult.domain.working_days import between, london_day
from consult.extensions import db
from consult.models.base import utc_now
from consult.services import meetings
from tests.forum_worlds import ForumWorld
from tests.linting import LintingClient


@pytest.mark.parametrize("way", WAYS)
def test_cp13_each_way_alone_makes_a_meeting(forum: ForumWorld, way: str) -> None:
    plan = Plan("Any way", utc_now() + timedelta(days=60), 60, frozenset({way}), where="Here", quiet_space=True)
    meeting = meetings.plan(by=forum.acting(forum.members[0]), given=plan)
    assert [one for one in WAYS if getattr(meeting, one)] == [way]


def test_cp13_a_meeting_without_any_way_is_refused(forum: ForumWorld) -> None:
    with pytest.raises(Refused, match="ways-missing"):
        meetings.plan(by=forum.acting(), given=Plan("No way", utc_now() + timedelta(days=60), 60, frozenset()))


def test_cp13_nobody_keeps_who_came_or_how(forum: ForumWorld) -> None:
    columns = {(table, column["name"]) for table in inspect(db.engine).get_table_names()
               for column in inspect(db.engine).get_columns(table)}
    assert not [one for one in columns if "attend" in one[0] + one[1] or "came" in one[1]]
    assert {name for table, name in columns if table == "meetings" and name.endswith("_by_id")} == {"planned_by_id"}


def test_cp13_the_record_stays_open_for_ten_working_days(forum: ForumWorld, client: LintingClient) -> None:
    meeting = forum.meeting()
    day = london_day(meeting.starts_at)
    assert between(day, record_open_until(day, forum.forum.record_days)) == 10
    forum.enter(client)
    page = client.get(f"/en/space/meetings/{meeting.public_id}").get_data(as_text=True)
    assert "You can add to the record until" in page and "You can still add your part" in page


def test_cp13_the_page_of_a_meeting_names_every_way_as_equal(forum: ForumWorld, client: LintingClient) -> None:
    forum.enter(client)
    client.get("/en/space/meetings/new")
    day = london_day(utc_now() + timedelta(days=60))
    answer = client.send("/en/space/meetings/new", {
        "title": "All ways", "starts_on-day": day.day, "starts_on-month": day.month, "starts_on-year": day.year,
        "starts_at": "18.30", "minutes": "90", "break_every": "45", "ways": list(WAYS), "where": "The hall",
        "quiet_space": "y"})
    page = client.get(answer.headers["Location"]).get_data(as_text=True)
    assert "In person, Online, By phone, By post" in page and "18:30" in page
    assert "Each way is as good as the others." in page
