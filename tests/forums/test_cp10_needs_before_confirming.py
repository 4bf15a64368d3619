"""CP-10: a meeting is confirmed once each need is booked, met another way that the person took, or not met and told."""

from datetime import timedelta

import pytest
from flask import Flask

from consult.domain.access_profiles import Arrangement, Need
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.meetings import Plan
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.meetings import Meeting
from consult.queries import meeting_needs as stored
from consult.services import meeting_needs, meetings
from tests.forum_worlds import ForumWorld, build
from tests.linting import LintingClient
from tests.worlds import World

BOOKED = Arrangement("booked", 2, "Two people of Sign Now")


def test_cp10_a_meeting_with_an_open_need_is_not_confirmed(forum: ForumWorld) -> None:
    meeting, _need = asked(forum)
    with pytest.raises(Conflict, match="needs-open") as stopped:
        meetings.confirm(by=forum.acting(), public_id=meeting.public_id)
    assert stopped.value.facts == {"count": 1}


def test_cp10_a_booked_need_lets_the_meeting_be_confirmed(forum: ForumWorld) -> None:
    meeting, need = asked(forum)
    meeting_needs.arrange(by=forum.acting(), need_id=need, given=BOOKED)
    meetings.confirm(by=forum.acting(), public_id=meeting.public_id)
    assert state(meeting) == "confirmed"


def test_cp10_one_interpreter_is_not_enough_for_an_hour_and_a_half(forum: ForumWorld) -> None:
    _meeting, need = asked(forum)
    with pytest.raises(Refused, match="people-few") as refused:
        meeting_needs.arrange(by=forum.acting(), need_id=need, given=Arrangement("booked", 1))
    assert refused.value.facts == {"least": 2}


def test_cp10_one_interpreter_is_enough_for_a_short_meeting(forum: ForumWorld) -> None:
    _meeting, need = asked(forum, hours=0.75)
    meeting_needs.arrange(by=forum.acting(), need_id=need, given=Arrangement("booked", 1))
    assert lines(forum)[0].state == "booked"


def test_cp10_another_way_counts_only_once_the_person_takes_it(forum: ForumWorld) -> None:
    meeting, need = asked(forum)
    meeting_needs.arrange(by=forum.acting(), need_id=need, given=Arrangement("offered", words="Live captions"))
    with pytest.raises(Conflict, match="needs-open"):
        meetings.confirm(by=forum.acting(), public_id=meeting.public_id)
    with pytest.raises(NotFound):
        meeting_needs.answer_offer(by=forum.acting(), need_id=need, accepts=True)
    meeting_needs.answer_offer(by=forum.acting(forum.members[0]), need_id=need, accepts=True)
    meetings.confirm(by=forum.acting(), public_id=meeting.public_id)


def test_cp10_an_offer_that_does_not_work_is_asked_for_again(forum: ForumWorld) -> None:
    _meeting, need = asked(forum)
    meeting_needs.arrange(by=forum.acting(), need_id=need, given=Arrangement("offered", words="Live captions"))
    meeting_needs.answer_offer(by=forum.acting(forum.members[0]), need_id=need, accepts=False)
    assert lines(forum)[0].state == "asked"


def test_cp10_a_need_that_is_not_met_has_a_reason_that_the_person_read(forum: ForumWorld) -> None:
    meeting, need = asked(forum)
    meeting_needs.arrange(by=forum.acting(), need_id=need, given=Arrangement("not-met", words="Nobody is free"))
    assert stored.waiting(db.session(), forum.acting(forum.members[0])) == [meeting.public_id]
    with pytest.raises(Conflict, match="needs-open"):
        meetings.confirm(by=forum.acting(), public_id=meeting.public_id)
    meeting_needs.see(by=forum.acting(forum.members[0]), need_id=need)
    meetings.confirm(by=forum.acting(), public_id=meeting.public_id)
    assert stored.waiting(db.session(), forum.acting(forum.members[0])) == []


def test_cp10_a_reason_that_changes_has_to_be_read_again(forum: ForumWorld) -> None:
    _meeting, need = asked(forum)
    for words in ("Nobody is free", "It costs too much"):
        meeting_needs.arrange(by=forum.acting(), need_id=need, given=Arrangement("not-met", words=words))
        assert not lines(forum)[0].is_told
        meeting_needs.see(by=forum.acting(forum.members[0]), need_id=need)


def test_cp10_a_need_after_the_confirming_has_to_be_arranged_first(forum: ForumWorld) -> None:
    meeting = forum.meeting(state="confirmed")
    meeting_needs.ask(by=forum.acting(forum.members[1]), meeting_id=meeting.public_id, needs=[Need("captions")])
    assert state(meeting) == "planned"


