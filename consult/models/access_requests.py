"""Requests for a format or an adjustment, and reports of a barrier: each with an owner, an answer date, an outcome."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from consult.domain.access_requests import KINDS, OUTCOMES
from consult.models.base import Base, HasPublicId, one_of, utc_now


class AccessRequest(HasPublicId, Base):
    """One request or report. `contact` is how to answer the person; it is cleared when that is done with."""

    __tablename__ = "access_requests"
    __table_args__ = (
        CheckConstraint(one_of("kind", KINDS), name="kind_is_known"),
        CheckConstraint(f"outcome IS NULL OR {one_of('outcome', OUTCOMES)}", name="outcome_is_known"),
        CheckConstraint("(outcome IS NULL) = (settled_at IS NULL)", name="outcome_is_whole"),
        CheckConstraint("(outcome IS NULL) = (settled_by_id IS NULL)", name="settled_by_a_person"),
        CheckConstraint("outcome IS NULL OR length(outcome_words) > 0", name="outcome_has_words"),
        CheckConstraint("outcome IS NULL OR contact = ''", name="contact_is_forgotten"),
    )

    # None for what is about the whole site.
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultations.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    # The format asked for, or the page with the barrier.
    about: Mapped[str] = mapped_column(String(300), default="")
    language: Mapped[str] = mapped_column(String(20), default="en")
    details: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    answer_due_on: Mapped[date]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(20))
    outcome_words: Mapped[str] = mapped_column(Text, default="")
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
