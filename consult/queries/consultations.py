"""Consultations with their duties and stages."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from consult.models.base import utc_now
from consult.models.consultations import Consultation, Duty, Stage
from consult.models.reports import Edition
from consult.models.responses import Response


def by_slug(session: Session, slug: str) -> Consultation | None:
    """Return the consultation of that slug with its plan version, visible or not, or None."""
    return session.scalar(
        select(Consultation).options(joinedload(Consultation.plan_version)).where(Consultation.slug == slug)
    )


def visible_by_slug(session: Session, slug: str) -> Consultation | None:
    """Return the consultation of that slug where Londoners may see it, or None."""
    found = by_slug(session, slug)
    return found if found is not None and found.is_visible else None


def visible(session: Session) -> Sequence[Consultation]:
    """Return the consultations that Londoners may see: open ones first, then by closing date, the latest first."""
    now = utc_now()
    is_open = (Consultation.opens_at <= now) & (Consultation.closes_at >= now)
    return session.scalars(
        select(Consultation).where(Consultation.is_visible)
        .order_by(is_open.desc(), Consultation.closes_at.desc(), Consultation.id)
    ).all()


def duties_of(session: Session, consultation_id: int) -> Sequence[Duty]:
    """Return the duties under which it is held, in order."""
    return session.scalars(select(Duty).where(Duty.consultation_id == consultation_id).order_by(Duty.position)).all()


def stages_of(session: Session, consultation_id: int) -> Sequence[Stage]:
    """Return its steps, in order."""
    return session.scalars(select(Stage).where(Stage.consultation_id == consultation_id).order_by(Stage.position)).all()


def has_responses(session: Session, consultation_id: int) -> bool:
    """Say whether anything has been answered yet."""
    return session.scalar(select(Response.id).where(Response.consultation_id == consultation_id).limit(1)) is not None


def latest_edition_number(session: Session, consultation_id: int) -> int:
    """Return the number of the newest published edition of its report; 0 where there is none."""
    return session.scalar(select(func.max(Edition.number)).where(Edition.consultation_id == consultation_id)) or 0
