"""Sets up consultations: creating, changing, and showing them once nothing needed is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.domain import closings
from consult.domain import consultations as rules
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.variants import FILE, PERSON
from consult.models.consultations import Consultation, Duty, Stage
from consult.models.plans import PlanVersion
from consult.queries import consultations, surveys, text_units
from consult.services import audit, offering, rights, variants
from consult.services.clock import now
from consult.services.transaction import writing

# Facts that staff may write; everything else about a consultation is set by an act of its own.
WRITABLE = frozenset({
    "title", "summary", "what_can_change", "what_cannot_change", "before_free_text", "privacy_notice",
    "privacy_for_children", "under_13", "contact_email", "languages", "opens_at", "closes_at", "retention_until",
    "dpia_reference", "safeguarding_lead", "plan_version_id", "late_answers", "grace_minutes",
})


@dataclass(frozen=True)
class DutyFacts:
    """A duty: words by language, and the law it comes from."""

    title: Mapping[str, str]
    text: Mapping[str, str]
    source: str = ""


@dataclass(frozen=True)
class StageFacts:
    """A step with its first and last day."""

    title: Mapping[str, str]
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Around:
    """What stands around a consultation: its duties and its stages, in order; None leaves what is there."""

    duties: Sequence[DutyFacts] | None = field(default=None)
    stages: Sequence[StageFacts] | None = field(default=None)


def create(*, slug: str, facts: Mapping[str, Any], around: Around | None = None, by_id: int | None = None,
           is_example: bool = False) -> Consultation:
    """Create a consultation that nobody sees yet.

    Raises Refused for a bad address, title or date, Conflict("slug-taken").
    """
    slug = rules.check_slug(slug)
    with writing() as session:
        if by_id is not None:
            rights.require(session, by_id, Permission.CREATE_CONSULTATIONS)
        if consultations.by_slug(session, slug) is not None:
            raise Conflict("slug-taken")
        consultation = Consultation(slug=slug, is_example=is_example)
        _write(session, consultation, facts, around or Around())
        _record_words(session, consultation, by_id)
        audit.record(session, Act.CONSULTATION_CREATED, person_id=by_id, kind="consultation", object_id=slug,
                     consultation_id=consultation.id)
        return consultation


def change(*, consultation_id: int, facts: Mapping[str, Any], around: Around | None = None,
           by_id: int | None = None) -> Consultation:
    """Change a consultation's words, dates, duties and stages.

    Raises Refused as `create`, Refused("opens_on", "dates-fixed") once people have answered, what
    domain.closings.check_promises does once they can, and Conflict("texts-not-ready") where Londoners see it and a
    language would be lost: words that they agree to or that keep them safe can never be stale.
    """
    with writing() as session:
        if by_id is not None:
            rights.require(session, by_id, Permission.EDIT_CONSULTATION, consultation_id)
        consultation = session.get(Consultation, consultation_id)
        if consultation is None:
            raise NotFound()
        _keep_opening_date(session, consultation, facts.get("opens_at"))
        _keep_promises(session, consultation, facts)
        before = set(consultation.offered_languages)
        _write(session, consultation, facts, around or Around())
        _record_words(session, consultation, by_id)
        if consultation.is_visible:
            offering.refuse_loss(session, consultation, before)
        audit.record(session, Act.CONSULTATION_CHANGED, person_id=by_id, kind="consultation",
                     object_id=consultation.slug, consultation_id=consultation_id, fields=sorted(facts))
        return consultation


def _keep_opening_date(session: Session, consultation: Consultation, opens_at: datetime | None) -> None:
    if opens_at is None or opens_at == consultation.opens_at:
        return
    if consultations.has_responses(session, consultation.id):
        raise Refused("opens_on", "dates-fixed")


def _keep_promises(session: Session, consultation: Consultation, facts: Mapping[str, Any]) -> None:
    if closings.has_opened(is_visible=consultation.is_visible, opens_at=consultation.opens_at, now=now(session),
                           has_responses=consultations.has_responses(session, consultation.id)):
        closings.check_promises({name: getattr(consultation, name) for name in closings.PROMISED}, facts)


def _record_words(session: Session, consultation: Consultation, by_id: int | None) -> None:
    """Give the translations among the words their life, and ask the gate which languages are still whole."""
    variants.record_standing(session, consultation, text_units.working_survey(session, consultation.id), by_id=by_id,
                             origin=PERSON if by_id is not None else FILE)
    offering.refresh(session, consultation)


def _write(session: Session, consultation: Consultation, facts: Mapping[str, Any], around: Around) -> None:
    strange = set(facts) - WRITABLE
    if strange:
        raise ValueError(f"nobody writes {sorted(strange)} of a consultation here")
    for name, value in facts.items():
        setattr(consultation, name, value)
    if not (consultation.title or {}).get("en"):
        raise Refused("title", "title-missing")
    if not (consultation.summary or {}).get("en"):
        raise Refused("summary", "text-missing")
    if consultation.plan_version_id is not None and session.get(PlanVersion, consultation.plan_version_id) is None:
        raise Refused("plan_version_id", "node-unknown")
    rules.check_dates(consultation.opens_at, consultation.closes_at, consultation.retention_until)
    if {"late_answers", "grace_minutes"} & set(facts):
        closings.check_late_policy(consultation.late_answers, consultation.grace_minutes)
    session.add(consultation)
    session.flush()
    _write_around(session, consultation.id, around)


def _write_around(session: Session, consultation_id: int, around: Around) -> None:
    if around.duties is not None:
        session.execute(delete(Duty).where(Duty.consultation_id == consultation_id))
        session.add_all(Duty(consultation_id=consultation_id, position=position, title=dict(duty.title),
                             text=dict(duty.text), source=duty.source) for position, duty in enumerate(around.duties))
    if around.stages is not None:
        session.execute(delete(Stage).where(Stage.consultation_id == consultation_id))
        for position, stage in enumerate(around.stages):
            if stage.ends_on < stage.starts_on:
                raise Refused("stages", "closes-before-it-opens")
            session.add(Stage(consultation_id=consultation_id, position=position, title=dict(stage.title),
                              starts_on=stage.starts_on, ends_on=stage.ends_on))
    session.flush()


def missing(session: Session, consultation: Consultation) -> tuple[str, ...]:
    """Return what the consultation still lacks before Londoners may see it.

    `languages` and `formats` stand for what offering.lacks lists text by text.
    """
    held_back = offering.blocked(offering.lacks(session, consultation))
    return rules.missing_to_open({
        "plan": consultation.plan_version_id, "survey": surveys.current(session, consultation.id),
        "privacy_notice": consultation.privacy_notice, "before_free_text": consultation.before_free_text,
        "retention_until": consultation.retention_until, "dpia_reference": consultation.dpia_reference,
        "safeguarding_lead": consultation.safeguarding_lead, "what_can_change": consultation.what_can_change,
        "duties": session.scalar(select(Duty.id).where(Duty.consultation_id == consultation.id).limit(1)),
        **{name: name not in held_back for name in ("languages", "formats")},
    })


def show(*, consultation_id: int, by_id: int | None = None) -> None:
    """Let Londoners see the consultation. Raises Conflict("not-ready") with what is missing."""
    with writing() as session:
        if by_id is not None:
            rights.require(session, by_id, Permission.EDIT_CONSULTATION, consultation_id)
        consultation = session.get(Consultation, consultation_id)
        if consultation is None:
            raise NotFound()
        lacking = missing(session, consultation)
        if lacking:
            raise Conflict("not-ready", {"missing": list(lacking)})
        consultation.is_visible = True
        offering.refresh(session, consultation)
        audit.record(session, Act.CONSULTATION_SHOWN, person_id=by_id, kind="consultation",
                     object_id=consultation.slug, consultation_id=consultation_id)
