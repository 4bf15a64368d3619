"""A forum's agenda: items of its members, their order, their merging by agreement, and the tray of outside requests."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.domain.agendas import MERGE_STATES, STATES, WAYS, WISHES
from consult.domain.outside_requests import ANSWERS
from consult.domain.outside_requests import STATES as REQUEST_STATES
from consult.models.base import Base, HasPublicId, one_of, utc_now


class AgendaItem(HasPublicId, Base):
    """Something to talk about. Its author is a member, always: no column could hold an officer."""

    __tablename__ = "agenda_items"
    __table_args__ = (
        CheckConstraint(one_of("way", WAYS), name="way_is_known"),
        CheckConstraint(one_of("state", STATES), name="state_is_known"),
        CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_into_one"),
        CheckConstraint("state NOT IN ('listed', 'adopted') OR meeting_id IS NOT NULL", name="listed_for_a_meeting"),
        CheckConstraint("minutes BETWEEN 5 AND 240", name="minutes_are_sensible"),
        Index("ix_agenda_items_forum_id_id", "forum_id", "id"),
        Index("ix_agenda_items_meeting_id_position", "meeting_id", "position"),
    )

    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    title: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(20), default="en")
    way: Mapped[str] = mapped_column(String(10), default="text")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("forum_files.id"))
    # Whose item it is, and who typed it for them.
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    # The outside request that the group took, marked as one.
    request_id: Mapped[int | None] = mapped_column(ForeignKey("outside_requests.id"), index=True)
    minutes: Mapped[int] = mapped_column(default=15)
    # In the group's order once that is put to the group, from 1; `tie_place` is the chair's, among equals alone.
    position: Mapped[int] = mapped_column(default=0)
    tie_place: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(10), default="proposed")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"))
    # The last meeting that it was not reached at, and how often it moved on.
    moved_from_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    moved_on: Mapped[int] = mapped_column(default=0)
    # What outsiders at the meeting may see of it, in the group's words; empty is nothing.
    shown_to_guests: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class ItemNode(Base):
    """A part of the plan that an item was tied to, later, if the group wants (CP-08)."""

    __tablename__ = "item_nodes"

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"), primary_key=True)
    plan_node_id: Mapped[int] = mapped_column(ForeignKey("plan_nodes.id"), primary_key=True)


class ForumTheme(HasPublicId, Base):
    """A code that a forum raises out of an item: proposed to the group, and in the code frame once the group decided.

    Until then nobody outside knows of it; afterwards it is marked wherever the frame is shown (CP-08).
    """

    __tablename__ = "forum_themes"
    __table_args__ = (
        UniqueConstraint("item_id", "consultation_id", "name"),
        Index("ix_forum_themes_theme_id", "theme_id"),
    )

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"))
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    definition: Mapped[str] = mapped_column(Text, default="")
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("themes.id"))


class ItemMerge(HasPublicId, Base):
    """That two items become one is proposed; everyone who proposed either agrees, or it does not happen (CP-05)."""

    __tablename__ = "item_merges"
    __table_args__ = (
        UniqueConstraint("from_id", "into_id"),
        CheckConstraint("from_id <> into_id", name="two_items"),
        CheckConstraint(one_of("state", MERGE_STATES), name="state_is_known"),
    )

    from_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"))
    into_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    state: Mapped[str] = mapped_column(String(8), default="asked")


class ItemMergeAnswer(Base):
    """What one proposer said to a merge."""

    __tablename__ = "item_merge_answers"

    merge_id: Mapped[int] = mapped_column(ForeignKey("item_merges.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    agrees: Mapped[bool]


class ItemWish(Base):
    """How soon one member wants an item; the group's order is made of these, ties go to the chair (CP-06)."""

    __tablename__ = "item_wishes"
    __table_args__ = (CheckConstraint(one_of("wish", WISHES), name="wish_is_known"),)

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    wish: Mapped[str] = mapped_column(String(6))


class OutsideRequest(HasPublicId, Base):
    """What a public body asks of the forum, in the tray. The group takes, changes or declines it; no reason is owed."""

    __tablename__ = "outside_requests"
    __table_args__ = (
        CheckConstraint(one_of("state", REQUEST_STATES), name="state_is_known"),
        CheckConstraint(f"offered = '' OR {one_of('offered', ANSWERS)}", name="offered_is_known"),
        CheckConstraint("state IN ('waiting', 'withdrawn') OR state = offered", name="answer_is_the_offered_one"),
        CheckConstraint("offered <> 'changed' OR length(offered_title) > 0", name="change_has_words"),
        CheckConstraint("length(why) > 0 AND length(use) > 0 AND length(body) > 0", name="says_who_why_and_what_for"),
        Index("ix_outside_requests_forum_id_id", "forum_id", "id"),
    )

    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"))
    placed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    body: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    # What they will do with what they hear.
    use: Mapped[str] = mapped_column(Text)
    wanted_by: Mapped[date]
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    # The answer that was put to the group, and the item's words where it changes them; outside, once it is decided.
    offered: Mapped[str] = mapped_column(String(10), default="")
    offered_title: Mapped[str] = mapped_column(String(200), default="")
    offered_words: Mapped[str] = mapped_column(Text, default="")
    # What the group wants to tell them; a refusal needs none.
    answer: Mapped[str] = mapped_column(Text, default="")
    placed_at: Mapped[datetime] = mapped_column(default=utc_now)
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
