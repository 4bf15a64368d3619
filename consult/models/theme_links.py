"""Links of themes: a theme tied to a part of the plan, or said to belong nowhere in it, with the reason."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from consult.models.base import Base, HasPublicId, utc_now


class ThemeLink(HasPublicId, Base):
    """A link made by a person; without a plan node it says that the theme belongs nowhere in the plan."""

    __tablename__ = "theme_links"
    __table_args__ = (
        CheckConstraint("length(reason) > 0", name="has_a_reason"),
        CheckConstraint("(removed_at IS NULL) = (removed_by_id IS NULL)", name="removal_is_whole"),
        Index(
            "uq_theme_links_standing", "theme_id", "plan_node_id", unique=True,
            sqlite_where=sql("removed_at IS NULL AND plan_node_id IS NOT NULL"),
            postgresql_where=sql("removed_at IS NULL AND plan_node_id IS NOT NULL"),
        ),
        Index(
            "uq_theme_links_nowhere", "theme_id", unique=True,
            sqlite_where=sql("removed_at IS NULL AND plan_node_id IS NULL"),
            postgresql_where=sql("removed_at IS NULL AND plan_node_id IS NULL"),
        ),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"))
    plan_node_id: Mapped[int | None] = mapped_column(ForeignKey("plan_nodes.id"))
    reason: Mapped[str] = mapped_column(Text)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    removed_at: Mapped[datetime | None]
