"""What a coder needs: how far each question is read, the next answer, and one answer with all that was said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, exists, func, literal, select, tuple_, union_all
from sqlalchemy.orm import Session

from consult.domain.answer_words import CHECKED, NOT_NEEDED
from consult.domain.surveys import TEXT_KINDS, Text, questions_of
from consult.domain.variants import SIGNED
from consult.models.answer_words import AnswerWords
from consult.models.codebooks import Coding, CodingGroup, CodingKind, CodingNode, Passage, Reading, Theme
from consult.models.consultations import Consultation
from consult.models.plans import PlanNode
from consult.models.responses import Answer, Response
from consult.models.runs import Suggestion
from consult.models.surveys import Question, SurveyVersion
from consult.queries import plan_comments, survey_questions, surveys
from consult.queries.coded_words import text_language, with_words
from consult.queries.plan_choices import short_label

# More than this many ranked themes help nobody to choose faster.
SUGGESTED = 5


@dataclass(frozen=True)
class Progress:
    """A free-text question in its newest wording: counted answers, those read to the end, and those with a coding."""

    key: str
    question: Text
    answers: int
    read: int
    coded: int


@dataclass(frozen=True)
class StandingCoding:
    """What a person said of a passage: `start` to `end` in code points of an answer's text, or of the English of it."""

    public_id: str
    start: int
    end: int
    theme_id: str
    theme: str
    stance: str
    of_english: bool
    nodes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    affected: tuple[tuple[str, str], ...] = ()
    is_of_batch: bool = False


@dataclass(frozen=True)
class Suggested:
    """A theme (public id) that a machine ranks for an answer, with the words that moved it."""

    theme_id: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class AnswerView:
    """An answer in own words and what coders may know of it: its question, channel and language; not who wrote it.

    `part` is the part of the plan that a comment was put on. `state` is how far its English is: `english` is what was
    made of it, and can be coded once it is checked; the language is the text's own.
    """

    public_id: str
    text: str
    language: str
    channel: str
    is_counted: bool
    is_read: bool
    question_key: str
    question: Text
    codings: tuple[StandingCoding, ...]
    suggestions: tuple[Suggested, ...]
    part: Text | None = None
    state: str = NOT_NEEDED
    english: str = ""
    is_signed: bool = False

    @property
    def checked_english(self) -> str:
        """The English that can be coded; empty where two people do not stand behind it."""
        return self.english if self.state == CHECKED else ""

    def words_to_code(self, of_english: bool) -> str:
        """Return the text that a passage is a stretch of."""
        return self.checked_english if of_english else self.text


def progress(session: Session, consultation_id: int) -> list[Progress]:
    """Return how far the counted answers to each free-text question were read, in survey order; two statements.

    An answer is read when a person said so, coded or not: what is coded and not read to the end comes up again.
    """
    has_coding = exists(
        select(Coding.id).join(Passage, Passage.id == Coding.passage_id)
        .where(Passage.answer_id == Answer.id, Coding.withdrawn_at.is_(None)))
    rows = session.execute(
        select(Question.key, func.count(), func.count(Reading.id), func.sum(case((has_coding, 1), else_=0)))
        .select_from(Answer).join(Question, Question.id == Answer.question_id)
        .join(Response, Response.id == Answer.response_id).outerjoin(Reading, Reading.answer_id == Answer.id)
        .where(Response.consultation_id == consultation_id, Response.excluded_reason.is_(None),
               Answer.text.is_not(None))
        .group_by(Question.key))
    counts = {key: (answers, read, int(coded)) for key, answers, read, coded in rows}
    return [Progress(asked.key, asked.question.text, *counts.get(asked.key, (0, 0, 0)))
            for asked in survey_questions.asked(session, consultation_id) if asked.is_text]


def question_ids(session: Session, consultation_id: int, question_key: str) -> Sequence[int]:
    """Return the row ids of a free-text question in every version of the survey; none where it was never asked."""
    return session.scalars(
        select(Question.id).join(SurveyVersion, SurveyVersion.id == Question.survey_version_id)
        .where(SurveyVersion.consultation_id == consultation_id, Question.key == question_key,
               Question.kind.in_(sorted(TEXT_KINDS)), Question.stores == "answers")
        .order_by(Question.id)).all()


def place_of(session: Session, consultation_id: int, public_id: str) -> tuple[int, int] | None:
    """Return an answer's place (shuffle, row id) in the reading order, or None where there is no such answer."""
    row = session.execute(
        select(Answer.shuffle, Answer.id).join(Response, Response.id == Answer.response_id)
        .where(Answer.public_id == public_id, Response.consultation_id == consultation_id)).one_or_none()
    return (row[0], row[1]) if row is not None else None


def next_answer(session: Session, consultation_id: int, question_key: str,
                after: tuple[int, int] | None = None) -> str | None:
    """Return the public id of the next counted answer that nobody read to the end, or None; two statements.

    The order is random and the same for everybody, so that a part of the answers read is a fair sample of all.
    `after` is a place in it (shuffle, row id); each version's answers are found by the index that holds that order.
    """
    ids = question_ids(session, consultation_id, question_key)
    if not ids:
        return None
    parts = [_first_unread(question_id, after) for question_id in ids]
    found = union_all(*(select(part) for part in parts)).subquery()
    return session.scalar(select(found.c.public_id).order_by(found.c.shuffle, found.c.id).limit(1))


