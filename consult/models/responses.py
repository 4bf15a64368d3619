"""Responses from every channel, their answers, the drafts before them; equality answers stand in characteristics.py."""

from datetime import date, datetime
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
from consult.domain.responses import (
    ANSWERED_AS,
    BEHALVES,
    EXCLUSION_REASONS,
    FLAGS,
    IMPORTING,
    TAKEN_BACK_REASONS,
    WORDS_ARE,
)
from consult.models.base import Base, HasPublicId, one_of, utc_now

# Typed once for a question; what was signed to the same question (language bfi) is put into English beside it.
_ONE_TEXT = sql("text IS NOT NULL AND language <> 'bfi'")


_REASONS = (*EXCLUSION_REASONS, *TAKEN_BACK_REASONS, IMPORTING)


class Response(HasPublicId, Base):
    """One acknowledged response: stored before anyone is thanked, counted or excluded with a reason, never dropped."""

    __tablename__ = "responses"
    __table_args__ = (
        CheckConstraint(one_of("channel", CHANNELS), name="channel_is_known"),
        CheckConstraint(
            f"excluded_reason IS NULL OR {one_of('excluded_reason', _REASONS)}",
            name="exclusion_has_a_reason",
        ),
        CheckConstraint(one_of("on_behalf_of", BEHALVES), name="behalf_is_known"),
        CheckConstraint(f"words_are IS NULL OR {one_of('words_are', WORDS_ARE)}", name="words_are_known"),
        CheckConstraint("was_helped OR words_are IS NULL", name="only_help_asks_whose_words"),
        CheckConstraint(one_of("answered_as", ANSWERED_AS), name="wording_is_known"),
        CheckConstraint("(excluded_reason IS NULL) = (excluded_at IS NULL)", name="exclusion_is_whole"),
        CheckConstraint("(channel = 'panel') = (sample_id IS NOT NULL)", name="panels_are_samples"),
        CheckConstraint("weight IS NULL OR (weight > 0 AND sample_id IS NOT NULL)", name="only_panels_are_weighted"),
        CheckConstraint("counts_with_id IS NULL OR sample_id IS NULL", name="panels_stand_alone"),
        CheckConstraint("counts_with_id IS NULL OR counts_with_id <> id", name="counts_with_another"),
        Index("ix_responses_consultation_id_received_at_id", "consultation_id", "received_at", "id"),
        Index("ix_responses_counts_with_id", "counts_with_id", sqlite_where=sql("counts_with_id IS NOT NULL"),
              postgresql_where=sql("counts_with_id IS NOT NULL")),
        Index("ix_responses_import_id", "import_id", sqlite_where=sql("import_id IS NOT NULL"),
              postgresql_where=sql("import_id IS NOT NULL")),
        Index("ix_responses_sample_id", "sample_id", sqlite_where=sql("sample_id IS NOT NULL"),
              postgresql_where=sql("sample_id IS NOT NULL")),
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
    on_behalf_of: Mapped[str] = mapped_column(String(20), default="self", server_default="self")
    was_helped: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    words_are: Mapped[str | None] = mapped_column(String(20))
    # The response that this one takes the place of: the same person's, so that both are counted once.
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("responses.id"), unique=True)
    # The wording that was answered: the survey's own, or its Easy Read or signed variant. Reports show them apart.
    answered_as: Mapped[str] = mapped_column(String(20), default="standard", server_default="standard")
    # The panel that it is of; empty for the open consultation. Its weight is a plain factor around 1.
    sample_id: Mapped[int | None] = mapped_column(ForeignKey("samples.id"))
    weight: Mapped[float | None]
    # The same person's response that this one is counted with (practice C6): both are read, one is counted.
    counts_with_id: Mapped[int | None] = mapped_column(ForeignKey("responses.id"))
    # The file that it was brought in from.
    import_id: Mapped[int | None] = mapped_column(ForeignKey("response_imports.id"))
    # What the person wrote is deleted; the row stays for the count.
    erased_at: Mapped[datetime | None]


class RespondingBody(Base):
    """The organisation or group that a response speaks for, and for how many people."""

    __tablename__ = "responding_bodies"
    __table_args__ = (
        CheckConstraint("speaks_for IS NULL OR speaks_for > 0", name="speaks_for_someone"),
        CheckConstraint("length(name) > 0", name="has_a_name"),
    )

    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    speaks_for: Mapped[int | None]
    may_be_named: Mapped[bool] = mapped_column(default=False)


