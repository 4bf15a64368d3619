"""The code frame and what people coded with it; what machines proposed stands apart, in runs.py and machines.py."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from consult.domain.codebooks import AFFECTED, CODING_ACTS, IMPACTS, KINDS, RECHECK_REASONS, STANCES, THEME_STATES
from consult.models.base import Base, HasPublicId, one_of, utc_now


class Theme(HasPublicId, Base):
    """One code of a consultation's code frame: of the first level, or of the second under its parent.

    `examples` are the staff's own words for what belongs here, a line each; `position` is its place under its parent.
    """

    __tablename__ = "themes"
    __table_args__ = (
        CheckConstraint(one_of("state", THEME_STATES), name="state_is_known"),
        CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_into_something"),
        CheckConstraint("length(name) > 0", name="has_a_name"),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="is_not_its_own_parent"),
        Index("ix_themes_parent_id", "parent_id"),
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
    examples: Mapped[str] = mapped_column(Text, default="", server_default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("themes.id"))
    position: Mapped[int] = mapped_column(default=0, server_default="0")
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
    """A theme that a person gave to a passage. There is no coding without a person who confirmed it.

    `campaign_id` marks the copy for one sender of what was coded once in a campaign's text. `batch_id` marks one of
    many suggestions that a person accepted together: it counts when a person has read its answer (`checked_at`).
    """

    __tablename__ = "codings"
    __table_args__ = (
        CheckConstraint(one_of("stance", STANCES), name="stance_is_known"),
        # Withdrawn by nobody of the staff: the person who answered corrected the words that it was about.
        CheckConstraint("withdrawn_by_id IS NULL OR withdrawn_at IS NOT NULL", name="withdrawal_is_whole"),
        Index(
            "uq_codings_standing", "passage_id", "theme_id", unique=True,
            sqlite_where=sql("withdrawn_at IS NULL"), postgresql_where=sql("withdrawn_at IS NULL"),
        ),
        CheckConstraint("checked_at IS NULL OR batch_id IS NOT NULL", name="only_batches_are_checked"),
        Index("ix_codings_theme_id_passage_id", "theme_id", "passage_id"),
        Index("ix_codings_campaign_id", "campaign_id", sqlite_where=sql("campaign_id IS NOT NULL"),
              postgresql_where=sql("campaign_id IS NOT NULL")),
        Index("ix_codings_batch_id", "batch_id", sqlite_where=sql("batch_id IS NOT NULL"),
              postgresql_where=sql("batch_id IS NOT NULL")),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    passage_id: Mapped[int] = mapped_column(ForeignKey("passages.id"))
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"))
    stance: Mapped[str] = mapped_column(String(10))
    was_suggested: Mapped[bool] = mapped_column(default=False)
    frame_version: Mapped[int]
    confirmed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    confirmed_at: Mapped[datetime] = mapped_column(default=utc_now)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    withdrawn_at: Mapped[datetime | None]
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("accepted_batches.id"))
    checked_at: Mapped[datetime | None]


class CodingQuestion(Base):
    """A question of the survey that a coded passage of a letter speaks to, though the letter was not asked it."""

    __tablename__ = "coding_questions"

    coding_id: Mapped[int] = mapped_column(ForeignKey("codings.id"), primary_key=True)
    question_key: Mapped[str] = mapped_column(String(80), primary_key=True)


class CodingNode(Base):
    """A part of the plan that a coded passage speaks of."""

    __tablename__ = "coding_nodes"
    __table_args__ = (Index("ix_coding_nodes_plan_node_id", "plan_node_id"),)

    coding_id: Mapped[int] = mapped_column(ForeignKey("codings.id"), primary_key=True)
    plan_node_id: Mapped[int] = mapped_column(ForeignKey("plan_nodes.id"), primary_key=True)


class CodingKind(Base):
    """What a coded passage is: a concern, something that happened, something asked for …; several may hold."""

    __tablename__ = "coding_kinds"
    __table_args__ = (CheckConstraint(one_of("kind", KINDS), name="kind_is_known"),)

    coding_id: Mapped[int] = mapped_column(ForeignKey("codings.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)


class CodingGroup(Base):
    """Whom a coded passage says is affected, and how: about the words, never about the person who wrote them."""

    __tablename__ = "coding_groups"
    __table_args__ = (
        CheckConstraint(one_of("affected", AFFECTED), name="affected_is_known"),
        CheckConstraint(one_of("impact", IMPACTS), name="impact_is_known"),
    )

    coding_id: Mapped[int] = mapped_column(ForeignKey("codings.id"), primary_key=True)
    affected: Mapped[str] = mapped_column(String(30), primary_key=True)
    impact: Mapped[str] = mapped_column(String(10))


class CodingAct(Base):
    """One step of a coder, so that they can go back step by step; `facts` hold row ids, never words."""

    __tablename__ = "coding_acts"
    __table_args__ = (
        CheckConstraint(one_of("action", CODING_ACTS), name="action_is_known"),
        Index("ix_coding_acts_back", "person_id", "consultation_id", "id",
              sqlite_where=sql("undone_at IS NULL"), postgresql_where=sql("undone_at IS NULL")),
        Index("ix_coding_acts_answer_id", "answer_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"))
    action: Mapped[str] = mapped_column(String(12))
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime] = mapped_column(default=utc_now)
    undone_at: Mapped[datetime | None]


class Reading(Base):
    """A person has read an answer and found it done: coded as far as it goes, or nothing in it to code.

    `recheck_reason` says that a theme in it was changed since, so that a person is to look again; it counts as read.
    With `campaign_id` the words were read once, in the campaign's text.
    """

    __tablename__ = "readings"
    __table_args__ = (
        UniqueConstraint("answer_id"),
        CheckConstraint(f"recheck_reason IS NULL OR {one_of('recheck_reason', RECHECK_REASONS)}",
                        name="recheck_has_a_known_reason"),
        Index("ix_readings_recheck", "answer_id", sqlite_where=sql("recheck_reason IS NOT NULL"),
              postgresql_where=sql("recheck_reason IS NOT NULL")),
        Index("ix_readings_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=utc_now)
    recheck_reason: Mapped[str | None] = mapped_column(String(10))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))
