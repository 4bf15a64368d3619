"""Stores a survey as a new version of a consultation's survey; no version is ever edited."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.domain import survey_problems
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Refused
from consult.domain.letters import NUMBER
from consult.domain.survey_json import to_json
from consult.domain.surveys import NOTE, Survey, placed_questions
from consult.intake.surveys import read_survey
from consult.models.consultations import Consultation
from consult.models.surveys import Question, SurveyVersion
from consult.services import audit, offering, rights, variants
from consult.services.secrets import fingerprint
from consult.services.transaction import writing


def import_survey(*, consultation_id: int, data: bytes, by_id: int | None = None) -> SurveyVersion:
    """Read a survey file and store it as the consultation's newest version.

    Raises Refused("file", …) with line and reason where the file is not right; then nothing is stored.
    """
    return store(consultation_id=consultation_id, survey=read_survey(data), by_id=by_id)


def store(*, consultation_id: int, survey: Survey, by_id: int | None = None) -> SurveyVersion:
    """Store a survey as the newest version and return it; the same survey again returns the version that stands.

    Raises Refused("survey", "survey-not-ready", {"problems": [Problem, …]}) where something stops it, and
    Refused("file", "question-moved") where a question would change its store, Conflict("texts-not-ready") where a
    language that people can answer in would be lost (services/offering.py).
    """
    with writing() as session:
        if by_id is not None:
            rights.require(session, by_id, Permission.EDIT_SURVEY, consultation_id)
        definition = to_json(survey)
        digest = fingerprint(definition.encode())
        newest = session.scalar(
            select(SurveyVersion).where(SurveyVersion.consultation_id == consultation_id,
                                        SurveyVersion.number > NUMBER)
            .order_by(SurveyVersion.number.desc()).limit(1)
        )
        if newest is not None and newest.digest == digest:
            return newest
        _refuse_what_stops(survey)
        _refuse_moved(session, consultation_id, survey)
        number = (session.scalar(select(func.max(SurveyVersion.number))
                                 .where(SurveyVersion.consultation_id == consultation_id)) or 0) + 1
        version = SurveyVersion(consultation_id=consultation_id, number=number, definition=definition,
                                digest=digest, created_by_id=by_id)
        session.add(version)
        session.flush()
        session.add_all(_questions(survey, version.id))
        consultation = session.get_one(Consultation, consultation_id)
        variants.record_standing(session, consultation, survey, by_id=by_id)
        offering.refresh_or_refuse(session, consultation, survey)
        audit.record(session, Act.SURVEY_IMPORTED, person_id=by_id, kind="survey-version", object_id=number,
                     consultation_id=consultation_id)
        return version


def _refuse_what_stops(survey: Survey) -> None:
    """Refuse a survey that nobody could answer as it stands, whichever way it came."""
    found = [problem for problem in survey_problems.find(survey) if problem.stops]
    if found:
        raise Refused("survey", "survey-not-ready", {"problems": found, "name": found[0].question or found[0].section})


def _refuse_moved(session: Session, consultation_id: int, survey: Survey) -> None:
    """Refuse a version that moves a question between answers and characteristics: earlier answers would be exposed."""
    standing = {key: stores for key, stores in session.execute(
        select(Question.key, Question.stores).join(SurveyVersion, SurveyVersion.id == Question.survey_version_id)
        .where(SurveyVersion.consultation_id == consultation_id))}
    for question in _questions(survey, 0):
        if standing.get(question.key, question.stores) != question.stores:
            raise Refused("file", "question-moved", {"name": question.key})


def _questions(survey: Survey, version_id: int) -> list[Question]:
    placed = [(section, question) for section, _page, question in placed_questions(survey) if question.kind != NOTE]
    return [
        Question(survey_version_id=version_id, key=question.key, position=position, kind=question.kind,
                 stores=section.stores, plan_node_key=question.plan_node or section.plan_node)
        for position, (section, question) in enumerate(placed)
    ]
