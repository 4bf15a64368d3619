"""The code frame and what people coded with it; what machines proposed stands apart, in runs.py."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from consult.domain.codebooks import STANCES, THEME_STATES
from consult.models.base import Base, HasPublicId, one_of, utc_now


class Theme(HasPublicId, Base):
    """One code of a consultation's code frame."""

    __tablename__ = "themes"
    __table_args__ = (
        CheckConstraint(one_of("state", THEME_STATES), name="state_is_known"),
        CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_into_something"),
        CheckConstraint("length(name) > 0", name="has_a_name"),
        Index(
            "uq_themes_active_name", "consultation_id", "name_key", unique=True,
            sqlite_where=sql("state = 'active'"), postgresql_where=sql("state = 'active'"),
        ),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200))
    definition: Mapped[str] = mapped_column(Text, default="")
    include_note: Mapped[str] = mapped_column(Text, default="")
    exclude_note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(10), default="active")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("themes.id"))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class ThemeChange(Base):
    """One step in the life of the code frame: who did what to which theme, before and after."""

    __tablename__ = "theme_changes"
    __table_args__ = (Index("ix_theme_changes_consultation_id_id", "consultation_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"))
    frame_version: Mapped[int]
    action: Mapped[str] = mapped_column(String(20))
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=utc_now)


class Passage(HasPublicId, Base):
    """A stretch of an answer's text: `start` to `end` in code points of the stored text.

    With `of_english` the text is the English that a person made of an answer in another language.
    """

    __tablename__ = "passages"
    __table_args__ = (
        UniqueConstraint("answer_id", "of_english", "start", "end"),
        CheckConstraint('start >= 0 AND "end" > start', name="is_not_empty"),
        ForeignKeyConstraint(["answer_id", "response_id"], ["answers.id", "answers.response_id"]),
        Index("ix_passages_response_id", "response_id"),
    )

    answer_id: Mapped[int]
    response_id: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    of_english: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Coding(HasPublicId, Base):
    """A theme that a person gave to a passage. There is no coding without a person who confirmed it."""

    __tablename__ = "codings"
    __table_args__ = (
        CheckConstraint(one_of("stance", STANCES), name="stance_is_known"),
        # Withdrawn by nobody of the staff: the person who answered corrected the words that it was about.
        CheckConstraint("withdrawn_by_id IS NULL OR withdrawn_at IS NOT NULL", name="withdrawal_is_whole"),
        Index(
            "uq_codings_standing", "passage_id", "theme_id", unique=True,
            sqlite_where=sql("withdrawn_at IS NULL"), postgresql_where=sql("withdrawn_at IS NULL"),
        ),
        Index("ix_codings_theme_id_passage_id", "theme_id", "passage_id"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    passage_id: Mapped[int] = mapped_column(ForeignKey("passages.id"))
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"))
    stance: Mapped[str] = mapped_column(String(10))
    plan_node_id: Mapped[int | None] = mapped_column(ForeignKey("plan_nodes.id"))
    was_suggested: Mapped[bool] = mapped_column(default=False)
    frame_version: Mapped[int]
    confirmed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    confirmed_at: Mapped[datetime] = mapped_column(default=utc_now)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    withdrawn_at: Mapped[datetime | None]


class Reading(Base):
    """A person has read an answer and found it done: coded as far as it goes, or nothing in it to code."""

    __tablename__ = "readings"
    __table_args__ = (UniqueConstraint("answer_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=utc_now)
