"""Notes of events that their hosts look at: which were given to whom until when, and what hosts said of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from consult.domain import host_checks as rules
from consult.domain.events import HELD, TEAM
from consult.domain.host_checks import DAYS, OPEN
from consult.models.answers_to_people import HostCheck, HostRemark
from consult.models.consultations import Consultation
from consult.models.events import Event, EventNote
from consult.queries import events
from consult.queries.event_counts import counts
from consult.queries.events import NoteView

# A host of more notes than this sees the first ones; nobody talks longer in one evening.
MOST_NOTES = 2_000


@dataclass(frozen=True)
class Listed:
    """An event that somebody hosted, how its notes stand with the host, and how many remarks wait for us."""

    event: Event
    check: HostCheck | None
    last_day: date | None
    is_running: bool
    notes: int
    to_read: int
    remarks: int
    waiting: int


@dataclass(frozen=True)
class Remarked:
    """What a host said, with the note that it is about."""

    remark: HostRemark
    note: EventNote | None


@dataclass(frozen=True)
class Sheet:
    """The notes of an event as they were read, and what the host said of them."""

    consultation: Consultation
    event: Event
    check: HostCheck
    notes: Sequence[NoteView]
    remarks: Sequence[Remarked]
    last_day: date
    is_running: bool


def listed(session: Session, consultation_id: int, now: datetime) -> list[Listed]:
    """Return the events that were held and that somebody else than the team hosted, the newest first."""
    notes = {event_id: (count, waiting) for event_id, count, waiting in session.execute(
        select(EventNote.event_id, func.count(), func.count().filter(EventNote.read_at.is_(None)))
        .join(Event, Event.id == EventNote.event_id)
        .where(Event.consultation_id == consultation_id, *counts()).group_by(EventNote.event_id))}
    remarks = {check_id: (count, waiting) for check_id, count, waiting in session.execute(
        select(HostRemark.check_id, func.count(), func.count().filter(HostRemark.state == OPEN))
        .join(HostCheck, HostCheck.id == HostRemark.check_id).where(HostCheck.consultation_id == consultation_id)
        .group_by(HostRemark.check_id))}
    rows = session.execute(
        select(Event, HostCheck).outerjoin(HostCheck, HostCheck.event_id == Event.id)
        .where(Event.consultation_id == consultation_id, Event.state == HELD, Event.host_kind != TEAM)
        .order_by(Event.starts_at.desc(), Event.id.desc()))
    return [Listed(event, check, rules.last_day(check.given_at) if check is not None else None,
                   check is not None and rules.is_running(check.given_at, now), *notes.get(event.id, (0, 0)),
                   *(remarks.get(check.id, (0, 0)) if check is not None else (0, 0)))
            for event, check in rows]


def by_code(session: Session, code_hash: str) -> HostCheck | None:
    """Return what a code opens, or None."""
    return session.scalar(select(HostCheck).where(HostCheck.code_hash == code_hash))


def sheet(session: Session, public_id: str, now: datetime, consultation_id: int | None = None) -> Sheet | None:
    """Return the notes that a check (public id) shows, or None; only of that consultation where one is named."""
    query = (
        select(HostCheck, Event, Consultation).join(Event, Event.id == HostCheck.event_id)
        .join(Consultation, Consultation.id == HostCheck.consultation_id).where(HostCheck.public_id == public_id))
    if consultation_id is not None:
        query = query.where(HostCheck.consultation_id == consultation_id)
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    check, event, consultation = row
    notes = events.notes_of(session, event.id, limit=MOST_NOTES)
    return Sheet(consultation, event, check, notes, _remarks(session, check.id), rules.last_day(check.given_at),
                 rules.is_running(check.given_at, now))


def _remarks(session: Session, check_id: int) -> list[Remarked]:
    rows = session.execute(
        select(HostRemark, EventNote).outerjoin(EventNote, EventNote.id == HostRemark.note_id)
        .where(HostRemark.check_id == check_id).order_by(HostRemark.id))
    return [Remarked(remark, note) for remark, note in rows]


def running(session: Session, consultation_id: int, now: datetime) -> int:
    """Return at how many events our notes can still change: the host's days run, or what a host said waits for us.

    The days of a host who said that all is right are over.
    """
    waits = exists(select(HostRemark.id).where(HostRemark.check_id == HostCheck.id, HostRemark.state == OPEN))
    # No ten days are longer than eleven times twenty-four hours and the hour that summer time takes or gives.
    recent = session.execute(
        select(HostCheck.given_at, HostCheck.agreed_on, waits).where(HostCheck.consultation_id == consultation_id,
               or_(waits, and_(HostCheck.agreed_on.is_(None),
                               HostCheck.given_at > now - (DAYS + 2) * rules.ONE_DAY))))
    return sum(bool(waiting) or (agreed is None and rules.is_running(given, now)) for given, agreed, waiting in recent)
