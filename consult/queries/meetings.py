"""Meetings of one forum: its list, one of them, what is on its running order; nothing of who comes or came."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.running_orders import Line, Order, Wanted, planned
from consult.models.agendas import AgendaItem
from consult.models.meetings import Meeting
from consult.queries import agendas


@dataclass(frozen=True)
class OrderLine:
    """A line of the running order with its item's title ("" for the rule, a break, the close)."""

    line: Line
    title: str
    language: str
    item_public_id: str


def of_forum(session: Session, forum_id: int) -> Sequence[Meeting]:
    """Return every meeting of a forum, the latest first."""
    return session.scalars(select(Meeting).where(Meeting.forum_id == forum_id)
                           .order_by(Meeting.starts_at.desc(), Meeting.id.desc())).all()


def by_public_id(session: Session, forum_id: int, public_id: str) -> Meeting | None:
    """Return a meeting of this forum; none of another."""
    return session.scalar(select(Meeting).where(Meeting.public_id == public_id, Meeting.forum_id == forum_id))


def minutes_of(meeting: Meeting) -> int:
    """Return how long a meeting is, in whole minutes."""
    return int((meeting.ends_at - meeting.starts_at).total_seconds()) // 60


def items_on(session: Session, meeting: Meeting) -> Sequence[AgendaItem]:
    """Return the items on a meeting's agenda in the order in which the group has put them so far."""
    items = agendas.items_of(session, meeting)
    if meeting.agenda_adopted_at is not None:
        return sorted(items, key=lambda item: (item.position, item.id))
    by_id = {item.id: item for item in items}
    return [by_id[placed.item_id] for placed in agendas.order_of(session, items)]


def running_order(session: Session, meeting: Meeting) -> tuple[list[OrderLine], list[AgendaItem]]:
    """Return the lines of a meeting with titles, and the items that its time does not reach, in agenda order."""
    items = {item.public_id: item for item in items_on(session, meeting)}
    order: Order = planned([Wanted(item.public_id, item.minutes) for item in items.values()],
                           minutes=minutes_of(meeting), break_every=meeting.break_every)
    lines = [OrderLine(line, items[line.ref].title if line.ref else "", items[line.ref].language if line.ref else "en",
                       line.ref) for line in order.lines]
    return lines, [items[ref] for ref in order.not_reached]
