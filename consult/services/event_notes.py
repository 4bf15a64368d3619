"""Takes in what was said at the tables of events, and keeps personal details out of it; never a name of who said it.

A note that came from a page without a network is known again by its own key, so that it is kept once however often it
is sent. The words as they were are kept apart once something was taken out of them (`EventNoteOriginal`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.analysis import identifiers
from consult.domain import events as rules
from consult.domain import redactions
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.events import CANCELLED, MOST_NOTES, Note
from consult.domain.redactions import Span
from consult.domain.texts import clean
from consult.models.base import utc_now
from consult.models.consultations import Consultation
from consult.models.events import Event, EventNote, EventNoteOriginal
from consult.models.plans import PlanNode
from consult.queries import kept_back, survey_questions
from consult.services import audit, events, other_worries, rights
from consult.services.transaction import writing


@dataclass(frozen=True)
class TakenIn:
    """How many notes were kept now, and how many stood there already."""

    kept: int
    known: int


def take_in(*, consultation_id: int, event_id: str, notes: Sequence[Note], by_id: int) -> TakenIn:
    """Keep the notes of an event (public id), all or none; what was sent before under the same key is left as it is.

    Words that speak of danger or harm are put before those who handle worries at once. Raises NotAllowed, NotFound,
    Conflict("event-not-planned") for one that was called off, Refused for what `domain/events.checked_note` refuses,
    ("question", "option-unknown"), ("node", "node-unknown"), and ("notes", "event-notes-many").
    """
    checked = [rules.checked_note(note) for note in notes]
    with writing() as session:
        rights.require(session, by_id, Permission.RUN_EVENTS, consultation_id)
        event = events.standing(session, consultation_id, event_id)
        if event.state == CANCELLED:
            raise Conflict("event-not-planned")
        _check_keys(session, consultation_id, checked)
        known = _known(session, event.id)
        fresh = _unknown(checked, known)
        if _count(session, event.id) + len(fresh) > MOST_NOTES:
            raise Refused("notes", "event-notes-many", {"most": MOST_NOTES})
        for note in fresh:
            _keep(session, event, note, by_id)
        if fresh:
            audit.record(session, Act.EVENT_NOTES_TAKEN_IN, person_id=by_id, kind="event", object_id=event.public_id,
                         consultation_id=consultation_id, notes=len(fresh))
        return TakenIn(len(fresh), len(checked) - len(fresh))


def remove(*, consultation_id: int, public_id: str, reason: str, by_id: int) -> None:
    """Take a note out of everything that is counted; it stays stored with the reason.

    Raises NotAllowed, NotFound, Refused("reason", …).
    """
    with writing() as session:
        rights.require(session, by_id, Permission.RUN_EVENTS, consultation_id)
        note = standing(session, consultation_id, public_id)
        note.reason, note.removed_at, note.removed_by_id = rules.reason_given(reason), utc_now(), by_id
        _record(session, Act.EVENT_NOTE_REMOVED, consultation_id, note, by_id)


def take_out(*, consultation_id: int, public_id: str, words: str, kind: str, by_id: int) -> int:
    """Mask words that show who or where somebody is, wherever they stand in a note; return at how many places.

    Raises NotAllowed, NotFound, Refused("words", …), Refused("kind", …).
    """
    with writing() as session:
        rights.require(session, by_id, Permission.REDACT, consultation_id)
        note = _readable(session, consultation_id, public_id, by_id)
        spans = redactions.find_words(note.text, clean(words), kind)
        _mask(session, note, spans, by_id)
        _record(session, Act.REDACTION_DECIDED, consultation_id, note, by_id, decision=redactions.CONFIRMED,
                detail=kind, details=len(spans))
        return len(spans)


def put_back(*, consultation_id: int, public_id: str, by_id: int) -> None:
    """Undo everything that was taken out of a note, nothing where nothing was. Raises NotAllowed, NotFound."""
    with writing() as session:
        rights.require(session, by_id, Permission.REDACT, consultation_id)
        note = _readable(session, consultation_id, public_id, by_id)
        original = session.get(EventNoteOriginal, note.id)
        if original is None:
            return
        note.text = original.text
        session.delete(original)
        _record(session, Act.REDACTION_DECIDED, consultation_id, note, by_id, decision=redactions.UNDONE)


def open_original(*, consultation_id: int, public_id: str, by_id: int) -> str:
    """Return a note as it was before anything was taken out; the opening is kept in the trail.

    Raises NotAllowed, NotFound.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.READ_ORIGINALS, consultation_id)
        note = _readable(session, consultation_id, public_id, by_id)
        original = session.get(EventNoteOriginal, note.id)
        _record(session, Act.ORIGINAL_OPENED, consultation_id, note, by_id)
        return original.text if original is not None else note.text


