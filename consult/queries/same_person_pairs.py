"""Pairs of responses that may be one person's, as pages list them: what waits, and what was decided by whom and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from consult.models.people import Person
from consult.models.responses import Response
from consult.models.submissions import SamePerson
from consult.queries import counted

PAGE = 50
_FIRST, _OTHER = aliased(Response), aliased(Response)


@dataclass(frozen=True)
class Side:
    """One of two responses; `is_linked` says that another one is counted in its place."""

    public_id: str
    received_at: datetime
    channel: str
    language: str
    is_linked: bool
    counts: bool


@dataclass(frozen=True)
class Pair:
    """Two responses, the earlier row first, with what speaks for one person and what a person decided."""

    public_id: str
    first: Side
    other: Side
    basis: str
    state: str
    reason: str
    by: str | None
    at: datetime | None


def waiting(session: Session, consultation_id: int, before: str | None = None) -> tuple[Pair, ...]:
    """Return up to PAGE proposals, the newest first, after the pair with the public id `before`; one statement."""
    return _page(session, consultation_id, before, is_open())


def decided(session: Session, consultation_id: int, before: str | None = None) -> tuple[Pair, ...]:
    """Return up to PAGE pairs that a person decided about, the newest first; one statement."""
    return _page(session, consultation_id, before, SamePerson.state != "proposed")


def one(session: Session, consultation_id: int, public_id: str) -> Pair | None:
    """Return a pair by its public id, or None."""
    row = session.execute(_pairs(consultation_id).where(SamePerson.public_id == public_id)).one_or_none()
    return _pair(row) if row is not None else None


def pair_of(session: Session, consultation_id: int, public_ids: Sequence[str]) -> str | None:
    """Return the public id of the pair that two responses (public ids) are, or None."""
    return session.scalar(_pairs(consultation_id).with_only_columns(SamePerson.public_id).where(
        _FIRST.public_id.in_(public_ids), _OTHER.public_id.in_(public_ids)))


def open_count(session: Session, consultation_id: int) -> int:
    """Return how many proposals wait for a person; one statement."""
    return session.scalar(select(func.count()).select_from(
        _pairs(consultation_id).where(is_open()).with_only_columns(SamePerson.id).subquery())) or 0


def is_open() -> ColumnElement[bool]:
    """Say that a proposal is still a question: both count, and not with one another already."""
    return and_(SamePerson.state == "proposed", _FIRST.excluded_reason.is_(None), _OTHER.excluded_reason.is_(None),
                counted.person(_FIRST) != counted.person(_OTHER))


def _pairs(consultation_id: int) -> Select[Any]:
    return (select(SamePerson, _FIRST, _OTHER, Person.name).join(_FIRST, _FIRST.id == SamePerson.first_id)
            .join(_OTHER, _OTHER.id == SamePerson.second_id)
            .outerjoin(Person, Person.id == SamePerson.decided_by_id)
            .where(SamePerson.consultation_id == consultation_id))


def _page(session: Session, consultation_id: int, before: str | None, *wanted: ColumnElement[bool]
          ) -> tuple[Pair, ...]:
    query = _pairs(consultation_id).where(*wanted).order_by(SamePerson.id.desc()).limit(PAGE)
    if before:
        start = select(SamePerson.id).where(SamePerson.public_id == before).scalar_subquery()
        query = query.where(SamePerson.id < start)
    return tuple(_pair(row) for row in session.execute(query))


def _pair(row: Any) -> Pair:
    pair, first, other, by = row
    return Pair(pair.public_id, _side(first), _side(other), pair.basis, pair.state, pair.reason, by, pair.decided_at)


def _side(response: Response) -> Side:
    return Side(response.public_id, response.received_at, response.channel, response.language,
                response.counts_with_id is not None, response.excluded_reason is None)
