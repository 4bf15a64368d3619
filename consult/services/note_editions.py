"""The editions in which notes leave a group: frozen for a decision, shared by it, redacted after it; no question here.

Effects of decisions are here too; only services/forum_effects.py runs them.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from consult.domain import forum_notes as rules
from consult.domain.errors import NotFound
from consult.domain.forum_notes import Line
from consult.models.forum_notes import Note, NoteCorrection, NoteLine, ReleasedNote
from consult.models.group_decisions import GroupDecision
from consult.queries import forum_notes as stored
from consult.services import forum_files
from consult.services.clock import now

# Why an edition is no longer the one that stands.
TAKEN_BACK, NEWER = "words-taken-back", "newer-edition"


def next_number(session: Session, note_id: int) -> int:
    """Return the number of the next edition of notes."""
    return (session.scalar(select(func.max(ReleasedNote.number)).where(ReleasedNote.note_id == note_id)) or 0) + 1


def note_agreed(session: Session, decision: GroupDecision) -> None:
    """Make working notes agreed ones: the group said that this is what was said."""
    note = _note(session, decision)
    if note.layer == rules.WORKING:
        note.layer, note.agreed_at = rules.AGREED, now(session)


def note_deleted(session: Session, decision: GroupDecision) -> None:
    """Delete working notes with everything in them; that there were some stays (CP-26). Agreed ones are not deleted."""
    note = _note(session, decision)
    if note.layer != rules.WORKING:
        raise NotFound()
    lines = select(NoteLine.id).where(NoteLine.note_id == note.id)
    session.execute(delete(NoteCorrection).where(NoteCorrection.line_id.in_(lines)))
    session.execute(delete(NoteLine).where(NoteLine.note_id == note.id))
    note.title, note.deleted_at = "", now(session)


def note_released(session: Session, decision: GroupDecision) -> None:
    """Let the edition that the group said yes to leave it, without what was taken back since (CP-23)."""
    edition = _proposed(session, decision)
    if edition is None or not edition.body:
        raise NotFound()
    at = now(session)
    for before in _standing(session, edition.note_id):
        _drop_film(session, before)
        _replace(before, NEWER, at)
    edition.number = max(edition.number, next_number(session, edition.note_id) - 1)
    edition.released_at = at
    if edition.film_id is not None:
        forum_files.release(session, edition.film_id)


def release_dropped(session: Session, decision: GroupDecision) -> None:
    """Forget an edition that the group did not say yes to."""
    edition = _proposed(session, decision)
    if edition is not None:
        session.delete(edition)


def redact(session: Session, line: NoteLine, at: datetime) -> None:
    """Take the words of a line out of every edition: out of a proposed one without a trace, after that by a new one."""
    for edition in _unreleased(session, line.note_id):
        said = rules.from_plain(edition.body)
        if any(one.ref == line.public_id for one in said):
            _drop_film(session, edition)
            edition.body = rules.to_plain(one for one in said if one.ref != line.public_id)
    for edition in _standing(session, line.note_id):
        said = rules.from_plain(edition.body)
        if any(one.ref == line.public_id and not one.is_gone for one in said):
            session.add(_edition_after(session, edition, rules.redacted(said, line.public_id), at))
            _replace(edition, TAKEN_BACK, at)


def take_back_unreleased(session: Session, member_id: int, at: datetime) -> None:
    """Take the words of somebody who leaves back where none of them was released: what was released stays the group's.
    """
    for line in session.scalars(select(NoteLine).where(
            NoteLine.own_words_of_id == member_id, NoteLine.taken_back_at.is_(None))).all():
        if not _is_released(session, line):
            take_back(session, line, at)


def take_back(session: Session, line: NoteLine, at: datetime) -> None:
    """Empty a line, and take its words out of every edition and out of what it said before."""
    redact(session, line, at)
    session.execute(delete(NoteCorrection).where(NoteCorrection.line_id == line.id))
    line.words, line.easy_words, line.is_attributed, line.taken_back_at = "", "", False, at


def _is_released(session: Session, line: NoteLine) -> bool:
    return any(one.ref == line.public_id for edition in _standing(session, line.note_id)
               for one in rules.from_plain(edition.body))


def unname(session: Session, line: NoteLine) -> None:
    """Take the wish for a name away from a line in every edition that still holds its words."""
    for edition in (*_unreleased(session, line.note_id), *_standing(session, line.note_id)):
        edition.body = rules.to_plain(rules.unnamed(rules.from_plain(edition.body), line.public_id))


def _edition_after(session: Session, edition: ReleasedNote, lines: Sequence[Line], at: datetime) -> ReleasedNote:
    _drop_film(session, edition)
    return ReleasedNote(
        note_id=edition.note_id, number=next_number(session, edition.note_id), title=edition.title,
        body=rules.to_plain(lines), to_whom=edition.to_whom, bodies=edition.bodies, decision_id=edition.decision_id,
        released_at=at)


def _drop_film(session: Session, edition: ReleasedNote) -> None:
    """A signed film holds the words that were taken back and cannot be redacted: it goes with them."""
    if edition.film_id is not None:
        forum_files.delete(session, edition.film_id)
        edition.film_id = None


def _replace(edition: ReleasedNote, why: str, at: datetime) -> None:
    edition.body, edition.replaced_at, edition.why_replaced = [], at, why


def _standing(session: Session, note_id: int) -> Sequence[ReleasedNote]:
    return session.scalars(select(ReleasedNote).where(
        ReleasedNote.note_id == note_id, ReleasedNote.released_at.is_not(None), ReleasedNote.replaced_at.is_(None))
    ).all()


def _unreleased(session: Session, note_id: int) -> Sequence[ReleasedNote]:
    return session.scalars(select(ReleasedNote).where(
        ReleasedNote.note_id == note_id, ReleasedNote.released_at.is_(None))).all()


def _proposed(session: Session, decision: GroupDecision) -> ReleasedNote | None:
    return session.scalar(select(ReleasedNote).where(
        ReleasedNote.decision_id == decision.id, ReleasedNote.released_at.is_(None)))


def _note(session: Session, decision: GroupDecision) -> Note:
    note = stored.one(session, decision.forum_id, decision.subject_id, is_held=True)
    if note is None or note.deleted_at is not None:
        raise NotFound()
    return note
