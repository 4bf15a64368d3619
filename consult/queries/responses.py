"""Responses as analysts meet them, one by one: answers and codings; characteristics are never read here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from consult.domain.redactions import WITHHELD
from consult.domain.surveys import TEXT_KINDS, Text, options_of, questions_of
from consult.domain.surveys import Question as AskedQuestion
from consult.models.codebooks import Coding, Passage, Theme
from consult.models.consultations import Consultation
from consult.models.people import Person
from consult.models.responses import Answer, Response
from consult.models.surveys import Question
from consult.queries import plan_comments, surveys
from consult.queries.attachments import Listed as File
from consult.queries.attachments import of_response
from consult.queries.coded_words import checked_english, text_language, with_words
from consult.queries.kept_back import is_withheld

PAGE = 50
STATES = ("counted", "excluded")


@dataclass(frozen=True)
class Listed:
    """A response in a list; `texts` is how many answers it holds in own words."""

    public_id: str
    received_at: datetime
    channel: str
    language: str
    is_late: bool
    excluded_reason: str | None
    is_linked: bool
    texts: int


@dataclass(frozen=True)
class Page:
    """Up to PAGE responses, the newest first; `newer` and `older` say whether there are more on either side."""

    rows: tuple[Listed, ...]
    newer: bool
    older: bool


@dataclass(frozen=True)
class Filters:
    """Which responses to list; None is all. `state` is one of STATES."""

    channel: str | None = None
    language: str | None = None
    state: str | None = None


@dataclass(frozen=True)
class Said:
    """A standing coding of an answer: the theme, the stance, and the place of its words in code points.

    They are words of the answer, or of the English of it.
    """

    public_id: str
    theme_id: str
    theme: str
    stance: str
    start: int
    end: int
    of_english: bool


@dataclass(frozen=True)
class Answered:
    """One answer as it was asked: a text with its public id, language and codings, else the `values` that are kept.

    `values` are codes, those of a ranking in the order of their places, one value, or the public id of a file. `part`
    is the part of the plan that a comment was put on, `english` what two people made of an answer in another language.
    A text without a public id is kept back until somebody has looked at a worry about it; its words are not there.
    """

    asked: AskedQuestion
    values: tuple[str, ...] = ()
    text: str | None = None
    public_id: str | None = None
    language: str = "en"
    said: tuple[Said, ...] = ()
    part: Text | None = None
    english: str = ""

    @property
    def question(self) -> Text:
        """The words of the question."""
        return self.asked.text

    @property
    def choices(self) -> tuple[Text, ...]:
        """The labels of what was chosen."""
        labels = {option.code: option.label for option in options_of(self.asked)}
        return tuple(labels[value] for value in self.values if value in labels)


@dataclass(frozen=True)
class Detail:
    """One whole response; `excluded_by` is the name of whoever left it out of the count, `files` are by public id.

    `counted_with` is the public id of the same person's response that is counted in its place.
    """

    public_id: str
    received_at: datetime
    channel: str
    language: str
    is_late: bool
    has_quote_consent: bool
    excluded_reason: str | None
    excluded_at: datetime | None
    excluded_by: str | None
    counted_with: str | None
    answers: tuple[Answered, ...]
    files: dict[str, File]


def page_of(session: Session, consultation_id: int, *, before: str | None = None, after: str | None = None,
            filters: Filters | None = None) -> Page:
    """Return a page of responses, the newest first, in at most two statements.

    `before` is the public id of the last response of the page shown before (older ones follow), `after` that of the
    first (newer ones follow); an id of another consultation starts at the newest.
    """
    query = _listed(consultation_id, filters or Filters())
    key = before or after
    place = session.scalar(select(Response.id).where(
        Response.consultation_id == consultation_id, Response.public_id == key)) if key else None
    is_upward = place is not None and not before
    if place is not None:
        query = query.where(Response.id > place if is_upward else Response.id < place)
    query = query.order_by(Response.id if is_upward else Response.id.desc()).limit(PAGE + 1)
    found = [Listed(*row) for row in session.execute(query)]
    has_more, rows = len(found) > PAGE, found[:PAGE]
    if is_upward:
        return Page(tuple(reversed(rows)), newer=has_more, older=True)
    return Page(tuple(rows), newer=place is not None, older=has_more)


def _listed(consultation_id: int, filters: Filters) -> Select[tuple[str, datetime, str, str, bool, str, bool, int]]:
    texts = (select(func.count()).select_from(Answer)
             .where(Answer.response_id == Response.id, Answer.text.is_not(None)).scalar_subquery())
    wanted: list[ColumnElement[bool]] = [Response.consultation_id == consultation_id]
    if filters.channel:
        wanted.append(Response.channel == filters.channel)
    if filters.language:
        wanted.append(Response.language == filters.language)
    if filters.state:
        is_counted = and_(Response.excluded_reason.is_(None), Response.counts_with_id.is_(None))
        wanted.append(is_counted if filters.state == "counted" else ~is_counted)
    return select(Response.public_id, Response.received_at, Response.channel, Response.language, Response.is_late,
                  Response.excluded_reason, Response.counts_with_id.is_not(None), texts).where(*wanted)


def languages(session: Session, consultation_id: int) -> list[str]:
    """Return the languages in which people answered."""
    return list(session.scalars(
        select(Response.language).where(Response.consultation_id == consultation_id)
        .distinct().order_by(Response.language)))


def detail(session: Session, consultation_id: int, public_id: str) -> Detail | None:
    """Return a response with its answers in survey order and their codings, or None.

    Five statements, two more for comments on the plan. The words of questions and options are those of the survey
    version that was answered. Answers about the person are in another store, which is not opened.
    """
    first = aliased(Response)
    row = session.execute(
        select(Response, Person.name, first.public_id).outerjoin(Person, Person.id == Response.excluded_by_id)
        .outerjoin(first, first.id == Response.counts_with_id)
        .where(Response.consultation_id == consultation_id, Response.public_id == public_id)).one_or_none()
    if row is None:
        return None
    response, excluded_by, counted_with = row
    return Detail(
        public_id=response.public_id, received_at=response.received_at, channel=response.channel,
        language=response.language, is_late=response.is_late, has_quote_consent=response.has_quote_consent,
        excluded_reason=response.excluded_reason, excluded_at=response.excluded_at, excluded_by=excluded_by,
        counted_with=counted_with, answers=_answers(session, response), files=of_response(session, response.id))


class _Row(NamedTuple):
    """A stored answer, the language of its text, and the English that two people made of it."""

    answer: Answer
    language: str
    english: str
    is_kept_back: bool


def _answers(session: Session, response: Response) -> tuple[Answered, ...]:
    version = surveys.by_id(session, response.survey_version_id)
    assert version is not None
    said = _said(session, response.id)
    by_key: dict[str, list[_Row]] = {}
    for key, *row in session.execute(
        with_words(select(Question.key, Answer, text_language(), checked_english(), is_withheld())
                   .join(Question, Question.id == Answer.question_id))
        .where(Answer.response_id == response.id).order_by(Answer.place, Answer.plan_node_key, Answer.id)
    ):
        by_key.setdefault(key, []).append(_Row(*row))
    parts = _parts(session, response, [row.answer.plan_node_key for rows in by_key.values() for row in rows])
    return tuple(
        found for question in questions_of(version.survey) if question.key in by_key
        for found in _answered(question, by_key[question.key], said, parts))


def _parts(session: Session, response: Response, keys: Sequence[str]) -> dict[str, plan_comments.Part]:
    """Return the parts of the plan that comments were put on; no statement where there is none."""
    if not any(keys):
        return {}
    plan_version_id = session.get_one(Consultation, response.consultation_id).plan_version_id
    return plan_comments.parts(session, plan_version_id, keys)


def _answered(
    question: AskedQuestion, rows: Sequence[_Row], said: dict[int, list[Said]], parts: dict[str, plan_comments.Part],
) -> Iterator[Answered]:
    if question.kind not in TEXT_KINDS:
        kept = tuple(value for row in rows if (value := row.answer.choice or row.answer.value))
        order = [option.code for option in options_of(question)] if question.kind != "ranking" else []
        yield Answered(question, values=tuple(sorted(kept, key=order.index)) if set(kept) <= set(order) else kept)
        return
    for answer, language, english, is_kept_back in rows:
        part = parts.get(answer.plan_node_key)
        if is_kept_back:
            yield Answered(question, text=WITHHELD, part=part.label if part else None)
            continue
        yield Answered(question, text=answer.text, public_id=answer.public_id, language=language,
                       said=tuple(said.get(answer.id, ())), part=part.label if part else None, english=english)


def _said(session: Session, response_id: int) -> dict[int, list[Said]]:
    rows = session.execute(
        select(Passage.answer_id, Coding.public_id, Theme.public_id, Theme.name, Coding.stance,
               Passage.start, Passage.end, Passage.of_english)
        .join(Coding, Coding.passage_id == Passage.id).join(Theme, Theme.id == Coding.theme_id)
        .where(Passage.response_id == response_id, Coding.withdrawn_at.is_(None))
        .order_by(Passage.of_english, Passage.start, Passage.end, Coding.id))
    found: dict[int, list[Said]] = {}
    for answer_id, *rest in rows:
        found.setdefault(answer_id, []).append(Said(*rest))
    return found
