"""Every text of a consultation that is said in other languages, with its English of today."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import consultation_texts as texts
from consult.domain.survey_json import from_json
from consult.domain.surveys import Survey
from consult.domain.text_units import Unit, units_of
from consult.models.consultations import Consultation
from consult.models.plans import PlanNode
from consult.models.surveys import SurveyDraft
from consult.queries import consultations, surveys


def working_draft(session: Session, consultation_id: int) -> SurveyDraft | None:
    """Return the survey that is being written for it, the one changed last; None where that is in use already."""
    draft = session.scalar(
        select(SurveyDraft).where(SurveyDraft.consultation_id == consultation_id)
        .order_by(SurveyDraft.updated_at.desc(), SurveyDraft.id.desc()).limit(1))
    if draft is None:
        return None
    now = surveys.current(session, consultation_id)
    return None if now is not None and from_json(draft.definition) == now.survey else draft


def working_survey(session: Session, consultation_id: int) -> Survey | None:
    """Return the wording that translators work on: the one being written, else the one in use; None without any."""
    draft = working_draft(session, consultation_id)
    if draft is not None:
        return from_json(draft.definition)
    version = surveys.current(session, consultation_id)
    return version.survey if version is not None else None


def around(session: Session, consultation: Consultation) -> list[Unit]:
    """Return the texts around the survey: the consultation's words, its duties and steps, its plan's headings."""
    found = texts.units_of_words({name: getattr(consultation, name) for name in texts.FIELDS})
    found += texts.units_of_rows("duty", (
        {"title": duty.title, "text": duty.text} for duty in consultations.duties_of(session, consultation.id)))
    found += texts.units_of_rows("stage", (
        {"title": stage.title} for stage in consultations.stages_of(session, consultation.id)))
    return found + _of_plan(session, consultation.plan_version_id)


def _of_plan(session: Session, plan_version_id: int | None) -> list[Unit]:
    rows = session.execute(
        select(PlanNode.key, PlanNode.kind, PlanNode.title, PlanNode.short_title, PlanNode.short_text)
        .where(PlanNode.plan_version_id == plan_version_id).order_by(PlanNode.position))
    return texts.units_of_nodes(
        (key, kind, dict(zip(texts.NODE_FIELDS, words, strict=True))) for key, kind, *words in rows)


def every(session: Session, consultation: Consultation, survey: Survey | None = None) -> Sequence[Unit]:
    """Return every text of the consultation: around the survey, then of `survey`, by default the one worked on."""
    asked = survey if survey is not None else working_survey(session, consultation.id)
    return [*around(session, consultation), *(units_of(asked) if asked is not None else ())]
