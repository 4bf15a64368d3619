"""Cards and hands held up during a meeting; a card is nobody's, a hand is its owner's until it is put down."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import meetings as rules
from consult.domain import running_orders
from consult.domain.errors import Conflict, NotFound
from consult.domain.forum_access import Acting, Right
from consult.models.base import utc_now
from consult.models.meetings import Card, Meeting
from consult.services import forum_life
from consult.services.meetings import locked
from consult.services.transaction import writing


def hold_up(*, by: Acting, meeting_id: str, kind: str) -> None:
    """Hold up a card or one's hand; one that is up already stays up as it is.

    Raises NotFound, Conflict("forum-not-open" or "cards-closed"), Refused("kind", "option-unknown").
    """
    by.require(Right.SIGNAL)
    running_orders.check_signal(kind)
    with writing() as session:
        meeting = _running(session, by, meeting_id)
        whose = by.member_id if kind == running_orders.HAND else None
        if _up(session, meeting, kind, whose) is None:
            session.add(Card(meeting_id=meeting.id, kind=kind, member_id=whose))


def put_down(*, by: Acting, meeting_id: str, kind: str) -> None:
    """Put down a card that was heard, or one's own hand; raises as hold_up does."""
    by.require(Right.SIGNAL)
    running_orders.check_signal(kind)
    with writing() as session:
        meeting = _running(session, by, meeting_id)
        _heard(_up(session, meeting, kind, by.member_id if kind == running_orders.HAND else None))


def call_next(*, by: Acting, meeting_id: str) -> None:
    """Give the floor to the hand that has been up longest; the chairs' to do. Raises as hold_up does."""
    by.require(Right.SIGNAL)
    if not by.is_chair:
        raise NotFound()
    with writing() as session:
        meeting = _running(session, by, meeting_id)
        _heard(session.scalar(
            select(Card).where(Card.meeting_id == meeting.id, Card.kind == running_orders.HAND, Card.heard_at.is_(None))
            .order_by(Card.raised_at, Card.id).limit(1)))


def _running(session: Session, by: Acting, meeting_id: str) -> Meeting:
    forum_life.require_open(session, by)
    meeting = locked(session, by, meeting_id)
    if not rules.are_cards_open(meeting.state, meeting.starts_at, meeting.ends_at, utc_now()):
        raise Conflict("cards-closed")
    return meeting


def _up(session: Session, meeting: Meeting, kind: str, whose: int | None) -> Card | None:
    return session.scalar(select(Card).where(
        Card.meeting_id == meeting.id, Card.kind == kind, Card.heard_at.is_(None),
        Card.member_id.is_(None) if whose is None else Card.member_id == whose).limit(1))


def _heard(card: Card | None) -> None:
    """Put a card down; whose hand it was is not kept."""
    if card is not None:
        card.heard_at, card.member_id = utc_now(), None
