"""What people code: a theme and a stance given to a passage, taken back, and an answer marked as read."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import codebooks as rules
from consult.domain.access import Permission
from consult.domain.answer_words import CHECKED
from consult.domain.errors import NotFound, Refused
from consult.models.answer_words import AnswerWords
from consult.models.base import utc_now
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
from consult.models.runs import Suggestion
from consult.queries import letter_questions
from consult.services import reading_steps, rights, runs
from consult.services.codebooks import active_theme, requeue
from consult.services.transaction import after_commit, writing

# What stands beside a theme in a row of its own.
Beside = CodingNode | CodingKind | CodingGroup | CodingQuestion


@dataclass(frozen=True)
class Code:
    """What a coder says about a passage: a theme (public id) with a stance, and what is said beside it.

    `nodes` are keys of parts of the plan, `kinds` and `affected` words of domain/codebooks; `impact` is how those
    affected fare. `questions` are keys of questions of the survey that words of a letter speak to.
    """

    theme: str
    stance: str
    nodes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    affected: tuple[str, ...] = ()
    impact: str = "unsaid"
    questions: tuple[str, ...] = ()


def confirm(*, consultation_id: int, answer_id: str, span: tuple[int, int] | None, code: Code, by_id: int,
            of_english: bool = False) -> Coding:
    """Store that a person gave a theme to a passage: `span` in code points, or None for the whole answer.

    With `of_english` the passage is one of the English of an answer in another language, which two people must stand
    behind: Refused("passage", "words-not-checked") where they do not. Raises NotFound for an answer elsewhere, Refused
    for an empty passage, an unknown stance, theme, node or question, and Refused("theme", "already-coded"). What was
    accepted there with many others and not read since is this person's word now, or gives way to it.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.CODE, consultation_id)
        answer = text_answer(session, consultation_id, answer_id)
        text = _checked_english(session, answer) if of_english else answer.text or ""
        theme = active_theme(session, consultation_id, code.theme)
        said = rules.confirm(by_id, theme_id=theme.id, stance=code.stance, span=span or (0, len(text)), text=text)
        beside = _beside(session, consultation_id, code)
        beside += _questions(session, consultation_id, answer, code.questions)
        coding = _store(session, consultation_id, _passage(session, answer, said, of_english), said)
        for row in beside:
            row.coding_id = coding.id
        session.add_all(beside)
        reading_steps.after_coding(session, consultation_id, coding)
        after_commit(("suggestions", consultation_id),
                     lambda: runs.start_suggestions_if_due(consultation_id=consultation_id))
        return coding


def _checked_english(session: Session, answer: Answer) -> str:
    english = session.scalar(select(AnswerWords.english).where(
        AnswerWords.answer_id == answer.id, AnswerWords.state == CHECKED))
    if not english:
        raise Refused("passage", "words-not-checked")
    return english


def _store(session: Session, consultation_id: int, passage: Passage, said: rules.Confirmation) -> Coding:
    standing = standing_on(session, passage.id, said.theme_id)
    if standing is not None and standing.batch_id is not None and standing.checked_at is None:
        if standing.stance == said.stance:
            standing.checked_at = utc_now()
            session.flush()
            return standing
        # Nobody read it when it was accepted with many others: what a person says now takes its place.
        standing.withdrawn_at, standing.withdrawn_by_id = utc_now(), said.person_id
        session.flush()
    elif standing is not None:
        name = session.get_one(Theme, said.theme_id).name
        raise Refused("theme", "already-coded", {"theme": name, "stance": standing.stance})
    suggested = session.scalar(select(Suggestion.id).where(
        Suggestion.answer_id == passage.answer_id, Suggestion.theme_id == said.theme_id))
    coding = Coding(
        consultation_id=consultation_id, passage_id=passage.id, theme_id=said.theme_id, stance=said.stance,
        was_suggested=suggested is not None, confirmed_by_id=said.person_id,
        frame_version=session.get_one(Consultation, consultation_id).frame_version,
    )
    session.add(coding)
    session.flush()
    return coding


def standing_on(session: Session, passage_id: int, theme_id: int) -> Coding | None:
    """Return the coding of a passage with a theme (row ids) that stands, or None."""
    return session.scalar(select(Coding).where(
        Coding.passage_id == passage_id, Coding.theme_id == theme_id, Coding.withdrawn_at.is_(None)))