def suggested_details(text: str) -> tuple[Span, ...]:
    """Return what a list of rules takes for a personal detail in the text of a note: a suggestion, never applied."""
    return tuple(span for span in identifiers.suggest(text) if redactions.MASK not in text[span.start:span.end])


def standing(session: Session, consultation_id: int, public_id: str) -> EventNote:
    """Return a note that was not removed, held until the transaction ends; raises NotFound."""
    found = session.scalar(
        select(EventNote).join(Event, Event.id == EventNote.event_id)
        .where(Event.consultation_id == consultation_id, EventNote.public_id == public_id,
               EventNote.removed_at.is_(None))
        .with_for_update(of=EventNote).execution_options(populate_existing=True))
    if found is None:
        raise NotFound()
    return found


def is_held(session: Session, note_id: int) -> bool:
    """Say whether somebody still has to look at a worry about a note (row id)."""
    return session.scalar(
        select(EventNote.id).where(EventNote.id == note_id, kept_back.is_note_withheld())) is not None


def _readable(session: Session, consultation_id: int, public_id: str, by_id: int) -> EventNote:
    """Return a note; one that somebody worries about is there only for those who handle worries."""
    note = standing(session, consultation_id, public_id)
    if is_held(session, note.id):
        rights.require(session, by_id, Permission.HANDLE_WORRIES, consultation_id)
    return note


def _keep(session: Session, event: Event, note: Note, by_id: int) -> None:
    row = EventNote(
        event_id=event.id, table_label=note.table, kind=note.kind, text=note.text, language=note.language,
        has_consent=note.has_consent, plan_node_key=note.node, question_key=note.question,
        client_key=note.client_key or None, created_by_id=by_id)
    session.add(row)
    session.flush()
    other_worries.look_at_note(session, event.consultation_id, row.id, row.text)


def _mask(session: Session, note: EventNote, spans: Sequence[Span], by_id: int) -> None:
    """Mask spans of the standing text, which is as long as the original: masks keep every code point's place."""
    original = session.get(EventNoteOriginal, note.id)
    if original is None:
        original = EventNoteOriginal(note_id=note.id, text=note.text, stretches=[])
        session.add(original)
    at = utc_now().isoformat()
    original.stretches = [*original.stretches, *(
        {"start": span.start, "end": span.end, "kind": span.kind, "by": by_id, "at": at} for span in spans)]
    note.text = redactions.masked(note.text, spans)


def _known(session: Session, event_id: int) -> set[str]:
    return {key for key in session.scalars(
        select(EventNote.client_key).where(EventNote.event_id == event_id)) if key is not None}


def _unknown(notes: Sequence[Note], known: set[str]) -> list[Note]:
    """Return the notes that were not kept so far, each key once; the first of two with one key counts."""
    fresh: dict[object, Note] = {}
    for place, note in enumerate(notes):
        if note.client_key not in known:
            fresh.setdefault(note.client_key or place, note)
    return list(fresh.values())


def _count(session: Session, event_id: int) -> int:
    return session.scalar(select(func.count()).select_from(EventNote).where(EventNote.event_id == event_id)) or 0


def _check_keys(session: Session, consultation_id: int, notes: Sequence[Note]) -> None:
    questions = {note.question for note in notes if note.question}
    if questions and not questions <= {asked.key for asked in survey_questions.asked(session, consultation_id)}:
        raise Refused("question", "option-unknown")
    nodes = {note.node for note in notes if note.node}
    if nodes:
        version_id = session.get_one(Consultation, consultation_id).plan_version_id
        found = set(session.scalars(select(PlanNode.key).where(
            PlanNode.plan_version_id == version_id, PlanNode.key.in_(nodes))))
        if found != nodes:
            raise Refused("node", "node-unknown")


def _record(session: Session, act: Act, consultation_id: int, note: EventNote, by_id: int, **facts: object) -> None:
    audit.record(session, act, person_id=by_id, kind="event-note", object_id=note.public_id,
                 consultation_id=consultation_id, **facts)
