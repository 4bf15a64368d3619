"""The words of personal details, so that none of them tells what a group of answers is about."""

import re
from collections.abc import Collection, Iterable

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from consult.domain.redactions import ADDRESS, CONFIRMED, HIDDEN_OUTSIDE, REDACTION_KINDS
from consult.models.answer_words import AnswerWords
from consult.models.care import AnswerOriginal, Redaction
from consult.models.responses import Answer

# Words of an address such as “road” are words like others, and staff may read them.
OF_PERSONS = tuple(kind for kind in REDACTION_KINDS if kind != ADDRESS)


def to_send(session: Session, consultation_id: int) -> frozenset[str]:
    """Return the words of every detail that was taken out or is suggested to be; one statement."""
    return _words_of(session, consultation_id, HIDDEN_OUTSIDE, REDACTION_KINDS)


def to_show(session: Session, consultation_id: int) -> frozenset[str]:
    """Return the words that a person took out, but those of addresses; one statement."""
    return _words_of(session, consultation_id, (CONFIRMED,), OF_PERSONS)


def without(terms: Iterable[str], told: frozenset[str]) -> tuple[str, ...]:
    """Return the telling words of a group that hold none of these."""
    return tuple(term for term in map(str, terms) if told.isdisjoint(_words(term)))


def _words_of(session: Session, consultation_id: int, states: Collection[str], kinds: Collection[str]
              ) -> frozenset[str]:
    # A group's telling words were found before anything was masked, so the words as they were are looked at.
    text = func.coalesce(AnswerOriginal.text, case((Redaction.of_english, AnswerWords.english), else_=Answer.text))
    rows = session.scalars(
        select(func.substr(text, Redaction.start + 1, Redaction.end - Redaction.start))
        .select_from(Redaction).join(Answer, Answer.id == Redaction.answer_id)
        .outerjoin(AnswerWords, AnswerWords.answer_id == Answer.id)
        .outerjoin(AnswerOriginal, and_(AnswerOriginal.answer_id == Answer.id,
                                        AnswerOriginal.of_english == Redaction.of_english))
        .where(Redaction.consultation_id == consultation_id, Redaction.state.in_(states), Redaction.kind.in_(kinds)))
    return frozenset(word for detail in rows if detail for word in _words(detail))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
