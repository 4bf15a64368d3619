"""Requests from outside: as the group reads them in its tray, and as the officer who placed them may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.forum_access import Acting, Right
from consult.domain.outside_requests import CHANGED, WAITING
from consult.models.agendas import OutsideRequest
from consult.queries import group_decisions

PAGE = 50


@dataclass(frozen=True)
class Placed:
    """A request as the officer who placed it sees it: the group's answer once there is one, and nothing behind it."""

    public_id: str
    body: str
    title: str
    words: str
    why: str
    use: str
    wanted_by: date
    placed_at: datetime
    state: str
    changed_title: str
    changed_words: str
    answer: str


def one(session: Session, forum_id: int, public_id: str) -> OutsideRequest | None:
    """Return a request in the tray of a forum, in any state."""
    return session.scalar(select(OutsideRequest).where(
        OutsideRequest.forum_id == forum_id, OutsideRequest.public_id == public_id))


def in_tray(session: Session, forum_id: int) -> Sequence[OutsideRequest]:
    """Return the requests that wait for the group, the one that is wanted first at the top."""
    return session.scalars(
        select(OutsideRequest).where(OutsideRequest.forum_id == forum_id, OutsideRequest.state == WAITING)
        .order_by(OutsideRequest.wanted_by, OutsideRequest.id)).all()


def answered(session: Session, forum_id: int) -> Sequence[OutsideRequest]:
    """Return the last requests that do not wait any more, the newest first."""
    return session.scalars(
        select(OutsideRequest).where(OutsideRequest.forum_id == forum_id, OutsideRequest.state != WAITING)
        .order_by(OutsideRequest.id.desc()).limit(PAGE)).all()


def placed_by(session: Session, forum_id: int, person_id: int) -> list[Placed]:
    """Return what an officer placed in the tray of a forum, the newest first; how the group decides is not theirs."""
    rows = session.scalars(
        select(OutsideRequest).where(OutsideRequest.forum_id == forum_id, OutsideRequest.placed_by_id == person_id)
        .order_by(OutsideRequest.id.desc())).all()
    return [_as_outside(row) for row in rows]


def waiting(session: Session, acting: Acting) -> list[str]:
    """Return the requests (public ids) that nobody has put to the group yet; for who may answer them."""
    if Right.ANSWER_TRAY not in acting.rights:
        return []
    return [row.public_id for row in in_tray(session, acting.forum_id)
            if group_decisions.open_about(session, acting.forum_id, "request", row.public_id) is None]


def _as_outside(row: OutsideRequest) -> Placed:
    is_answered, is_changed = row.state != WAITING, row.state == CHANGED
    return Placed(row.public_id, row.body, row.title, row.words, row.why, row.use, row.wanted_by, row.placed_at,
                  row.state, row.offered_title if is_changed else "", row.offered_words if is_changed else "",
                  row.answer if is_answered else "")
