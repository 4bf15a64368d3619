"""How a consultation's answers are coded, who codes what, and who has an answer open now."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from consult.models.base import Base, utc_now


class CodingSettings(Base):
    """What the lead chose for the coding of a consultation; without a row, what the columns have by default.

    Shares are whole percent. `double_first` answers read of each question are coded twice, whatever the share.
    """

    __tablename__ = "coding_settings"
    __table_args__ = (
        CheckConstraint("control_share BETWEEN 0 AND 100", name="control_share_is_percent"),
        CheckConstraint("double_share BETWEEN 0 AND 100", name="double_share_is_percent"),
        CheckConstraint("double_first >= 0", name="double_first_is_a_number"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    has_suggestions: Mapped[bool] = mapped_column(default=True, server_default=sql("true"))
    hides_until_read: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    control_share: Mapped[int] = mapped_column(default=10, server_default="10")
    double_share: Mapped[int] = mapped_column(default=10, server_default="10")
    double_first: Mapped[int] = mapped_column(default=50, server_default="50")
    report_on: Mapped[date | None]


class QuestionCoding(Base):
    """A question of which only a random sample is coded: the answers whose shuffle number is below `sample_below`."""

    __tablename__ = "question_codings"
    __table_args__ = (UniqueConstraint("consultation_id", "question_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    question_key: Mapped[str] = mapped_column(String(60))
    # None: every answer is coded.
    sample_below: Mapped[int | None]
    sample_wanted: Mapped[int | None]
    chosen_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    chosen_at: Mapped[datetime] = mapped_column(default=utc_now)


class Assignment(Base):
    """Answers that someone is to code: those to a question, in a language (empty: in any)."""

    __tablename__ = "assignments"
    __table_args__ = (
        UniqueConstraint("consultation_id", "person_id", "question_key", "language"),
        Index("ix_assignments_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    question_key: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(20), default="", server_default="")
    given_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    given_at: Mapped[datetime] = mapped_column(default=utc_now)


class Presence(Base):
    """Someone has an answer open; it locks nothing, and is forgotten when they have been silent."""

    __tablename__ = "presences"
    __table_args__ = (Index("ix_presences_at", "at"),)

    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(default=utc_now)
