"""What a forum asks of a public body, each reply to it, and how the group marks the reply."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from consult.domain.asks import MARKS, OUTCOMES
from consult.models.base import Base, HasPublicId, one_of


class Ask(HasPublicId, Base):
    """One ask, in the group's words. Sent by a decision of the group; once sent its words do not change."""

    __tablename__ = "asks"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'sent', 'withdrawn')", name="state_is_known"),
        CheckConstraint("state <> 'sent' OR (sent_on IS NOT NULL AND reply_due_on IS NOT NULL AND "
                        "decision_id IS NOT NULL)", name="sent_by_the_group"),
        CheckConstraint("reply_days BETWEEN 1 AND 260", name="reply_days_are_sensible"),
        Index("ix_asks_forum_id_id", "forum_id", "id"),
    )

    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"))
    title: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(Text)
    easy_words: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(20), default="en")
    film_id: Mapped[int | None] = mapped_column(ForeignKey("forum_files.id"))
    # In how many working days the group wants a reply (CP-29).
    reply_days: Mapped[int] = mapped_column(default=20)
    # The body that it is addressed to.
    addressee: Mapped[str] = mapped_column(String(200))
    plan_node_id: Mapped[int | None] = mapped_column(ForeignKey("plan_nodes.id"), index=True)
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultations.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"))
    written_by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    state: Mapped[str] = mapped_column(String(10), default="draft")
    is_public: Mapped[bool] = mapped_column(default=True)
    sent_on: Mapped[date | None]
    reply_due_on: Mapped[date | None]
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("group_decisions.id"))


class AskReply(HasPublicId, Base):
    """A reply to an ask; a later one takes the place of an earlier one, which stays to be read."""

    __tablename__ = "ask_replies"
    __table_args__ = (
        CheckConstraint(one_of("outcome", OUTCOMES), name="outcome_is_known"),
        CheckConstraint("length(reason) > 0", name="has_a_reason"),
        CheckConstraint("outcome <> 'not-ours' OR length(goes_to) > 0", name="not_ours_says_whose"),
        CheckConstraint("outcome <> 'later' OR later_on IS NOT NULL", name="later_says_by_when"),
        Index("ix_ask_replies_current", "ask_id", unique=True, sqlite_where=sql("is_current"),
              postgresql_where=sql("is_current")),
    )

    ask_id: Mapped[int] = mapped_column(ForeignKey("asks.id"), index=True)
    outcome: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text)
    easy_reason: Mapped[str] = mapped_column(Text, default="")
    goes_to: Mapped[str] = mapped_column(String(200), default="")
    later_on: Mapped[date | None]
    # What the plan said and says now, where a part of it changed.
    text_before: Mapped[str] = mapped_column(Text, default="")
    text_after: Mapped[str] = mapped_column(Text, default="")
    # Who speaks, by office; the person is staff.
    signed: Mapped[str] = mapped_column(String(200))
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    replied_on: Mapped[date]
    is_current: Mapped[bool] = mapped_column(default=True)


class AskReplyForm(Base):
    """A reply in a format that the ask came in: `bsl` (the web address of a signed film), or `language` (the words)."""

    __tablename__ = "ask_reply_forms"

    reply_id: Mapped[int] = mapped_column(ForeignKey("ask_replies.id"), primary_key=True)
    form: Mapped[str] = mapped_column(String(12), primary_key=True)
    language: Mapped[str] = mapped_column(String(20), primary_key=True, default="en")
    text: Mapped[str] = mapped_column(Text, default="")


class AskMark(Base):
    """The group's mark of a reply, by a decision; in its own words why."""

    __tablename__ = "ask_marks"
    __table_args__ = (
        CheckConstraint(one_of("mark", MARKS), name="mark_is_known"),
        UniqueConstraint("reply_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reply_id: Mapped[int] = mapped_column(ForeignKey("ask_replies.id"))
    mark: Mapped[str] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(Text, default="")
    decision_id: Mapped[int] = mapped_column(ForeignKey("group_decisions.id"))
    marked_on: Mapped[date]
    # Proposed by the group's member while the decision runs; it counts once the decision is made.
    is_made: Mapped[bool] = mapped_column(default=False)
