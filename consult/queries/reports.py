"""Published editions as frozen reports, and the passages behind their numbers for staff."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from consult.domain.claims import ORGANISATION
from consult.domain.events import HELD
from consult.domain.redactions import CONFIRMED
from consult.domain.report_json import from_json
from consult.domain.reports import Report
from consult.models.answers_to_people import OrganisationSummary
from consult.models.care import Redaction
from consult.models.codebooks import Coding, CodingQuestion, Passage, Theme
from consult.models.events import Event, EventNote, EventNoteCoding
from consult.models.keyings import EqualitySheet
from consult.models.people import Person
from consult.models.reports import Edition, EditionCoding, EditionRecall, EditionSignOff
from consult.models.responses import Answer, Response
from consult.models.surveys import Question
from consult.queries import counted
from consult.queries.coded_nodes import first_node_key, names_node
from consult.queries.coded_words import passage_language, passage_text, with_words
from consult.queries.kept_back import is_note_withheld, is_withheld
from consult.queries.theme_counts import stands, stands_in_any_sample

PAGE = 50
# Larger than a database's integer is no edition.
MOST_NUMBER = 10**6
# What is read of each passage, after its coding and stance.
BEHIND = (Passage, Answer, Response, Question.key, first_node_key(), passage_text(), passage_language())


@dataclass(frozen=True)
class EditionLine:
    """An edition in a list: its number, when and by whom it was published, and the SHA-256 of its canonical JSON.

    `signed_by` is who stands for it as the whole report, empty for an interim edition; `recalled` is why it was called
    back, empty where it stands.
    """

    number: int
    published_at: datetime
    published_by: str
    digest: str
    signed_by: str = ""
    recalled: str = ""


@dataclass(frozen=True)
class Recalled:
    """An edition that was called back: why, when, and the number of the newest edition that stands, None for none."""

    number: int
    reason: str
    at: datetime
    newest: int | None


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


def report(session: Session, consultation_id: int, number: int | None = None, *, with_recalled: bool = False
           ) -> Report | None:
    """Return the report of an edition, the latest for None, as it was frozen; None where there is none.

    An edition that was recalled is none, but for staff who ask `with_recalled`. The numbers of an edition stand for
    good. Words of somebody who took them back since, or who agreed to print them no longer, and words that somebody
    worries about or took something out of since, are left out wherever the edition is read again: then it is no more
    the text that its digest was made of.
    """
    if number is not None and not 0 < number < MOST_NUMBER:
        return None
    query = select(Edition.digest, Edition.snapshot, Edition.published_at).where(
        Edition.consultation_id == consultation_id)
    if not with_recalled:
        query = query.where(~_is_recalled())
    if number is not None:
        query = query.where(Edition.number == number)
    row = session.execute(query.order_by(Edition.number.desc()).limit(1)).first()
    return _still_printed(session, _parsed(row.digest, row.snapshot), row.published_at) if row is not None else None


def edition(session: Session, consultation_id: int, number: int) -> Edition | None:
    """Return the row of an edition, recalled or not; None where there is none."""
    if not 0 < number < MOST_NUMBER:
        return None
    return session.scalar(select(Edition).where(
        Edition.consultation_id == consultation_id, Edition.number == number))


def newest(session: Session, consultation_id: int) -> int | None:
    """Return the number of the newest edition that stands, None where there is none."""
    return session.scalar(select(func.max(Edition.number)).where(
        Edition.consultation_id == consultation_id, ~_is_recalled()))


def recalled(session: Session, consultation_id: int, number: int | None = None) -> Recalled | None:
    """Return why and when an edition was recalled; for None that of the newest edition, where no edition stands."""
    if number is not None and not 0 < number < MOST_NUMBER:
        return None
    standing = newest(session, consultation_id)
    if number is None and standing is not None:
        return None
    query = (select(Edition.number, EditionRecall.reason, EditionRecall.at)
             .join(EditionRecall, EditionRecall.edition_id == Edition.id)
             .where(Edition.consultation_id == consultation_id).order_by(Edition.number.desc()).limit(1))
    if number is not None:
        query = query.where(Edition.number == number)
    row = session.execute(query).first()
    return Recalled(row.number, row.reason, row.at, standing) if row is not None else None


def _is_recalled() -> ColumnElement[bool]:
    return exists(select(EditionRecall.edition_id).where(EditionRecall.edition_id == Edition.id).correlate(Edition))


def _still_printed(session: Session, found: Report, published_at: datetime) -> Report:
    return _without_bodies(session, _without_quotes(session, found, published_at))


def _without_quotes(session: Session, found: Report, published_at: datetime) -> Report:
    printed = {quote.passage_ref for theme in found.themes for quote in theme.quotes}
    if not printed:
        return found
    gone = set(session.scalars(
        select(Passage.public_id).join(Response, Response.id == Passage.response_id)
        .join(Answer, Answer.id == Passage.answer_id)
        .where(Passage.public_id.in_(printed), or_(
            ~Response.has_quote_consent, is_withheld(), _overtaken_since(published_at),
            _masked_since(published_at)))))
    if not gone:
        return found
    return replace(found, themes=tuple(
        replace(theme, quotes=tuple(quote for quote in theme.quotes if quote.passage_ref not in gone))
        for theme in found.themes))


def _without_bodies(session: Session, found: Report) -> Report:
    """Leave out organisations that took back or changed what they sent: their names, their summaries, and findings'
    resting on them."""
    bodies = [body for body in found.organisations if body.key]
    refs = {row.ref for finding in found.findings for row in finding.evidence if row.kind == ORGANISATION and row.ref}
    keys = {body.key for body in bodies} | refs
    if not keys:
        return found
    gone = set(session.scalars(
        select(Response.public_id).where(Response.public_id.in_(keys), Response.erased_at.is_not(None))))
    # One without a name goes by its summary, which is deleted with the response.
    nameless = {body.key for body in bodies if not body.name}
    if nameless:
        gone |= nameless - set(session.scalars(
            select(OrganisationSummary.public_id).where(OrganisationSummary.public_id.in_(nameless))))
    if not gone:
        return found
    return replace(
        found, organisations=tuple(body for body in found.organisations if body.key not in gone),
        findings=tuple(replace(finding, evidence=tuple(
            row for row in finding.evidence if row.kind != ORGANISATION or row.ref not in gone))
            for finding in found.findings))


def _masked_since(published_at: datetime) -> ColumnElement[bool]:
    """Say that a person took something out of the words of a passage after that instant."""
    return exists(select(Redaction.id).where(
        Redaction.answer_id == Passage.answer_id, Redaction.of_english == Passage.of_english,
        Redaction.state == CONFIRMED, Redaction.decided_at > published_at, Redaction.start < Passage.end,
        Redaction.end > Passage.start))


def _overtaken_since(published_at: datetime) -> ColumnElement[bool]:
    """Say that the person corrected the words of a passage after that instant (a coding withdrawn by no one)."""
    return exists(select(Coding.id).where(
        Coding.passage_id == Passage.id, Coding.withdrawn_at > published_at, Coding.withdrawn_by_id.is_(None)))


def editions(session: Session, consultation_id: int) -> list[EditionLine]:
    """Return the editions, recalled ones too, the newest first."""
    rows = session.execute(
        select(Edition.number, Edition.published_at, Person.name, Edition.digest,
               func.coalesce(EditionSignOff.name, ""), func.coalesce(EditionRecall.reason, ""))
        .join(Person, Person.id == Edition.published_by_id)
        .outerjoin(EditionSignOff, EditionSignOff.edition_id == Edition.id)
        .outerjoin(EditionRecall, EditionRecall.edition_id == Edition.id)
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
