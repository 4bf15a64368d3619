"""The agenda is its members': whose item it is, who may take it back, and what nobody can change once it is adopted."""

import pytest
from flask import Flask

from consult.domain.agendas import ADOPTED, DONE, LISTED, MERGED, MOVED_ON, WITHDRAWN
from consult.domain.errors import Conflict, NotFound, Refused
from consult.extensions import db
from consult.models.agendas import AgendaItem, ItemWish
from consult.queries import agenda_merges as merges_stored
from consult.queries import agendas as stored
from consult.services import agenda_merges, agendas
from consult.services.transaction import writing
from tests.agenda_worlds import adopt, adopt_open, begin, propose, put_on
from tests.forum_worlds import ForumWorld, build


def test_an_item_by_phone_belongs_to_who_rang_and_says_who_wrote_it_down(forum: ForumWorld) -> None:
    amber, birch = forum.members
    item = agendas.propose(by=forum.acting(birch), title="Lifts", way="phone", whose=" AMBER ")
    assert (item.proposed_by_id, item.written_by_id) == (amber.id, birch.id)
    own = agendas.propose(by=forum.acting(birch), title="Ramps", way="post")
    assert own.proposed_by_id == birch.id
    with pytest.raises(Refused, match="item-name-unknown"):
        agendas.propose(by=forum.acting(birch), title="Lifts", way="phone", whose="Nobody here")


def test_a_supporters_item_is_the_members_beside_whom_they_stand(forum: ForumWorld) -> None:
    beside = forum.someone("supporter", beside=forum.members[0])
    item = agendas.propose(by=forum.acting(beside), title="Lifts")
    assert (item.way, item.proposed_by_id, item.written_by_id) == ("supporter", forum.members[0].id, beside.id)
    with pytest.raises(Refused, match="way-unknown"):
        agendas.propose(by=forum.acting(), title="Lifts", way="supporter")


@pytest.mark.parametrize("standing", ["listener", "independent", "monitor"])
def test_who_is_no_member_and_supports_none_proposes_nothing(forum: ForumWorld, standing: str) -> None:
    with pytest.raises(NotFound):
        agendas.propose(by=forum.acting(forum.someone(standing)), title="Lifts")


def test_an_item_is_taken_back_with_its_words_by_whose_it_is(forum: ForumWorld) -> None:
    item = propose(forum, 0, "Lifts")
    with pytest.raises(NotFound):
        agendas.withdraw(by=forum.acting(forum.members[1]), item_id=item.public_id)
    agendas.withdraw(by=forum.acting(forum.members[0]), item_id=item.public_id)
    row = db.session.get_one(AgendaItem, item.id)
    assert (row.state, row.title, row.words) == (WITHDRAWN, "", "")
    assert stored.waiting_items(db.session(), forum.id) == []


def test_another_forums_item_and_meeting_are_not_there(forum: ForumWorld) -> None:
    other = build("Others")
    item, meeting = propose(forum, 0, "Lifts"), forum.meeting()
    for deed in (
        lambda by: agendas.withdraw(by=by, item_id=item.public_id),
        lambda by: agendas.put_on(by=by, item_id=item.public_id, meeting_id=meeting.public_id),
        lambda by: agendas.wish(by=by, meeting_id=meeting.public_id, wishes={}),
        lambda by: agendas.put_to_group(by=by, meeting_id=meeting.public_id, question="Yes?"),
        lambda by: agendas.close(by=by, meeting_id=meeting.public_id, reached=[]),
        lambda by: agendas.show_to_guests(by=by, item_id=item.public_id, words="All"),
    ):
        with pytest.raises(NotFound):
            deed(other.acting())


def test_nobody_wishes_for_an_item_that_is_not_on_the_agenda(forum: ForumWorld) -> None:
    item, meeting = propose(forum, 0, "Lifts"), forum.meeting()
    agendas.wish(by=forum.acting(), meeting_id=meeting.public_id, wishes={item.public_id: "first"})
    assert db.session.query(ItemWish).count() == 0
    with pytest.raises(Refused, match="wish-unknown"):
        agendas.wish(by=forum.acting(), meeting_id=meeting.public_id, wishes={item.public_id: "never"})


