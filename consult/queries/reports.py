"""Published editions as frozen reports, and the passages behind their numbers for staff."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from consult.domain.events import HELD
from consult.domain.report_json import from_json
from consult.domain.reports import Report
from consult.models.codebooks import Coding, CodingQuestion, Passage, Theme
from consult.models.events import Event, EventNote, EventNoteCoding
from consult.models.keyings import EqualitySheet
from consult.models.people import Person
from consult.models.reports import Edition, EditionCoding
from consult.models.responses import Answer, Response
from consult.models.surveys import Question
from consult.queries import counted
from consult.queries.coded_nodes import first_node_key, names_node
from consult.queries.coded_words import passage_language, passage_text, with_words
from consult.queries.findings import stands, stands_in_any_sample
from consult.queries.kept_back import is_note_withheld

PAGE = 50
# What is read of each passage, after its coding and stance.
BEHIND = (Passage, Answer, Response, Question.key, first_node_key(), passage_text(), passage_language())


@dataclass(frozen=True)
class EditionLine:
    """An edition in a list: its number, when and by whom it was published, and the SHA-256 of its canonical JSON."""

    number: int
    published_at: datetime
    published_by: str
    digest: str


@dataclass(frozen=True)
class PassageLine:
    """A passage behind a number, for staff: the words, where they stand, and what they were counted as."""

    coding_id: str
    answer_id: str
    response_id: str
    words: str
    language: str
    stance: str
    question_key: str
    node_key: str | None
    has_quote_consent: bool


@dataclass(frozen=True)
class PassagePage:
    """Up to 50 passages; `next_after` is what to ask with for more, None at the end."""

    passages: Sequence[PassageLine]
    next_after: str | None


@dataclass(frozen=True)
class Behind:
    """Which number the passages stand behind: a theme (public id), now or in an edition, narrowed or not."""

    theme: str
    edition: int | None = None
    question: str | None = None
    stance: str | None = None
    node: str | None = None


@lru_cache(maxsize=8)
def _parsed(digest: str, snapshot: str) -> Report:
    return from_json(snapshot)


def report(session: Session, consultation_id: int, number: int | None = None) -> Report | None:
    """Return the report of an edition, the latest for None, as it was frozen; None where there is none.

    Its numbers stand for good. Words of somebody who took them back since, or who agreed to print them no longer, are
    left out wherever the edition is read again: then it is no more the text that its digest was made of.
    """
    query = select(Edition.digest, Edition.snapshot, Edition.published_at).where(
        Edition.consultation_id == consultation_id)
    if number is not None:
        query = query.where(Edition.number == number)
    row = session.execute(query.order_by(Edition.number.desc()).limit(1)).first()
    return _still_printed(session, _parsed(row.digest, row.snapshot), row.published_at) if row is not None else None


def _still_printed(session: Session, found: Report, published_at: datetime) -> Report:
    printed = {quote.passage_ref for theme in found.themes for quote in theme.quotes}
    if not printed:
        return found
    gone = set(session.scalars(
        select(Passage.public_id).join(Response, Response.id == Passage.response_id)
        .where(Passage.public_id.in_(printed), or_(~Response.has_quote_consent, _overtaken_since(published_at)))))
    if not gone:
        return found
    return replace(found, themes=tuple(
        replace(theme, quotes=tuple(quote for quote in theme.quotes if quote.passage_ref not in gone))
        for theme in found.themes))


def _overtaken_since(published_at: datetime) -> ColumnElement[bool]:
    """Say that the person corrected the words of a passage after that instant (a coding withdrawn by no one)."""
    return exists(select(Coding.id).where(
        Coding.passage_id == Passage.id, Coding.withdrawn_at > published_at, Coding.withdrawn_by_id.is_(None)))


def editions(session: Session, consultation_id: int) -> list[EditionLine]:
    """Return the editions, the newest first."""
    rows = session.execute(
        select(Edition.number, Edition.published_at, Person.name, Edition.digest)
        .join(Person, Person.id == Edition.published_by_id)
        .where(Edition.consultation_id == consultation_id).order_by(Edition.number.desc())
    )
    return [EditionLine(*row) for row in rows]


def passages_behind(session: Session, consultation_id: int, behind: Behind, after: str | None = None) -> PassagePage:
    """Return the passages behind a number in the order in which they were coded, from after a coding (public id) on.

    In an edition: those that stood when it was frozen, with the theme and stance of then. A number that came to a
    plan node by a link of the theme is followed without `node`; with it only passages that name the node are given.
    """
    query = _narrowed(_frozen(consultation_id, behind) if behind.edition else _current(consultation_id, behind), behind)
    if after is not None:
        query = query.where(Coding.id > select(Coding.id).where(Coding.public_id == after).scalar_subquery())
    rows = session.execute(query.order_by(Coding.id).limit(PAGE + 1)).all()
    lines = [
        PassageLine(coding.public_id, answer.public_id or "", response.public_id,
                    text[passage.start:passage.end], language, stance, question_key, node_key,
                    response.has_quote_consent)
        for coding, stance, passage, answer, response, question_key, node_key, text, language in rows[:PAGE]
    ]
    return PassagePage(lines, lines[-1].coding_id if len(rows) > PAGE else None)


def _current(consultation_id: int, behind: Behind) -> Select[tuple[object, ...]]:
    return (
        _joined(
            select(Coding, Coding.stance, *BEHIND).select_from(Coding))
        .join(Theme, Theme.id == Coding.theme_id)
        .where(*stands(consultation_id), Theme.public_id == behind.theme,
               *([Coding.stance == behind.stance] if behind.stance else ()))
    )


def _frozen(consultation_id: int, behind: Behind) -> Select[tuple[object, ...]]:
    return (
        _joined(
            select(Coding, EditionCoding.stance, *BEHIND)
            .select_from(Edition).join(EditionCoding, EditionCoding.edition_id == Edition.id)
            .join(Coding, Coding.id == EditionCoding.coding_id))
        .join(Theme, Theme.id == EditionCoding.theme_id)
        .where(Edition.consultation_id == consultation_id, Edition.number == behind.edition,
               counted.of_sample(), Theme.public_id == behind.theme,
               *([EditionCoding.stance == behind.stance] if behind.stance else ()),
               # Words that their speaker corrected since are in the answer no more.
               or_(Coding.withdrawn_at.is_(None), Coding.withdrawn_by_id.is_not(None)))
    )


def _joined(query: Select[tuple[object, ...]]) -> Select[tuple[object, ...]]:
    return with_words(
        query.join(Passage, Passage.id == Coding.passage_id).join(Answer, Answer.id == Passage.answer_id)
        .join(Response, Response.id == Passage.response_id).join(Question, Question.id == Answer.question_id)
    )


def _narrowed(query: Select[tuple[object, ...]], behind: Behind) -> Select[tuple[object, ...]]:
    chosen = [or_(Question.key == behind.question, _speaks_to(behind.question))] if behind.question else []
    return query.where(and_(True, *chosen, *([names_node(behind.node)] if behind.node else [])))


def _speaks_to(question_key: str) -> ColumnElement[bool]:
    """Say that a coder found the passage of a letter to speak to this question."""
    return exists(select(CodingQuestion.coding_id).where(
        CodingQuestion.coding_id == Coding.id, CodingQuestion.question_key == question_key))


def dataset_digest(session: Session, consultation_id: int) -> str:
    """Return the SHA-256 over what is counted: the ids of counted responses, then each standing coding with its theme;
    then, where there are any, whose responses are one person's, questions that letters speak to, equality sheets, and
    events with what was raised there.

    Read in one go along the keys, so memory stays flat; the same data give the same digest on every database.
    """
    total = hashlib.sha256()
    responses = (
        select(Response.public_id)
        .where(Response.consultation_id == consultation_id, Response.excluded_reason.is_(None)).order_by(Response.id)
    )
    coded = (
        select(Coding.public_id, Theme.public_id, Coding.stance)
        .join(Theme, Theme.id == Coding.theme_id).join(Passage, Passage.id == Coding.passage_id)
        .join(Response, Response.id == Passage.response_id).where(*stands_in_any_sample(consultation_id))
        .order_by(Coding.id)
    )
    for query in (responses, coded, *_counted_beside(consultation_id)):
        for row in session.execute(query.execution_options(yield_per=1000)):
            total.update(("\t".join(row) + "\n").encode())
    return total.hexdigest()


def _counted_beside(consultation_id: int) -> list[Select[Any]]:
    """Return what counts beside responses and codings, each row under the name of what it is."""
    first = aliased(Response)
    linked = (
        select(literal("linked"), Response.public_id, first.public_id).join(first, first.id == Response.counts_with_id)
        .where(Response.consultation_id == consultation_id, Response.excluded_reason.is_(None)).order_by(Response.id))
    mapped = (
        select(literal("question"), Coding.public_id, CodingQuestion.question_key)
        .join(CodingQuestion, CodingQuestion.coding_id == Coding.id).join(Passage, Passage.id == Coding.passage_id)
        .join(Response, Response.id == Passage.response_id).where(*stands_in_any_sample(consultation_id))
        .order_by(Coding.id, CodingQuestion.question_key))
    sheets = (select(literal("sheet"), EqualitySheet.public_id)
              .where(EqualitySheet.consultation_id == consultation_id).order_by(EqualitySheet.id))
    held = (select(literal("event"), Event.public_id, cast(func.coalesce(Event.participants, 0), String))
            .where(Event.consultation_id == consultation_id, Event.state == HELD).order_by(Event.id))
    raised = (
        select(literal("raised"), EventNote.public_id, Theme.public_id, EventNoteCoding.stance)
        .join(EventNoteCoding, EventNoteCoding.note_id == EventNote.id).join(Event, Event.id == EventNote.event_id)
        .join(Theme, Theme.id == EventNoteCoding.theme_id)
        .where(Event.consultation_id == consultation_id, Event.state == HELD, EventNoteCoding.withdrawn_at.is_(None),
               EventNote.removed_at.is_(None), ~is_note_withheld()).order_by(EventNote.id, EventNoteCoding.id))
    return [linked, mapped, sheets, held, raised]
