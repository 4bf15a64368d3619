"""CP-12: breaks in time, the end kept, a quiet room, cameras off, chat read out, hands in turn, cards as buttons."""

from datetime import timedelta

import pytest

from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.meetings import Plan
from consult.domain.running_orders import longest_sitting
from consult.extensions import db
from consult.models.agendas import AgendaItem
from consult.models.base import utc_now
from consult.models.meetings import Card, Meeting
from consult.queries import cards
from consult.queries.meetings import running_order
from consult.services import meetings, signals
from consult.services.transaction import writing
from tests.forum_worlds import ForumWorld, build
from tests.linting import LintingClient


def test_cp12_the_order_has_breaks_ends_in_time_and_names_what_it_does_not_reach(forum: ForumWorld) -> None:
    meeting = forum.meeting()
    put_on(forum, meeting, 30, 30, 30)
    lines, not_reached = running_order(db.session(), meeting)
    assert [line.line.kind for line in lines] == ["rule", "item", "break", "item", "close"]
    assert longest_sitting([line.line for line in lines]) <= 45
    assert lines[-1].line.to_minute <= 90
    assert [item.title for item in not_reached] == ["Item 3"]


def test_cp12_people_in_person_get_a_quiet_room(forum: ForumWorld) -> None:
    plan = Plan("Hall", utc_now() + timedelta(days=60), 90, frozenset({"in_person"}), where="The hall")
    with pytest.raises(Refused, match="quiet-space-missing"):
        meetings.plan(by=forum.acting(), given=plan)


def test_cp12_a_card_is_held_up_by_nobody_in_particular(forum: ForumWorld) -> None:
    meeting = running(forum)
    for _twice in range(2):
        signals.hold_up(by=forum.acting(forum.members[0]), meeting_id=meeting.public_id, kind="slow-down")
    rows = db.session().query(Card).all()
    assert [(row.kind, row.member_id) for row in rows] == [("slow-down", None)]
    signals.put_down(by=forum.acting(), meeting_id=meeting.public_id, kind="slow-down")
    assert cards.up(db.session(), meeting.id, forum.acting()).cards == ()


def test_cp12_hands_speak_in_turn_and_are_forgotten_after(forum: ForumWorld) -> None:
    meeting = running(forum)
    for member in forum.members:
        signals.hold_up(by=forum.acting(member), meeting_id=meeting.public_id, kind="hand")
    assert cards.up(db.session(), meeting.id, forum.acting()).hands == tuple(one.id for one in forum.members)
    signals.call_next(by=forum.acting(), meeting_id=meeting.public_id)
    assert cards.up(db.session(), meeting.id, forum.acting()).hands == (forum.members[1].id,)
    assert db.session().query(Card).filter(Card.heard_at.is_not(None)).one().member_id is None


def test_cp12_only_a_chair_gives_the_floor(forum: ForumWorld) -> None:
    meeting = running(forum)
    with pytest.raises(NotFound):
        signals.call_next(by=forum.acting(forum.members[0]), meeting_id=meeting.public_id)


@pytest.mark.parametrize("kind", ["", "applause", "HAND"])
def test_cp12_a_card_that_is_none_is_refused(forum: ForumWorld, kind: str) -> None:
    with pytest.raises(Refused, match="option-unknown"):
        signals.hold_up(by=forum.acting(), meeting_id=running(forum).public_id, kind=kind)


def test_cp12_cards_are_there_during_a_meeting_alone_and_for_its_group(forum: ForumWorld) -> None:
    with pytest.raises(Conflict, match="cards-closed"):
        signals.hold_up(by=forum.acting(), meeting_id=forum.meeting().public_id, kind="break")
    with pytest.raises(NotFound):
        signals.hold_up(by=forum.acting(), meeting_id=running(build("Day Bus Riders")).public_id, kind="break")


def test_cp12_the_cards_go_when_the_meeting_was_held(forum: ForumWorld) -> None:
    meeting = running(forum)
    signals.hold_up(by=forum.acting(), meeting_id=meeting.public_id, kind="hand")
    with writing() as session:
        row = session.get_one(Meeting, meeting.id)
        row.rule_read_at, row.ends_at = utc_now(), utc_now()
    meetings.hold(by=forum.acting(), public_id=meeting.public_id)
    assert db.session().query(Card).count() == 0


def test_cp12_cards_are_buttons_and_the_page_says_the_rules(forum: ForumWorld, client: LintingClient) -> None:
    meeting = running(forum)
    page = f"/en/space/meetings/{meeting.public_id}"
    forum.enter(client, forum.members[0])
    shown = client.get(page).get_data(as_text=True)
    for words in ("Your camera can stay off", "chat is read out", "It ends on time", "in the order of raised hands"):
        assert words in shown
    client.get(f"{page}/cards")
    for kind in ("slow-down", "say-again", "break", "hand"):
        assert client.send(f"{page}/cards", {"do": "hold-up", "kind": kind}).status_code == 303
    shown = client.get(f"{page}/cards").get_data(as_text=True)
    assert shown.count("Someone holds up this card") == 3 and "Amber" in shown
    assert client.send(f"{page}/cards", {"do": "jump"}, lint=False).status_code == 404


def test_cp12_before_the_meeting_there_is_no_page_of_cards(forum: ForumWorld, client: LintingClient) -> None:
    forum.enter(client)
    assert client.get(f"/en/space/meetings/{forum.meeting().public_id}/cards").status_code == 404


def running(forum: ForumWorld) -> Meeting:
    """Plan a confirmed meeting that runs now."""
    with writing() as session:
        now = utc_now()
        row = Meeting(forum_id=forum.id, title="Now", starts_at=now - timedelta(minutes=20), state="confirmed",
                      ends_at=now + timedelta(minutes=70), papers_due_on=now.date(), planned_by_id=forum.chair.id)
        session.add(row)
    return row


def put_on(forum: ForumWorld, meeting: Meeting, *lengths: int) -> None:
    """Put items of these lengths on a meeting's agenda."""
    with writing() as session:
        for at, length in enumerate(lengths, 1):
            session.add(AgendaItem(forum_id=forum.id, meeting_id=meeting.id, title=f"Item {at}", state="adopted",
                                   position=at, minutes=length, proposed_by_id=forum.chair.id,
                                   written_by_id=forum.chair.id))