def test_a_wish_counts_once_for_each_member_and_can_be_taken_back(forum: ForumWorld) -> None:
    item, meeting = propose(forum, 0, "Lifts"), forum.meeting()
    put_on(forum, item, meeting)
    for word in ("first", "first", "soon"):
        agendas.wish(by=forum.acting(), meeting_id=meeting.public_id, wishes={item.public_id: word})
    sheet = stored.sheet(db.session(), forum.acting(), meeting.public_id)
    assert sheet is not None and [(line.points, line.own_wish) for line in sheet.lines] == [(1, "soon")]
    agendas.wish(by=forum.acting(), meeting_id=meeting.public_id, wishes={item.public_id: ""})
    assert db.session.query(ItemWish).count() == 0


def test_while_the_group_decides_and_after_it_has_the_agenda_does_not_change(forum: ForumWorld) -> None:
    item, late, meeting = propose(forum, 0, "Lifts"), propose(forum, 1, "Ramps"), forum.meeting()
    put_on(forum, item, meeting)
    adopt(forum, meeting, end=False)
    with pytest.raises(Conflict, match="agenda-with-group"):
        put_on(forum, late, meeting)
    adopt_open(forum, meeting)
    for deed in (lambda: put_on(forum, late, meeting),
                 lambda: agendas.take_off(by=forum.acting(), item_id=item.public_id, meeting_id=meeting.public_id),
                 lambda: agendas.show_to_guests(by=forum.acting(), item_id=item.public_id, words="Lifts")):
        with pytest.raises(Conflict, match="agenda-adopted"):
            deed()


def test_who_wished_for_what_is_forgotten_with_the_adoption(forum: ForumWorld) -> None:
    item, meeting = propose(forum, 0, "Lifts"), forum.meeting()
    put_on(forum, item, meeting)
    agendas.wish(by=forum.acting(), meeting_id=meeting.public_id, wishes={item.public_id: "first"})
    adopt(forum, meeting)
    assert db.session.query(ItemWish).count() == 0
    assert db.session.get_one(AgendaItem, item.id).state == ADOPTED


def test_an_agenda_is_closed_when_its_meeting_has_begun_and_not_twice(forum: ForumWorld) -> None:
    item, meeting = propose(forum, 0, "Lifts"), forum.meeting()
    put_on(forum, item, meeting)
    adopt(forum, meeting)
    with pytest.raises(Conflict, match="meeting-not-begun"):
        agendas.close(by=forum.acting(), meeting_id=meeting.public_id, reached=[])
    begin(meeting)
    agendas.close(by=forum.acting(), meeting_id=meeting.public_id, reached=[item.public_id])
    assert db.session.get_one(AgendaItem, item.id).state == DONE
    with pytest.raises(Conflict, match="agenda-not-adopted"):
        agendas.close(by=forum.acting(), meeting_id=meeting.public_id, reached=[])


def test_items_of_a_meeting_that_is_called_off_wait_again(forum: ForumWorld) -> None:
    item, meeting = propose(forum, 0, "Lifts"), forum.meeting()
    put_on(forum, item, meeting)
    with writing() as session:
        session.merge(meeting).state = "cancelled"
    later = forum.meeting(days=90)
    assert [one.title for one in stored.waiting_items(db.session(), forum.id)] == ["Lifts"]
    assert [one.id for one in stored.items_of(db.session(), later)] == [item.id]
    put_on(forum, item, later)
    assert db.session.get_one(AgendaItem, item.id).state == LISTED


