"""A forum's record in three layers: working notes, notes the group agreed, and notes that it released."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.models.base import Base, HasPublicId, utc_now


class Note(HasPublicId, Base):
    """The notes of a meeting, or of a talk without one. Layer `working` until the group agrees them."""

    __tablename__ = "notes"
    __table_args__ = (
        CheckConstraint("layer IN ('working', 'agreed')", name="layer_is_known"),
        CheckConstraint("(layer = 'agreed') = (agreed_at IS NOT NULL)", name="agreed_at_a_time"),
        Index("ix_notes_forum_id_id", "forum_id", "id"),
    )

    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    layer: Mapped[str] = mapped_column(String(8), default="working")
    # Additions to the record are taken until then: ten working days after the meeting (CP-13).
    open_until: Mapped[date | None]
    begun_by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    agreed_at: Mapped[datetime | None]
    # Working notes can be deleted by the group; the row says that they were.
    deleted_at: Mapped[datetime | None]


class NoteLine(HasPublicId, Base):
    """One line of notes, under an item. Whose words they are is kept for taking back, and never released (CP-24)."""

    __tablename__ = "note_lines"
    __table_args__ = (
        CheckConstraint("kind IN ('said', 'decision', 'action', 'addition')", name="kind_is_known"),
        CheckConstraint("taken_back_at IS NULL OR (words = '' AND easy_words = '')", name="taken_back_is_gone"),
        CheckConstraint("NOT is_attributed OR own_words_of_id IS NOT NULL", name="attributed_to_someone"),
        Index("ix_note_lines_note_id_position", "note_id", "position"),
    )

    note_id: Mapped[int] = mapped_column(ForeignKey("notes.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8), default="said")
    words: Mapped[str] = mapped_column(Text)
    easy_words: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(20), default="en")
    # Whose own words, if a member's; they alone may take them back and may ask for their name beside them.
    own_words_of_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    is_attributed: Mapped[bool] = mapped_column(default=False)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("group_decisions.id"))
    written_by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    written_at: Mapped[datetime] = mapped_column(default=utc_now)
    taken_back_at: Mapped[datetime | None]


class NoteCorrection(Base):
    """What a line said before a member corrected it; shown to the group only, gone with the working notes."""

    __tablename__ = "note_corrections"

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("note_lines.id"), index=True)
    before: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    at: Mapped[datetime] = mapped_column(default=utc_now)


class ReleasedNote(HasPublicId, Base):
    """An edition of notes as they were released: frozen. `body` is a list of lines as domain/forum_notes.py keeps them.

    It is there as soon as the group is asked, so that the group says yes to these words and no others; without
    `released_at` it has not left the group. Taking words back after the release makes a new edition; the earlier one
    then holds no body. A line never says whose it is: names are asked for when it is read.
    """

    __tablename__ = "released_notes"
    __table_args__ = (
        UniqueConstraint("note_id", "number"),
        CheckConstraint("to_whom IN ('public', 'named')", name="audience_is_known"),
        CheckConstraint("to_whom = 'public' OR length(bodies) > 0", name="named_bodies_are_named"),
        CheckConstraint("replaced_at IS NULL OR released_at IS NOT NULL", name="replaced_after_its_release"),
    )

    note_id: Mapped[int] = mapped_column(ForeignKey("notes.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[list[Any]] = mapped_column(default=list)
    to_whom: Mapped[str] = mapped_column(String(8))
    bodies: Mapped[str] = mapped_column(Text, default="")
    film_id: Mapped[int | None] = mapped_column(ForeignKey("forum_files.id"))
    decision_id: Mapped[int] = mapped_column(ForeignKey("group_decisions.id"))
    released_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]
    why_replaced: Mapped[str] = mapped_column(Text, default="")
