"""How many responses came, by which way, and what they chose; exact numbers of things that are no characteristic."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from consult.models.responses import Answer, Response
from consult.models.surveys import Question

CORRECTED = "corrected"


@dataclass(frozen=True)
class ClosedAnswers:
    """Answers to one question with options: people by option, and the people who answered at all."""

    by_choice: Mapping[str, int]
    respondents: int


def by_channel(session: Session, consultation_id: int) -> dict[str, tuple[int, int]]:
    """Return (responses received, responses counted) by channel; channels that nobody used are left out.

    Several answers by one person are one (practice C6): a response that its sender corrected is not received twice,
    only its newest form is. One that was taken back was received, and is not counted.
    """
    rows = session.execute(
        select(Response.channel, func.count(), func.count().filter(Response.excluded_reason.is_(None)))
        .where(Response.consultation_id == consultation_id,
               or_(Response.excluded_reason.is_(None), Response.excluded_reason != CORRECTED))
        .group_by(Response.channel)
    )
    return {channel: (received, counted) for channel, received, counted in rows}


def by_exclusion(session: Session, consultation_id: int) -> dict[str, int]:
    """Return how many responses are kept but not counted, by reason.

    Those that were corrected stand here under a reason of their own, apart from the number received.
    """
    rows = session.execute(
        select(Response.excluded_reason, func.count())
        .where(Response.consultation_id == consultation_id, Response.excluded_reason.is_not(None))
        .group_by(Response.excluded_reason).order_by(Response.excluded_reason)
    )
    return {str(reason): count for reason, count in rows}


def closed_answers(session: Session, consultation_id: int) -> dict[str, ClosedAnswers]:
    """Return the counted answers to every question with options, by question key across survey versions.

    Protected answers are in another store and are never read here.
    """
    chosen = (
        select(Question.key, Answer.choice, func.count(Answer.response_id.distinct()))
        .join(Question, Question.id == Answer.question_id).join(Response, Response.id == Answer.response_id)
        .where(Response.consultation_id == consultation_id, Response.excluded_reason.is_(None),
               Answer.choice.is_not(None))
    )
    people = (
        select(Question.key, func.count(Answer.response_id.distinct()))
        .join(Question, Question.id == Answer.question_id).join(Response, Response.id == Answer.response_id)
        .where(Response.consultation_id == consultation_id, Response.excluded_reason.is_(None),
               Answer.choice.is_not(None))
        .group_by(Question.key)
    )
    choices: dict[str, dict[str, int]] = {}
    for key, choice, count in session.execute(chosen.group_by(Question.key, Answer.choice)):
        choices.setdefault(key, {})[str(choice)] = count
    return {key: ClosedAnswers(choices[key], count) for key, count in session.execute(people)}


def by_survey_version(session: Session, consultation_id: int) -> dict[int, int]:
    """Return how many counted responses answered each version of the survey (row ids)."""
    rows = session.execute(
        select(Response.survey_version_id, func.count())
        .where(Response.consultation_id == consultation_id, Response.excluded_reason.is_(None))
        .group_by(Response.survey_version_id)
    )
    return {version_id: count for version_id, count in rows}
