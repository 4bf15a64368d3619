"""Answers that wait for English and have no machine's draft yet; who gave them is in nothing that this file returns."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from consult.domain.answer_words import WAITING
from consult.domain.variants import SIGNED
from consult.models.answer_words import AnswerWords
from consult.models.responses import Answer, Response
from consult.queries import redactions
from consult.queries.kept_back import is_withheld


def _is_waiting(consultation_id: int) -> tuple[ColumnElement[bool], ...]:
    return (Response.consultation_id == consultation_id, Response.excluded_reason.is_(None), Answer.text.is_not(None),
            Answer.text != "", AnswerWords.state == WAITING, AnswerWords.machine_draft.is_(None),
            AnswerWords.language != SIGNED, ~is_withheld())


def waiting_by_language(session: Session, consultation_id: int) -> dict[str, int]:
    """Return by language how many answers wait without a draft, the most first; one statement."""
    number = func.count()
    rows = session.execute(
        select(AnswerWords.language, number).join(Answer, Answer.id == AnswerWords.answer_id)
        .join(Response, Response.id == Answer.response_id).where(*_is_waiting(consultation_id))
        .group_by(AnswerWords.language).order_by(number.desc(), AnswerWords.language))
    return {language: count for language, count in rows}


def waiting(session: Session, consultation_id: int, language: str, after_id: int, limit: int
            ) -> Sequence[tuple[int, str]]:
    """Return (row id of the words, answer) of the next answers in a language that wait without a draft."""
    rows = session.execute(
        select(AnswerWords.id, Answer.id, Answer.text).join(Answer, Answer.id == AnswerWords.answer_id)
        .join(Response, Response.id == Answer.response_id)
        .where(*_is_waiting(consultation_id), AnswerWords.language == language, AnswerWords.id > after_id)
        .order_by(AnswerWords.id).limit(limit)).all()
    # It is sent to a service outside.
    masked = redactions.outside(session, {(answer_id, False): text or "" for _words_id, answer_id, text in rows})
    return [(words_id, masked[answer_id, False]) for words_id, answer_id, _text in rows]
