"""What people code: a theme and a stance given to a passage, taken back, and an answer marked as read."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import codebooks as rules
from consult.domain.access import Permission
from consult.domain.answer_words import CHECKED
from consult.domain.errors import NotFound, Refused
from consult.models.answer_words import AnswerWords
from consult.models.base import utc_now
from consult.models.codebooks import Coding, Passage, Reading
from consult.models.consultations import Consultation
from consult.models.plans import PlanNode
from consult.models.responses import Answer, Response
from consult.models.runs import Suggestion
from consult.services import rights, runs
from consult.services.codebooks import active_theme, requeue
from consult.services.transaction import after_commit, writing


@dataclass(frozen=True)
class Code:
    """What a coder says about a passage: theme (public id), stance, and a plan node (key) if one is spoken of."""

    theme: str
    stance: str
    plan_node: str | None = None


def confirm(*, consultation_id: int, answer_id: str, span: tuple[int, int] | None, code: Code, by_id: int,
            of_english: bool = False) -> Coding:
    """Store that a person gave a theme to a passage: `span` in code points, or None for the whole answer.

    With `of_english` the passage is one of the English of an answer in another language, which two people must stand
    behind: Refused("passage", "words-not-checked") where they do not. Raises NotFound for an answer elsewhere, Refused
    for an empty passage, an unknown stance, theme or node, and Refused("theme", "already-coded").
    """
    with writing() as session:
        rights.require(session, by_id, Permission.CODE, consultation_id)
        answer = text_answer(session, consultation_id, answer_id)
        text = _checked_english(session, answer) if of_english else answer.text or ""
        theme = active_theme(session, consultation_id, code.theme)
        said = rules.confirm(by_id, theme_id=theme.id, stance=code.stance, span=span or (0, len(text)), text=text)
        node_id = _node_id(session, consultation_id, code.plan_node)
        coding = _store(session, consultation_id, _passage(session, answer, said, of_english), said, node_id)
        after_commit(("suggestions", consultation_id),
                     lambda: runs.start_suggestions_if_due(consultation_id=consultation_id))
        return coding


def _checked_english(session: Session, answer: Answer) -> str:
    english = session.scalar(select(AnswerWords.english).where(
        AnswerWords.answer_id == answer.id, AnswerWords.state == CHECKED))
    if not english:
        raise Refused("passage", "words-not-checked")
    return english


def _store(session: Session, consultation_id: int, passage: Passage, said: rules.Confirmation,
           node_id: int | None) -> Coding:
    standing = session.scalar(select(Coding.id).where(
        Coding.passage_id == passage.id, Coding.theme_id == said.theme_id, Coding.withdrawn_at.is_(None)))
    if standing is not None:
        raise Refused("theme", "already-coded")
    suggested = session.scalar(select(Suggestion.id).where(
        Suggestion.answer_id == passage.answer_id, Suggestion.theme_id == said.theme_id))
    coding = Coding(
        consultation_id=consultation_id, passage_id=passage.id, theme_id=said.theme_id, stance=said.stance,
        plan_node_id=node_id, was_suggested=suggested is not None, confirmed_by_id=said.person_id,
        frame_version=session.get_one(Consultation, consultation_id).frame_version,
    )
    session.add(coding)
    session.flush()
    return coding


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


def _node_id(session: Session, consultation_id: int, key: str | None) -> int | None:
    if not key:
        return None
    version_id = session.get_one(Consultation, consultation_id).plan_version_id
    found = session.scalar(select(PlanNode.id).where(PlanNode.plan_version_id == version_id, PlanNode.key == key))
    if found is None:
        raise Refused("plan_node", "node-unknown")
    return found


def withdraw(*, consultation_id: int, coding_id: str, by_id: int) -> None:
    """Take a coding back (public id); it stays stored as withdrawn, and its answer is put before a coder again."""
    with writing() as session:
        rights.require(session, by_id, Permission.CODE, consultation_id)
        coding = session.scalar(select(Coding).where(
            Coding.public_id == coding_id, Coding.consultation_id == consultation_id, Coding.withdrawn_at.is_(None)))
        if coding is None:
            raise NotFound()
        coding.withdrawn_at, coding.withdrawn_by_id = utc_now(), by_id
        requeue(session, [coding.passage_id])


def mark_read(*, consultation_id: int, answer_id: str, by_id: int) -> None:
    """Store that a person has read an answer to the end, coded or with nothing in it to code; twice is once."""
    with writing() as session:
        rights.require(session, by_id, Permission.CODE, consultation_id)
        answer = text_answer(session, consultation_id, answer_id)
        if session.scalar(select(Reading.id).where(Reading.answer_id == answer.id)) is None:
            session.add(Reading(answer_id=answer.id, person_id=by_id))
