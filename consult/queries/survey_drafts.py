"""Surveys that staff are writing; what people answer is queries/surveys.py's."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.survey_json import from_json
from consult.domain.surveys import Survey
from consult.models.people import Person
from consult.models.surveys import SurveyDraft


@dataclass(frozen=True)
class Written:
    """A survey being written, with its words and who changed it last; `report` is what became of a file's rows."""

    id: int
    public_id: str
    handle: str
    consultation_id: int | None
    survey: Survey
    revision: int
    report: list[dict[str, object]]
    updated_at: datetime
    updated_by: str
    used_as: int | None


def _written(draft: SurveyDraft, name: str | None) -> Written:
    return Written(draft.id, draft.public_id, draft.handle, draft.consultation_id, from_json(draft.definition),
                   draft.revision, draft.report, draft.updated_at, name or "", draft.used_as)


def listed(session: Session, consultation_id: int) -> list[Written]:
    """Return the surveys being written for a consultation, the one changed last first; one statement."""
    rows = session.execute(
        select(SurveyDraft, Person.name).outerjoin(Person, Person.id == SurveyDraft.updated_by_id)
        .where(SurveyDraft.consultation_id == consultation_id).order_by(SurveyDraft.updated_at.desc(), SurveyDraft.id))
    return [_written(draft, name) for draft, name in rows]


def without_a_consultation(session: Session) -> list[Written]:
    """Return the surveys that were loaded for no consultation yet, by name; one statement."""
    rows = session.execute(
        select(SurveyDraft, Person.name).outerjoin(Person, Person.id == SurveyDraft.updated_by_id)
        .where(SurveyDraft.consultation_id.is_(None)).order_by(SurveyDraft.handle))
    return [_written(draft, name) for draft, name in rows]


def one(session: Session, consultation_id: int, public_id: str) -> Written | None:
    """Return one survey being written for that consultation, or None."""
    row = session.execute(
        select(SurveyDraft, Person.name).outerjoin(Person, Person.id == SurveyDraft.updated_by_id)
        .where(SurveyDraft.consultation_id == consultation_id, SurveyDraft.public_id == public_id)).one_or_none()
    return _written(*row) if row is not None else None


def by_handle(session: Session, handle: str) -> Written | None:
    """Return the survey being written that has this name on the command line, or None."""
    row = session.execute(
        select(SurveyDraft, Person.name).outerjoin(Person, Person.id == SurveyDraft.updated_by_id)
        .where(SurveyDraft.handle == handle)).one_or_none()
    return _written(*row) if row is not None else None
