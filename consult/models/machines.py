"""What machines did beside ranking themes, and what became of it: offers, nodes, batches, vectors, calls."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.models.base import Base, HasPublicId, utc_now


class NodeSuggestion(Base):
    """A part of the plan that a machine finds like an answer, the likest first; the last run's replace those before."""

    __tablename__ = "node_suggestions"
    __table_args__ = (UniqueConstraint("answer_id", "plan_node_id"), Index("ix_node_suggestions_run_id", "run_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"))
    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"))
    plan_node_id: Mapped[int] = mapped_column(ForeignKey("plan_nodes.id"))
    position: Mapped[int]
    score: Mapped[float]


class SuggestionOutcome(Base):
    """What a person made of a theme that a machine ranked for an answer, kept when they had read it.

    `was_shown` is false where the answer belongs to the share that is read without suggestions.
    """

    __tablename__ = "suggestion_outcomes"
    __table_args__ = (
        UniqueConstraint("answer_id", "theme_id"),
        Index("ix_suggestion_outcomes_consultation_id", "consultation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"))
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"))
    position: Mapped[int]
    was_offered: Mapped[bool]
    was_shown: Mapped[bool]
    was_accepted: Mapped[bool]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=utc_now)


class AcceptedBatch(HasPublicId, Base):
    """Suggestions above a score that a person accepted together, with the precision measured on answers kept aside.

    `theme_id` None: of every theme. `precision` is a share from 0 to 1 of `measured_on` held-out suggestions.
    """

    __tablename__ = "accepted_batches"
    __table_args__ = (
        CheckConstraint("precision IS NULL OR (precision >= 0 AND precision <= 1)", name="precision_is_a_share"),
        CheckConstraint("(undone_at IS NULL) = (undone_by_id IS NULL)", name="undoing_is_whole"),
        Index("ix_accepted_batches_consultation_id", "consultation_id"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("themes.id"))
    question_key: Mapped[str] = mapped_column(String(60), default="")
    cut: Mapped[float]
    precision: Mapped[float | None]
    measured_on: Mapped[int] = mapped_column(default=0)
    codings: Mapped[int]
    answers: Mapped[int]
    accepted_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    accepted_at: Mapped[datetime] = mapped_column(default=utc_now)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    undone_at: Mapped[datetime | None]


class AnswerVector(Base):
    """An answer's words as numbers (little-endian float16), made from the words with this digest; gone with them."""

    __tablename__ = "answer_vectors"

    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    model: Mapped[str] = mapped_column(String(64))
    vector: Mapped[bytes] = mapped_column(LargeBinary)


class ModelCall(Base):
    """One request to a language model outside: to whom, for what, how it ended; never the words sent or returned."""

    __tablename__ = "model_calls"
    __table_args__ = (Index("ix_model_calls_consultation_id_id", "consultation_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    run_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id"))
    purpose: Mapped[str] = mapped_column(String(30))
    model: Mapped[str] = mapped_column(String(100))
    host: Mapped[str] = mapped_column(String(200))
    outcome: Mapped[str] = mapped_column(String(60))
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime] = mapped_column(default=utc_now)