def _passage(session: Session, answer: Answer, said: rules.Confirmation, of_english: bool) -> Passage:
    found = session.scalar(select(Passage).where(
        Passage.answer_id == answer.id, Passage.of_english == of_english, Passage.start == said.start,
        Passage.end == said.end))
    if found is None:
        found = Passage(answer_id=answer.id, response_id=answer.response_id, start=said.start, end=said.end,
                        of_english=of_english, created_by_id=said.person_id)
        session.add(found)
        session.flush()
    return found


def text_answer(session: Session, consultation_id: int, public_id: str) -> Answer:
    """Return a free-text answer of the consultation by its public id, kept from being erased; raises NotFound."""
    found = session.scalar(
        select(Answer).join(Response, Response.id == Answer.response_id)
        .where(Answer.public_id == public_id, Response.consultation_id == consultation_id, Response.erased_at.is_(None))
        .with_for_update(read=True, key_share=True, of=Answer).execution_options(populate_existing=True))
    if found is None:
        raise NotFound()
    return found


def _beside(session: Session, consultation_id: int, code: Code) -> list[Beside]:
    """Return the rows of what is said beside a theme, not yet tied to a coding; raises Refused."""
    rules.check_beside(code.kinds, code.affected, code.impact)
    rows: list[Beside] = [
        CodingNode(plan_node_id=node_id) for node_id in _node_ids(session, consultation_id, code.nodes)]
    rows += [CodingKind(kind=kind) for kind in dict.fromkeys(code.kinds)]
    rows += [CodingGroup(affected=group, impact=code.impact) for group in dict.fromkeys(code.affected)]
    return rows


def _questions(session: Session, consultation_id: int, answer: Answer, keys: Sequence[str]) -> list[Beside]:
    """Return the rows of the questions that words of a letter speak to; raises Refused("question", …)."""
    wanted = list(dict.fromkeys(key for key in keys if key))
    if not wanted:
        return []
    is_letter = answer.question_id == letter_questions.letters_question(session, consultation_id)
    known = {asked.key for asked in letter_questions.mappable(session, consultation_id)} if is_letter else set()
    if not known.issuperset(wanted):
        raise Refused("question", "question-unknown")
    return [CodingQuestion(question_key=key) for key in wanted]


def _node_ids(session: Session, consultation_id: int, keys: Sequence[str]) -> list[int]:
    wanted = {key for key in keys if key}
    if not wanted:
        return []
    version_id = session.get_one(Consultation, consultation_id).plan_version_id
    found = {key: node_id for key, node_id in session.execute(
        select(PlanNode.key, PlanNode.id).where(PlanNode.plan_version_id == version_id, PlanNode.key.in_(wanted)))}
    if set(found) != wanted:
        raise Refused("plan_node", "node-unknown")
    return list(found.values())


def withdraw(*, consultation_id: int, coding_id: str, by_id: int) -> Coding:
    """Take a coding back (public id); it stays stored as withdrawn, and its answer is put before a coder again."""
    with writing() as session:
        rights.require(session, by_id, Permission.CODE, consultation_id)
        coding = session.scalar(select(Coding).where(
            Coding.public_id == coding_id, Coding.consultation_id == consultation_id, Coding.withdrawn_at.is_(None)))
        if coding is None:
            raise NotFound()
        coding.withdrawn_at, coding.withdrawn_by_id = utc_now(), by_id
        reading_steps.after_withdrawal(session, consultation_id, coding)
        requeue(session, [coding.passage_id])
        return coding


def mark_read(*, consultation_id: int, answer_id: str, by_id: int) -> Answer:
    """Store that a person has read an answer to the end, coded or with nothing in it to code; twice is once.

    Where a theme of it was changed since somebody read it, this person has looked again.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.CODE, consultation_id)
        answer = text_answer(session, consultation_id, answer_id)
        reading = session.scalar(select(Reading).where(Reading.answer_id == answer.id))
        if reading is None:
            session.add(Reading(answer_id=answer.id, person_id=by_id))
        elif reading.recheck_reason is not None:
            reading.person_id, reading.at, reading.recheck_reason = by_id, utc_now(), None
        else:
            return answer
        session.flush()
        reading_steps.after_reading(session, consultation_id, answer, by_id)
        return answer
