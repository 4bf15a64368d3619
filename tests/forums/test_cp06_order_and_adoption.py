"""CP-06: the group orders its agenda, ties go to the chair, it is adopted by all; what was not reached moves on."""

import pytest

from consult.domain.errors import NotFound, Refused
from consult.extensions import db
from consult.models.agendas import AgendaItem
from consult.models.meetings import Meeting
from consult.queries import agendas as stored
from consult.queries import group_decisions as decisions
from consult.services import agendas
from tests.agenda_worlds import adopt, begin, everyone_agrees, propose, put_on
from tests.forum_worlds import ForumWorld
from tests.linting import LintingClient


def test_cp06_the_most_wanted_item_comes_first(forum: ForumWorld, three: list[AgendaItem], meeting: Meeting) -> None:
    wish(forum, 0, meeting, {three[2]: "first", three[1]: "soon"})
    wish(forum, 1, meeting, {three[2]: "first", three[0]: "later", three[1]: "soon"})
    assert titles(forum, meeting) == ["Doors", "Ramps", "Lifts"]


def test_cp06_equal_items_wait_for_a_chair_and_for_nobody_else(forum: ForumWorld, three: list[AgendaItem],
                                                               meeting: Meeting) -> None:
    wish(forum, 0, meeting, {three[2]: "first"})
    with pytest.raises(Refused, match="ties-open"):
        adopt(forum, meeting)
    order = [three[1].public_id, three[0].public_id]
    with pytest.raises(NotFound):
        agendas.settle_tie(by=forum.acting(forum.members[0]), meeting_id=meeting.public_id, order=order)
    with pytest.raises(Refused, match="tie-not-whole"):
        agendas.settle_tie(by=forum.acting(), meeting_id=meeting.public_id, order=[three[2].public_id, *order])
    agendas.settle_tie(by=forum.acting(), meeting_id=meeting.public_id, order=order)
    assert titles(forum, meeting) == ["Doors", "Ramps", "Lifts"]


def test_cp06_an_agenda_is_adopted_by_the_group_in_its_order(forum: ForumWorld, three: list[AgendaItem],
                                                             meeting: Meeting) -> None:
    ordered(forum, three, meeting)
    adopt(forum, meeting, end=False)
    assert db.session.get_one(Meeting, meeting.id).agenda_adopted_at is None
    decision = decisions.open_about(db.session(), forum.id, "agenda", meeting.public_id)
    assert decision is not None
    everyone_agrees(forum, decision.public_id)
    row = db.session.get_one(Meeting, meeting.id)
    assert row.agenda_adopted_at is not None and row.agenda_adopted_id == decision.id
    assert [(one.title, one.state, one.position) for one in stored.items_of(db.session(), row)] == [
        ("Lifts", "adopted", 3), ("Ramps", "adopted", 2), ("Doors", "adopted", 1)]


def test_cp06_what_was_not_reached_moves_on_and_is_shown(client: LintingClient, forum: ForumWorld,
                                                         three: list[AgendaItem], meeting: Meeting) -> None:
    ordered(forum, three, meeting)
    adopt(forum, meeting)
    begin(meeting)
    forum.enter(client, forum.members[0])
    client.get(address(meeting))
    client.send(f"{address(meeting)}/reached", {"reached": three[2].public_id})
    assert "Not reached" in client.get(address(meeting)).get_data(as_text=True)
    later = forum.meeting(days=30)
    page = client.get(address(later)).get_data(as_text=True)
    assert "Lifts" in page and "Ramps" in page and "Doors" not in page and "Moved on from" in page
    assert {one.moved_on for one in db.session.query(AgendaItem) if one.state == "moved-on"} == {1}


def test_cp06_what_moved_on_is_adopted_with_the_next_agenda(forum: ForumWorld, three: list[AgendaItem],
                                                            meeting: Meeting) -> None:
    ordered(forum, three, meeting)
    adopt(forum, meeting)
    begin(meeting)
    agendas.close(by=forum.acting(), meeting_id=meeting.public_id, reached=[one.public_id for one in three[1:]])
    later = forum.meeting(days=30)
    adopt(forum, later)
    assert db.session.get_one(AgendaItem, three[0].id).meeting_id == later.id


