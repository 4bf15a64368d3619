"""Samples that are kept apart from the open consultation, and the files that responses were brought in from."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.models.base import Base, HasPublicId, utc_now


class Sample(HasPublicId, Base):
    """A panel whose members were chosen: its answers are weighted and never added to those of the open consultation."""

    __tablename__ = "samples"
    __table_args__ = (
        UniqueConstraint("consultation_id", "key"),
        CheckConstraint("length(key) > 0 AND length(name) > 0", name="has_a_name"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    key: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(120))
    # Who asked whom, when, and how it was weighted: printed with its tables.
    method: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class ImportSource(HasPublicId, Base):
    """What the columns of one source's files mean, kept for its next file; `mapping` is its JSON."""

    __tablename__ = "import_sources"
    __table_args__ = (UniqueConstraint("consultation_id", "name"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    name: Mapped[str] = mapped_column(String(120))
    mapping: Mapped[str] = mapped_column(Text, default="{}")
    sample_id: Mapped[int | None] = mapped_column(ForeignKey("samples.id"))
    updated_at: Mapped[datetime] = mapped_column(default=utc_now)
    updated_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class ResponseImport(HasPublicId, Base):
    """One file of many responses on its way in: looked through, then stored as a whole, or not at all."""

    __tablename__ = "response_imports"
    __table_args__ = (
        CheckConstraint(
            "state IN ('uploaded', 'checking', 'checked', 'storing', 'done', 'cancelled', 'failed')",
            name="state_is_known"),
        CheckConstraint("rows_read >= 0 AND taken >= 0 AND known >= 0 AND refused >= 0", name="counts_are_real"),
        Index("ix_response_imports_consultation_id_id", "consultation_id", "id"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    source_id: Mapped[int | None] = mapped_column(ForeignKey("import_sources.id"))
    sample_id: Mapped[int | None] = mapped_column(ForeignKey("samples.id"))
    run_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id"))
    file_name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    # None once the file is deleted, after its rows are stored or given up.
    stored_as: Mapped[str | None] = mapped_column(String(64), unique=True)
    mapping: Mapped[str] = mapped_column(Text, default="{}")
    state: Mapped[str] = mapped_column(String(12), default="uploaded")
    problem: Mapped[str] = mapped_column(String(60), default="")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    rows_read: Mapped[int] = mapped_column(default=0)
    taken: Mapped[int] = mapped_column(default=0)
    known: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    # Whether the person who brought it agreed to take in the other rows where some are refused.
    without_refused: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    finished_at: Mapped[datetime | None]


class RefusedImportRow(Base):
    """A row of a file that is not taken in, and why: a code with its facts, never the cell's words."""

    __tablename__ = "refused_import_rows"
    __table_args__ = (Index("ix_refused_import_rows_import_id_id", "import_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("response_imports.id"))
    number: Mapped[int]
    column: Mapped[str] = mapped_column(String(200), default="")
    code: Mapped[str] = mapped_column(String(60))
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
