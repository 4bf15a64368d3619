"""Surveys being written, and the versions that people answer: a version is never edited, a change makes a new one."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.models.base import Base, HasPublicId, utc_now


class SurveyDraft(HasPublicId, Base):
    """A survey that staff are writing or brought in; nobody answers it until it is put into use as a version.

    `handle` names it on the command line. `revision` counts its changes: a form that was opened before another
    person's change is told so. `report` is what became of each row of the file that it came from.
    """

    __tablename__ = "survey_drafts"

    handle: Mapped[str] = mapped_column(String(80), unique=True)
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultations.id"), index=True)
    definition: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(default=1)
    report: Mapped[list[Any]] = mapped_column(default=list)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    updated_at: Mapped[datetime] = mapped_column(default=utc_now)
    updated_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    used_as: Mapped[int | None]


class SurveyVersion(Base):
    """One wording of a consultation's survey: `definition` is the canonical JSON of a domain Survey."""

    __tablename__ = "survey_versions"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    number: Mapped[int]
    definition: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Question(Base):
    """A question of one survey version, so that an answer can point at the wording it answers."""

    __tablename__ = "questions"
    __table_args__ = (
        UniqueConstraint("survey_version_id", "key"),
        CheckConstraint("stores IN ('answers', 'characteristics')", name="stores_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_version_id: Mapped[int] = mapped_column(ForeignKey("survey_versions.id"))
    key: Mapped[str] = mapped_column(String(80), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(30))
    stores: Mapped[str] = mapped_column(String(20), default="answers")
    plan_node_key: Mapped[str | None] = mapped_column(String(120))
