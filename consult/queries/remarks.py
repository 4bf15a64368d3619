"""What staff say to each other about answers: the thread of one answer, and the questions that are still open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from consult.domain.access import ON_A_CONSULTATION, Permission
from consult.domain.surveys import Text
from consult.models.double_coding import AnswerRemark
from consult.models.people import Grant, Person
from consult.models.responses import Answer, Response
from consult.models.surveys import Question
from consult.queries import survey_questions, worries
from consult.queries.coded_words import checked_english, text_language, with_words

PAGE = 50


@dataclass(frozen=True)
class Remark:
    """One remark in a thread; `to` is whom a question is put to, empty for anyone."""

    public_id: str
    kind: str
    words: str
    by: str
    to: str
    at: datetime
    settled_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it is a question that nobody has closed."""
        return self.kind == "question" and self.settled_at is None


@dataclass(frozen=True)
class OpenQuestion:
    """A question to a colleague that is still open, and the answer that it is about."""

    answer_id: str
    words: str
    by: str
    to: str
    is_for_me: bool
    at: datetime
    question_key: str


@dataclass(frozen=True)
class OpenPage:
    """Up to PAGE open questions, those to oneself first and then the oldest, and how many there are in all."""

    rows: tuple[OpenQuestion, ...]
    count: int


@dataclass(frozen=True)
class Asked:
    """The answer that a thread is about: its words and its question, nothing that was coded."""

    public_id: str
    text: str
    language: str
    english: str
    question_key: str
    question: Text


def thread(session: Session, answer_id: int, kinds: Sequence[str]) -> list[Remark]:
    """Return what was said about an answer (row id) in remarks of these kinds, the oldest first."""
    to = aliased(Person)
    rows = session.execute(
        select(AnswerRemark, Person.name, to.name).join(Person, Person.id == AnswerRemark.by_id)
        .outerjoin(to, to.id == AnswerRemark.to_id)
        .where(AnswerRemark.answer_id == answer_id, AnswerRemark.kind.in_(kinds)).order_by(AnswerRemark.id))
    return [Remark(row.public_id, row.kind, row.words, by, name or "", row.at, row.settled_at)
            for row, by, name in rows]


def open_questions(session: Session, consultation_id: int, person_id: int) -> OpenPage:
    """Return the open questions that may be shown; two statements."""
    to = aliased(Person)
    rows = session.execute(
        select(Answer.public_id, AnswerRemark.words, Person.name, to.name, AnswerRemark.to_id == person_id,
               AnswerRemark.at, Question.key)
        .select_from(AnswerRemark).join(Answer, Answer.id == AnswerRemark.answer_id)
        .join(Question, Question.id == Answer.question_id).join(Person, Person.id == AnswerRemark.by_id)
        .outerjoin(to, to.id == AnswerRemark.to_id).where(*_open(consultation_id))
        .order_by((func.coalesce(AnswerRemark.to_id, 0) == person_id).desc(), AnswerRemark.id).limit(PAGE))
    return OpenPage(tuple(OpenQuestion(answer or "", words, by, name or "", bool(mine), at, key)
                          for answer, words, by, name, mine, at, key in rows), open_count(session, consultation_id))


def open_count(session: Session, consultation_id: int) -> int:
    """Return how many questions to colleagues are open."""
    return session.scalar(select(func.count()).select_from(AnswerRemark)
                          .join(Answer, Answer.id == AnswerRemark.answer_id).where(*_open(consultation_id))) or 0


def _open(consultation_id: int) -> tuple[ColumnElement[bool], ...]:
    return (AnswerRemark.consultation_id == consultation_id, AnswerRemark.kind == "question",
            AnswerRemark.settled_at.is_(None), ~worries.is_withheld())


def about(session: Session, consultation_id: int, public_id: str) -> tuple[int, Asked] | None:
    """Return the row id and the words of an answer that may be shown to coders, or None."""
    row = session.execute(
        with_words(select(Answer, Question.key, text_language(), checked_english())
                   .join(Question, Question.id == Answer.question_id)
                   .join(Response, Response.id == Answer.response_id))
        .where(Answer.public_id == public_id, Response.consultation_id == consultation_id,
               Response.erased_at.is_(None), ~worries.is_withheld())).one_or_none()
    if row is None:
        return None
    answer, key, language, english = row
    question = next(asked.question.text for asked in survey_questions.asked(session, consultation_id)
                    if asked.key == key)
    return answer.id, Asked(public_id, answer.text or "", language, english, key, question)


def colleagues(session: Session, consultation_id: int, person_id: int) -> list[tuple[str, str]]:
    """Return (public id, name) of the others who code here, by name."""
    roles = [role for role, allowed in ON_A_CONSULTATION.items() if Permission.CODE in allowed]
    coders = select(Grant.person_id).where(Grant.consultation_id == consultation_id, Grant.role.in_(roles))
    rows = session.execute(select(Person.public_id, Person.name).where(
        Person.id.in_(coders), Person.id != person_id, Person.is_active).order_by(Person.name, Person.id))
    return [(public_id, name) for public_id, name in rows]
