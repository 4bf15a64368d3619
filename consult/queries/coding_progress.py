"""How far the coding is, by question, way of answering and language; who has what open; the pace of the last days.

Counts only: nobody's words, and nobody's own numbers.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from consult.domain import assignments as rules
from consult.domain.answer_words import CHECKED
from consult.domain.assignments import Assignment, Place, Work
from consult.domain.surveys import STORES_ANSWERS
from consult.domain.variants import SIGNED
from consult.models.answer_words import AnswerWords
from consult.models.campaigns import Campaign
from consult.models.care import Worry
from consult.models.codebooks import Reading
from consult.models.coding_settings import Assignment as StoredAssignment
from consult.models.coding_settings import Presence
from consult.models.consultations import Consultation
from consult.models.double_coding import DoubleReading
from consult.models.people import Grant, Person
from consult.models.responses import Answer, Response
from consult.models.surveys import Question, SurveyVersion
from consult.queries import coding_settings
from consult.queries.coded_words import is_in_another_language, with_words, written_in
from consult.queries.presences import SILENT
from consult.queries.shares import in_sample, is_copy, with_campaigns
from consult.queries.worries import is_withheld

# Seven working days lie in at most so many days.
DAYS_BACK = 12
CODING_ROLES = ("coder", "lead")


@dataclass(frozen=True)
class Counts:
    """Counted answers in own words: received; not in English, and of these in checked English; to be read at all.

    `read` of those were; `waiting` can be read now (no worry, no copy of a campaign's text, in the sample); `recheck`
    were read and come up again. `doubled` are coded twice, `settled` of these agree or were settled by a person.
    `oldest_at` is when the oldest waiting one came in.
    """

    received: int = 0
    other_languages: int = 0
    translated: int = 0
    wanted: int = 0
    read: int = 0
    waiting: int = 0
    recheck: int = 0
    doubled: int = 0
    settled: int = 0
    oldest_at: datetime | None = None


@dataclass(frozen=True)
class Line:
    """The counts of one question, one way of answering and one language (BCP 47)."""

    question: str
    channel: str
    language: str
    counts: Counts


@dataclass(frozen=True)
class Present:
    """Someone who has an answer to a question open now."""

    name: str
    question: str
    since: datetime


@dataclass(frozen=True)
class Given:
    """An assignment with its person's public id and name."""

    public_id: str
    name: str
    assignment: Assignment


def lines(session: Session, consultation_id: int) -> list[Line]:
    """Return the counts of every question, way and language that has an answer; two statements."""
    # The answer whose text stands for a campaign is read, in the sample or not; its copies are then read with it.
    copy = func.coalesce(and_(is_copy(), Campaign.answer_id != Answer.id), False)
    wanted = or_(func.coalesce(is_copy(), False), in_sample(coding_settings.samples(session, consultation_id)))
    is_read, doubled = Reading.id.is_not(None), DoubleReading.state.in_(("agreed", "differs", "settled"))
    waiting = and_(wanted, ~is_read, ~copy, ~is_withheld())
    rows = session.execute(with_words(with_campaigns(
        select(Question.key, Response.channel, written_in(), func.count(), *(_number(which) for which in (
            is_in_another_language(), and_(is_in_another_language(), _is_english()), wanted, and_(wanted, is_read),
            waiting, Reading.recheck_reason.is_not(None), doubled, DoubleReading.state.in_(("agreed", "settled")))),
            func.min(case((waiting, Response.received_at))))
        .select_from(Answer).join(Question, Question.id == Answer.question_id)
        .join(Response, Response.id == Answer.response_id).outerjoin(Reading, Reading.answer_id == Answer.id)
        .outerjoin(DoubleReading, DoubleReading.answer_id == Answer.id)))
        .where(Response.consultation_id == consultation_id, Response.excluded_reason.is_(None),
               Answer.text.is_not(None), Question.stores == STORES_ANSWERS)
        .group_by(Question.key, Response.channel, written_in()))
    return [Line(key, channel, language, Counts(*counts)) for key, channel, language, *counts in rows]


def together(found: Iterable[Line], place: Callable[[Line], str]) -> dict[str, Counts]:
    """Return the counts of lines that share a place, the place with the most answers first."""
    sums: dict[str, Counts] = {}
    for line in found:
        sums[place(line)] = _plus(sums.get(place(line), Counts()), line.counts)
    return dict(sorted(sums.items(), key=lambda pair: (-pair[1].received, pair[0])))


def read_by_day(session: Session, consultation_id: int, today: date) -> dict[date, int]:
    """Return the answers that people read on each of the last days (UTC), and 1 on the day of a reading before them.

    A campaign's text is read once, so its copies are no work and not in it. Two statements.
    """
    since = datetime.combine(today - timedelta(days=DAYS_BACK), datetime.min.time(), UTC)
    day = func.date(Reading.at)
    rows = session.execute(_readings(select(day, func.count()), consultation_id).where(Reading.at >= since)
                           .group_by(day))
    found = {date.fromisoformat(str(on)): count for on, count in rows}
    before = session.scalar(_readings(select(Reading.at), consultation_id).where(Reading.at < since).limit(1))
    return found if before is None else {before.date(): 1, **found}


def _readings(query: Select[Any], consultation_id: int) -> Select[Any]:
    """What was read of responses that do not count any more was work too."""
    asked = (select(Question.id).join(SurveyVersion, SurveyVersion.id == Question.survey_version_id)
             .where(SurveyVersion.consultation_id == consultation_id))
    return (query.select_from(Reading).join(Answer, Answer.id == Reading.answer_id)
            .where(Answer.question_id.in_(asked), Reading.campaign_id.is_(None)))


def present(session: Session, consultation_id: int, now: datetime) -> list[Present]:
    """Return who has an answer open, whoever came last first; one statement."""
    rows = session.execute(
        select(Person.name, Question.key, Presence.at).select_from(Presence)
        .join(Person, Person.id == Presence.person_id).join(Answer, Answer.id == Presence.answer_id)
        .join(Response, Response.id == Answer.response_id).join(Question, Question.id == Answer.question_id)
        .where(Response.consultation_id == consultation_id, Presence.at >= now - SILENT)
        .order_by(Presence.at.desc(), Person.id))
    return [Present(*row) for row in rows]


def withheld(session: Session, consultation_id: int) -> int:
    """Return how many answers wait for a worry about somebody to be handled; one statement."""
    return session.scalar(
        select(func.count(Worry.answer_id.distinct())).where(
            Worry.consultation_id == consultation_id, Worry.closed_at.is_(None))) or 0


def given(session: Session, consultation_id: int) -> list[Given]:
    """Return the assignments by person; those of people who have left are kept out. One statement."""
    rows = session.execute(
        select(StoredAssignment, Person.public_id, Person.name).join(Person, Person.id == StoredAssignment.person_id)
        .where(StoredAssignment.consultation_id == consultation_id, Person.is_active)
        .order_by(Person.name, Person.id, StoredAssignment.question_key, StoredAssignment.language))
    return [Given(public_id, name, Assignment(row.person_id, row.question_key, row.language))
            for row, public_id, name in rows]


def team(session: Session, consultation_id: int) -> Sequence[Person]:
    """Return the active people who may code here, by name."""
    may_code = select(Grant.person_id).where(Grant.consultation_id == consultation_id, Grant.role.in_(CODING_ROLES))
    return session.scalars(
        select(Person).where(Person.id.in_(may_code), Person.is_active).order_by(Person.name, Person.id)).all()


def languages(session: Session, consultation_id: int) -> set[str]:
    """Return the languages (BCP 47) that answers were found in or came in, and that are offered; three statements."""
    of_pages = session.scalars(select(Response.language).where(
        Response.consultation_id == consultation_id).distinct())
    found = session.scalars(
        select(AnswerWords.language).join(Answer, Answer.id == AnswerWords.answer_id)
        .join(Response, Response.id == Answer.response_id)
        .where(Response.consultation_id == consultation_id).distinct())
    offered = session.scalar(select(Consultation.languages).where(Consultation.id == consultation_id)) or []
    return {*of_pages, *found, *offered, SIGNED}


def waiting(found: Iterable[Line]) -> dict[Place, int]:
    """Return the answers that wait by question and language."""
    places: dict[Place, int] = {}
    for line in found:
        place = line.question, line.language
        places[place] = places.get(place, 0) + line.counts.waiting
    return {place: count for place, count in places.items() if count}


def your_work(session: Session, consultation_id: int, person_id: int) -> list[Work]:
    """Return where answers wait, what this person was given first, for the page that coding starts on."""
    standing = [one.assignment for one in given(session, consultation_id)]
    return rules.work_of(person_id, standing, waiting(lines(session, consultation_id)))


def _number(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((which, 1)))


def _is_english() -> ColumnElement[bool]:
    # What was signed becomes an answer only when a second person has checked its English.
    return or_(AnswerWords.state == CHECKED, AnswerWords.id.is_(None) & (Answer.language == SIGNED))


def _plus(one: Counts, other: Counts) -> Counts:
    numbers = {name: getattr(one, name) + getattr(other, name) for name in _NUMBERS}
    moments = [at for at in (one.oldest_at, other.oldest_at) if at is not None]
    return Counts(**numbers, oldest_at=min(moments, default=None))


_NUMBERS: Collection[str] = [one.name for one in fields(Counts) if one.name != "oldest_at"]