@pytest.mark.parametrize("given", [Arrangement("not-met", words="They are ill"), Arrangement("offered", words="Films")])
def test_cp10_what_falls_through_after_the_confirming_has_to_be_settled_again(
        forum: ForumWorld, given: Arrangement) -> None:
    meeting, need = asked(forum)
    meeting_needs.arrange(by=forum.acting(), need_id=need, given=BOOKED)
    meetings.confirm(by=forum.acting(), public_id=meeting.public_id)
    meeting_needs.arrange(by=forum.acting(), need_id=need, given=BOOKED)
    assert state(meeting) == "confirmed"
    meeting_needs.arrange(by=forum.acting(), need_id=need, given=given)
    assert state(meeting) == "planned"


def test_cp10_a_new_time_asks_for_everything_again(forum: ForumWorld) -> None:
    meeting, need = asked(forum)
    meeting_needs.arrange(by=forum.acting(), need_id=need, given=BOOKED)
    meetings.change(by=forum.acting(), public_id=meeting.public_id, given=Plan(
        "Short", utc_now() + timedelta(days=80), 50, frozenset({"remote"})))
    assert [(line.state, line.how_many, line.booked) for line in lines(forum)] == [("asked", 1, "")]


@pytest.mark.parametrize(("days", "late"), [(50, ""), (40, "due"), (20, "late")])
def test_cp10_who_arranges_is_warned_six_and_three_weeks_before(forum: ForumWorld, days: int, late: str) -> None:
    asked(forum, days=days)
    assert lines(forum)[0].late == late


def test_cp10_an_officer_of_access_support_arranges_and_others_cannot(forum: ForumWorld, world: World) -> None:
    _meeting, need = asked(forum)
    forum.officer(world.staff["reader"].id, "access-support")
    forum.officer(world.staff["lead"].id, "responder")
    forum_id = forum.forum.public_id
    with pytest.raises(NotFound):
        meeting_needs.arrange_as_officer(by_id=world.staff["lead"].id, forum_id=forum_id, need_id=need, given=BOOKED)
    with pytest.raises(NotFound):
        meeting_needs.arrange(by=forum.acting(), need_id=need, given=BOOKED)
    meeting_needs.arrange_as_officer(by_id=world.staff["reader"].id, forum_id=forum_id, need_id=need, given=BOOKED)
    assert meeting_needs.to_arrange(forum=forum.forum)[0].needs[0].state == "booked"


def test_cp10_an_officer_of_one_group_reaches_no_need_of_another(forum: ForumWorld, world: World, app: Flask) -> None:
    _meeting, need = asked(forum)
    other = build("Day Bus Riders")
    other.officer(world.staff["reader"].id, "access-support")
    for forum_id in (other.forum.public_id, forum.forum.public_id, "1" * 22):
        with pytest.raises(NotFound):
            meeting_needs.arrange_as_officer(by_id=world.staff["reader"].id, forum_id=forum_id, need_id=need,
                                             given=BOOKED)


def test_cp10_the_pages_take_a_need_from_asking_to_confirming(forum: ForumWorld, client: LintingClient) -> None:
    meeting, need = asked(forum)
    page = f"/en/space/meetings/{meeting.public_id}"
    forum.enter(client)
    assert "Confirm the meeting" not in client.get(page).get_data(as_text=True)
    assert client.send(f"{page}/confirm", lint=False).status_code == 409
    answer = client.send(f"/en/space/access/to-arrange/{need}", {"state": "booked", "people": "1", "words": "Sign Now"})
    assert answer.status_code == 422 and "this many people: 2" in answer.get_data(as_text=True)
    assert client.send(f"/en/space/access/to-arrange/{need}", {"state": "offered", "words": "Films"}).status_code == 303
    forum.enter(client, forum.members[0])
    assert "This works for me" in client.get(page).get_data(as_text=True)
    assert client.send(f"{page}/needs/{need}", {"say": "yes"}).status_code == 303
    assert client.send(f"{page}/confirm").status_code == 303
    assert "Confirmed" in client.get(page).get_data(as_text=True)


def asked(forum: ForumWorld, days: int = 70, hours: float = 1.5) -> tuple[Meeting, str]:
    """Plan a meeting at which Amber needs a BSL interpreter; return it and the need's public id."""
    meeting = forum.meeting(days=days, hours=hours)
    by = forum.acting(forum.members[0])
    meeting_needs.ask(by=by, meeting_id=meeting.public_id, needs=[Need("bsl")])
    return meeting, meeting_needs.own(by=by, meeting=meeting)[0].public_id


def lines(forum: ForumWorld) -> tuple[meeting_needs.NeedLine, ...]:
    """Return the needs of the one meeting as its chair sees them."""
    return meeting_needs.to_arrange_as_chair(by=forum.acting())[0].needs


def state(meeting: Meeting) -> str:
    """Return the state of a meeting as it is stored."""
    db.session().refresh(meeting)
    return meeting.state
