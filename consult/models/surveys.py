"""Survey versions and their questions; a version that was opened is never edited, a change makes a new one."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.models.base import Base, utc_now


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
