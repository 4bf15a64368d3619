"""Answers that two people code without seeing each other: what the second said is kept apart and never counts."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from consult.domain.codebooks import STANCES
from consult.models.base import Base, HasPublicId, one_of, utc_now

REASONS = ("first", "translated", "signed", "share")
# waiting: for a second coder; agreed or differs: both are done and were compared; settled: a person decided.
STATES = ("waiting", "agreed", "differs", "settled")


class DoubleReading(HasPublicId, Base):
    """An answer that is coded twice, and how far that is. `frame_version` is that at the comparison."""

    __tablename__ = "double_readings"
    __table_args__ = (
        UniqueConstraint("answer_id"),
        CheckConstraint(one_of("reason", REASONS), name="reason_is_known"),
        CheckConstraint(one_of("state", STATES), name="state_is_known"),
        CheckConstraint("second_by_id IS NULL OR second_by_id <> first_by_id", name="read_by_two_people"),
        CheckConstraint("(state = 'waiting') = (compared_at IS NULL)", name="compared_when_both_are_done"),
        CheckConstraint("(state = 'settled') = (settled_by_id IS NOT NULL)", name="settled_by_a_person"),
        Index("ix_double_readings_consultation_id_state_id", "consultation_id", "state", "id"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"))
    question_key: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    first_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    first_at: Mapped[datetime] = mapped_column(default=utc_now)
    second_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    second_at: Mapped[datetime | None]
    compared_at: Mapped[datetime | None]
    frame_version: Mapped[int] = mapped_column(default=0)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    settled_at: Mapped[datetime | None]
    settled_note: Mapped[str] = mapped_column(Text, default="", server_default="")


class DoubleCode(Base):
    """A theme that one side gave: the second's while they code and after, the first's as it stood when compared."""

    __tablename__ = "double_codes"
    __table_args__ = (
        CheckConstraint("side IN ('first', 'second')", name="side_is_known"),
        CheckConstraint(one_of("stance", STANCES), name="stance_is_known"),
        CheckConstraint('start >= 0 AND "end" > start', name="is_not_empty"),
        UniqueConstraint("double_reading_id", "side", "theme_id", "of_english", "start", "end",
                         name="uq_double_codes_one_of_each"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    double_reading_id: Mapped[int] = mapped_column(ForeignKey("double_readings.id"))
    side: Mapped[str] = mapped_column(String(6))
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"))
    stance: Mapped[str] = mapped_column(String(10))
    start: Mapped[int]
    end: Mapped[int]
    of_english: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))


class AnswerRemark(HasPublicId, Base):
    """What staff say to each other about an answer: a question to a colleague, or why two coders differ."""

    __tablename__ = "answer_remarks"
    __table_args__ = (
        CheckConstraint("kind IN ('question', 'reply', 'difference')", name="kind_is_known"),
        CheckConstraint("length(words) > 0", name="says_something"),
        Index("ix_answer_remarks_answer_id_id", "answer_id", "id"),
        Index("ix_answer_remarks_open", "consultation_id", "id",
              sqlite_where=sql("kind = 'question' AND settled_at IS NULL"),
              postgresql_where=sql("kind = 'question' AND settled_at IS NULL")),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"))
    kind: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text)
    # Whom a question is put to; None: to anyone on the team.
    to_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=utc_now)
    settled_at: Mapped[datetime | None]
