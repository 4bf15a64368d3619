"""CP-09: an access profile owned by the person, no diagnosis, seen without a name; the same as last time by one tap."""

import pytest
from flask import Flask
from sqlalchemy import select

from consult.domain.access_profiles import AREAS, Need
from consult.domain.errors import Conflict, NotFound, Refused
from consult.extensions import db
from consult.models.access_profiles import AccessProfile, MeetingNeed
from consult.services import access_profiles, meeting_needs, meetings
from tests.forum_worlds import ForumWorld, build
from tests.linting import LintingClient
from tests.worlds import World

NEEDS = [Need("bsl"), Need("step-free"), Need("other-diet", "No nuts at all")]


def test_cp09_a_profile_is_kept_sealed_and_read_by_its_owner(forum: ForumWorld) -> None:
    by = forum.acting(forum.members[0])
    access_profiles.keep(by=by, needs=NEEDS)
    assert {need.code for need in access_profiles.own(by=by)} == {"bsl", "step-free", "other-diet"}
    assert access_profiles.own(by=forum.acting()) == ()
    sealed = db.session().scalars(select(AccessProfile.needs_sealed)).one()
    assert b"bsl" not in sealed and b"nuts" not in sealed


def test_cp09_an_empty_list_deletes_the_profile(forum: ForumWorld) -> None:
    by = forum.acting(forum.members[0])
    access_profiles.keep(by=by, needs=NEEDS)
    access_profiles.keep(by=by, needs=[])
    assert db.session().scalars(select(AccessProfile)).all() == []


def test_cp09_a_supporter_writes_for_the_member_beside_them(forum: ForumWorld) -> None:
    supporter = forum.acting(forum.someone("supporter"))
    access_profiles.keep(by=supporter, needs=[Need("easy-read")])
    assert access_profiles.own(by=forum.acting(forum.members[0])) == (Need("easy-read"),)


@pytest.mark.parametrize("standing", ["listener", "independent", "monitor"])
def test_cp09_who_is_no_member_has_no_profile(forum: ForumWorld, standing: str) -> None:
    with pytest.raises(NotFound):
        access_profiles.keep(by=forum.acting(forum.someone(standing)), needs=NEEDS)


def test_cp09_the_same_as_last_time_takes_one_tap(forum: ForumWorld) -> None:
    by, first, second = forum.acting(forum.members[0]), forum.meeting(days=30), forum.meeting(days=70)
    access_profiles.keep(by=by, needs=[Need("audio")])
    assert meeting_needs.same_as_last(by=by, meeting_id=first.public_id) == 1
    meeting_needs.ask(by=by, meeting_id=first.public_id, needs=NEEDS)
    assert meeting_needs.same_as_last(by=by, meeting_id=second.public_id) == 3
    lines = meeting_needs.own(by=by, meeting=second)
    assert [(line.code, line.words, line.how_many) for line in lines] == [
        ("bsl", "", 2), ("step-free", "", 0), ("other-diet", "No nuts at all", 0)]


def test_cp09_what_is_no_longer_asked_for_is_taken_back_with_its_words(forum: ForumWorld) -> None:
    by, meeting = forum.acting(forum.members[0]), forum.meeting()
    meeting_needs.ask(by=by, meeting_id=meeting.public_id, needs=NEEDS)
    meeting_needs.ask(by=by, meeting_id=meeting.public_id, needs=[Need("bsl")])
    assert [line.code for line in meeting_needs.own(by=by, meeting=meeting)] == ["bsl"]
    gone = db.session().scalars(select(MeetingNeed).where(MeetingNeed.need == "other-diet")).one()
    assert (gone.state, gone.words_sealed) == ("withdrawn", None)


def test_cp09_who_arranges_sees_needs_and_nothing_of_whose_they_are(forum: ForumWorld) -> None:
    ask_all(forum, forum.meeting().public_id)
    found = meeting_needs.to_arrange_as_chair(by=forum.acting())
    assert [need.code for need in found[0].needs] == [need.code for need in NEEDS for _member in range(2)]
    assert "Amber" not in repr(found) and "Birch" not in repr(found) and "Autumn" not in repr(found)


def test_cp09_a_chair_arranges_nothing_once_access_support_is_there(forum: ForumWorld, world: World) -> None:
    ask_all(forum, forum.meeting().public_id)
    forum.officer(world.staff["reader"].id, "access-support")
    with pytest.raises(NotFound):
        meeting_needs.to_arrange_as_chair(by=forum.acting())
    assert meeting_needs.to_arrange(forum=forum.forum)[0].needs


def test_cp09_no_other_member_sees_what_is_needed(forum: ForumWorld, client: LintingClient) -> None:
    ask_all(forum, forum.meeting().public_id)
    with pytest.raises(NotFound):
        meeting_needs.to_arrange_as_chair(by=forum.acting(forum.members[0]))
    forum.enter(client, forum.members[0])
    assert client.get("/en/space/access/to-arrange").status_code == 404


def test_cp09_a_need_that_is_none_is_refused(forum: ForumWorld) -> None:
    with pytest.raises(Refused, match="option-unknown"):
        access_profiles.keep(by=forum.acting(), needs=[Need("diagnosis", "Why")])


def test_cp09_a_meeting_of_another_group_is_not_there(forum: ForumWorld, other: ForumWorld) -> None:
    with pytest.raises(NotFound):
        meeting_needs.ask(by=forum.acting(), meeting_id=other.meeting().public_id, needs=NEEDS)


def test_cp09_nothing_is_asked_for_at_a_meeting_that_was_called_off(forum: ForumWorld) -> None:
    meeting = forum.meeting()
    meetings.put_off(by=forum.acting(), public_id=meeting.public_id, to="cancelled", reason="Nobody can come")
    with pytest.raises(Conflict, match="meeting-moved"):
        meeting_needs.ask(by=forum.acting(), meeting_id=meeting.public_id, needs=NEEDS)


def test_cp09_the_page_keeps_a_profile_and_a_meeting_takes_it_over(forum: ForumWorld, client: LintingClient) -> None:
    meeting = forum.meeting()
    forum.enter(client, forum.members[0])
    page = client.get("/en/space/access").get_data(as_text=True)
    assert all(f'name="{area}"' in page for area in AREAS) and "iagnos" not in page
    client.send("/en/space/access", {"communication": ["bsl", "captions"], "other-travel": "A night bus"})
    assert client.send(f"/en/space/meetings/{meeting.public_id}/needs/same").status_code == 303
    page = client.get(f"/en/space/meetings/{meeting.public_id}").get_data(as_text=True)
    assert "A British Sign Language interpreter" in page and "A night bus" in page


def test_cp09_words_that_are_too_long_come_back_with_the_form(forum: ForumWorld, client: LintingClient) -> None:
    forum.enter(client)
    client.get("/en/space/access")
    answer = client.send("/en/space/access", {"other-diet": "x" * 301, "diet": ["vegan"]})
    assert answer.status_code == 422 and "x" * 301 in answer.get_data(as_text=True)
    assert client.send("/en/space/access", {"diet": ["illness"]}).status_code == 422


def ask_all(forum: ForumWorld, meeting_id: str) -> None:
    for member in forum.members:
        meeting_needs.ask(by=forum.acting(member), meeting_id=meeting_id, needs=NEEDS)


@pytest.fixture
def other(app: Flask) -> ForumWorld:
    """Another group."""
    return build("Day Bus Riders")
