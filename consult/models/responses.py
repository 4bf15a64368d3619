"""Responses from every channel, their answers, the drafts before them; equality answers stand in characteristics.py."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy import (
    text as sql,
)
from sqlalchemy.orm import Mapped, mapped_column

from consult.domain.channels import CHANNELS
from consult.domain.responses import EXCLUSION_REASONS
from consult.models.base import Base, HasPublicId, one_of, utc_now


class Response(HasPublicId, Base):
    """One acknowledged response: stored before anyone is thanked, counted or excluded with a reason, never dropped."""

    __tablename__ = "responses"
    __table_args__ = (
        CheckConstraint(one_of("channel", CHANNELS), name="channel_is_known"),
        CheckConstraint(
            f"excluded_reason IS NULL OR {one_of('excluded_reason', EXCLUSION_REASONS)}", name="exclusion_has_a_reason"
        ),
        CheckConstraint("(excluded_reason IS NULL) = (excluded_at IS NULL)", name="exclusion_is_whole"),
        Index("ix_responses_consultation_id_id", "consultation_id", "id"),
        Index("ix_responses_by_channel", "consultation_id", "channel", "excluded_reason"),
        Index("ix_responses_by_language", "consultation_id", "language"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    survey_version_id: Mapped[int] = mapped_column(ForeignKey("survey_versions.id"))
    channel: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(20))
    received_at: Mapped[datetime] = mapped_column(default=utc_now)
    submission_hash: Mapped[str] = mapped_column(String(64), unique=True)
    receipt_hash: Mapped[str] = mapped_column(String(64), unique=True)
    has_quote_consent: Mapped[bool] = mapped_column(default=False)
    is_late: Mapped[bool] = mapped_column(default=False)
    is_example: Mapped[bool] = mapped_column(default=False)
    excluded_reason: Mapped[str | None] = mapped_column(String(20))
    excluded_at: Mapped[datetime | None]
    excluded_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Answer(Base):
    """One chosen option, or one text, of one response to one question; several choices are several rows.

    Only texts carry a public id: they alone are shown one by one, and a random key on every choice would
    cost a quarter of the commit rate as the table grows.
    """

    __tablename__ = "answers"
    __table_args__ = (
        UniqueConstraint("response_id", "question_id", "choice"),
        UniqueConstraint("id", "response_id"),
        Index(
            "uq_answers_one_text", "response_id", "question_id", unique=True,
            sqlite_where=sql("text IS NOT NULL"), postgresql_where=sql("text IS NOT NULL"),
        ),
        Index(
            "ix_answers_reading_order", "question_id", "shuffle", "id",
            sqlite_where=sql("text IS NOT NULL"), postgresql_where=sql("text IS NOT NULL"),
        ),
        Index("ix_answers_question_id_choice", "question_id", "choice"),
        CheckConstraint("(choice IS NULL) <> (text IS NULL)", name="choice_or_text"),
        CheckConstraint("(text IS NULL) = (public_id IS NULL)", name="texts_can_be_addressed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str | None] = mapped_column(String(22), unique=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"))
    choice: Mapped[str | None] = mapped_column(String(60))
    text: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(20))
    shuffle: Mapped[int] = mapped_column(default=0)


class Draft(Base):
    """A response being written: found only by its browser's secret, gone when sent or out of date."""

    __tablename__ = "drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    survey_version_id: Mapped[int] = mapped_column(ForeignKey("survey_versions.id"))
    age_route: Mapped[str] = mapped_column(String(10))
    sections: Mapped[list[Any]] = mapped_column(default=list)
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    unsaved: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(default=utc_now)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class CharacteristicAnswer(Base):
    """One protected answer (age, borough, victim status, equality): read only by queries that aggregate."""

    __tablename__ = "characteristic_answers"
    __table_args__ = (
        UniqueConstraint("response_id", "question_id", "choice"),
        ForeignKeyConstraint(["question_id"], ["questions.id"]),
        Index("ix_characteristic_answers_question_id_choice", "question_id", "choice"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id"))
    question_id: Mapped[int]
    choice: Mapped[str] = mapped_column(String(60))
