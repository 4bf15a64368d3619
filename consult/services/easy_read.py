"""Easy Read parts: written, checked by a second person, then by a group of people with learning disabilities, approved.

Checking and approving are the same acts as for every variant (services/variants.py); here is what only Easy Read has.
"""

from datetime import date

from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.easy_read import Content, check_content, fits, from_json, to_json, transcript
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.surveys import Survey
from consult.domain.text_units import SOURCE_LANGUAGE
from consult.domain.variants import CHECKED, DRAFT, EASY_READ, PERSON
from consult.models.base import utc_now
from consult.models.consultations import Consultation
from consult.models.variants import EarlierVariant, Variant
from consult.queries import easy_read as stored
from consult.queries import text_units, variants
from consult.services import audit, offering, rights
from consult.services import variants as lives
from consult.services.transaction import writing

MOST_GROUP = 200


def write(*, consultation_id: int, part: str, content: Content, by_id: int, revision: int = 0) -> Variant:
    """Write a part in Easy Read as a draft, made from today's English; every check of an earlier one is undone.

    `revision` is that of what the writer saw, 0 where there was nothing. Raises Refused as `check_content` does,
    NotFound for a part that Easy Read does not show, Conflict("changed-meanwhile").
    """
    with writing() as session:
        consultation, survey = _allowed(session, consultation_id, by_id, Permission.TRANSLATE)
        english = stored.parts(consultation, survey).get(part)
        if english is None:
            raise NotFound()
        check_content(content, stored.question_of(survey, part), stored.voices_beside(survey, part))
        row = variants.at(session, consultation_id, EASY_READ, SOURCE_LANGUAGE, part)
        if (row.revision if row is not None else 0) != revision:
            raise Conflict("changed-meanwhile")
        row = _anew(session, consultation_id, part, row)
        row.source, row.words, row.content = english, transcript(content), to_json(content)
        row.origin, row.state, row.written_by_id, row.written_at = PERSON, DRAFT, by_id, utc_now()
        session.flush()
        _record(session, Act.VARIANT_WRITTEN, row, by_id)
        offering.refresh(session, consultation)
        return row


def check(*, consultation_id: int, public_id: str, revision: int, by_id: int) -> Variant:
    """Say that a second person has read it and finds it right; raises what `variants.check` raises."""
    with writing() as session:
        _current(session, consultation_id, public_id, by_id, Permission.CHECK_VARIANTS)
        return lives.check(consultation_id=consultation_id, public_id=public_id, revision=revision, by_id=by_id)


def name_group(*, consultation_id: int, public_id: str, revision: int, group: str, on: date | None, today: date,
               by_id: int) -> Variant:
    """Write down which group of people with learning disabilities checked a part, and on which day.

    Of a part that was approved this takes the approval back: who approved it saw another group.
    Raises Refused("group", "easy-read-group" or "words-long"), Refused("checked_on", "date-missing" or
    "easy-day-ahead"), Conflict("variant-unchecked") before a second person has read it, and what `check` raises.
    """
    with writing() as session:
        row = _current(session, consultation_id, public_id, by_id, Permission.CHECK_VARIANTS)
        if row.revision != revision:
            raise Conflict("changed-meanwhile")
        if row.state == DRAFT:
            raise Conflict("variant-unchecked")
        _check_group(group.strip(), on, today)
        row.checked_by_group, row.group_checked_on = group.strip(), on
        row.state, row.approved_by_id, row.approved_at = CHECKED, None, None
        row.revision += 1
        _record(session, Act.VARIANT_CHECKED, row, by_id, by="group")
        return row


def approve(*, consultation_id: int, public_id: str, revision: int, by_id: int) -> Variant:
    """Let a part through that a group has checked; raises what `variants.approve` raises.

    Raises Conflict("easy-no-longer-fits") where the question's kind or options changed under it.
    """
    with writing() as session:
        row = _current(session, consultation_id, public_id, by_id, Permission.APPROVE_VARIANTS)
        _consultation, survey = _allowed(session, consultation_id, by_id, Permission.APPROVE_VARIANTS)
        part = row.unit_key
        if not fits(from_json(row.content), stored.question_of(survey, part), stored.voices_beside(survey, part)):
            raise Conflict("easy-no-longer-fits")
        return lives.approve(consultation_id=consultation_id, public_id=public_id, revision=revision, by_id=by_id)


def _check_group(group: str, on: date | None, today: date) -> None:
    if not group:
        raise Refused("group", "easy-read-group")
    if len(group) > MOST_GROUP:
        raise Refused("group", "words-long", {"limit": MOST_GROUP})
    if on is None:
        raise Refused("checked_on", "date-missing")
    if on > today:
        raise Refused("checked_on", "easy-day-ahead")


def _anew(session: Session, consultation_id: int, part: str, row: Variant | None) -> Variant:
    """Return the row to write on; what the group checked is no longer what stands on it."""
    if row is None:
        row = Variant(consultation_id=consultation_id, unit_key=part, form=EASY_READ, language=SOURCE_LANGUAGE,
                      revision=0)
        session.add(row)
    else:
        session.add(EarlierVariant(variant_id=row.id, source=row.source, words=row.words, origin=row.origin,
                                   state=row.state, written_by_id=row.written_by_id, written_at=row.written_at))
    row.revision += 1
    row.checked_by_id = row.checked_at = row.approved_by_id = row.approved_at = None
    row.checked_by_group, row.group_checked_on = "", None
    return row


def _current(session: Session, consultation_id: int, public_id: str, by_id: int, permission: Permission) -> Variant:
    """Return an Easy Read part of today's English; raises NotFound, Conflict("variant-stale")."""
    consultation, survey = _allowed(session, consultation_id, by_id, permission)
    row = variants.one(session, consultation_id, public_id)
    if row is None or row.form != EASY_READ:
        raise NotFound()
    if stored.parts(consultation, survey).get(row.unit_key) != row.source:
        raise Conflict("variant-stale")
    return row


def _allowed(session: Session, consultation_id: int, by_id: int, permission: Permission) -> tuple[Consultation, Survey]:
    rights.require(session, by_id, permission, consultation_id)
    found = session.get(Consultation, consultation_id)
    survey = text_units.working_survey(session, consultation_id) if found is not None else None
    if found is None or survey is None:
        raise NotFound()
    return found, survey


def _record(session: Session, act: Act, row: Variant, by_id: int, **facts: str) -> None:
    audit.record(session, act, person_id=by_id, kind="variant", object_id=row.public_id,
                 consultation_id=row.consultation_id, form=row.form, language=row.language, **facts)