def test_cp06_members_wish_and_ask_the_group_on_the_page(client: LintingClient, forum: ForumWorld,
                                                         three: list[AgendaItem], meeting: Meeting) -> None:
    forum.enter(client)
    assert "You are a chair: choose their order." in client.get(address(meeting)).get_data(as_text=True)
    places = {f"place-{one.public_id}": str(3 - number) for number, one in enumerate(three)}
    client.send(f"{address(meeting)}/order", places)
    assert titles(forum, meeting) == ["Doors", "Ramps", "Lifts"]
    client.send(f"{address(meeting)}/wishes", {f"wish-{three[0].public_id}": "first"})
    assert titles(forum, meeting)[0] == "Lifts"
    answer = client.send(f"{address(meeting)}/adopt")
    assert answer.status_code == 303 and "/space/decisions/" in answer.headers["Location"]
    assert "The group is deciding on this agenda" in client.get(address(meeting)).get_data(as_text=True)


@pytest.mark.parametrize("places", [{}, {0: "1", 1: "1", 2: "2"}, {0: "1"}, {0: "x", 1: "2", 2: "3"}])
def test_cp06_a_chairs_order_with_gaps_is_shown_again(client: LintingClient, forum: ForumWorld,
                                                      three: list[AgendaItem], meeting: Meeting,
                                                      places: dict[int, str]) -> None:
    forum.enter(client)
    client.get(address(meeting))
    answer = client.send(f"{address(meeting)}/order", {
        f"place-{three[number].public_id}": place for number, place in places.items()})
    assert answer.status_code == 422 and "Give each item its own place" in answer.get_data(as_text=True)


def test_cp06_nobody_but_members_orders_or_adopts(forum: ForumWorld, three: list[AgendaItem], meeting: Meeting) -> None:
    for standing in ("supporter", "listener", "independent", "monitor"):
        by = forum.acting(forum.someone(standing))
        for deed in (lambda by=by: agendas.wish(by=by, meeting_id=meeting.public_id, wishes={}),
                     lambda by=by: agendas.put_to_group(by=by, meeting_id=meeting.public_id, question="Yes?"),
                     lambda by=by: agendas.close(by=by, meeting_id=meeting.public_id, reached=[])):
            with pytest.raises(NotFound):
                deed()


def ordered(forum: ForumWorld, three: list[AgendaItem], meeting: Meeting) -> None:
    """Have the chair put the three in the order of the last one first."""
    agendas.settle_tie(by=forum.acting(), meeting_id=meeting.public_id, order=[one.public_id for one in three[::-1]])


def wish(forum: ForumWorld, number: int, meeting: Meeting, words: dict[AgendaItem, str]) -> None:
    """Say how soon a member wants items."""
    agendas.wish(by=forum.acting(forum.members[number]), meeting_id=meeting.public_id,
                 wishes={item.public_id: word for item, word in words.items()})


def titles(forum: ForumWorld, meeting: Meeting) -> list[str]:
    """Return the agenda as it stands."""
    sheet = stored.sheet(db.session(), forum.acting(), meeting.public_id)
    return [line.item.title for line in sheet.lines] if sheet else []


def address(meeting: Meeting) -> str:
    """Return the page of a meeting's agenda."""
    return f"/en/space/agenda/meetings/{meeting.public_id}"


@pytest.fixture
def meeting(forum: ForumWorld) -> Meeting:
    """A meeting to come."""
    return forum.meeting()


@pytest.fixture
def three(forum: ForumWorld, meeting: Meeting) -> list[AgendaItem]:
    """Three items on the agenda of the meeting."""
    items = [propose(forum, number, title) for number, title in ((0, "Lifts"), (1, "Ramps"), (None, "Doors"))]
    for item in items:
        put_on(forum, item, meeting)
    return items
