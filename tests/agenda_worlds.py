"""Agendas to test with: items proposed, put on an agenda, adopted by all."""

from datetime import timedelta

from consult.extensions import db
from consult.models.agendas import AgendaItem
from consult.models.base import utc_now
from consult.models.meetings import Meeting
from consult.queries import group_decisions as decisions
from consult.services import agendas, group_decisions
from consult.services.transaction import writing
from tests.forum_worlds import ForumWorld


def propose(forum: ForumWorld, number: int | None, title: str) -> AgendaItem:
    """Propose an item as a member (the chair for None)."""
    member = None if number is None else forum.members[number]
    return agendas.propose(by=forum.acting(member), title=title, words="Why it matters.")


def put_on(forum: ForumWorld, item: AgendaItem, meeting: Meeting) -> None:
    """Put an item on an agenda."""
    agendas.put_on(by=forum.acting(), item_id=item.public_id, meeting_id=meeting.public_id)


def adopt(forum: ForumWorld, meeting: Meeting, *, end: bool = True) -> None:
    """Put an agenda to the group, and have all agree unless told otherwise."""
    agendas.put_to_group(by=forum.acting(), meeting_id=meeting.public_id, question="Adopt it?")
    if end:
        adopt_open(forum, meeting)


def adopt_open(forum: ForumWorld, meeting: Meeting) -> None:
    """Have every member agree to the open agenda."""
    decision = decisions.open_about(db.session(), forum.id, "agenda", meeting.public_id)
    assert decision is not None
    everyone_agrees(forum, decision.public_id)


def everyone_agrees(forum: ForumWorld, decision_id: str) -> None:
    """Have every member agree to a decision, and count it."""
    for member in (forum.chair, *forum.members):
        group_decisions.take_position(by=forum.acting(member), decision_id=decision_id, stance="agree")
    group_decisions.end(by=forum.acting(), decision_id=decision_id)


def begin(meeting: Meeting) -> None:
    """Move the start of a meeting into the past."""
    with writing() as session:
        row = session.get_one(Meeting, meeting.id)
        row.starts_at, row.ends_at = utc_now() - timedelta(hours=2), utc_now() - timedelta(minutes=30)
