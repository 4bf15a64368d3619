"""How far people have read and coded, and what machines did in it; counts only."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, distinct, exists, func, or_, select
from sqlalchemy.orm import Session

from consult.models.codebooks import Coding, Passage, Reading
from consult.models.responses import Answer, Response
from consult.models.runs import Run
from consult.models.surveys import Question
from consult.queries.findings import stands


@dataclass(frozen=True)
class Progress:
    """The counted answers in own words to one question: how many there are, were read by a person, and were coded.

    `people` gave them, and of `people_read` at least one was read: a person can give several, typed, signed, or on
    several parts of the plan.
    """

    answers: int = 0
    read: int = 0
    coded: int = 0
    people: int = 0
    people_read: int = 0


@dataclass(frozen=True)
class Work:
    """Standing codings: how many, how many of them a machine had suggested first, and by how many people."""

    codings: int
    suggested: int
    coders: int


def progress(session: Session, consultation_id: int) -> dict[str, Progress]:
    """Return how far the answers to each question were read, by question key across survey versions.

    An answer with a coding was read by whoever coded it, marked as read to the end or not.
    """
    rows = session.execute(
        select(Question.key, func.count(), func.sum(case((_was_read(), 1), else_=0)),
               func.sum(case((_has_coding(), 1), else_=0)), func.count(distinct(Answer.response_id)),
               func.count(distinct(case((_was_read(), Answer.response_id)))))
        .select_from(Answer).join(Question, Question.id == Answer.question_id)
        .join(Response, Response.id == Answer.response_id)
        .where(*_counted_words(consultation_id)).group_by(Question.key)
    )
    return {key: Progress(*counts) for key, *counts in rows}


def respondents_read(session: Session, consultation_id: int) -> int:
    """Return how many counted respondents had an answer in own words that a person has read."""
    return session.scalar(
        select(func.count(distinct(Answer.response_id))).join(Response, Response.id == Answer.response_id)
        .where(*_counted_words(consultation_id), _was_read())
    ) or 0


def work(session: Session, consultation_id: int) -> Work:
    """Return what stands of the coding."""
    codings, suggested, coders = session.execute(
        select(func.count(), func.coalesce(func.sum(case((Coding.was_suggested, 1), else_=0)), 0),
               func.count(distinct(Coding.confirmed_by_id)))
        .select_from(Coding).join(Passage, Passage.id == Coding.passage_id)
        .join(Response, Response.id == Passage.response_id).where(*stands(consultation_id))
    ).one()
    return Work(codings, suggested, coders)


def machine_tasks(session: Session, consultation_id: int) -> tuple[str, ...]:
    """Return the kinds of runs that a machine finished on these answers, in a fixed order."""
    return tuple(session.scalars(
        select(Run.kind).where(Run.consultation_id == consultation_id, Run.state == "done")
        .distinct().order_by(Run.kind)))


def _has_coding() -> ColumnElement[bool]:
    return exists(
        select(Coding.id).join(Passage, Passage.id == Coding.passage_id)
        .where(Passage.answer_id == Answer.id, Coding.withdrawn_at.is_(None)))


def _was_read() -> ColumnElement[bool]:
    return or_(exists(select(Reading.id).where(Reading.answer_id == Answer.id)), _has_coding())


def _counted_words(consultation_id: int) -> tuple[ColumnElement[bool], ...]:
    return (Response.consultation_id == consultation_id, Response.excluded_reason.is_(None), Answer.text.is_not(None))