def test_a_merged_item_keeps_both_proposers_for_the_next_merge(forum: ForumWorld) -> None:
    lifts, ramps, doors = propose(forum, 0, "Lifts"), propose(forum, 1, "Ramps"), propose(forum, None, "Doors")
    first = agenda_merges.ask(by=forum.acting(forum.members[0]), from_id=lifts.public_id, into_id=ramps.public_id)
    agenda_merges.answer(by=forum.acting(forum.members[1]), merge_id=first.public_id, agrees=True)
    assert db.session.get_one(AgendaItem, lifts.id).state == MERGED
    second = agenda_merges.ask(by=forum.acting(), from_id=ramps.public_id, into_id=doors.public_id)
    agenda_merges.answer(by=forum.acting(forum.members[1]), merge_id=second.public_id, agrees=True)
    assert merges_stored.waiting(db.session(), forum.acting(forum.members[0])) == [second.public_id]
    agenda_merges.answer(by=forum.acting(forum.members[0]), merge_id=second.public_id, agrees=True)
    assert {db.session.get_one(AgendaItem, one.id).merged_into_id for one in (lifts, ramps)} == {doors.id}


def test_a_refused_merge_is_not_asked_again_in_either_direction(forum: ForumWorld) -> None:
    lifts, ramps = propose(forum, 0, "Lifts"), propose(forum, 1, "Ramps")
    merge = agenda_merges.ask(by=forum.acting(), from_id=lifts.public_id, into_id=ramps.public_id)
    agenda_merges.answer(by=forum.acting(forum.members[0]), merge_id=merge.public_id, agrees=False)
    with pytest.raises(Conflict, match="merge-over"):
        agenda_merges.answer(by=forum.acting(forum.members[1]), merge_id=merge.public_id, agrees=True)
    with pytest.raises(Conflict, match="merge-asked"):
        agenda_merges.ask(by=forum.acting(), from_id=ramps.public_id, into_id=lifts.public_id)


def test_who_proposed_neither_item_has_no_say_in_their_merge(forum: ForumWorld) -> None:
    lifts, ramps = propose(forum, 0, "Lifts"), propose(forum, 1, "Ramps")
    merge = agenda_merges.ask(by=forum.acting(), from_id=lifts.public_id, into_id=ramps.public_id)
    with pytest.raises(NotFound):
        agenda_merges.answer(by=forum.acting(), merge_id=merge.public_id, agrees=True)
    with pytest.raises(NotFound):
        agenda_merges.answer(by=build("Others").acting(), merge_id=merge.public_id, agrees=True)


def test_a_resting_forum_changes_no_agenda(forum: ForumWorld) -> None:
    with writing() as session:
        row = session.merge(forum.forum)
        row.state, row.state_reason = "paused", "Summer."
    with pytest.raises(Conflict):
        propose(forum, 0, "Lifts")


def test_the_share_of_members_leaves_out_what_nobody_adopted(forum: ForumWorld) -> None:
    item, meeting = propose(forum, 0, "Lifts"), forum.meeting()
    propose(forum, 1, "Ramps")
    put_on(forum, item, meeting)
    assert stored.share(db.session(), forum.id).percent is None
    adopt(forum, meeting)
    assert (stored.share(db.session(), forum.id).members, stored.share(db.session(), forum.id).percent) == (1, 100)


def test_what_moved_on_goes_to_the_next_open_meeting_and_can_be_left_out(forum: ForumWorld) -> None:
    item, meeting = propose(forum, 0, "Lifts"), forum.meeting()
    put_on(forum, item, meeting)
    adopt(forum, meeting)
    begin(meeting)
    agendas.close(by=forum.acting(), meeting_id=meeting.public_id, reached=[])
    later = forum.meeting(days=90)
    assert [one.state for one in stored.items_of(db.session(), later)] == [MOVED_ON]
    agendas.take_off(by=forum.acting(), item_id=item.public_id, meeting_id=later.public_id)
    assert stored.items_of(db.session(), later) == []


@pytest.fixture
def forum(app: Flask) -> ForumWorld:
    """A forum with a chair and two members."""
    return build()
