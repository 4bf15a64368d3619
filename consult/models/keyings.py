"""Paper forms typed in by staff, once or twice; equality sheets stand apart and belong to no form."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.domain.routing import AGE_ROUTES
from consult.models.base import Base, HasPublicId, one_of, utc_now


class Keying(HasPublicId, Base):
    """One typing of one form, in the form's order: `answers` by question key, `unclear` the keys that are hard to read.

    `number` 1 is the first typing; 2 is another person's, who does not see the first. `revision` counts its saves, so
    that two people at the same one are told.
    """

    __tablename__ = "keyings"
    __table_args__ = (
        UniqueConstraint("submission_id", "number"),
        CheckConstraint("number IN (1, 2)", name="is_first_or_second"),
        CheckConstraint("state IN ('open', 'done')", name="state_is_known"),
        CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name="end_is_whole"),
        CheckConstraint(one_of("age_route", AGE_ROUTES), name="age_route_is_known"),
    )

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    survey_version_id: Mapped[int] = mapped_column(ForeignKey("survey_versions.id"))
    number: Mapped[int]
    age_route: Mapped[str] = mapped_column(String(10), default="adult")
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    unclear: Mapped[list[Any]] = mapped_column(default=list)
    # Who answers and with whose help, as a draft keeps it.
    about: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # Whether only the questions with boxes are typed: all forms' are typed twice, words only of a sample.
    is_closed_only: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(10), default="open")
    revision: Mapped[int] = mapped_column(default=1)
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    started_at: Mapped[datetime] = mapped_column(default=utc_now)
    done_at: Mapped[datetime | None]


class KeyingDifference(Base):
    """A question that two people typed differently, until a person settles it by the paper."""

    __tablename__ = "keying_differences"
    __table_args__ = (
        UniqueConstraint("submission_id", "question_key"),
        CheckConstraint("kind IN ('closed', 'words')", name="kind_is_known"),
        CheckConstraint("(settled_at IS NULL) = (settled_by_id IS NULL)", name="settled_by_a_person"),
        CheckConstraint("settled_as IS NULL OR settled_as IN ('first', 'second', 'other')", name="settled_as_is_known"),
        CheckConstraint("(settled_at IS NULL) = (settled_as IS NULL)", name="settling_is_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    question_key: Mapped[str] = mapped_column(String(210))
    kind: Mapped[str] = mapped_column(String(10))
    settled_as: Mapped[str | None] = mapped_column(String(10))
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    settled_at: Mapped[datetime | None]


class EqualitySheet(HasPublicId, Base):
    """One equality sheet or monitoring card without a name: tied to no form, no note and no person."""

    __tablename__ = "equality_sheets"
    __table_args__ = (Index("ix_equality_sheets_consultation_id_event_id", "consultation_id", "event_id"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    survey_version_id: Mapped[int] = mapped_column(ForeignKey("survey_versions.id"))
    # Of a card from the box of an event; empty for a sheet that came with a form.
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    # The keyed hash of the code on the sheet, so that one sheet is not typed twice.
    code_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    typed_on: Mapped[date]
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class EqualitySheetAnswer(Base):
    """One choice on an equality sheet: read only by queries that aggregate."""

    __tablename__ = "equality_sheet_answers"
    __table_args__ = (
        UniqueConstraint("sheet_id", "question_id", "choice"),
        Index("ix_equality_sheet_answers_question_id_choice", "question_id", "choice"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("equality_sheets.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"))
    choice: Mapped[str] = mapped_column(String(60))
