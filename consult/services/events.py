"""Plans events, arranges their access, and records what they were; notes and their themes are event_notes.py's.

Who came is a number: no name of anybody who took part is ever asked for or kept.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import events as rules
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.events import CANCELLED, HELD, PLANNED, Plan, Record
from consult.models.events import Event, EventAccess
from consult.services import audit, rights
from consult.services.clock import now
from consult.services.transaction import writing


def plan(*, consultation_id: int, planned: Plan, budget_pence: int | None = None, by_id: int) -> Event:
    """Plan an event, with every thing of its access checklist still wanted.

    Raises NotAllowed, Refused for what `domain/events.checked` refuses and ("budget", "number-range").
    """
    with writing() as session:
        rights.require(session, by_id, Permission.RUN_EVENTS, consultation_id)
        event = Event(consultation_id=consultation_id, created_by_id=by_id)
        _write(session, event, planned, budget_pence)
        session.add(event)
        session.flush()
        _fill_checklist(session, event)
        _record(session, Act.EVENT_PLANNED, event, by_id)
        return event


def change(*, consultation_id: int, public_id: str, planned: Plan, budget_pence: int | None = None, revision: int,
           by_id: int) -> Event:
    """Change what is planned; `revision` is the one that was read. An event that was held keeps its times.

    Raises as `plan`, NotFound, Conflict("event-changed") where somebody else changed it since, and
    Conflict("event-not-planned") once it was called off.
    """
    with writing() as session:
        event = _event(session, consultation_id, public_id, by_id)
        if event.revision != revision:
            raise Conflict("event-changed")
        if event.state == CANCELLED:
            raise Conflict("event-not-planned")
        if event.state == HELD and planned.starts_at is not None and planned.starts_at > now(session):
            raise Refused("starts_at", "event-not-yet")
        _write(session, event, planned, budget_pence)
        event.revision += 1
        session.flush()
        _fill_checklist(session, event)
        _record(session, Act.EVENT_CHANGED, event, by_id)
        return event


def arrange(*, consultation_id: int, public_id: str, key: str, state: str, reason: str = "",
            cost_pence: int | None = None, by_id: int) -> None:
    """Say how one thing of the access checklist stands, before the event or after it.

    Raises NotAllowed, NotFound, Conflict("event-not-planned") once it was called off, and Refused for what
    `domain/events.check_access` refuses.
    """
    with writing() as session:
        event = _event(session, consultation_id, public_id, by_id)
        if event.state == CANCELLED:
            raise Conflict("event-not-planned")
        said = rules.check_access(key, state, reason, cost_pence, is_held=event.state == HELD)
        at = now(session)
        row = session.scalar(select(EventAccess).where(EventAccess.event_id == event.id, EventAccess.key == key))
        if row is None:
            row = EventAccess(event_id=event.id, key=key)
            session.add(row)
        row.state, row.reason, row.cost_pence = state, said, cost_pence
        row.changed_by_id, row.changed_at = by_id, at
        _record(session, Act.EVENT_CHANGED, event, by_id, access=key, state=state)


def record(*, consultation_id: int, public_id: str, happened: Record, by_id: int) -> Event:
    """Write down that an event took place and how many people came; written again, it corrects what stood.

    Raises NotAllowed, NotFound, Conflict("event-not-planned") for one that was called off, and Refused for what
    `domain/events.checked_record` refuses.
    """
    with writing() as session:
        event = _event(session, consultation_id, public_id, by_id)
        if event.state == CANCELLED:
            raise Conflict("event-not-planned")
        # The hour is asked for first: asking the database writes what is half said.
        at = now(session)
        kept = rules.checked_record(happened, event.starts_at, at)
        event.participants, event.tables, event.make_up = kept.participants, kept.tables, kept.make_up
        if event.state == PLANNED:
            event.state, event.held_at = HELD, at
        event.revision += 1
        _record(session, Act.EVENT_HELD, event, by_id, participants=kept.participants)
        return event


def cancel(*, consultation_id: int, public_id: str, reason: str, by_id: int) -> None:
    """Call a planned event off. Raises NotAllowed, NotFound, Conflict("event-not-planned"), Refused("reason", …)."""
    with writing() as session:
        event = _event(session, consultation_id, public_id, by_id)
        rules.check_planned(event.state)
        event.reason, event.state = rules.reason_given(reason), CANCELLED
        event.revision += 1
        _record(session, Act.EVENT_CANCELLED, event, by_id)


def standing(session: Session, consultation_id: int, public_id: str) -> Event:
    """Return an event of the consultation, held until the transaction ends; raises NotFound."""
    found = session.scalar(
        select(Event).where(Event.consultation_id == consultation_id, Event.public_id == public_id)
        .with_for_update().execution_options(populate_existing=True))
    if found is None:
        raise NotFound()
    return found


def _event(session: Session, consultation_id: int, public_id: str, by_id: int) -> Event:
    rights.require(session, by_id, Permission.RUN_EVENTS, consultation_id)
    return standing(session, consultation_id, public_id)


def _write(session: Session, event: Event, planned: Plan, budget_pence: int | None) -> None:
    kept = rules.checked(planned)
    assert isinstance(kept.starts_at, datetime) and isinstance(kept.ends_at, datetime)
    if budget_pence is not None and not 0 <= budget_pence <= rules.MOST_COST:
        raise Refused("budget", "number-range", {"least": 0, "most": rules.MOST_COST // 100})
    for name in ("title", "starts_at", "ends_at", "format", "place", "language", "host_kind", "host", "may_be_named",
                 "access_contact", "bookings_open_on"):
        setattr(event, name, getattr(kept, name))
    event.access_budget_pence = budget_pence


def _fill_checklist(session: Session, event: Event) -> None:
    """Add what this format brings with it; what stands is kept, also where another format no longer asks for it."""
    known = set(session.scalars(select(EventAccess.key).where(EventAccess.event_id == event.id)))
    session.add_all(EventAccess(event_id=event.id, key=key) for key in rules.checklist(event.format)
                    if key not in known)


def _record(session: Session, act: Act, event: Event, by_id: int, **facts: object) -> None:
    audit.record(session, act, person_id=by_id, kind="event", object_id=event.public_id,
                 consultation_id=event.consultation_id, **facts)
