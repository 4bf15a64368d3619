"""Talk in a forum: threads, posts, files, and what was done when something went wrong; nothing says who read what."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from consult.models.base import Base, HasPublicId, one_of, utc_now

STEPS = ("private-word", "pause", "group-decision", "appeal")


class Thread(HasPublicId, Base):
    """A conversation, free or about an item of the agenda."""

    __tablename__ = "threads"
    __table_args__ = (Index("ix_threads_forum_id_id", "forum_id", "id"),)

    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"))
    title: Mapped[str] = mapped_column(String(200))
    # A short plain version for who reads Easy Read.
    easy_title: Mapped[str] = mapped_column(String(200), default="")
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    started_by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    is_closed: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class Post(HasPublicId, Base):
    """One contribution. Taken back, its words are gone; held back, they stay for who hears the appeal."""

    __tablename__ = "posts"
    __table_args__ = (
        CheckConstraint("taken_back_at IS NULL OR (words = '' AND easy_words = '' AND file_id IS NULL)",
                        name="taken_back_is_gone"),
        Index("ix_posts_thread_id_id", "thread_id", "id"),
    )

    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    easy_words: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(20), default="en")
    way: Mapped[str] = mapped_column(String(10), default="text")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("forum_files.id"))
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    changed_at: Mapped[datetime | None]
    taken_back_at: Mapped[datetime | None]
    is_held_back: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))


class ForumFile(HasPublicId, Base):
    """A voice note, a signed film or a document of a forum; served to its members alone unless it was released."""

    __tablename__ = "forum_files"
    __table_args__ = (
        CheckConstraint("kind IN ('audio', 'video', 'file')", name="kind_is_known"),
        CheckConstraint("state IN ('held', 'clean', 'refused', 'deleted')", name="state_is_known"),
        CheckConstraint("(state = 'deleted') = (stored_as IS NULL)", name="deleted_is_gone"),
    )

    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    kind: Mapped[str] = mapped_column(String(6))
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    stored_as: Mapped[str | None] = mapped_column(String(43), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="held")
    # What is said or signed in it, in words.
    transcript: Mapped[str] = mapped_column(Text, default="")
    is_released: Mapped[bool] = mapped_column(default=False)
    added_on: Mapped[date]


class MemberReport(HasPublicId, Base):
    """Somebody tells the person whom the group chose that something is wrong; nobody else sees it (CP-21)."""

    __tablename__ = "member_reports"
    __table_args__ = (
        CheckConstraint("state IN ('sent', 'seen', 'settled')", name="state_is_known"),
        Index("ix_member_reports_forum_id_id", "forum_id", "id"),
    )

    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"))
    # None where the person wants to stay unknown to the listener too.
    from_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    words: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(8), default="sent")
    sent_on: Mapped[date]
    settled_on: Mapped[date | None]
    heard_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))


class Moderation(HasPublicId, Base):
    """A post was held back: why, that its author was told, and what the appeal said. Rows are never deleted."""

    __tablename__ = "moderations"
    __table_args__ = (
        CheckConstraint("length(reason) > 0", name="has_a_reason"),
        CheckConstraint("state IN ('held-back', 'appealed', 'upheld', 'overturned', 'lifted')", name="state_is_known"),
        CheckConstraint("state NOT IN ('upheld', 'overturned') OR "
                        "(heard_by_id IS NOT NULL AND length(heard_words) > 0)", name="appeals_are_heard_by_a_person"),
        Index("ix_moderations_forum_id_id", "forum_id", "id"),
    )

    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), index=True)
    # A code of domain/agreement_steps.py, and why in words.
    rule: Mapped[str] = mapped_column(String(30))
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    at: Mapped[datetime] = mapped_column(default=utc_now)
    state: Mapped[str] = mapped_column(String(10), default="held-back")
    noticed_at: Mapped[datetime | None]
    appeal_words: Mapped[str] = mapped_column(Text, default="")
    heard_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    heard_words: Mapped[str] = mapped_column(Text, default="")
    heard_at: Mapped[datetime | None]


class AgreementStep(HasPublicId, Base):
    """A step of the group's own agreement about how somebody acts: a private word first, an appeal last."""

    __tablename__ = "agreement_steps"
    __table_args__ = (
        CheckConstraint(one_of("step", STEPS), name="step_is_known"),
        CheckConstraint("length(reason) > 0", name="has_a_reason"),
        CheckConstraint("step <> 'group-decision' OR decision_id IS NOT NULL", name="decided_by_the_group"),
        CheckConstraint("step <> 'pause' OR until IS NOT NULL", name="a_pause_ends"),
        Index("ix_agreement_steps_forum_id_id", "forum_id", "id"),
    )

    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"))
    about_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    step: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    at: Mapped[datetime] = mapped_column(default=utc_now)
    until: Mapped[date | None]
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("group_decisions.id"))
    noticed_at: Mapped[datetime | None]
    appeal_words: Mapped[str] = mapped_column(Text, default="")
    heard_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    heard_words: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[str | None] = mapped_column(String(12))
