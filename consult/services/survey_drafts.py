"""Surveys while staff write them: brought in, changed step by step, put into use; what people answer is a version."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotFound
from consult.domain.letters import NUMBER
from consult.domain.survey_json import from_json, to_json
from consult.domain.surveys import Survey
from consult.domain.variants import PERSON
from consult.models.base import utc_now
from consult.models.consultations import Consultation
from consult.models.surveys import SurveyDraft, SurveyVersion
from consult.queries import surveys as stored
from consult.services import audit, rights, surveys, variant_places, variants
from consult.services.transaction import writing

LONGEST_HANDLE = 70


def add(*, survey: Survey, consultation_id: int | None, by_id: int | None = None,
        report: Sequence[Mapping[str, Any]] = ()) -> SurveyDraft:
    """Keep a survey as one being written and return it; whatever is wrong with it can be mended there.

    `report` is what became of each row of the file that it came from. `by_id` None is the command line.
    """
    with writing() as session:
        if by_id is not None:
            rights.require(session, by_id, Permission.EDIT_SURVEY, consultation_id)
        draft = SurveyDraft(handle=_free_handle(session, survey.key), consultation_id=consultation_id,
                            definition=to_json(survey), report=list(report), created_by_id=by_id, updated_by_id=by_id)
        session.add(draft)
        session.flush()
        _record(session, Act.SURVEY_DRAFT_ADDED, draft, by_id)
        return draft


def change(*, consultation_id: int, public_id: str, survey: Survey, revision: int, by_id: int) -> int:
    """Write the changed survey and return its new revision.

    Raises Conflict("survey-changed-meanwhile") where it is no longer at `revision`, and then changes nothing.
    """
    with writing() as session:
        draft = _draft(session, consultation_id, public_id, by_id)
        if draft.revision != revision:
            raise Conflict("survey-changed-meanwhile")
        before = from_json(draft.definition)
        draft.definition = to_json(survey)
        draft.revision += 1
        draft.updated_at, draft.updated_by_id = utc_now(), by_id
        session.flush()
        variants.record_standing(session, session.get_one(Consultation, consultation_id), survey, by_id=by_id,
                                 origin=PERSON, before=before)
        _record(session, Act.SURVEY_DRAFT_CHANGED, draft, by_id)
        return draft.revision


def put_into_use(*, consultation_id: int, public_id: str, revision: int, by_id: int) -> SurveyVersion:
    """Make the survey the newest version that people answer; answers that are in keep theirs.

    Every approved translation of today's English goes in with it. Raises Conflict("survey-changed-meanwhile"), and
    what `surveys.store` raises.
    """
    with writing() as session:
        draft = _draft(session, consultation_id, public_id, by_id)
        if draft.revision != revision:
            raise Conflict("survey-changed-meanwhile")
        survey = variant_places.approved_texts(session, consultation_id, from_json(draft.definition))
        draft.definition = to_json(survey)
        version = surveys.store(consultation_id=consultation_id, survey=survey, by_id=by_id)
        draft.used_as = version.number
        return version


def put_texts_into_use(*, consultation_id: int, by_id: int) -> SurveyVersion:
    """Make a version of the survey in use with the translations approved since; its English stays what it is.

    Raises Conflict("no-texts-wait") where there are none, NotFound where no survey is in use, and what `surveys.store`
    raises.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.EDIT_SURVEY, consultation_id)
        now = stored.current(session, consultation_id)
        if now is None:
            raise NotFound()
        survey = variant_places.approved_texts(session, consultation_id, now.survey)
        if survey == now.survey:
            raise Conflict("no-texts-wait")
        return surveys.store(consultation_id=consultation_id, survey=survey, by_id=by_id)


def copy_of_version(*, consultation_id: int, number: int, by_id: int) -> SurveyDraft:
    """Start writing from the words of a version. Raises NotFound where there is none of that number."""
    with writing() as session:
        rights.require(session, by_id, Permission.EDIT_SURVEY, consultation_id)
        definition = session.scalar(select(SurveyVersion.definition).where(
            SurveyVersion.consultation_id == consultation_id, SurveyVersion.number == number,
            SurveyVersion.number > NUMBER))
        if definition is None:
            raise NotFound()
        return add(survey=from_json(definition), consultation_id=consultation_id, by_id=by_id)


def take_in(*, consultation_id: int, handle: str, by_id: int) -> SurveyDraft:
    """Give a consultation a survey that was loaded for none. Raises NotFound where there is none of that name."""
    with writing() as session:
        rights.require(session, by_id, Permission.EDIT_SURVEY, consultation_id)
        draft = session.scalar(select(SurveyDraft).where(
            SurveyDraft.handle == handle, SurveyDraft.consultation_id.is_(None)))
        if draft is None:
            raise NotFound()
        draft.consultation_id = consultation_id
        _record(session, Act.SURVEY_DRAFT_ADDED, draft, by_id)
        return draft


def remove(*, consultation_id: int, public_id: str, by_id: int) -> None:
    """Delete a survey that is being written; versions that people answer stay."""
    with writing() as session:
        draft = _draft(session, consultation_id, public_id, by_id)
        _record(session, Act.SURVEY_DRAFT_DELETED, draft, by_id)
        session.execute(delete(SurveyDraft).where(SurveyDraft.id == draft.id))


def _draft(session: Session, consultation_id: int, public_id: str, by_id: int) -> SurveyDraft:
    rights.require(session, by_id, Permission.EDIT_SURVEY, consultation_id)
    draft = session.scalar(select(SurveyDraft).where(
        SurveyDraft.consultation_id == consultation_id, SurveyDraft.public_id == public_id))
    if draft is None:
        raise NotFound()
    return draft


def _free_handle(session: Session, key: str) -> str:
    """Return the survey's key, with a number behind it where another survey has that name already."""
    start = re.sub(r"[^a-z0-9_-]+", "-", key.lower()).strip("-_")[:LONGEST_HANDLE] or "survey"
    taken = set(session.scalars(
        select(SurveyDraft.handle).where(SurveyDraft.handle.startswith(start, autoescape=True))))
    handle, number = start, 2
    while handle in taken:
        handle, number = f"{start}-{number}", number + 1
    return handle


def _record(session: Session, act: Act, draft: SurveyDraft, by_id: int | None) -> None:
    audit.record(session, act, person_id=by_id, kind="survey-draft", object_id=draft.handle,
                 consultation_id=draft.consultation_id, revision=draft.revision)

