"""What a group says of itself: charters, the rung of each activity, and its yearly reviews."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.models.base import Base, HasPublicId, one_of, utc_now

RUNGS = ("informing", "educating", "consultation", "engagement", "co-design", "co-production")


class Charter(HasPublicId, Base):
    """A version of a charter. `texts` is {section: {form: words}} with form plain or easy-read; the film is signed.

    Adopted ones are never changed.
    """

    __tablename__ = "charters"
    __table_args__ = (
        UniqueConstraint("forum_id", "number"),
        CheckConstraint("(adopted_at IS NULL) = (adopted_by_id IS NULL)", name="adopted_by_the_group"),
    )

    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"))
    number: Mapped[int]
    texts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    film_id: Mapped[int | None] = mapped_column(ForeignKey("forum_files.id"))
    why: Mapped[str] = mapped_column(Text, default="")
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    adopted_at: Mapped[datetime | None]
    # The group's decision.
    adopted_by_id: Mapped[int | None] = mapped_column(ForeignKey("group_decisions.id"))


class Activity(HasPublicId, Base):
    """Something that the forum does with a public body, and the rung of the ladder that it says it is on (CP-03)."""

    __tablename__ = "activities"
    __table_args__ = (
        CheckConstraint(one_of("rung", RUNGS), name="rung_is_known"),
        CheckConstraint("rung <> 'co-production' OR (responder <> '' AND feedback_due_on IS NOT NULL)",
                        name="co_production_has_its_conditions"),
    )

    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    what: Mapped[str] = mapped_column(Text, default="")
    rung: Mapped[str] = mapped_column(String(14))
    # Who answers for the public body, and by when the group hears what came of it.
    responder: Mapped[str] = mapped_column(String(200), default="")
    feedback_due_on: Mapped[date | None]
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    written_by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    # The group voted the rung down, from which one.
    lowered_from: Mapped[str | None] = mapped_column(String(14))
    ended_on: Mapped[date | None]


class ForumReview(HasPublicId, Base):
    """The members' yearly review by the four principles; `texts` is {principle: words}. Published by the group."""

    __tablename__ = "forum_reviews"
    __table_args__ = (UniqueConstraint("forum_id", "year"),)

    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"))
    year: Mapped[int]
    texts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    published_at: Mapped[datetime | None]
