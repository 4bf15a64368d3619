"""Requests for formats and adjustments and reports of barriers, for whoever answers them; never counted by person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from consult.models.access_requests import AccessRequest
from consult.models.people import Person


@dataclass(frozen=True)
class Listed:
    """One request as its owner sees it; `contact` is empty once it is settled."""

    public_id: str
    kind: str
    about: str
    language: str
    details: str
    contact: str
    created_at: datetime
    answer_due_on: date
    owner: str | None
    answered_at: datetime | None
    outcome: str | None
    outcome_words: str
    settled_at: datetime | None

    def is_overdue(self, today: date) -> bool:
        """Say whether the person should have had an answer by now."""
        return self.answered_at is None and self.answer_due_on < today


@dataclass(frozen=True)
class Counts:
    """How many were asked for, by kind and outcome; None is still open."""

    by: dict[tuple[str, str | None], int]

    def of(self, kind: str, outcome: str | None = "all") -> int:
        """Return the number of a kind with an outcome, or of all of them."""
        return sum(number for (of_kind, came), number in self.by.items()
                   if of_kind == kind and outcome in ("all", came))


def _of(consultation_id: int) -> object:
    return or_(AccessRequest.consultation_id == consultation_id, AccessRequest.consultation_id.is_(None))


def listed(session: Session, consultation_id: int, *, is_settled: bool) -> Sequence[Listed]:
    """Return the requests of a consultation and of the whole site: open ones by the day they are due, settled ones
    the newest first; 200 at the most."""
    order = AccessRequest.settled_at.desc() if is_settled else AccessRequest.answer_due_on
    rows = session.execute(
        select(AccessRequest, Person.name).outerjoin(Person, Person.id == AccessRequest.owner_id)
        .where(_of(consultation_id), AccessRequest.outcome.is_not(None) if is_settled
               else AccessRequest.outcome.is_(None))
        .order_by(order, AccessRequest.id).limit(200))
    return [_listed(row, name) for row, name in rows]


def one(session: Session, consultation_id: int, public_id: str) -> Listed | None:
    """Return one request of the consultation or of the whole site, or None."""
    row = session.execute(
        select(AccessRequest, Person.name).outerjoin(Person, Person.id == AccessRequest.owner_id)
        .where(_of(consultation_id), AccessRequest.public_id == public_id)).one_or_none()
    return _listed(*row) if row is not None else None


def counts(session: Session, consultation_id: int) -> Counts:
    """Return how many requests there are by kind and outcome; one statement."""
    rows = session.execute(
        select(AccessRequest.kind, AccessRequest.outcome, func.count()).where(_of(consultation_id))
        .group_by(AccessRequest.kind, AccessRequest.outcome))
    return Counts({(kind, outcome): number for kind, outcome, number in rows})


def _listed(row: AccessRequest, owner: str | None) -> Listed:
    return Listed(row.public_id, row.kind, row.about, row.language, row.details, row.contact, row.created_at,
                  row.answer_due_on, owner, row.answered_at, row.outcome, row.outcome_words, row.settled_at)
