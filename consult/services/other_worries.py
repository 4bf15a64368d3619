"""Worries about what is no answer: something that waits for the desk, a note of an event; handled as all are.

From the flag until the close the words are kept from everyone but those who handle worries, and nothing is decided on
them. What becomes a response hands its worries over to the answer.
"""

from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from consult.analysis import worries as signs
from consult.domain.access import Permission
from consult.domain.errors import NotFound
from consult.domain.submissions import letter_of, parts_from
from consult.domain.texts import clean
from consult.models.care import Worry
from consult.models.events import Event, EventNote
from consult.models.submissions import Submission
from consult.services import rights, worries
from consult.services.transaction import writing


def flag_submission(*, consultation_id: int, public_id: str, kind: str, note: str = "", by_id: int) -> Worry:
    """Tell those who handle worries about something that waits (public id).

    Raises NotAllowed, NotFound, Refused("kind", …), Refused("note", …).
    """
    with writing() as session:
        rights.require(session, by_id, Permission.FLAG_WORRIES, consultation_id)
        found = session.scalar(select(Submission.id).where(
            Submission.consultation_id == consultation_id, Submission.public_id == public_id,
            Submission.response_id.is_(None)))
        return worries.flag_thing(session, consultation_id, _of(found, "submission_id"), kind=kind, note=note,
                                  by_id=by_id)


def flag_note(*, consultation_id: int, public_id: str, kind: str, note: str = "", by_id: int) -> Worry:
    """Tell those who handle worries about a note of an event (public id). Raises as `flag_submission`."""
    with writing() as session:
        rights.require(session, by_id, Permission.FLAG_WORRIES, consultation_id)
        found = session.scalar(
            select(EventNote.id).join(Event, Event.id == EventNote.event_id)
            .where(Event.consultation_id == consultation_id, EventNote.public_id == public_id))
        return worries.flag_thing(session, consultation_id, _of(found, "event_note_id"), kind=kind, note=note,
                                  by_id=by_id)


def _of(row_id: int | None, name: str) -> dict[str, int]:
    if row_id is None:
        raise NotFound()
    return {name: row_id}


def look_at_submission(session: Session, submission: Submission) -> None:
    """Raise what a list of words finds in something that was taken in, inside the caller's transaction; the kinds
    that were raised about it before are not raised again."""
    # What an e-mail is called is its sender's words too.
    text = f"{submission.label}\n\n{letter_of(parts_from(submission.parts), submission.text).text}".strip()
    _look(session, submission.consultation_id, {"submission_id": submission.id}, Worry.submission_id == submission.id,
          text)


def look_at_note(session: Session, consultation_id: int, note_id: int, text: str) -> None:
    """Raise what a list of words finds in a note of an event (row id), inside the caller's transaction."""
    _look(session, consultation_id, {"event_note_id": note_id}, Worry.event_note_id == note_id, text)


def _look(session: Session, consultation_id: int, thing: dict[str, int], is_of_it: ColumnElement[bool], text: str
          ) -> None:
    found: Any = signs.suggest(text) if text else ()
    known = set(session.scalars(select(Worry.kind).where(is_of_it))) if found else set()
    for worry in found:
        if worry.kind not in known:
            worries.raise_by_rule(session, consultation_id, thing, worry.kind,
                                  words=[clean(words) for words in worry.words_of(text)])


def is_held_back(session: Session, submission_id: int) -> bool:
    """Say whether somebody still has to look at a worry about a submission (row id)."""
    return session.scalar(select(Worry.id).where(
        Worry.submission_id == submission_id, Worry.closed_at.is_(None)).limit(1)) is not None


def hand_over(session: Session, submission_id: int, answer_id: int) -> None:
    """Let the worries about a submission be about the answer that it became (row ids), closed ones too."""
    session.execute(update(Worry).where(Worry.submission_id == submission_id)
                    .values(submission_id=None, answer_id=answer_id))
