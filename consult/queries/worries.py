"""Worries: which answers are kept from coders and translators, the restricted queue, and one worry with its log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from consult.domain.submissions import letter_of, parts_from
from consult.domain.surveys import Text, questions_of
from consult.domain.worries import CLOSED, TAKEN, WAITING
from consult.models.answer_words import AnswerWords
from consult.models.care import Redaction, Worry, WorryStep
from consult.models.events import EventNote
from consult.models.people import Person
from consult.models.responses import Answer, Response
from consult.models.submissions import Submission
from consult.models.surveys import Question
from consult.queries import surveys
from consult.queries.coded_words import text_language, with_words
from consult.queries.kept_back import is_withheld

__all__ = ["Queued", "Step", "WorryView", "closed_worries", "counts", "is_withheld", "known_kinds", "one",
           "open_worries", "withheld"]

PAGE = 100
ANSWER, SUBMISSION, EVENT_NOTE = "answer", "submission", "event-note"


@dataclass(frozen=True)
class Queued:
    """A worry in the queue; nothing of the words."""

    public_id: str
    kind: str
    source: str
    raised_at: datetime
    due_at: datetime
    state: str
    taken_by: str
    outcome: str | None
    closed_at: datetime | None


@dataclass(frozen=True)
class Step:
    """One line of the log."""

    action: str
    reason: str
    threshold: str
    passed_to: str
    by: str
    at: datetime


@dataclass(frozen=True)
class WorryView:
    """A worry with the whole answer that it is about, as it stands now; the answer is empty where it was taken back.

    `about` says whether it is an answer, something that was taken in, or a note of an event; only answers have an id.
    `original_exists` says that something was taken out of the words; those as they were are opened apart, and logged.
    """

    queued: Queued
    words: tuple[str, ...]
    note: str
    raised_by: str
    answer_id: str
    text: str
    language: str
    english: str
    question: Text | None
    original_exists: bool
    log: tuple[Step, ...]
    about: str = ANSWER


def withheld(session: Session, answer_id: int) -> bool:
    """Say whether an answer (row id) is kept back."""
    return bool(session.scalar(
        select(Worry.id).where(Worry.answer_id == answer_id, Worry.closed_at.is_(None)).limit(1)))


def open_worries(session: Session, consultation_id: int, limit: int = PAGE) -> list[Queued]:
    """Return the worries that nobody has closed, the oldest due first."""
    query = _queued(consultation_id).where(Worry.closed_at.is_(None)).order_by(Worry.due_at, Worry.id).limit(limit)
    return [_line(worry, taken_by) for worry, taken_by in session.execute(query)]


def closed_worries(session: Session, consultation_id: int, limit: int = PAGE) -> list[Queued]:
    """Return what was closed, the newest first."""
    query = (_queued(consultation_id).where(Worry.closed_at.is_not(None))
             .order_by(Worry.closed_at.desc(), Worry.id.desc()).limit(limit))
    return [_line(worry, taken_by) for worry, taken_by in session.execute(query)]


def counts(session: Session, consultation_id: int, now: datetime) -> tuple[int, int]:
    """Return how many worries are open, and how many of them are overdue."""
    row = session.execute(
        select(func.count(), func.count().filter(Worry.due_at < now))
        .where(Worry.consultation_id == consultation_id, Worry.closed_at.is_(None))).one()
    return row[0], row[1]


def one(session: Session, consultation_id: int, public_id: str) -> WorryView | None:
    """Return a worry with its answer and its log, or None."""
    raised = aliased(Person)
    row = session.execute(
        _queued(consultation_id).add_columns(raised.name).outerjoin(raised, raised.id == Worry.raised_by_id)
        .where(Worry.public_id == public_id)).one_or_none()
    if row is None:
        return None
    worry, taken_by, raised_by = row
    if worry.submission_id is not None or worry.event_note_id is not None:
        answer_id, (text, language), english, question = "", _other_words(session, worry), "", None
    else:
        answer_id, text, language, english, question = _words(session, worry.answer_id)
    return WorryView(
        _line(worry, taken_by), tuple(str(word) for word in worry.words), worry.note, raised_by or "", answer_id, text,
        language, english, question, _has_original(session, worry.answer_id), tuple(_log(session, worry.id)),
        SUBMISSION if worry.submission_id is not None else EVENT_NOTE if worry.event_note_id is not None else ANSWER)


def known_kinds(session: Session, answer_ids: Sequence[int]) -> set[tuple[int, str]]:
    """Return (row id of the answer, kind) of every worry about these answers, closed ones too."""
    return {(answer_id, kind) for answer_id, kind in session.execute(
        select(Worry.answer_id, Worry.kind).where(Worry.answer_id.in_(answer_ids))) if answer_id is not None}


def _queued(consultation_id: int) -> Select[tuple[Worry, str]]:
    return (select(Worry, Person.name).outerjoin(Person, Person.id == Worry.taken_by_id)
            .where(Worry.consultation_id == consultation_id))


def _line(worry: Worry, taken_by: str | None) -> Queued:
    state = CLOSED if worry.closed_at else TAKEN if worry.taken_by_id else WAITING
    return Queued(worry.public_id, worry.kind, worry.source, worry.raised_at, worry.due_at, state, taken_by or "",
                  worry.outcome, worry.closed_at)


def _words(session: Session, answer_id: int | None) -> tuple[str, str, str, str, Text | None]:
    row = session.execute(
        with_words(select(Answer, text_language(), func.coalesce(AnswerWords.english, ""), Question)
                   .join(Response, Response.id == Answer.response_id).join(Question, Question.id == Answer.question_id))
        .where(Answer.id == answer_id)).one_or_none() if answer_id is not None else None
    if row is None:
        return "", "", "en", "", None
    answer, language, english, asked = row
    version = surveys.by_id(session, asked.survey_version_id)
    assert version is not None
    words = next(question.text for question in questions_of(version.survey) if question.key == asked.key)
    return answer.public_id or "", answer.text or "", language, english, words


def _other_words(session: Session, worry: Worry) -> tuple[str, str]:
    """Return the words and the language of something that was taken in, or of a note of an event."""
    if worry.submission_id is not None:
        submission = session.get_one(Submission, worry.submission_id)
        return letter_of(parts_from(submission.parts), submission.text).text, submission.language
    note = session.get_one(EventNote, worry.event_note_id)
    return note.text, note.language


def _has_original(session: Session, answer_id: int | None) -> bool:
    return answer_id is not None and session.scalar(
        select(Redaction.id).where(Redaction.answer_id == answer_id, Redaction.state == "confirmed").limit(1)
    ) is not None


def _log(session: Session, worry_id: int) -> list[Step]:
    rows = session.execute(
        select(WorryStep, Person.name).join(Person, Person.id == WorryStep.by_id)
        .where(WorryStep.worry_id == worry_id).order_by(WorryStep.id))
    return [Step(step.action, step.reason, step.threshold, step.passed_to, by, step.at) for step, by in rows]
