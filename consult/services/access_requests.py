"""Requests for formats and adjustments and reports of barriers: taken in, given an owner, answered, settled."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import access_requests as rules
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import NotFound, Refused
from consult.domain.working_days import LONDON
from consult.models.access_requests import AccessRequest
from consult.models.base import utc_now
from consult.services import attempts, audit, rights
from consult.services.transaction import writing

MOST_DETAILS, MOST_CONTACT, MOST_ABOUT = 2_000, 500, 300


@dataclass(frozen=True)
class Asked:
    """What someone asks for or reports: `about` is a format (domain.access_requests.FORMATS) or an address."""

    kind: str
    about: str
    details: str
    contact: str
    language: str


def take(*, consultation_id: int | None, asked: Asked, network: str) -> AccessRequest:
    """Keep a request or a report and return it with the day by which it is answered.

    Raises Refused("about", "option-unknown"), ("details", "text-missing" or "request-long"), ("contact",
    "contact-missing" or "request-long"), and ("form", "forms-too-often") for a network that sends very many.
    """
    _check(asked)
    with writing() as session:
        attempts.check("request", network)
        attempts.failed("request", network)
        row = AccessRequest(
            consultation_id=consultation_id, kind=asked.kind, about=asked.about[:MOST_ABOUT],
            language=asked.language, details=asked.details, contact=asked.contact,
            answer_due_on=rules.due_on(asked.kind, utc_now().astimezone(LONDON).date()))
        session.add(row)
        session.flush()
        return row


def own(*, consultation_id: int, public_id: str, by_id: int) -> None:
    """Become the one who answers it; whoever did before no longer does."""
    with writing() as session:
        row = _open(session, consultation_id, public_id, by_id)
        row.owner_id = by_id
        audit.record(session, Act.ACCESS_REQUEST_TAKEN, person_id=by_id, kind="access-request", object_id=public_id,
                     consultation_id=consultation_id)


def answer(*, consultation_id: int, public_id: str, by_id: int) -> None:
    """Say that the person has an answer: what will be done, and when."""
    with writing() as session:
        row = _open(session, consultation_id, public_id, by_id)
        row.answered_at = row.answered_at or utc_now()
        row.owner_id = row.owner_id or by_id


def settle(*, consultation_id: int, public_id: str, outcome: str, words: str, by_id: int) -> None:
    """Write down what came of it. How to reach the person is deleted with that: nothing needs it any more.

    Raises Refused("outcome", "option-unknown"), Refused("words", "text-missing" or "request-long").
    """
    with writing() as session:
        row = _open(session, consultation_id, public_id, by_id)
        if outcome not in rules.OUTCOMES:
            raise Refused("outcome", "option-unknown")
        if not words.strip():
            raise Refused("words", "text-missing")
        if len(words) > MOST_DETAILS:
            raise Refused("words", "request-long", {"limit": MOST_DETAILS})
        row.outcome, row.outcome_words, row.settled_at, row.settled_by_id = outcome, words, utc_now(), by_id
        row.answered_at = row.answered_at or row.settled_at
        row.owner_id = row.owner_id or by_id
        row.contact = ""
        audit.record(session, Act.ACCESS_REQUEST_SETTLED, person_id=by_id, kind="access-request",
                     object_id=public_id, consultation_id=consultation_id, outcome=outcome)


def _check(asked: Asked) -> None:
    if asked.kind not in rules.KINDS or (asked.kind == rules.FORMAT and asked.about not in rules.FORMATS):
        raise Refused("about", "option-unknown")
    if asked.kind != rules.FORMAT and not asked.details:
        raise Refused("details", "text-missing")
    if len(asked.details) > MOST_DETAILS:
        raise Refused("details", "request-long", {"limit": MOST_DETAILS})
    if asked.kind != rules.BARRIER and not asked.contact:
        raise Refused("contact", "contact-missing")
    if len(asked.contact) > MOST_CONTACT:
        raise Refused("contact", "request-long", {"limit": MOST_CONTACT})


def _open(session: Session, consultation_id: int, public_id: str, by_id: int) -> AccessRequest:
    """Return a request that waits, of this consultation or of the whole site."""
    rights.require(session, by_id, Permission.HANDLE_ACCESS_REQUESTS, consultation_id)
    row = session.scalar(select(AccessRequest).where(
        AccessRequest.public_id == public_id, AccessRequest.outcome.is_(None),
        (AccessRequest.consultation_id == consultation_id) | AccessRequest.consultation_id.is_(None)))
    if row is None:
        raise NotFound()
    return row

