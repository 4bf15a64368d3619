"""The audit trail: who did what to which object, added to and never changed; no answer text."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from consult.models.base import Base, utc_now


class AuditEvent(Base):
    """One act of one person, or of the machine where `person_id` is null."""

    __tablename__ = "audit_events"
    __table_args__ = (Index("ix_audit_events_consultation_id_id", "consultation_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=utc_now)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultations.id"))
    action: Mapped[str] = mapped_column(String(60))
    object_kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[str] = mapped_column(String(120), default="")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
