"""Plans as versioned generic trees: nodes of any kind, their leads, topics and translations."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.models.base import Base, utc_now


class Plan(Base):
    """A plan that a body writes, whatever its shape; its words live in its versions."""

    __tablename__ = "plans"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class PlanVersion(Base):
    """One reading of a plan's file; never edited after."""

    __tablename__ = "plan_versions"
    __table_args__ = (UniqueConstraint("plan_id", "number"), UniqueConstraint("plan_id", "digest"))

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    status: Mapped[str] = mapped_column(String(100), default="")
    publisher: Mapped[str] = mapped_column(String(300), default="")
    vision: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    digest: Mapped[str] = mapped_column(String(64))
    imported_at: Mapped[datetime] = mapped_column(default=utc_now)
    plan: Mapped[Plan] = relationship()


class PlanNode(Base):
    """One part of a plan: an objective, an aim, a heading, a commitment, or whatever a plan is made of."""

    __tablename__ = "plan_nodes"
    __table_args__ = (
        UniqueConstraint("plan_version_id", "key"),
        UniqueConstraint("plan_version_id", "position"),
        CheckConstraint("position >= 0 AND depth >= 0", name="place_is_real"),
        Index("ix_plan_nodes_parent_id", "parent_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_version_id: Mapped[int] = mapped_column(ForeignKey("plan_versions.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("plan_nodes.id"))
    key: Mapped[str] = mapped_column(String(120))
    position: Mapped[int]
    depth: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str | None] = mapped_column(Text)
    short_title: Mapped[str | None] = mapped_column(Text)
    short_text: Mapped[str | None] = mapped_column(Text)
    full_text: Mapped[str | None] = mapped_column(Text)
    reference: Mapped[str | None] = mapped_column(String(40))
    measure: Mapped[str | None] = mapped_column(Text)
    types: Mapped[list[Any]] = mapped_column(default=list)
    topics: Mapped[list[Any]] = mapped_column(default=list)
    source_document: Mapped[str] = mapped_column(Text, default="")
    source_heading: Mapped[str] = mapped_column(Text, default="")


class PlanActor(Base):
    """A body that leads or shares a commitment."""

    __tablename__ = "plan_actors"
    __table_args__ = (UniqueConstraint("plan_version_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_version_id: Mapped[int] = mapped_column(ForeignKey("plan_versions.id"))
    key: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(Text)


class PlanNodeActor(Base):
    """Who acts on a node, as lead or as partner: many to many."""

    __tablename__ = "plan_node_actors"
    __table_args__ = (
        UniqueConstraint("plan_node_id", "plan_actor_id", "part"),
        CheckConstraint("part IN ('lead', 'partner')", name="part_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_node_id: Mapped[int] = mapped_column(ForeignKey("plan_nodes.id"))
    plan_actor_id: Mapped[int] = mapped_column(ForeignKey("plan_actors.id"))
    part: Mapped[str] = mapped_column(String(10))
    position: Mapped[int]


class PlanNodeText(Base):
    """A node's title and short text in another language, and how far that translation was checked."""

    __tablename__ = "plan_node_texts"
    __table_args__ = (
        UniqueConstraint("plan_node_id", "language"),
        CheckConstraint("state IN ('machine-drafted', 'checked')", name="state_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_node_id: Mapped[int] = mapped_column(ForeignKey("plan_nodes.id"))
    language: Mapped[str] = mapped_column(String(20))
    title: Mapped[str | None] = mapped_column(Text)
    short_title: Mapped[str | None] = mapped_column(Text)
    short_text: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20), default="machine-drafted")
