"""Worries about someone in an answer, and personal details taken out of one; what was taken out is kept apart."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from consult.models.base import Base, HasPublicId, utc_now


class Worry(HasPublicId, Base):
    """Someone may be in danger, or more than a view was told: raised by a person or a rule, closed by a person.

    The kinds, outcomes and times are those of domain/worries.py. While one is open, coders do not get the answer.
    """

    __tablename__ = "worries"
    __table_args__ = (
        CheckConstraint("source IN ('person', 'rule')", name="source_is_known"),
        CheckConstraint("(source = 'person') = (raised_by_id IS NOT NULL)", name="raised_by_a_person_or_a_rule"),
        CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name="closing_is_whole"),
        CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="closed_by_a_person"),
        CheckConstraint("answer_id IS NULL OR (submission_id IS NULL AND event_note_id IS NULL)",
                        name="is_of_one_thing"),
        Index("ix_worries_open", "consultation_id", "due_at",
              sqlite_where=sql("closed_at IS NULL"), postgresql_where=sql("closed_at IS NULL")),
        Index("ix_worries_open_answer", "answer_id",
              sqlite_where=sql("closed_at IS NULL"), postgresql_where=sql("closed_at IS NULL")),
        Index("ix_worries_answer_id", "answer_id"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    # None once the person took their words back: what was decided about them stays in the log.
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answers.id"))
    # Or the thing that was taken in and waits for a decision, or the note of an event.
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"), index=True)
    event_note_id: Mapped[int | None] = mapped_column(ForeignKey("event_notes.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(6))
    # The words that moved a rule, or what the person who raised it wrote.
    words: Mapped[list[Any]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(Text, default="")
    raised_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    raised_at: Mapped[datetime] = mapped_column(default=utc_now)
    due_at: Mapped[datetime]
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    outcome: Mapped[str | None] = mapped_column(String(20))
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    closed_at: Mapped[datetime | None]


class WorryStep(Base):
    """One line of the decision log of a worry: who did what, why, when."""

    __tablename__ = "worry_steps"
    __table_args__ = (Index("ix_worry_steps_worry_id_id", "worry_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    worry_id: Mapped[int] = mapped_column(ForeignKey("worries.id"))
    action: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text, default="")
    passed_to: Mapped[str] = mapped_column(String(30), default="")
    # Which of the published thresholds of domain/worries.py was met; only where something was passed on.
    threshold: Mapped[str] = mapped_column(String(30), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=utc_now)


class Redaction(HasPublicId, Base):
    """A stretch of an answer (or of its English) that shows who or where somebody is; a person decides."""

    __tablename__ = "redactions"
    __table_args__ = (
        CheckConstraint("state IN ('suggested', 'confirmed', 'refused', 'undone')", name="state_is_known"),
        CheckConstraint("source IN ('person', 'rule')", name="source_is_known"),
        CheckConstraint('start >= 0 AND "end" > start', name="is_not_empty"),
        CheckConstraint("state = 'suggested' OR decided_by_id IS NOT NULL", name="decided_by_a_person"),
        UniqueConstraint("answer_id", "of_english", "start", "end"),
        Index("ix_redactions_to_decide", "consultation_id", "id",
              sqlite_where=sql("state = 'suggested'"), postgresql_where=sql("state = 'suggested'")),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"))
    of_english: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    start: Mapped[int]
    end: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(6))
    state: Mapped[str] = mapped_column(String(10), default="suggested")
    suggested_at: Mapped[datetime] = mapped_column(default=utc_now)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]


class AnswerOriginal(Base):
    """The words of an answer, or of its English, as they were before anything was taken out; few may open them."""

    __tablename__ = "answer_originals"

    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"), primary_key=True)
    of_english: Mapped[bool] = mapped_column(primary_key=True, default=False)
    text: Mapped[str] = mapped_column(Text)


class CareLook(Base):
    """A machine looked for worries and personal details in these words: what it looked at, by digest, and when."""

    __tablename__ = "care_looks"

    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"), primary_key=True)
    of_english: Mapped[bool] = mapped_column(primary_key=True, default=False)
    digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(default=utc_now)
