"""Meetings of a forum: when and in which ways, who comes from outside, the papers in every format, and cards."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.domain.meetings import FORMATS, OUTSIDERS, STATES
from consult.domain.running_orders import SIGNALS
from consult.models.base import Base, HasPublicId, one_of, utc_now


class Meeting(HasPublicId, Base):
    """One meeting. In person, remote, by phone and by post are equal ways; several can be open at once."""

    __tablename__ = "meetings"
    __table_args__ = (
        CheckConstraint(one_of("state", STATES), name="state_is_known"),
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        CheckConstraint("break_every BETWEEN 15 AND 90", name="breaks_come"),
        CheckConstraint("in_person OR remote OR phone OR post", name="has_a_way"),
        # Captions and transcripts need the group's agreement and a day on which they go (CP-14).
        CheckConstraint("NOT captions_kept OR (captions_agreed_id IS NOT NULL AND captions_delete_on IS NOT NULL)",
                        name="captions_are_agreed"),
        CheckConstraint("captions_kept OR captions = ''", name="captions_are_kept_or_gone"),
        CheckConstraint("agenda_adopted_at IS NULL OR agenda_adopted_id IS NOT NULL", name="agenda_is_the_groups"),
        Index("ix_meetings_forum_id_starts_at", "forum_id", "starts_at"),
    )

    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"))
    title: Mapped[str] = mapped_column(String(200), default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    in_person: Mapped[bool] = mapped_column(default=False)
    remote: Mapped[bool] = mapped_column(default=True)
    phone: Mapped[bool] = mapped_column(default=True)
    post: Mapped[bool] = mapped_column(default=True)
    # How to get there, for members only: a place, a link, a number, an address.
    where: Mapped[str] = mapped_column(Text, default="")
    quiet_space: Mapped[bool] = mapped_column(default=False)
    break_every: Mapped[int] = mapped_column(default=45)
    papers_due_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(10), default="planned")
    state_reason: Mapped[str] = mapped_column(Text, default="")
    captions_kept: Mapped[bool] = mapped_column(default=False)
    captions_agreed_id: Mapped[int | None] = mapped_column(ForeignKey("group_decisions.id"))
    captions_delete_on: Mapped[date | None]
    # What was captioned, while it may be kept.
    captions: Mapped[str] = mapped_column(Text, default="")
    agenda_adopted_at: Mapped[datetime | None]
    agenda_adopted_id: Mapped[int | None] = mapped_column(ForeignKey("group_decisions.id"))
    # The rule on what is passed on was read at the start (CP-22).
    rule_read_at: Mapped[datetime | None]
    planned_by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))


class AnnouncedGuest(HasPublicId, Base):
    """Somebody from outside who is to be at a meeting, announced before it; the group can refuse (CP-18)."""

    __tablename__ = "announced_guests"
    __table_args__ = (
        CheckConstraint(one_of("kind", OUTSIDERS), name="kind_is_known"),
        CheckConstraint("state IN ('announced', 'agreed', 'refused')", name="state_is_known"),
        Index("ix_announced_guests_meeting_id", "meeting_id"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    kind: Mapped[str] = mapped_column(String(12))
    who: Mapped[str] = mapped_column(String(200))
    why: Mapped[str] = mapped_column(Text, default="")
    # The one item that they are there for; they see only what it releases.
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"))
    state: Mapped[str] = mapped_column(String(10), default="announced")
    announced_at: Mapped[datetime] = mapped_column(default=utc_now)
    announced_by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("group_decisions.id"))


class Paper(HasPublicId, Base):
    """A paper for a meeting, or for one of its items, in one format; formats of one paper share `title`."""

    __tablename__ = "papers"
    __table_args__ = (
        CheckConstraint(one_of("form", FORMATS), name="form_is_known"),
        UniqueConstraint("meeting_id", "title", "form", "language"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"))
    title: Mapped[str] = mapped_column(String(200))
    form: Mapped[str] = mapped_column(String(12))
    language: Mapped[str] = mapped_column(String(20), default="en")
    text: Mapped[str] = mapped_column(Text, default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("forum_files.id"))
    # None until this format is out.
    ready_at: Mapped[datetime | None]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))


class Card(Base):
    """A card held up in a meeting (slow down, say again, a break, a hand); put down again when it was heard."""

    __tablename__ = "cards"
    __table_args__ = (
        CheckConstraint(one_of("kind", SIGNALS), name="kind_is_known"),
        Index("ix_cards_meeting_id_id", "meeting_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    kind: Mapped[str] = mapped_column(String(10))
    # Kept for hands, that take turns, until they are put down; the other cards are nobody's.
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    raised_at: Mapped[datetime] = mapped_column(default=utc_now)
    heard_at: Mapped[datetime | None]