class ResponseFlag(Base):
    """A reason for a person to look at a response twice; a person decides, and until then it counts."""

    __tablename__ = "response_flags"
    __table_args__ = (
        UniqueConstraint("response_id", "flag"),
        CheckConstraint(one_of("flag", FLAGS), name="flag_is_known"),
        CheckConstraint("decision IS NULL OR decision IN ('kept', 'excluded')", name="decision_is_known"),
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decision_is_whole"),
        CheckConstraint("(decision IS NULL) = (decided_by_id IS NULL)", name="decided_by_a_person"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id"))
    flag: Mapped[str] = mapped_column(String(30))
    at: Mapped[datetime] = mapped_column(default=utc_now)
    decision: Mapped[str | None] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Answer(Base):
    """One chosen option, one text or one short value of one response to one question; several choices, several rows.

    `place` is the rank of a ranked option, from 1. `plan_node_key` is the part of the plan that a comment was put on,
    empty where the question itself says what it is about.

    Only texts carry a public id: they alone are shown one by one, and a random key on every choice would
    cost a quarter of the commit rate as the table grows.
    """

    __tablename__ = "answers"
    __table_args__ = (
        UniqueConstraint("response_id", "question_id", "choice"),
        UniqueConstraint("id", "response_id"),
        Index(
            "uq_answers_one_text", "response_id", "question_id", "plan_node_key", unique=True,
            sqlite_where=_ONE_TEXT, postgresql_where=_ONE_TEXT,
        ),
        Index(
            "uq_answers_one_value", "response_id", "question_id", unique=True,
            sqlite_where=sql("value IS NOT NULL"), postgresql_where=sql("value IS NOT NULL"),
        ),
        Index(
            "ix_answers_reading_order", "question_id", "shuffle", "id",
            sqlite_where=sql("text IS NOT NULL"), postgresql_where=sql("text IS NOT NULL"),
        ),
        Index("ix_answers_question_id_choice", "question_id", "choice"),
        CheckConstraint(
            "(choice IS NOT NULL AND text IS NULL AND value IS NULL) OR "
            "(choice IS NULL AND text IS NOT NULL AND value IS NULL) OR "
            "(choice IS NULL AND text IS NULL AND value IS NOT NULL)", name="choice_text_or_value",
        ),
        CheckConstraint("place IS NULL OR (place > 0 AND choice IS NOT NULL)", name="places_are_of_choices"),
        CheckConstraint("(text IS NULL) = (public_id IS NULL)", name="texts_can_be_addressed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str | None] = mapped_column(String(22), unique=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"))
    choice: Mapped[str | None] = mapped_column(String(60))
    text: Mapped[str | None] = mapped_column(Text)
    value: Mapped[str | None] = mapped_column(String(60))
    place: Mapped[int | None]
    plan_node_key: Mapped[str] = mapped_column(String(120), default="", server_default="")
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
    # Who answers and with whose help: on_behalf_of, body, speaks_for, may_be_named, was_helped, words_are.
    about: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    # The keyed hash of the words that bring their writer back to it from any device; None until they ask for some.
    return_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    # The keyed hash of the browser that had it before another one took it over.
    left_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("responses.id"))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(default=utc_now)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Attachment(HasPublicId, Base):
    """A file that someone answered with: its bytes stand in the file store under `stored_as`, never in an address.

    It belongs to a draft until that is sent, then to a response. `state` is held until a scan has passed it; the row of
    a deleted film stays, so that its answer is still counted and its deletion can be shown.
    """

    __tablename__ = "attachments"
    __table_args__ = (
        CheckConstraint("draft_id IS NULL OR response_id IS NULL", name="belongs_to_one"),
        CheckConstraint("state IN ('held', 'clean', 'refused', 'deleted')", name="state_is_known"),
        CheckConstraint("size > 0", name="is_not_empty"),
    )

    draft_id: Mapped[int | None] = mapped_column(ForeignKey("drafts.id"), index=True)
    response_id: Mapped[int | None] = mapped_column(ForeignKey("responses.id"), index=True)
    # For a film that answers a question in sign language, a name of domain/signed_answers.film_key.
    question_key: Mapped[str] = mapped_column(String(210))
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    stored_as: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="held")
    # The length of a film, as the browser that sent it told.
    seconds: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class FormCode(Base):
    """The code printed on one paper form or on one equality sheet: known again when it comes back, tied to nothing."""

    __tablename__ = "form_codes"
    __table_args__ = (CheckConstraint("kind IN ('form', 'equality')", name="kind_is_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    survey_version_id: Mapped[int] = mapped_column(ForeignKey("survey_versions.id"))
    kind: Mapped[str] = mapped_column(String(10))
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    issued_on: Mapped[date]


class CharacteristicAnswer(Base):
    """One protected answer (age, borough, victim status, equality): read only by queries that aggregate."""

    __tablename__ = "characteristic_answers"
    __table_args__ = (
        UniqueConstraint("response_id", "question_id", "choice"),
        ForeignKeyConstraint(["question_id"], ["questions.id"]),
        # With the response in it a crossing is read out of the index alone.
        Index("ix_characteristic_answers_crossing", "question_id", "choice", "response_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id"))
    question_id: Mapped[int]
    choice: Mapped[str] = mapped_column(String(60))
