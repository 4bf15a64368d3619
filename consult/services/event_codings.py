"""What people code in the notes of events: a theme and a stance given to a note, taken back, and a note read to the
end. These are counted in events ("raised at n of m events"), never in people.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.codebooks import STANCES
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.events import CANCELLED
from consult.models.base import utc_now
from consult.models.codebooks import Theme
from consult.models.consultations import Consultation
from consult.models.events import Event, EventNote, EventNoteCoding
from consult.models.plans import PlanNode
from consult.services import event_notes, rights
from consult.services.codebooks import active_theme
from consult.services.transaction import writing


def give(*, consultation_id: int, note_id: str, theme: str, stance: str, by_id: int) -> None:
    """Give a theme (public id) to a note (public id), and mark the note as read; given again, the stance changes.

    Raises NotAllowed, NotFound, Conflict("note-withheld") while somebody worries about the note, Refused("stance",
    "stance-unknown"), Refused("theme", …) for one that is not in use.
    """
    if stance not in STANCES:
        raise Refused("stance", "stance-unknown")
    with writing() as session:
        note = _note(session, consultation_id, note_id, by_id)
        given = active_theme(session, consultation_id, theme)
        coding = _coding(session, note.id, given.id)
        if coding is None:
            coding = EventNoteCoding(note_id=note.id, theme_id=given.id)
            session.add(coding)
        coding.stance, coding.by_id, coding.at = stance, by_id, utc_now()
        coding.frame_version = session.get_one(Consultation, consultation_id).frame_version
        coding.withdrawn_at = coding.withdrawn_by_id = None
        _mark(note, by_id)


def take_back(*, consultation_id: int, note_id: str, theme: str, by_id: int) -> None:
    """Take a theme (public id) away from a note (public id); it stays stored as withdrawn. Raises NotAllowed,
    NotFound, Conflict("note-theme-gone" or "note-withheld")."""
    with writing() as session:
        note = _note(session, consultation_id, note_id, by_id)
        theme_id = session.scalar(select(Theme.id).where(
            Theme.consultation_id == consultation_id, Theme.public_id == theme))
        coding = _coding(session, note.id, theme_id) if theme_id is not None else None
        if coding is None or coding.withdrawn_at is not None:
            raise Conflict("note-theme-gone")
        coding.withdrawn_at, coding.withdrawn_by_id = utc_now(), by_id


def mark_read(*, consultation_id: int, note_id: str, by_id: int) -> None:
    """Store that a person has read a note, coded or with nothing in it to code; twice is once.

    Raises NotAllowed, NotFound, Conflict("note-withheld").
    """
    with writing() as session:
        _mark(_note(session, consultation_id, note_id, by_id), by_id)


def place(*, consultation_id: int, note_id: str, node: str, by_id: int) -> None:
    """Say which part of the plan (key, "" for none) a note speaks of.

    Raises NotAllowed, NotFound, Conflict("note-withheld"), Refused("node", "node-unknown").
    """
    with writing() as session:
        note = _note(session, consultation_id, note_id, by_id)
        version_id = session.get_one(Consultation, consultation_id).plan_version_id
        if node and session.scalar(select(PlanNode.id).where(
                PlanNode.plan_version_id == version_id, PlanNode.key == node)) is None:
            raise Refused("node", "node-unknown")
        note.plan_node_key = node


def _note(session: Session, consultation_id: int, public_id: str, by_id: int) -> EventNote:
    rights.require(session, by_id, Permission.CODE, consultation_id)
    note = event_notes.standing(session, consultation_id, public_id)
    if session.get_one(Event, note.event_id).state == CANCELLED:
        raise NotFound()
    if event_notes.is_held(session, note.id):
        raise Conflict("note-withheld")
    return note


def _coding(session: Session, note_id: int, theme_id: int) -> EventNoteCoding | None:
    return session.scalar(select(EventNoteCoding).where(
        EventNoteCoding.note_id == note_id, EventNoteCoding.theme_id == theme_id))


def _mark(note: EventNote, by_id: int) -> None:
    if note.read_at is None:
        note.read_at, note.read_by_id = utc_now(), by_id
