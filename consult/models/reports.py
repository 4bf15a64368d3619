"""Published editions of a report: a frozen snapshot and the passages behind its numbers, never edited after."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.models.base import Base, HasPublicId, utc_now


class Edition(HasPublicId, Base):
    """A numbered edition: `snapshot` is the canonical JSON of a domain Report."""

    __tablename__ = "editions"
    __table_args__ = (
        UniqueConstraint("consultation_id", "number"),
        CheckConstraint("number >= 1", name="number_is_real"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    number: Mapped[int]
    snapshot: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    published_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    published_at: Mapped[datetime] = mapped_column(default=utc_now)


class EditionCoding(Base):
    """A coding that stood when an edition was frozen: the way from a printed number to the passages behind it."""

    __tablename__ = "edition_codings"
    __table_args__ = (Index("ix_edition_codings_edition_id_theme_id", "edition_id", "theme_id"),)

    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    coding_id: Mapped[int] = mapped_column(ForeignKey("codings.id"), primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"))
    stance: Mapped[str] = mapped_column(String(10))
