"""Answers in other languages: those whose language is not found yet, those that wait for English, one of them.

Who wrote an answer, what else they answered and what they are is in nothing that this file returns.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from consult.domain.answer_words import CHECKED, NOT_NEEDED, WAITING, WRITTEN
from consult.domain.surveys import Text, questions_of
from consult.domain.variants import SIGNED
from consult.models.answer_words import AnswerWords, SignedAnswer
from consult.models.codebooks import Coding, Passage
from consult.models.consultations import Consultation
from consult.models.double_coding import DoubleCode, DoubleReading
from consult.models.people import Person
from consult.models.reports import EditionCoding
from consult.models.responses import Answer, Response
from consult.models.surveys import Question
from consult.queries import plan_comments, surveys
from consult.queries.coded_words import is_in_another_language, with_words, written_in
from consult.queries.kept_back import is_withheld

PAGE = 50
# So much of an answer stands in the queue.
BEGINNING = 90


@dataclass(frozen=True)
class Unfound:
    """An answer in own words whose language nobody looked for: its row id, its words, the language of its page."""

    answer_id: int
    text: str
    page: str


@dataclass(frozen=True)
class Queued:
    """An answer in the queue: how it begins, in which language, and whether the one who asks wrote its English."""

    public_id: str
    beginning: str
    language: str
    state: str
    is_mine: bool


@dataclass(frozen=True)
class Standing:
    """How many counted answers in one language wait, wait for a second person, and are done."""

    language: str
    waiting: int
    written: int
    checked: int


@dataclass(frozen=True)
class WordsView:
    """One answer to put into English; `part` is the part of the plan that a comment was put on.

    `machine_draft` is for the person who writes the English to start from, and for nothing else. `is_coded` says that
    people coded the English, so that it stands.
    """

    public_id: str
    answer_id: str
    text: str
    language: str
    found: str | None
    state: str
    english: str
    note: str
    written_by_id: int | None
    written_by: str
    checked_by: str
    machine_draft: str
    machine_name: str
    revision: int
    is_coded: bool
    question: Text
    part: Text | None


@dataclass(frozen=True)
class Translated:
    """Counted answers that were not given in English, how far they are in it, and from how many languages; exact."""

    answers: int
    translated: int
    languages: int
    second_checked: int
    waiting: int


def unfound(session: Session, after_id: int, limit: int) -> list[Unfound]:
    """Return the next answers in own words, of any consultation, whose language was not looked for."""
    rows = session.execute(
        select(Answer.id, Answer.text, Answer.language).where(Answer.id > after_id, _is_unfound())
        .order_by(Answer.id).limit(limit))
    return [Unfound(*row) for row in rows]


def newest(session: Session) -> int:
    """Return the row id of the newest answer, 0 where there is none."""
    return session.scalar(select(func.max(Answer.id))) or 0


def count_unfound(session: Session, consultation_id: int) -> int:
    """Return for how many answers of a consultation the language is still to be found."""
    return session.scalar(
        select(func.count()).select_from(Answer).join(Response, Response.id == Answer.response_id)
        .where(Response.consultation_id == consultation_id, _is_unfound())) or 0


def _is_unfound() -> ColumnElement[bool]:
    looked_at = exists(select(AnswerWords.id).where(AnswerWords.answer_id == Answer.id))
    return and_(Answer.text.is_not(None), Answer.text != "", Answer.language != SIGNED, ~looked_at)


def standings(session: Session, consultation_id: int) -> list[Standing]:
    """Return how far the answers of each language are, the one with the most to do first; one statement."""
    counts = [func.count(case((AnswerWords.state == state, 1))) for state in (WAITING, WRITTEN, CHECKED)]
    rows = session.execute(
        select(AnswerWords.language, *counts).join(Answer, Answer.id == AnswerWords.answer_id)
        .join(Response, Response.id == Answer.response_id).where(*_to_translate(consultation_id))
        .group_by(AnswerWords.language).order_by((counts[0] + counts[1]).desc(), AnswerWords.language))
    return [Standing(*row) for row in rows]


def queue(session: Session, consultation_id: int, state: str, by_id: int, language: str = "") -> list[Queued]:
    """Return up to PAGE answers that wait in a state, the oldest day first, in all languages or in one.

    Within a day they are shuffled, so that the answers of one person do not stand together.
    """
    query = (
        select(AnswerWords.public_id, func.substr(Answer.text, 1, BEGINNING), AnswerWords.language, AnswerWords.state,
               AnswerWords.written_by_id)
        .join(Answer, Answer.id == AnswerWords.answer_id).join(Response, Response.id == Answer.response_id)
        .where(*_to_translate(consultation_id), AnswerWords.state == state)
        .order_by(func.date(Response.received_at), Answer.shuffle, Answer.id).limit(PAGE))
    if language:
        query = query.where(AnswerWords.language == language)
    return [Queued(public_id, beginning, tag, at, writer == by_id)
            for public_id, beginning, tag, at, writer in session.execute(query)]


def _to_translate(consultation_id: int) -> tuple[ColumnElement[bool], ...]:
    return (Response.consultation_id == consultation_id, Response.excluded_reason.is_(None),
            AnswerWords.state != NOT_NEEDED, ~is_withheld())


def one(session: Session, consultation_id: int, public_id: str) -> WordsView | None:
    """Return an answer of a counted response by the id of its words, or None where it needs no English."""
    row = session.execute(
        select(AnswerWords, Answer, Question, Consultation.plan_version_id)
        .join(Answer, Answer.id == AnswerWords.answer_id).join(Response, Response.id == Answer.response_id)
        .join(Question, Question.id == Answer.question_id)
        .join(Consultation, Consultation.id == Response.consultation_id)
        .where(AnswerWords.public_id == public_id, *_to_translate(consultation_id))).one_or_none()
    if row is None:
        return None
    words, answer, asked, plan_version_id = row
    node_key = answer.plan_node_key or (asked.plan_node_key if asked.kind == "plan-comment" else None)
    part = plan_comments.parts(session, plan_version_id, [node_key]).values()
    names = _names(session, (words.written_by_id, words.checked_by_id))
    return WordsView(
        public_id=public_id, answer_id=answer.public_id or "", text=answer.text or "", language=words.language,
        found=words.found, state=words.state, english=words.english or "", note=words.note,
        written_by_id=words.written_by_id, written_by=names.get(words.written_by_id, ""),
        checked_by=names.get(words.checked_by_id, ""), machine_draft=words.machine_draft or "",
        machine_name=words.machine_name, revision=words.revision, is_coded=is_coded(session, answer.id),
        question=_question(session, asked), part=next((found.label for found in part), None))


def _names(session: Session, ids: Sequence[int | None]) -> dict[int | None, str]:
    wanted = [person_id for person_id in ids if person_id is not None]
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted))) if wanted else ()
    return {person_id: name for person_id, name in rows}


def _question(session: Session, asked: Question) -> Text:
    version = surveys.by_id(session, asked.survey_version_id)
    assert version is not None
    return next(question.text for question in questions_of(version.survey) if question.key == asked.key)


def is_coded(session: Session, answer_id: int) -> bool:
    """Say whether a coding of an answer's English (row id of the answer) stands, is counted in an edition, or was given
    by a second coder."""
    frozen = exists(select(EditionCoding.coding_id).where(EditionCoding.coding_id == Coding.id))
    second = select(DoubleCode.id).join(DoubleReading, DoubleReading.id == DoubleCode.double_reading_id).where(
        DoubleReading.answer_id == answer_id, DoubleCode.of_english)
    return session.scalar(
        select(Coding.id).join(Passage, Passage.id == Coding.passage_id)
        .where(Passage.answer_id == answer_id, Passage.of_english, or_(Coding.withdrawn_at.is_(None), frozen))
        .limit(1)) is not None or session.scalar(second.limit(1)) is not None


def translated(session: Session, consultation_id: int) -> Translated:
    """Return how far the counted answers that were not given in English are in it; two statements.

    A signed answer stands among the answers once two people have put it into English, and waits until then.
    """
    state = case((Answer.language == SIGNED, CHECKED), else_=func.coalesce(AnswerWords.state, WAITING))
    query: Select[tuple[str, str, int]] = (
        select(written_in(), state, func.count()).select_from(Answer)
        .join(Response, Response.id == Answer.response_id)
        .where(Response.consultation_id == consultation_id, Response.excluded_reason.is_(None),
               Answer.text.is_not(None), Answer.text != "", is_in_another_language())
        .group_by(written_in(), state))
    counts: dict[str, int] = {}
    languages = set()
    for language, at, count in session.execute(with_words(query)):
        counts[at] = counts.get(at, 0) + count
        if at in (WRITTEN, CHECKED):
            languages.add(language.split("-")[0])
    for at, count in _films(session, consultation_id).items():
        counts[at] = counts.get(at, 0) + count
        if at == WRITTEN:
            languages.add(SIGNED)
    done = counts.get(WRITTEN, 0) + counts.get(CHECKED, 0)
    return Translated(sum(counts.values()), done, len(languages), counts.get(CHECKED, 0), counts.get(WAITING, 0))


def _films(session: Session, consultation_id: int) -> dict[str, int]:
    """Return the signed answers that are no answers in own words yet, by how far their English is."""
    rows = session.execute(
        select(SignedAnswer.state, func.count()).join(Response, Response.id == SignedAnswer.response_id)
        .where(Response.consultation_id == consultation_id, Response.excluded_reason.is_(None),
               SignedAnswer.state.in_((WAITING, WRITTEN))).group_by(SignedAnswer.state))
    return {state: count for state, count in rows}
