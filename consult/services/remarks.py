"""What staff say to each other about an answer: a question to a colleague, replies, and why two coders differ."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import double_coding as rules
from consult.domain.access import Permission
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.texts import clean
from consult.models.base import utc_now
from consult.models.double_coding import AnswerRemark, DoubleReading
from consult.models.people import Person
from consult.models.responses import Answer, Response
from consult.queries import double_coding, people
from consult.services import rights
from consult.services.transaction import writing


def ask(*, consultation_id: int, answer_id: str, words: str, to: str = "", by_id: int) -> AnswerRemark:
    """Put a question about an answer to a colleague (public id), or to anyone on the team.

    Raises NotFound, Refused("words", …) for empty or long words, Refused("to", "colleague-unknown") for someone who
    does not code here.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.CODE, consultation_id)
        row = AnswerRemark(
            consultation_id=consultation_id, answer_id=_answer(session, consultation_id, answer_id), kind="question",
            words=rules.remark(clean(words)), to_id=_colleague(session, consultation_id, to), by_id=by_id)
        session.add(row)
        session.flush()
        return row


def reply(*, consultation_id: int, answer_id: str, words: str, by_id: int) -> None:
    """Answer a colleague's question. Raises NotFound, Refused("words", …)."""
    with writing() as session:
        rights.require(session, by_id, Permission.CODE, consultation_id)
        session.add(AnswerRemark(
            consultation_id=consultation_id, answer_id=_answer(session, consultation_id, answer_id), kind="reply",
            words=rules.remark(clean(words)), by_id=by_id))


def settle(*, consultation_id: int, remark_id: str, by_id: int) -> None:
    """Say that a question is answered. Raises NotFound, Conflict("question-settled")."""
    with writing() as session:
        rights.require(session, by_id, Permission.CODE, consultation_id)
        row = session.scalar(select(AnswerRemark).where(
            AnswerRemark.public_id == remark_id, AnswerRemark.consultation_id == consultation_id,
            AnswerRemark.kind == "question").with_for_update())
        if row is None:
            raise NotFound()
        if row.settled_at is not None:
            raise Conflict("question-settled")
        row.settled_at = utc_now()


def discuss(*, consultation_id: int, reading_id: str, words: str, by_id: int) -> None:
    """Say something about how two coders differ, once both are done. Raises NotFound, Refused("words", …)."""
    with writing() as session:
        rights.require(session, by_id, Permission.CODE, consultation_id)
        row = session.scalar(select(DoubleReading).where(
            DoubleReading.public_id == reading_id, DoubleReading.consultation_id == consultation_id,
            DoubleReading.state != "waiting"))
        if row is None:
            raise NotFound()
        session.add(AnswerRemark(consultation_id=consultation_id, answer_id=row.answer_id, kind="difference",
                                 words=rules.remark(clean(words)), by_id=by_id))


def _answer(session: Session, consultation_id: int, public_id: str) -> int:
    found = session.scalar(select(Answer.id).join(Response, Response.id == Answer.response_id).where(
        Answer.public_id == public_id, Response.consultation_id == consultation_id, Response.erased_at.is_(None)))
    if found is None or double_coding.is_withheld(session, found):
        raise NotFound()
    return found


def _colleague(session: Session, consultation_id: int, public_id: str) -> int | None:
    if not public_id:
        return None
    person_id = session.scalar(select(Person.id).where(Person.public_id == public_id))
    if person_id is None or Permission.CODE not in people.permissions_of(session, person_id, consultation_id):
        raise Refused("to", "colleague-unknown")
    return person_id
