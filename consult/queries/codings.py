"""One answer as a coder sees it: its words, its question, and all that was said of it; never who wrote it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.domain.answer_words import CHECKED, NOT_NEEDED
from consult.domain.letters import is_letters
from consult.domain.submissions import Place
from consult.domain.surveys import Text, questions_of
from consult.domain.variants import SIGNED
from consult.models.answer_words import AnswerWords
from consult.models.codebooks import (
    Coding,
    CodingGroup,
    CodingKind,
    CodingNode,
    CodingQuestion,
    Passage,
    Reading,
    Theme,
)
from consult.models.consultations import Consultation
from consult.models.plans import PlanNode
from consult.models.responses import Answer, Response
from consult.models.surveys import Question
from consult.queries import letter_questions, plan_comments, surveys
from consult.queries.coded_words import text_language, with_words
from consult.queries.plan_choices import short_label
from consult.queries.worries import is_withheld

# More than this many ranked themes help nobody to choose faster.
SUGGESTED = 5


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
    by_id: int = 0
    is_of_campaign: bool = False
    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class AnswerView:
    """An answer in own words and what coders may know of it: its question, channel and language; not who wrote it.

    `part` is the part of the plan that a comment was put on. `state` is how far its English is: `english` is what was
    made of it, and can be coded once it is checked; the language is the text's own. One that somebody worries about
    is withheld: it comes without words. `places` are the paragraphs of a letter. `id` and `shuffle` are for other
    queries.
    """

    id: int
    shuffle: int
    public_id: str
    text: str
    language: str
    channel: str
    is_counted: bool
    is_read: bool
    question_key: str
    question: Text
    codings: tuple[StandingCoding, ...] = ()
    part: Text | None = None
    state: str = NOT_NEEDED
    english: str = ""
    is_signed: bool = False
    is_withheld: bool = False
    recheck_reason: str = ""
    places: tuple[Place, ...] = ()

    @property
    def is_letter(self) -> bool:
        """Whether it is a whole letter, whose words may speak to any question of the survey."""
        return is_letters(self.question_key)

    @property
    def checked_english(self) -> str:
        """The English that can be coded; empty where two people do not stand behind it."""
        return self.english if self.state == CHECKED else ""

    def words_to_code(self, of_english: bool) -> str:
        """Return the text that a passage is a stretch of."""
        return self.checked_english if of_english else self.text


def answer(session: Session, consultation_id: int, public_id: str) -> AnswerView | None:
    """Return a free-text answer with the codings that stand, or None.

    Two statements, four more where it is coded, one more for a comment on the plan or a letter.
    """
    row = session.execute(
        with_words(
            select(Answer, Response.channel, Response.excluded_reason, Question, Reading,
                   Consultation.plan_version_id, func.coalesce(AnswerWords.state, NOT_NEEDED),
                   func.coalesce(AnswerWords.english, ""), text_language(), is_withheld())
            .join(Response, Response.id == Answer.response_id).join(Question, Question.id == Answer.question_id)
            .join(Consultation, Consultation.id == Response.consultation_id)
            .outerjoin(Reading, Reading.answer_id == Answer.id))
        .where(Answer.public_id == public_id, Response.consultation_id == consultation_id,
               Response.erased_at.is_(None))).one_or_none()
    if row is None:
        return None
    found, channel, excluded_reason, asked, reading, plan_version_id, state, english, language, is_held = row
    view = AnswerView(
        found.id, found.shuffle, public_id, found.text or "", language, channel, is_counted=excluded_reason is None,
        is_read=reading is not None, question_key=asked.key, state=state, english=english,
        question=_words_of(session, asked.survey_version_id, asked.key), is_signed=found.language == SIGNED,
        recheck_reason=(reading.recheck_reason if reading is not None else None) or "")
    if is_held:
        return replace(view, text="", english="", state=NOT_NEEDED, is_withheld=True)
    if view.is_letter:
        view = replace(view, places=letter_questions.places_of(session, found.id))
    part = plan_comments.parts(session, plan_version_id, [_commented(found, asked)]).values()
    return replace(view, codings=tuple(_standing(session, found.id)), part=next((one.label for one in part), None))


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
               Passage.of_english, Coding.batch_id.is_not(None) & Coding.checked_at.is_(None), Coding.confirmed_by_id,
               Coding.campaign_id.is_not(None))
        .join(Passage, Passage.id == Coding.passage_id).join(Theme, Theme.id == Coding.theme_id)
        .where(Passage.answer_id == answer_id, Coding.withdrawn_at.is_(None))
        .order_by(Passage.of_english, Passage.start, Passage.end, Coding.id)).all()
    nodes, kinds, affected = _said_beside(session, [row[0] for row in rows])
    questions = _questions(session, [row[0] for row in rows])
    return [StandingCoding(*row[1:8], nodes=tuple(nodes.get(row[0], ())), kinds=tuple(kinds.get(row[0], ())),
                           affected=tuple(affected.get(row[0], ())), is_of_batch=bool(row[8]),
                           by_id=row[9], is_of_campaign=bool(row[10]), questions=tuple(questions.get(row[0], ())))
            for row in rows]


def _questions(session: Session, coding_ids: Sequence[int]) -> dict[int, list[str]]:
    """Return the keys of questions that passages of letters speak to, by coding (row ids)."""
    found: dict[int, list[str]] = {}
    if coding_ids:
        for coding_id, key in session.execute(
                select(CodingQuestion.coding_id, CodingQuestion.question_key)
                .where(CodingQuestion.coding_id.in_(coding_ids)).order_by(CodingQuestion.question_key)):
            found.setdefault(coding_id, []).append(key)
    return found


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
