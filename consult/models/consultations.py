"""Consultations: what is asked about, when, under which duties, and the words shown around the questions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.domain.channels import CHANNELS
from consult.domain.consultations import LATE_ANSWERS
from consult.models.base import Base, HasPublicId, one_of, utc_now
from consult.models.plans import PlanVersion


class Consultation(HasPublicId, Base):
    """One consultation on one plan version. Words are {language: text} or {language: [paragraphs]}."""

    __tablename__ = "consultations"
    __table_args__ = (
        CheckConstraint("closes_at > opens_at", name="closes_after_it_opens"),
        CheckConstraint("slug = lower(slug)", name="slug_is_lower_case"),
        CheckConstraint("frame_version >= 1", name="frame_version_is_real"),
        CheckConstraint(one_of("late_answers", LATE_ANSWERS), name="late_answers_are_decided"),
        CheckConstraint("grace_minutes BETWEEN 0 AND 1440", name="grace_is_short"),
    )

    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[dict[str, Any]]
    summary: Mapped[dict[str, Any]]
    what_can_change: Mapped[dict[str, Any]] = mapped_column(default=dict)
    what_cannot_change: Mapped[dict[str, Any]] = mapped_column(default=dict)
    before_free_text: Mapped[dict[str, Any]] = mapped_column(default=dict)
    privacy_notice: Mapped[dict[str, Any]] = mapped_column(default=dict)
    privacy_for_children: Mapped[dict[str, Any]] = mapped_column(default=dict)
    under_13: Mapped[dict[str, Any]] = mapped_column(default=dict)
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    # The languages that it is to be in, and those of them that lack nothing: only these are shown to the public.
    languages: Mapped[list[Any]] = mapped_column(default=lambda: ["en"])
    offered_languages: Mapped[list[Any]] = mapped_column(default=lambda: ["en"], server_default='["en"]')
    # The signed and spoken versions that may be played beside the texts in use: {part: [public ids of variants]}.
    playing: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    is_visible: Mapped[bool] = mapped_column(default=False)
    is_example: Mapped[bool] = mapped_column(default=False)
    retention_until: Mapped[date | None]
    dpia_reference: Mapped[str] = mapped_column(String(200), default="")
    safeguarding_lead: Mapped[str] = mapped_column(String(200), default="")
    plan_version_id: Mapped[int | None] = mapped_column(ForeignKey("plan_versions.id"))
    frame_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    # What happens to answers that come after the close, fixed before the opening; and the time that a page which is
    # open at the close may still be sent.
    late_answers: Mapped[str] = mapped_column(String(10), default="counted", server_default="counted")
    grace_minutes: Mapped[int] = mapped_column(default=60, server_default="60")
    plan_version: Mapped[PlanVersion | None] = relationship()


class ClosingChange(Base):
    """A later closing date, with the reason that the public is told: for everyone, or for one channel or format."""

    __tablename__ = "closing_changes"
    __table_args__ = (
        CheckConstraint(f"channel IS NULL OR {one_of('channel', CHANNELS)}", name="channel_is_known"),
        CheckConstraint("closes_at > closed_at", name="closes_later"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    channel: Mapped[str | None] = mapped_column(String(20))
    closed_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    reason: Mapped[dict[str, Any]]
    at: Mapped[datetime] = mapped_column(default=utc_now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Duty(Base):
    """A law or promise under which the consultation is held."""

    __tablename__ = "duties"
    __table_args__ = (UniqueConstraint("consultation_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    position: Mapped[int]
    title: Mapped[dict[str, Any]]
    text: Mapped[dict[str, Any]]
    source: Mapped[str] = mapped_column(Text, default="")


class Stage(Base):
    """A step of the consultation with its days, first and last included."""

    __tablename__ = "stages"
    __table_args__ = (
        UniqueConstraint("consultation_id", "position"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    position: Mapped[int]
    title: Mapped[dict[str, Any]]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
