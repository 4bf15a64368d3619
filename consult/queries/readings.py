"""How far people have read and coded, and what machines did in it; counts only."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, distinct, exists, func, or_, select, union_all
from sqlalchemy.orm import Session

from consult.models.codebooks import Coding, CodingQuestion, Passage, Reading
from consult.models.responses import Answer, Response
from consult.models.runs import Run
from consult.models.surveys import Question
from consult.queries import counted
from consult.queries.counted import OPEN
from consult.queries.shared_texts import stands_for_many
from consult.queries.theme_counts import stands
from consult.queries.theme_counts import was_read as with_the_answer

FINDS_THEMES = ("discover", "suggest")


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
        select(Question.key, func.count(), func.sum(case((was_read(), 1), else_=0)),
               func.sum(case((_has_coding(), 1), else_=0)), func.count(distinct(counted.person())),
               func.count(distinct(case((was_reached(), counted.person())))))
        .select_from(Answer).join(Question, Question.id == Answer.question_id)
        .join(Response, Response.id == Answer.response_id)
        .where(*_counted_words(consultation_id)).group_by(Question.key)
    )
    return {key: Progress(*counts) for key, *counts in rows}


def people_read(session: Session, consultation_id: int) -> dict[str, int]:
    """Return the people of whose answers to each question (key) a person has read some: the base of its themes.

    Whose letter a coder found to speak to a question is among them, though the letter was not asked it.
    """
    answered = (
        select(Question.key.label("key"), counted.person().label("person")).select_from(Answer)
        .join(Question, Question.id == Answer.question_id).join(Response, Response.id == Answer.response_id)
        .where(*_counted_words(consultation_id), was_reached())
    )
    in_letters = (
        select(CodingQuestion.question_key, counted.person()).select_from(CodingQuestion)
        .join(Coding, Coding.id == CodingQuestion.coding_id).join(Passage, Passage.id == Coding.passage_id)
        .join(Response, Response.id == Passage.response_id).where(*stands(consultation_id))
    )
    every = union_all(answered, in_letters).subquery()
    rows = session.execute(select(every.c.key, func.count(every.c.person.distinct())).group_by(every.c.key))
    return {key: count for key, count in rows}


def respondents_read(session: Session, consultation_id: int, *, with_campaigns: bool = True,
                     sample_id: int | None = OPEN) -> int:
    """Return how many counted respondents had an answer in own words that a person has read.

    Without campaigns those are left out of whom nothing was read but the text that many people sent.
    """
    own = was_reached() if with_campaigns else _was_read_by_itself()
    return session.scalar(
        select(func.count(distinct(counted.person()))).select_from(Answer)
        .join(Response, Response.id == Answer.response_id)
        .where(*_counted_words(consultation_id, sample_id), own)
    ) or 0


def work(session: Session, consultation_id: int) -> Work:
    """Return what stands of the coding; what was coded once in a text of many people counts once."""
    codings, suggested, coders = session.execute(
        select(func.count(), func.coalesce(func.sum(case((Coding.was_suggested, 1), else_=0)), 0),
               func.count(distinct(Coding.confirmed_by_id)))
        .select_from(Coding).join(Passage, Passage.id == Coding.passage_id)
        .join(Response, Response.id == Passage.response_id)
        .where(*stands(consultation_id), Coding.campaign_id.is_(None))
    ).one()
    return Work(codings, suggested, coders)


def machine_tasks(session: Session, consultation_id: int) -> tuple[str, ...]:
    """Return the kinds of runs in which a machine finished a look for themes in these answers, in a fixed order."""
    return tuple(session.scalars(
        select(Run.kind).where(Run.consultation_id == consultation_id, Run.state == "done", Run.kind.in_(FINDS_THEMES))
        .distinct().order_by(Run.kind)))


def was_read() -> ColumnElement[bool]:
    """Say that a person read an answer, for a statement over Answer: to its end, or so far that they coded in it.

    What was accepted with many others at once, and what was copied from the text of a campaign, is no reading of it.
    """
    is_finished = exists(select(Reading.id).where(Reading.answer_id == Answer.id).correlate(Answer))
    return or_(is_finished, _has_coding(Coding.campaign_id.is_(None)))


def was_reached() -> ColumnElement[bool]:
    """Say that a person read an answer, or the text of a campaign that stands in it."""
    return or_(was_read(), _has_coding())


def _was_read_by_itself() -> ColumnElement[bool]:
    """Whoever was coded in own words is in it, as in `theme_counts.by_theme` without campaigns."""
    is_finished = exists(
        select(Reading.id).where(Reading.answer_id == Answer.id, Reading.campaign_id.is_(None)).correlate(Answer))
    return and_(or_(is_finished, _has_coding(Coding.campaign_id.is_(None))), ~stands_for_many())


def _has_coding(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(
        select(Coding.id).join(Passage, Passage.id == Coding.passage_id)
        .where(Passage.answer_id == Answer.id, Coding.withdrawn_at.is_(None), with_the_answer(), *which)
        .correlate(Answer))


def _counted_words(consultation_id: int, sample_id: int | None = OPEN) -> tuple[ColumnElement[bool], ...]:
    return (*counted.words(consultation_id, sample_id), Answer.text.is_not(None))
