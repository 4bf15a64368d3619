"""Background runs and what machines proposed in them; nothing here is ever counted in a report."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from consult.domain.runs import RUN_KINDS, RUN_STATES
from consult.models.base import Base, HasPublicId, one_of, utc_now


class Run(HasPublicId, Base):
    """A piece of background work: the truth about it, whatever the queue forgets. `token` fences off late workers."""

    __tablename__ = "runs"
    __table_args__ = (
        CheckConstraint(one_of("kind", RUN_KINDS), name="kind_is_known"),
        CheckConstraint(one_of("state", RUN_STATES), name="state_is_known"),
        CheckConstraint("done >= 0 AND total >= 0", name="progress_is_real"),
        Index("ix_runs_state_heartbeat_at", "state", "heartbeat_at"),
        Index("ix_runs_consultation_id_kind_id", "consultation_id", "kind", "id"),
        Index(
            "uq_runs_standing", "consultation_id", "kind", unique=True,
            sqlite_where=sql("state IN ('queued', 'running')"),
            postgresql_where=sql("state IN ('queued', 'running')"),
        ),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(10), default="queued")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    token: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    error_code: Mapped[str | None] = mapped_column(String(60))
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    heartbeat_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class ProposedTheme(HasPublicId, Base):
    """A group of answers that a machine put together: named, accepted or dropped by a person, or left."""

    __tablename__ = "proposed_themes"
    __table_args__ = (
        CheckConstraint("state IN ('proposed', 'accepted', 'dropped', 'merged')", name="state_is_known"),
        CheckConstraint("(state = 'accepted') = (theme_id IS NOT NULL)", name="accepted_as_a_theme"),
        CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_into_something"),
        CheckConstraint("(state = 'proposed') = (decided_by_id IS NULL)", name="decided_by_a_person"),
        UniqueConstraint("run_id", "position"),
    )

    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"))
    position: Mapped[int]
    language: Mapped[str] = mapped_column(String(20))
    terms: Mapped[list[Any]] = mapped_column(default=list)
    size: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default="proposed")
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("themes.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("proposed_themes.id"))
    # A name and a definition by a language model, where the body chose one: for a person to take, change or leave.
    machine_name: Mapped[str] = mapped_column(String(200), default="", server_default="")
    machine_definition: Mapped[str] = mapped_column(Text, default="", server_default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]


class ProposedMember(Base):
    """A typical or an edge answer of a proposed theme, the most typical first."""

    __tablename__ = "proposed_members"
    __table_args__ = (UniqueConstraint("proposed_theme_id", "answer_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposed_theme_id: Mapped[int] = mapped_column(ForeignKey("proposed_themes.id"))
    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"))
    position: Mapped[int]
    is_edge: Mapped[bool] = mapped_column(default=False)


class Suggestion(Base):
    """A theme that a machine ranks for an answer, with the words that moved it; the last run's replace those before.

    `is_offered` says that it reaches the threshold. `nearest_id` is the answer coded to the theme that is most like it.
    """

    __tablename__ = "suggestions"
    __table_args__ = (
        UniqueConstraint("answer_id", "theme_id"),
        Index("ix_suggestions_run_id", "run_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"))
    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"))
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"))
    position: Mapped[int]
    score: Mapped[float]
    words: Mapped[list[Any]] = mapped_column(default=list)
    is_offered: Mapped[bool] = mapped_column(default=True, server_default=sql("true"))
    nearest_id: Mapped[int | None] = mapped_column(ForeignKey("answers.id"), index=True)
