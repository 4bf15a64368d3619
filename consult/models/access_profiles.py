"""What a member needs to take part, as they put it themselves and sealed; and what was done about it for a meeting."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.domain.access_profiles import STATES
from consult.models.base import Base, HasPublicId, one_of, utc_now


class AccessProfile(Base):
    """A member's needs, sealed: JSON of {need: words}. Not a diagnosis. Gone when the member leaves."""

    __tablename__ = "access_profiles"

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    needs_sealed: Mapped[bytes] = mapped_column(LargeBinary)


class MeetingNeed(HasPublicId, Base):
    """One requirement of one member for one meeting, and its state. Whoever arranges it sees the need and no name."""

    __tablename__ = "meeting_needs"
    __table_args__ = (
        CheckConstraint(one_of("state", STATES), name="state_is_known"),
        CheckConstraint("state <> 'not-met' OR length(reason) > 0", name="not_met_has_a_reason"),
        CheckConstraint("state NOT IN ('offered', 'alternative') OR length(offer) > 0", name="an_offer_says_what"),
        UniqueConstraint("meeting_id", "member_id", "need"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    # A code of domain/access_profiles.py; the member's own words beside it are sealed.
    need: Mapped[str] = mapped_column(String(30))
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    # Of interpreters: how many are needed; two from 60 minutes on.
    how_many: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(12), default="asked")
    offer: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    booked: Mapped[str] = mapped_column(Text, default="")
    # The member was told that it is not met, and has seen it.
    told_at: Mapped[datetime | None]
    # Arranged by an officer of access support, or by a member.
    arranged_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    arranged_by_member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
