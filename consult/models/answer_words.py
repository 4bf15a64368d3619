"""What became of answers that are not in English: the language found, the English made of them, signed answers."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from consult.domain.answer_words import WORD_STATES
from consult.models.base import Base, HasPublicId, one_of, utc_now


class AnswerWords(HasPublicId, Base):
    """The language of one answer in own words, and its English once a person has written it and a second has read it.

    `found` is what a machine took the language for, `language` what it counts as: a person can set it right.
    `machine_draft` stands apart and is never coded. The original stays where it is, in the answer.
    """

    __tablename__ = "answer_words"
    __table_args__ = (
        CheckConstraint(one_of("state", WORD_STATES), name="state_is_known"),
        CheckConstraint("state NOT IN ('written', 'checked') OR english IS NOT NULL", name="english_is_there"),
        CheckConstraint("state NOT IN ('written', 'checked') OR written_by_id IS NOT NULL", name="written_by_a_person"),
        CheckConstraint("state <> 'checked' OR checked_by_id IS NOT NULL", name="checked_by_a_person"),
        CheckConstraint("checked_by_id IS NULL OR written_by_id <> checked_by_id", name="checked_by_a_second_person"),
        Index("ix_answer_words_waiting", "state", "id", sqlite_where=sql("state IN ('waiting', 'written')"),
              postgresql_where=sql("state IN ('waiting', 'written')")),
    )

    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"), unique=True)
    found: Mapped[str | None] = mapped_column(String(20))
    found_at: Mapped[datetime | None]
    language: Mapped[str] = mapped_column(String(20))
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    state: Mapped[str] = mapped_column(String(12), default="not-needed")
    english: Mapped[str | None] = mapped_column(Text)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[datetime | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    checked_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")
    machine_draft: Mapped[str | None] = mapped_column(Text)
    machine_name: Mapped[str] = mapped_column(String(100), default="")
    revision: Mapped[int] = mapped_column(default=1)


class SignedAnswer(HasPublicId, Base):
    """An answer given in British Sign Language: the film, how far its English is, and the proof that the film is gone.

    The attachment's row stays after its film is deleted, for the count and the proof. `not-needed` is the state of a
    film whose sender took it back.
    """

    __tablename__ = "signed_answers"
    __table_args__ = (
        CheckConstraint(one_of("state", WORD_STATES), name="state_is_known"),
        CheckConstraint("state NOT IN ('written', 'checked') OR written_by_id IS NOT NULL", name="written_by_a_person"),
        CheckConstraint("state <> 'checked' OR checked_by_id IS NOT NULL", name="checked_by_a_person"),
        CheckConstraint("checked_by_id IS NULL OR written_by_id <> checked_by_id", name="checked_by_a_second_person"),
        CheckConstraint("(deleted_at IS NULL) = (deletion_proof IS NULL)", name="deletion_is_proved"),
    )

    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id"), index=True)
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id"), unique=True)
    # The question that was answered, with @ and a part of the plan for a comment; empty for the whole survey.
    question_key: Mapped[str] = mapped_column(String(210), default="")
    seconds: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[datetime | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    checked_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")
    # The person's own correction of the English, from their receipt.
    corrected_at: Mapped[datetime | None]
    delete_on: Mapped[date]
    deleted_at: Mapped[datetime | None]
    # What was deleted (digest and size of the film) and when, in one line that the receipt shows.
    deletion_proof: Mapped[str | None] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class SignedWords(HasPublicId, Base):
    """What a film says to one question, in English: a film of the whole survey says something to several.

    `answer_id` is the answer that coders read, made when a second person has checked the English.
    """

    __tablename__ = "signed_words"
    __table_args__ = (
        UniqueConstraint("signed_answer_id", "question_id", "plan_node_key"),
        CheckConstraint("length(english) > 0", name="says_something"),
    )

    signed_answer_id: Mapped[int] = mapped_column(ForeignKey("signed_answers.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"))
    plan_node_key: Mapped[str] = mapped_column(String(120), default="")
    english: Mapped[str] = mapped_column(Text)
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answers.id"), unique=True)
