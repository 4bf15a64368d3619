"""Shows the host of an event what we wrote down and how we read it, and takes in what they put right in ten days.

A code opens the notes, and nothing else; the host needs no account and gives no name (practice 6, HOST.3).
"""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.domain import host_checks as rules
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.events import HELD, QUOTE, STATEMENT, TEAM, Note
from consult.domain.working_days import london_day
from consult.models.answers_to_people import HostCheck, HostRemark
from consult.models.events import Event, EventNote
from consult.queries.event_counts import counts
from consult.services import audit, event_notes, events, rights
from consult.services.clock import now
from consult.services.secrets import keyed_hash, new_token, receipt_code
from consult.services.transaction import writing

PURPOSE = "host check"
# Why a note that the host put right counts no more: kept with the note, for staff.
PUT_RIGHT = "The host put it right."


def give(*, consultation_id: int, event_id: str, by_id: int) -> str:
    """Give the notes of an event to its host: return the new code, which is kept nowhere; an older one opens nothing.

    The ten days begin now, unless they run already. Raises NotAllowed, NotFound, Conflict("event-not-held"),
    Conflict("host-is-the-team"), Conflict("host-notes-none"), and Conflict("host-notes-unread") while a note was not
    read: the host is to see how we read them.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.SEND_SUMMARIES, consultation_id)
        event = events.standing(session, consultation_id, event_id)
        _check_ready(session, event)
        code, at = receipt_code(new_token()), now(session)
        check = session.scalar(select(HostCheck).where(HostCheck.event_id == event.id).with_for_update())
        if check is None:
            check = HostCheck(consultation_id=consultation_id, event_id=event.id, given_at=at, given_on=london_day(at))
            session.add(check)
        elif not rules.is_running(check.given_at, at):
            check.given_at, check.given_on, check.agreed_on = at, london_day(at), None
        check.code_hash, check.by_id = hash_of(code), by_id
        session.flush()
        _record(session, Act.HOST_NOTES_GIVEN, check, event.public_id, by_id)
        return code


def hash_of(code: str) -> str:
    """Return under which hash the code of a host is kept."""
    return keyed_hash(PURPOSE, code)


def _check_ready(session: Session, event: Event) -> None:
    if event.state != HELD:
        raise Conflict("event-not-held")
    if event.host_kind == TEAM:
        raise Conflict("host-is-the-team")
    notes, unread = session.execute(
        select(func.count(), func.count().filter(EventNote.read_at.is_(None))).select_from(EventNote)
        .join(Event, Event.id == EventNote.event_id).where(EventNote.event_id == event.id, *counts())).one()
    if not notes:
        raise Conflict("host-notes-none")
    if unread:
        raise Conflict("host-notes-unread", {"count": unread})


def say(*, public_id: str, kind: str, said: str, note_id: str = "") -> None:
    """Keep what the host says of the notes of a check (public id): that one of ours is wrong, or that one is missing.

    The same words of the same note twice are once. Raises NotFound, Conflict("host-days-over"), Refused("text", …),
    Refused("kind", "option-unknown"), and Refused("text", "host-remarks-many").
    """
    words = rules.checked_remark(kind, said)
    with writing() as session:
        check, at = _held(session, public_id), now(session)
        rules.check_running(check.given_at, at)
        note = _note_of(session, check, note_id) if kind == rules.WRONG else None
        standing = session.scalars(select(HostRemark).where(HostRemark.check_id == check.id)).all()
        if any((one.note_id, one.text) == (note.id if note else None, words) for one in standing):
            return
        if len(standing) >= rules.MOST_REMARKS:
            raise Refused("text", "host-remarks-many", {"most": rules.MOST_REMARKS})
        session.add(HostRemark(check_id=check.id, note_id=note.id if note else None, kind=kind, text=words,
                               said_on=london_day(at)))
        check.agreed_on = None
        _record(session, Act.HOST_REMARK_MADE, check, check.public_id)


def agree(*, public_id: str) -> None:
    """Note that the host says that all is right. Raises NotFound, Conflict("host-days-over")."""
    with writing() as session:
        check, at = _held(session, public_id), now(session)
        rules.check_running(check.given_at, at)
        if check.agreed_on is None:
            check.agreed_on = london_day(at)
            _record(session, Act.HOST_NOTES_AGREED, check, check.public_id)


def take_over(*, consultation_id: int, public_id: str, by_id: int) -> None:
    """Let what a host said (public id of the remark) stand as a note; the one that was wrong counts no more, and stays.

    The new note waits to be read, as any. Raises NotAllowed, NotFound, Conflict("host-remark-settled"), and what
    event_notes refuses.
    """
    with writing() as session:
        remark, event = _open_remark(session, consultation_id, public_id, by_id)
        wrong = session.get(EventNote, remark.note_id) if remark.note_id is not None else None
        key = f"remark-{remark.id}"
        event_notes.take_in(consultation_id=consultation_id, event_id=event.public_id, by_id=by_id,
                            notes=[_put_right(remark, wrong, event, key)])
        if wrong is not None and wrong.removed_at is None:
            event_notes.remove(consultation_id=consultation_id, public_id=wrong.public_id, reason=PUT_RIGHT,
                               by_id=by_id)
        remark.settled_note_id = session.scalar(select(EventNote.id).where(
            EventNote.event_id == event.id, EventNote.client_key == key))
        remark.state, remark.settled_by_id = rules.DONE, by_id
        _record(session, Act.HOST_REMARK_SETTLED, remark, event.public_id, by_id, consultation_id=consultation_id)


def _put_right(remark: HostRemark, wrong: EventNote | None, event: Event, key: str) -> Note:
    if wrong is None:
        return Note(STATEMENT, remark.text, language=event.language, client_key=key)
    return Note(wrong.kind, remark.text, wrong.table_label, wrong.question_key, wrong.plan_node_key,
                wrong.kind == QUOTE, wrong.language, key)


def decline(*, consultation_id: int, public_id: str, reason: str, by_id: int) -> None:
    """Leave the notes as they are, for a reason that the host can read.

    Raises NotAllowed, NotFound, Conflict("host-remark-settled"), Refused("reason", …).
    """
    why = rules.checked_reason(reason)
    with writing() as session:
        remark, event = _open_remark(session, consultation_id, public_id, by_id)
        remark.state, remark.reason, remark.settled_by_id = rules.DECLINED, why, by_id
        _record(session, Act.HOST_REMARK_SETTLED, remark, event.public_id, by_id, consultation_id=consultation_id)


def _open_remark(session: Session, consultation_id: int, public_id: str, by_id: int) -> tuple[HostRemark, Event]:
    rights.require(session, by_id, Permission.SEND_SUMMARIES, consultation_id)
    row = session.execute(
        select(HostRemark, Event).join(HostCheck, HostCheck.id == HostRemark.check_id)
        .join(Event, Event.id == HostCheck.event_id)
        .where(HostCheck.consultation_id == consultation_id, HostRemark.public_id == public_id)
        .with_for_update(of=HostRemark).execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound()
    if row[0].state != rules.OPEN:
        raise Conflict("host-remark-settled")
    return row[0], row[1]


def _held(session: Session, public_id: str) -> HostCheck:
    found = session.scalar(select(HostCheck).where(HostCheck.public_id == public_id).with_for_update()
                           .execution_options(populate_existing=True))
    if found is None:
        raise NotFound()
    return found


def _note_of(session: Session, check: HostCheck, note_id: str) -> EventNote:
    """Return a note of the event that the host can see: neither removed nor held back for a worry."""
    found = session.scalar(
        select(EventNote).join(Event, Event.id == EventNote.event_id)
        .where(EventNote.public_id == note_id, EventNote.event_id == check.event_id, *counts()))
    if found is None:
        raise NotFound()
    return found


def _record(session: Session, act: Act, of: HostCheck | HostRemark, object_id: str, by_id: int | None = None, *,
            consultation_id: int | None = None) -> None:
    audit.record(session, act, person_id=by_id, kind="event", object_id=object_id,
                 consultation_id=consultation_id or getattr(of, "consultation_id", None))
