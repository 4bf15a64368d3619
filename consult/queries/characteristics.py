"""Protected answers as counts of people, and only so: no function here returns a row, and none takes a response."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import case, func, literal, select
from sqlalchemy.orm import Session, aliased

from consult.domain.answer_words import CHECKED
from consult.domain.variants import SIGNED
from consult.models.answer_words import SignedAnswer
from consult.models.responses import Answer, CharacteristicAnswer, Response
from consult.models.surveys import Question


@dataclass(frozen=True)
class Group:
    """Exact counts behind one protected question: people by choice, and the people who answered it."""

    by_choice: Mapping[str, int]
    respondents: int


def by_question(session: Session, consultation_id: int) -> dict[str, Group]:
    """Return counted respondents by choice for every protected question, by key across survey versions.

    Exact: nothing of this is shown before `domain.disclosure.protect`.
    """
    choices: dict[str, dict[str, int]] = {}
    of = (CharacteristicAnswer.question_id == Question.id)
    people = func.count(CharacteristicAnswer.response_id.distinct())
    counted = (Response.consultation_id == consultation_id, Response.excluded_reason.is_(None))
    joined = (
        select(Question.key, CharacteristicAnswer.choice, people)
        .join(CharacteristicAnswer, of).join(Response, Response.id == CharacteristicAnswer.response_id).where(*counted)
    )
    for key, choice, count in session.execute(joined.group_by(Question.key, CharacteristicAnswer.choice)):
        choices.setdefault(key, {})[choice] = count
    totals = (
        select(Question.key, people)
        .join(CharacteristicAnswer, of).join(Response, Response.id == CharacteristicAnswer.response_id).where(*counted)
        .group_by(Question.key)
    )
    return {key: Group(choices[key], count) for key, count in session.execute(totals)}


def crossed(session: Session, consultation_id: int, closed_keys: Collection[str], protected_key: str
            ) -> dict[str, dict[tuple[str, str], int]]:
    """Return for each closed question the counted respondents by (protected choice, chosen option); exact.

    One protected question at a time: two characteristics are never crossed here.
    """
    closed, protected = aliased(Question), aliased(Question)
    rows = session.execute(
        select(closed.key, CharacteristicAnswer.choice, Answer.choice, func.count(Answer.response_id.distinct()))
        .select_from(Answer)
        .join(closed, closed.id == Answer.question_id)
        .join(Response, Response.id == Answer.response_id)
        .join(CharacteristicAnswer, CharacteristicAnswer.response_id == Answer.response_id)
        .join(protected, protected.id == CharacteristicAnswer.question_id)
        .where(Response.consultation_id == consultation_id, Response.excluded_reason.is_(None),
               closed.key.in_(closed_keys), Answer.choice.is_not(None), protected.key == protected_key)
        .group_by(closed.key, CharacteristicAnswer.choice, Answer.choice)
    )
    found: dict[str, dict[tuple[str, str], int]] = {}
    for key, group, choice, count in rows:
        found.setdefault(key, {})[group, str(choice)] = count
    return found


def by_language(session: Session, consultation_id: int) -> dict[str, int]:
    """Return counted respondents by the language (BCP 47) that they answered in, the most used first; exact.

    That is the language of their page; for who signed an answer that was put into English, British Sign Language.
    """
    signed = select(SignedAnswer.response_id).where(SignedAnswer.state == CHECKED)
    language = case((Response.id.in_(signed), literal(SIGNED)), else_=Response.language).label("language")
    rows = session.execute(
        select(language, func.count())
        .where(Response.consultation_id == consultation_id, Response.excluded_reason.is_(None))
        .group_by(language).order_by(func.count().desc(), language)
    )
    return {language: count for language, count in rows}
