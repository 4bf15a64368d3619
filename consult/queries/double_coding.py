"""What a second coder may see of an answer, which answers wait for one, and the codes of both sides once compared.

Nothing here looks at what the first coder said while the second is at work.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select, union_all
from sqlalchemy.orm import Session

from consult.domain import double_coding as rules
from consult.domain.double_coding import Code
from consult.domain.surveys import Text
from consult.domain.variants import SIGNED
from consult.models.base import utc_now
from consult.models.codebooks import Coding, CodingAct, Passage, Reading, Theme
from consult.models.consultations import Consultation
from consult.models.double_coding import AnswerRemark, DoubleCode, DoubleReading
from consult.models.responses import Answer, Response
from consult.models.surveys import Question
from consult.queries import plan_comments, survey_questions, worries
from consult.queries.coded_words import checked_english, text_language, with_words


@dataclass(frozen=True)
class Waiting:
    """How far the second coding of a question is; `mine` wait for a second coder who may be this person."""

    key: str
    question: Text
    waiting: int
    mine: int
    agreed: int
    differs: int
    settled: int

    @property
    def compared(self) -> int:
        """How many answers two people have coded."""
        return self.agreed + self.differs + self.settled


@dataclass(frozen=True)
class GivenCode:
    """What the second coder said so far: a theme by name, the stance, and where the words stand."""

    id: int
    theme: str
    stance: str
    start: int
    end: int
    of_english: bool


@dataclass(frozen=True)
class Blind:
    """An answer as a second coder sees it: its words and its question, and what they themselves said of it."""

    public_id: str
    question_key: str
    question: Text
    part: Text | None
    text: str
    language: str
    english: str
    is_signed: bool
    state: str
    is_mine: bool
    codes: tuple[GivenCode, ...]

    def words(self, of_english: bool) -> str:
        """Return the text that a passage is a stretch of."""
        return self.english if of_english else self.text


@dataclass(frozen=True)
class FrameTheme:
    """A theme as a second coder sees it: its words, and nothing of how often it was used."""

    public_id: str
    name: str
    definition: str
    include_note: str
    exclude_note: str
    parent: str | None


@dataclass(frozen=True)
class Sides:
    """The codes of both coders of an answer, as they stood when they were compared."""

    first: tuple[Code, ...] = ()
    second: tuple[Code, ...] = ()


def sides(session: Session, row_ids: Collection[int]) -> dict[int, Sides]:
    """Return the codes of both sides by double reading (row ids); one statement for each 500 of them."""
    held: dict[int, dict[str, list[Code]]] = {row_id: {"first": [], "second": []} for row_id in row_ids}
    wanted = sorted(held)
    for at in range(0, len(wanted), 500):
        for row_id, side, *code in session.execute(
                select(DoubleCode.double_reading_id, DoubleCode.side, DoubleCode.theme_id, DoubleCode.stance,
                       DoubleCode.start, DoubleCode.end, DoubleCode.of_english)
                .where(DoubleCode.double_reading_id.in_(wanted[at:at + 500])).order_by(DoubleCode.id)):
            held[row_id][side].append(Code(*code))
    return {row_id: Sides(tuple(found["first"]), tuple(found["second"])) for row_id, found in held.items()}


def themes_now(session: Session, consultation_id: int) -> Mapping[int, int]:
    """Return for each theme (row id) the one that it became by merging, itself where it did not."""
    rows = session.execute(select(Theme.id, Theme.merged_into_id).where(Theme.consultation_id == consultation_id))
    return rules.themes_now({theme_id: into for theme_id, into in rows})


def is_withheld(session: Session, answer_id: int) -> bool:
    """Say whether an answer is kept from coders, as someone worries about it."""
    return session.scalar(select(Answer.id).where(Answer.id == answer_id, worries.is_withheld())) is not None


def who_coded(session: Session, answer_id: int) -> frozenset[int]:
    """Return who read an answer to the end or gave it a code, standing, undone or not (row ids of people)."""
    coders = session.scalars(select(Coding.confirmed_by_id).join(Passage, Passage.id == Coding.passage_id)
                             .where(Passage.answer_id == answer_id))
    others = union_all(select(Reading.person_id).where(Reading.answer_id == answer_id),
                       select(CodingAct.person_id).where(CodingAct.answer_id == answer_id))
    return frozenset(coders) | frozenset(session.scalars(others))


def overview(session: Session, consultation_id: int, person_id: int) -> list[Waiting]:
    """Return how far second coding is for each question in own words, in survey order; two statements."""
    rows = session.execute(
        select(DoubleReading.question_key, DoubleReading.state, func.count(),
               func.sum(case((_for_me(person_id), 1), else_=0)))
        .select_from(DoubleReading).join(Answer, Answer.id == DoubleReading.answer_id)
        .join(Response, Response.id == Answer.response_id)
        .where(DoubleReading.consultation_id == consultation_id, Response.excluded_reason.is_(None))
        .group_by(DoubleReading.question_key, DoubleReading.state))
    counts: dict[str, dict[str, int]] = {}
    for key, state, number, mine in rows:
        counts.setdefault(key, {})[state] = number
        if state == "waiting":
            counts[key]["mine"] = int(mine)
    return [Waiting(asked.key, asked.question.text, *(counts.get(asked.key, {}).get(name, 0) for name in (
        "waiting", "mine", "agreed", "differs", "settled")))
        for asked in survey_questions.asked(session, consultation_id) if asked.is_text]


def next_for(session: Session, consultation_id: int, question_key: str, person_id: int) -> str | None:
    """Return the public id of the next answer for this second coder: one that they began, else the oldest; or None."""
    found = (
        select(DoubleReading.public_id).join(Answer, Answer.id == DoubleReading.answer_id)
        .join(Response, Response.id == Answer.response_id)
        .where(DoubleReading.consultation_id == consultation_id, DoubleReading.question_key == question_key,
               Response.excluded_reason.is_(None), _for_me(person_id))
        .order_by(DoubleReading.id).limit(1))
    # Two statements, as one order for both would have to look at every answer that waits.
    mine = session.scalar(found.where(DoubleReading.second_by_id == person_id))
    return mine or session.scalar(found)


def _for_me(person_id: int) -> ColumnElement[bool]:
    """Say that a double reading waits and this person may be the second: never of what they coded, read or asked."""
    coded = exists(select(Coding.id).join(Passage, Passage.id == Coding.passage_id).where(
        Passage.answer_id == DoubleReading.answer_id, Coding.confirmed_by_id == person_id))
    acted = exists(select(CodingAct.id).where(
        CodingAct.answer_id == DoubleReading.answer_id, CodingAct.person_id == person_id))
    asked = exists(select(AnswerRemark.id).where(
        AnswerRemark.answer_id == DoubleReading.answer_id,
        or_(AnswerRemark.by_id == person_id, AnswerRemark.to_id == person_id)))
    was_read = exists(select(Reading.id).where(
        Reading.answer_id == DoubleReading.answer_id, Reading.person_id != person_id))
    left = utc_now() - timedelta(hours=rules.CLAIM_HOURS)
    is_free = or_(DoubleReading.second_by_id.is_(None), DoubleReading.second_by_id == person_id,
                  DoubleReading.second_at < left)
    return and_(DoubleReading.state == "waiting", DoubleReading.first_by_id != person_id, is_free, was_read, ~coded,
                ~acted, ~asked, ~worries.is_withheld())


def blind(session: Session, consultation_id: int, public_id: str, person_id: int) -> Blind | None:
    """Return an answer for its second coder, or None where there is none that this person may see."""
    row = session.execute(
        with_words(select(DoubleReading, Answer, Question.key, Question.kind, Question.plan_node_key,
                          text_language(), checked_english())
                   .join(Answer, Answer.id == DoubleReading.answer_id)
                   .join(Question, Question.id == Answer.question_id))
        .where(DoubleReading.public_id == public_id, DoubleReading.consultation_id == consultation_id,
               ~worries.is_withheld())).one_or_none()
    if row is None or row[0].first_by_id == person_id or person_id in who_coded(session, row[0].answer_id):
        return None
    found, answer, key, kind, node, language, english = row
    is_mine = found.second_by_id == person_id
    return Blind(
        public_id=public_id, question_key=key, question=_question(session, consultation_id, key),
        part=_part(session, answer, node if kind == "plan-comment" else None, consultation_id), text=answer.text or "",
        language=language, english=english, is_signed=answer.language == SIGNED, state=found.state, is_mine=is_mine,
        codes=tuple(_given(session, found.id)) if is_mine else ())


def _question(session: Session, consultation_id: int, key: str) -> Text:
    return next(asked.question.text for asked in survey_questions.asked(session, consultation_id) if asked.key == key)


def _part(session: Session, answer: Answer, node: str | None, consultation_id: int) -> Text | None:
    version_id = session.scalar(select(Consultation.plan_version_id).where(Consultation.id == consultation_id))
    found: Any = plan_comments.parts(session, version_id, [answer.plan_node_key or node]).values()
    return next((part.label for part in found), None)


def _given(session: Session, row_id: int) -> list[GivenCode]:
    rows = session.execute(
        select(DoubleCode.id, Theme.name, DoubleCode.stance, DoubleCode.start, DoubleCode.end, DoubleCode.of_english)
        .join(Theme, Theme.id == DoubleCode.theme_id)
        .where(DoubleCode.double_reading_id == row_id, DoubleCode.side == "second")
        .order_by(DoubleCode.of_english, DoubleCode.start, DoubleCode.end, DoubleCode.id))
    return [GivenCode(*row) for row in rows]


def frame(session: Session, consultation_id: int) -> Sequence[FrameTheme]:
    """Return the themes in use in the order of the code frame, each of the second level after its parent."""
    rows = session.execute(
        select(Theme.id, Theme.parent_id, Theme.public_id, Theme.name, Theme.definition, Theme.include_note,
               Theme.exclude_note, Theme.position, Theme.name_key)
        .where(Theme.consultation_id == consultation_id, Theme.state == "active")).all()
    by_id = {row.id: row for row in rows}

    def place(row: Any) -> tuple[Any, ...]:
        parent = by_id.get(row.parent_id)
        own = (row.position, row.name_key, row.id)
        return (*own, 0) if parent is None else (parent.position, parent.name_key, parent.id, 1, *own)

    return [FrameTheme(row.public_id, row.name, row.definition, row.include_note, row.exclude_note,
                       by_id[row.parent_id].name if row.parent_id in by_id else None)
            for row in sorted(rows, key=place)]
