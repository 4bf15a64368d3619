"""Asks the group about its notes: to agree them, to share them with words that then stand fixed, or to delete them."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from consult.domain import forum_notes as rules
from consult.domain.errors import Conflict, NotFound
from consult.domain.forum_access import Acting, Right
from consult.domain.forum_notes import Line
from consult.models.forum_notes import Note, NoteLine, ReleasedNote
from consult.models.group_decisions import GroupDecision
from consult.queries import forum_notes as stored
from consult.services import forum_files, forum_life, group_decisions, note_editions
from consult.services.pauses import require_unpaused
from consult.services.transaction import writing


def ask_to_agree(*, by: Acting, note_id: str, question: str) -> GroupDecision:
    """Ask the group whether these notes are right; the open decision is returned.

    Raises Conflict("note-agreed-already" | "note-empty" | "decision-already-open" | "forum-not-open" |
    "you-are-paused"), NotFound, and what group_decisions.open_about refuses.
    """
    with writing() as session:
        note = _note(session, by, note_id)
        if note.layer != rules.WORKING:
            raise Conflict("note-agreed-already")
        _lines(session, note)
        meeting = stored.meeting_of(session, note)
        return group_decisions.open_about(by=by, kind="note-agree", subject_id=note.public_id, question=question,
                                          meeting_public_id=meeting)


def ask_to_share(*, by: Acting, note_id: str, question: str, audience: str, bodies: Sequence[str] = (),
                 film_id: str = "") -> GroupDecision:
    """Ask the group whether agreed notes may leave it, in these words and no others; the open decision is returned.

    `audience` is public, or named with the names of `bodies`. `film_id` is a signed film that the member sent. What is
    taken back before the group has answered does not go out. Raises Refused("audience" | "bodies"),
    Conflict("note-not-agreed" | "note-empty" | …), NotFound.
    """
    to_whom, named = rules.check_audience(audience, bodies)
    with writing() as session:
        note = _note(session, by, note_id)
        if note.layer != rules.AGREED:
            raise Conflict("note-not-agreed")
        lines = _lines(session, note)
        film = forum_files.own(session, by, film_id) if film_id else None
        decision = group_decisions.open_about(by=by, kind="note-release", subject_id=note.public_id, question=question)
        session.flush()
        session.add(ReleasedNote(
            note_id=note.id, number=note_editions.next_number(session, note.id), title=note.title,
            body=rules.to_plain(rules.released(lines)), to_whom=to_whom, bodies="\n".join(named),
            film_id=film.id if film is not None else None, decision_id=decision.id))
        return decision


def ask_to_delete(*, by: Acting, note_id: str, question: str) -> GroupDecision:
    """Ask the group whether working notes should be deleted; raises Conflict("note-agreed-already"), NotFound."""
    with writing() as session:
        note = _note(session, by, note_id)
        if note.layer != rules.WORKING:
            raise Conflict("note-agreed-already")
        return group_decisions.open_about(by=by, kind="note-delete", subject_id=note.public_id, question=question)


def _note(session: Session, by: Acting, note_id: str) -> Note:
    by.require(Right.WRITE_NOTES)
    forum_life.require_open(session, by)
    require_unpaused(session, by)
    note = stored.one(session, by.forum_id, note_id, is_held=True)
    if note is None or note.deleted_at is not None:
        raise NotFound()
    return note


def _lines(session: Session, note: Note) -> tuple[Line, ...]:
    """Return the lines of notes as they would leave; raises Conflict("note-empty") where nothing would."""
    lines = tuple(_line(row, item) for row, item, _name in stored.lines_of(session, note.id))
    if not rules.released(lines):
        raise Conflict("note-empty")
    return lines


def _line(row: NoteLine, item: str) -> Line:
    return Line(row.public_id, item, row.words, row.kind, row.easy_words, row.language, row.is_attributed,
                row.taken_back_at is not None)
