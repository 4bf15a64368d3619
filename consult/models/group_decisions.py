"""What a group decides together: what it is about, where each stands, and ballots that lie apart from who cast them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from consult.models.base import Base, HasPublicId, one_of, utc_now
from consult.models.forums import RULES

STATES = ("open", "made", "not-made", "withdrawn")
# What a decision can be about; its effect is in services/forum_effects.py.
SUBJECTS = (
    "charter", "agenda", "note-agree", "note-delete", "note-release", "ask", "ask-withdraw", "mark", "request",
    "moderation", "pause", "close", "reopen",
    "guest", "captions", "rung", "review", "settings", "public-page", "chair", "postpone", "theme", "other",
)
STANCES = ("agree", "stand-aside", "concern", "object", "1", "2", "3", "4", "5", "6", "7", "8")
# Any number can be open about nothing else here, and about a chair who left meanwhile, whose id is gone.
ONE_AT_A_TIME = sql("state = 'open' AND subject_id || subject_kind NOT IN ('other', 'chair')")


class GroupDecision(HasPublicId, Base):
    """One decision of a group. `subject_id` is the public id of what it is about, empty for `other`."""

    __tablename__ = "group_decisions"
    __table_args__ = (
        CheckConstraint(one_of("state", STATES), name="state_is_known"),
        CheckConstraint(one_of("rule", RULES), name="rule_is_known"),
        CheckConstraint(one_of("subject_kind", SUBJECTS), name="subject_is_known"),
        CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="end_is_whole"),
        Index("ix_group_decisions_forum_id_id", "forum_id", "id"),
        Index("ix_group_decisions_subject", "subject_kind", "subject_id"),
        # One open question about a thing, also where two ask in the same moment.
        Index("uq_one_question", "forum_id", "subject_kind", "subject_id", unique=True,
              sqlite_where=ONE_AT_A_TIME, postgresql_where=ONE_AT_A_TIME),
    )

    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"))
    subject_kind: Mapped[str] = mapped_column(String(14))
    subject_id: Mapped[str] = mapped_column(String(22), default="")
    # What the group says yes or no to, in plain words; for a vote the choices, a line each.
    question: Mapped[str] = mapped_column(Text)
    choices: Mapped[str] = mapped_column(Text, default="")
    rule: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(10), default="open")
    # What came out, in words for the record; how many could not live with it, without names (CP-25).
    outcome: Mapped[str] = mapped_column(Text, default="")
    # The public id of the meeting that it was opened at, if at one (meetings name decisions, so no key can go back).
    meeting_public_id: Mapped[str] = mapped_column(String(22), default="")
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    opened_at: Mapped[datetime] = mapped_column(default=utc_now)
    closes_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    # How many could take part when it ended, and how many did: kept when people leave.
    could: Mapped[int | None]
    did: Mapped[int | None]
    could_not_live_with_it: Mapped[int | None]
    review_on: Mapped[date | None]


class Position(HasPublicId, Base):
    """Where a member stands in a decision that is no vote, with their concern in their own words.

    `member_id` goes when the member is forgotten; the words stay until the decision ends unless they are taken back.
    """

    __tablename__ = "positions"
    __table_args__ = (
        CheckConstraint(one_of("stance", STANCES), name="stance_is_known"),
        UniqueConstraint("decision_id", "member_id"),
    )

    decision_id: Mapped[int] = mapped_column(ForeignKey("group_decisions.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    stance: Mapped[str] = mapped_column(String(12))
    words: Mapped[str] = mapped_column(Text, default="")
    # The concern was met, says who raised it.
    is_met: Mapped[bool] = mapped_column(default=False)


class Ballot(Base):
    """One ballot of a vote: the choice and nothing else. Its key is random: no order says who cast it."""

    __tablename__ = "ballots"

    key: Mapped[str] = mapped_column(String(22), primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("group_decisions.id"), index=True)
    choice: Mapped[int]


class Turnout(Base):
    """That a member has voted; not how. Gone when the vote ends."""

    __tablename__ = "turnouts"

    decision_id: Mapped[int] = mapped_column(ForeignKey("group_decisions.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
