"""Letters that many people sent: proposed by a machine, decided once by a person; nothing is deleted for it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from consult.domain.codebooks import STANCES
from consult.models.base import Base, HasPublicId, one_of, utc_now


class Campaign(HasPublicId, Base):
    """A family of answers that share a text; `answer_id` is the one whose text stands for it and is coded once."""

    __tablename__ = "campaigns"
    __table_args__ = (
        CheckConstraint("state IN ('proposed', 'confirmed', 'refused')", name="state_is_known"),
        CheckConstraint("(state = 'proposed') = (decided_by_id IS NULL)", name="decided_by_a_person"),
        CheckConstraint("state <> 'confirmed' OR length(name) > 0", name="confirmed_ones_have_a_name"),
        CheckConstraint(f"position = '' OR {one_of('position', STANCES)}", name="position_is_known"),
        Index("ix_campaigns_consultation_id_state_id", "consultation_id", "state", "id"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    run_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id"))
    # None once the person whose text it was took it back: another member's stands for it then, if there is one.
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answers.id"))
    state: Mapped[str] = mapped_column(String(10), default="proposed")
    name: Mapped[str] = mapped_column(String(200), default="")
    organiser: Mapped[str] = mapped_column(String(200), default="")
    position: Mapped[str] = mapped_column(String(10), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    proposed_at: Mapped[datetime] = mapped_column(default=utc_now)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]


class CampaignMember(Base):
    """An answer of a campaign: proposed, in it by a person's word, or taken out by one.

    `start` to `end` (code points) is the stretch that it shares; `additions` are [start, end] pairs of own words.
    """

    __tablename__ = "campaign_members"
    __table_args__ = (
        CheckConstraint("state IN ('proposed', 'in', 'out')", name="state_is_known"),
        CheckConstraint('start >= 0 AND "end" > start', name="shares_something"),
        UniqueConstraint("campaign_id", "answer_id"),
        Index("uq_campaign_members_in_one", "answer_id", unique=True,
              sqlite_where=sql("state = 'in'"), postgresql_where=sql("state = 'in'")),
        Index("ix_campaign_members_answer_id", "answer_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"))
    state: Mapped[str] = mapped_column(String(10), default="proposed")
    is_identical: Mapped[bool] = mapped_column(default=False)
    likeness: Mapped[float]
    start: Mapped[int]
    end: Mapped[int]
    additions: Mapped[list[Any]] = mapped_column(default=list)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
