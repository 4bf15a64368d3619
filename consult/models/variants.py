"""Texts in other languages and formats with their life, and what was decided about languages and formats."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.domain.variants import FORMS, ORIGINS, STATES
from consult.models.base import Base, HasPublicId, one_of, utc_now


class Variant(HasPublicId, Base):
    """One text (or one part) of a consultation in one language or format, and the English it was made from.

    `unit_key` is the key of a domain Unit for a language, that of a part for Easy Read, BSL and audio. `words` are the
    translation, or the transcript of what is signed or said. `content` is an Easy Read page.
    `revision` counts its changes, so that nobody writes over what they have not seen.
    """

    __tablename__ = "variants"
    __table_args__ = (
        UniqueConstraint("consultation_id", "form", "language", "unit_key"),
        CheckConstraint(one_of("form", FORMS), name="form_is_known"),
        CheckConstraint(one_of("state", STATES), name="state_is_known"),
        CheckConstraint(one_of("origin", ORIGINS), name="origin_is_known"),
        CheckConstraint("state = 'draft' OR checked_by_id IS NOT NULL", name="checked_by_a_person"),
        CheckConstraint("state <> 'approved' OR approved_by_id IS NOT NULL", name="approved_by_a_person"),
        CheckConstraint("written_by_id IS NULL OR checked_by_id IS NULL OR written_by_id <> checked_by_id",
                        name="checked_by_a_second_person"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    unit_key: Mapped[str] = mapped_column(String(300))
    form: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text, default="")
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(String(10), default="draft")
    origin: Mapped[str] = mapped_column(String(10), default="person")
    is_doubted: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=1)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[datetime] = mapped_column(default=utc_now)
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    checked_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    approved_at: Mapped[datetime | None]
    # Easy Read: the group of people with learning disabilities that checked it, and the day.
    checked_by_group: Mapped[str] = mapped_column(String(200), default="")
    group_checked_on: Mapped[date | None]


class EarlierVariant(Base):
    """What a variant said before it was written again, kept for whoever translates next."""

    __tablename__ = "earlier_variants"

    id: Mapped[int] = mapped_column(primary_key=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"), index=True)
    source: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    origin: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10))
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[datetime]


class VariantComment(Base):
    """A remark or a doubt about a variant; a doubt stands until someone settles it."""

    __tablename__ = "variant_comments"
    __table_args__ = (
        CheckConstraint("(settled_at IS NULL) = (settled_by_id IS NULL)", name="settled_by_a_person"),
        CheckConstraint("length(text) > 0", name="says_something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    is_doubt: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=utc_now)
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class VariantFile(HasPublicId, Base):
    """A file of a signed or spoken variant: the film, the recording, its captions, its first picture.

    `is_test` marks a clip that shows where signing will be and is not signing.
    """

    __tablename__ = "variant_files"
    __table_args__ = (
        UniqueConstraint("variant_id", "kind"),
        CheckConstraint("kind IN ('video', 'audio', 'captions', 'poster', 'picture')", name="kind_is_known"),
        CheckConstraint("size > 0", name="is_not_empty"),
    )

    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"))
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    stored_as: Mapped[str] = mapped_column(String(64), unique=True)
    is_test: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class LanguageDecision(Base):
    """A named person lets a language go out unchecked, with a reason, until the decision is taken back."""

    __tablename__ = "language_decisions"
    __table_args__ = (
        CheckConstraint("length(reason) > 0", name="has_a_reason"),
        Index("ix_language_decisions_consultation_id_language", "consultation_id", "language"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    language: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=utc_now)
    taken_back_at: Mapped[datetime | None]


class CatalogueCheck(Base):
    """A named checker approved the interface's words in a language, as they stood (`digest` of the catalogue)."""

    __tablename__ = "catalogue_checks"
    __table_args__ = (
        UniqueConstraint("language", "digest"),
        CheckConstraint("length(checker) > 0", name="has_a_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(20))
    digest: Mapped[str] = mapped_column(String(64))
    checker: Mapped[str] = mapped_column(String(200))
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=utc_now)


class FormatPromise(Base):
    """The day on which a format that is not there at the opening will be, and why it is late: shown to everyone."""

    __tablename__ = "format_promises"
    __table_args__ = (UniqueConstraint("consultation_id", "form", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    form: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(20))
    ready_on: Mapped[date | None]
    reason: Mapped[dict[str, Any]]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=utc_now)