def _first_unread(question_id: int, after: tuple[int, int] | None) -> Any:
    query = (
        select(Answer.public_id, Answer.shuffle, Answer.id).join(Response, Response.id == Answer.response_id)
        .where(Answer.question_id == question_id, Answer.text.is_not(None), Response.excluded_reason.is_(None),
               ~exists(select(Reading.id).where(Reading.answer_id == Answer.id))))
    if after is not None:
        query = query.where(tuple_(Answer.shuffle, Answer.id) > tuple_(literal(after[0]), literal(after[1])))
    return query.order_by(Answer.shuffle, Answer.id).limit(1).subquery()


def answer(session: Session, consultation_id: int, public_id: str) -> AnswerView | None:
    """Return a free-text answer with the codings that stand and what is suggested, or None.

    Four statements, one more for a comment on the plan.
    """
    row = session.execute(
        with_words(
            select(Answer, Response.channel, Response.excluded_reason, Question, Reading.id,
                   Consultation.plan_version_id, func.coalesce(AnswerWords.state, NOT_NEEDED),
                   func.coalesce(AnswerWords.english, ""), text_language())
            .join(Response, Response.id == Answer.response_id).join(Question, Question.id == Answer.question_id)
            .join(Consultation, Consultation.id == Response.consultation_id)
            .outerjoin(Reading, Reading.answer_id == Answer.id))
        .where(Answer.public_id == public_id, Response.consultation_id == consultation_id)).one_or_none()
    if row is None:
        return None
    found, channel, excluded_reason, asked, reading_id, plan_version_id, state, english, language = row
    part = plan_comments.parts(session, plan_version_id, [_commented(found, asked)]).values()
    return AnswerView(
        public_id=public_id, text=found.text or "", language=language, channel=channel,
        is_counted=excluded_reason is None, is_read=reading_id is not None, question_key=asked.key,
        question=_words_of(session, asked.survey_version_id, asked.key), codings=tuple(_standing(session, found.id)),
        suggestions=tuple(_suggested(session, found.id)), part=next((one.label for one in part), None),
        state=state, english=english, is_signed=found.language == SIGNED)


def _commented(answer: Answer, asked: Question) -> str | None:
    """Return the key of the part of the plan that a text is a comment on; None for any other text."""
    return answer.plan_node_key or (asked.plan_node_key if asked.kind == "plan-comment" else None)


def is_of_answer(session: Session, consultation_id: int, answer_id: str, coding_id: str) -> bool:
    """Say whether a coding, standing or taken back, is of that answer (public ids)."""
    return session.scalar(
        select(Coding.id).join(Passage, Passage.id == Coding.passage_id).join(Answer, Answer.id == Passage.answer_id)
        .where(Coding.public_id == coding_id, Coding.consultation_id == consultation_id,
               Answer.public_id == answer_id)) is not None


def _words_of(session: Session, version_id: int, key: str) -> Text:
    version = surveys.by_id(session, version_id)
    assert version is not None
    return next(question.text for question in questions_of(version.survey) if question.key == key)


def _standing(session: Session, answer_id: int) -> list[StandingCoding]:
    rows = session.execute(
        select(Coding.id, Coding.public_id, Passage.start, Passage.end, Theme.public_id, Theme.name, Coding.stance,
               Passage.of_english, Coding.batch_id.is_not(None) & Coding.checked_at.is_(None))
        .join(Passage, Passage.id == Coding.passage_id).join(Theme, Theme.id == Coding.theme_id)
        .where(Passage.answer_id == answer_id, Coding.withdrawn_at.is_(None))
        .order_by(Passage.of_english, Passage.start, Passage.end, Coding.id)).all()
    nodes, kinds, affected = _said_beside(session, [row[0] for row in rows])
    return [StandingCoding(*row[1:8], nodes=tuple(nodes.get(row[0], ())), kinds=tuple(kinds.get(row[0], ())),
                           affected=tuple(affected.get(row[0], ())), is_of_batch=bool(row[8])) for row in rows]


def _said_beside(session: Session, coding_ids: Sequence[int]) -> tuple[
        dict[int, list[str]], dict[int, list[str]], dict[int, list[tuple[str, str]]]]:
    """Return the labels of plan nodes, the kinds and (affected, impact) by coding (row ids); three statements."""
    nodes: dict[int, list[str]] = {}
    kinds: dict[int, list[str]] = {}
    affected: dict[int, list[tuple[str, str]]] = {}
    if not coding_ids:
        return nodes, kinds, affected
    for coding_id, *words in session.execute(
            select(CodingNode.coding_id, PlanNode.title, PlanNode.short_title, PlanNode.short_text)
            .join(PlanNode, PlanNode.id == CodingNode.plan_node_id)
            .where(CodingNode.coding_id.in_(coding_ids)).order_by(PlanNode.position, PlanNode.id)):
        nodes.setdefault(coding_id, []).append(short_label(*words))
    for coding_id, kind in session.execute(
            select(CodingKind.coding_id, CodingKind.kind).where(CodingKind.coding_id.in_(coding_ids))):
        kinds.setdefault(coding_id, []).append(kind)
    for coding_id, group, impact in session.execute(
            select(CodingGroup.coding_id, CodingGroup.affected, CodingGroup.impact)
            .where(CodingGroup.coding_id.in_(coding_ids))):
        affected.setdefault(coding_id, []).append((group, impact))
    return nodes, kinds, affected


def _suggested(session: Session, answer_id: int) -> list[Suggested]:
    rows = session.execute(
        select(Theme.public_id, Suggestion.words)
        .join(Theme, and_(Theme.id == Suggestion.theme_id, Theme.state == "active"))
        .where(Suggestion.answer_id == answer_id).order_by(Suggestion.position, Suggestion.id).limit(SUGGESTED))
    return [Suggested(theme_id, tuple(str(word) for word in words)) for theme_id, words in rows]
