"""The versions of a consultation's survey as staff see them; the survey itself is queries/surveys.py's."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.domain.letters import NUMBER
from consult.models.people import Person
from consult.models.responses import Response
from consult.models.surveys import Question, SurveyVersion


@dataclass(frozen=True)
class Listed:
    """A survey version in a list; `created_by` is a name, empty where it came by the command line."""

    number: int
    created_at: datetime
    created_by: str
    questions: int
    responses: int


def listed(session: Session, consultation_id: int) -> list[Listed]:
    """Return the versions of a consultation's survey that people are asked, the newest first; one statement."""
    questions = (select(func.count()).select_from(Question)
                 .where(Question.survey_version_id == SurveyVersion.id).scalar_subquery())
    answered = (select(Response.survey_version_id, func.count().label("count"))
                .where(Response.consultation_id == consultation_id).group_by(Response.survey_version_id).subquery())
    rows = session.execute(
        select(SurveyVersion.number, SurveyVersion.created_at, Person.name, questions, answered.c.count)
        .outerjoin(Person, Person.id == SurveyVersion.created_by_id)
        .outerjoin(answered, answered.c.survey_version_id == SurveyVersion.id)
        .where(SurveyVersion.consultation_id == consultation_id, SurveyVersion.number > NUMBER)
        .order_by(SurveyVersion.number.desc()))
    return [Listed(number, at, name or "", asked, responses or 0) for number, at, name, asked, responses in rows]


def id_of(session: Session, consultation_id: int, number: int) -> int | None:
    """Return the row id of a consultation's survey version by number, or None."""
    return session.scalar(select(SurveyVersion.id).where(
        SurveyVersion.consultation_id == consultation_id, SurveyVersion.number == number,
        SurveyVersion.number > NUMBER))
