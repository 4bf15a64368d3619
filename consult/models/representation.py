"""What answers are set beside: benchmarks of London's people, what was done to reach them, and figures from outside."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from consult.domain.benchmarks import CERTAINTIES
from consult.domain.figures import PERIOD_TYPES
from consult.models.base import Base, HasPublicId, one_of, utc_now

# What was not replaced: one row of each stands, the older ones stay beside it.
STANDS = sql("replaced_at IS NULL")


class Benchmark(HasPublicId, Base):
    """The share that choices of an equality question have among the people of an area, from a named source.

    `choice` is one code, or several with `+` between them; `percent` of everyone in the base; `ages` says whom the base
    holds ("16+", "all"). A corrected value takes the place of an older row, which stays with `replaced_at`.
    """

    __tablename__ = "benchmarks"
    __table_args__ = (
        CheckConstraint("percent >= 0 AND percent <= 100", name="percent_is_a_share"),
        CheckConstraint(one_of("certainty", CERTAINTIES), name="certainty_is_known"),
        Index("ix_benchmarks_stands", "consultation_id", "question_key", "choice", unique=True, sqlite_where=STANDS,
              postgresql_where=STANDS),
        Index("ix_benchmarks_consultation_id_question_key", "consultation_id", "question_key", "choice"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    question_key: Mapped[str] = mapped_column(String(80))
    choice: Mapped[str] = mapped_column(String(200))
    percent: Mapped[float]
    area: Mapped[str] = mapped_column(String(120), default="London")
    ages: Mapped[str] = mapped_column(String(40), default="all")
    period: Mapped[str] = mapped_column(String(80), default="")
    source: Mapped[str] = mapped_column(Text)
    certainty: Mapped[str] = mapped_column(String(20))
    added_at: Mapped[datetime] = mapped_column(default=utc_now)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    replaced_at: Mapped[datetime | None]


class ReachAction(HasPublicId, Base):
    """One thing that was done to reach a group while people could answer, and what came of it."""

    __tablename__ = "reach_actions"
    __table_args__ = (
        CheckConstraint("length(what) > 0", name="says_what"),
        Index("ix_reach_actions_consultation_id_done_on", "consultation_id", "done_on", "id"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    # The question and the choice that name the group; both empty for everyone.
    question_key: Mapped[str] = mapped_column(String(80), default="")
    choice: Mapped[str] = mapped_column(String(200), default="")
    what: Mapped[str] = mapped_column(Text)
    done_on: Mapped[date]
    result: Mapped[str] = mapped_column(Text, default="")
    # How many people of the group had answered by then, as the protected table showed it; empty where it was hidden.
    people_then: Mapped[int | None]
    cost_pence: Mapped[int | None]
    is_public: Mapped[bool] = mapped_column(default=True)
    revision: Mapped[int] = mapped_column(default=1)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    added_at: Mapped[datetime] = mapped_column(default=utc_now)


class OutsideFigure(HasPublicId, Base):
    """A figure that somebody else published: nothing of it is ours, and all of it must be said.

    `period_type` (a year to, a quarter, a month, a day, a change between two) decides with `measure` what it may stand
    beside. A correction is a new row; the old one keeps `replaced_at` and why.
    """

    __tablename__ = "outside_figures"
    __table_args__ = (
        CheckConstraint(one_of("period_type", PERIOD_TYPES), name="period_type_is_known"),
        CheckConstraint("length(text) > 0 AND length(source_document) > 0", name="says_what_and_where_from"),
        CheckConstraint("(replaced_at IS NULL) = (length(replaced_because) = 0)", name="correction_has_a_reason"),
        Index("ix_outside_figures_stands", "key", unique=True, sqlite_where=STANDS, postgresql_where=STANDS),
        Index("ix_outside_figures_key", "key"),
    )

    key: Mapped[str] = mapped_column(String(120))
    plan_key: Mapped[str] = mapped_column(String(80), default="")
    text: Mapped[str] = mapped_column(Text)
    measure: Mapped[str] = mapped_column(String(300), default="")
    group: Mapped[str] = mapped_column(String(200), default="")
    period: Mapped[str] = mapped_column(String(200), default="")
    period_type: Mapped[str] = mapped_column(String(20), default="")
    period_ends_on: Mapped[date | None]
    value: Mapped[float | None]
    value_words: Mapped[str] = mapped_column(String(120), default="")
    unit: Mapped[str] = mapped_column(String(60), default="")
    base: Mapped[str] = mapped_column(String(200), default="")
    claimed_by: Mapped[str] = mapped_column(String(200), default="")
    source_document: Mapped[str] = mapped_column(Text)
    source_heading: Mapped[str] = mapped_column(Text, default="")
    added_at: Mapped[datetime] = mapped_column(default=utc_now)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    replaced_at: Mapped[datetime | None]
    replaced_because: Mapped[str] = mapped_column(Text, default="")


class InsideCrossing(Base):
    """Somebody of the staff looked at a crossing of three characteristics: which, why, and when."""

    __tablename__ = "inside_crossings"
    __table_args__ = (
        CheckConstraint("length(reason) > 0", name="has_a_reason"),
        Index("ix_inside_crossings_consultation_id_at", "consultation_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    questions: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=utc_now)
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
