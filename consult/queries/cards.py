"""Cards and hands that are up in a meeting; who held up a card is not known, a hand is its owner's until put down."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.forum_access import Acting
from consult.domain.running_orders import CARDS, HAND
from consult.models.meetings import Card


@dataclass(frozen=True)
class Signals:
    """What is up: cards in their usual order, hands as member ids in the order of speaking, and one's own hand."""

    cards: tuple[str, ...]
    hands: tuple[int, ...]
    is_own_hand_up: bool


def up(session: Session, meeting_id: int, acting: Acting) -> Signals:
    """Return what is up in a meeting."""
    rows = session.scalars(select(Card).where(Card.meeting_id == meeting_id, Card.heard_at.is_(None))
                           .order_by(Card.raised_at, Card.id)).all()
    kinds = {row.kind for row in rows}
    hands = tuple(row.member_id for row in rows if row.kind == HAND and row.member_id is not None)
    return Signals(tuple(kind for kind in CARDS if kind in kinds), hands, acting.member_id in hands)
