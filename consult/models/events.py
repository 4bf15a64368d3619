"""Workshops and other events: their access, what was said at their tables, and the themes of it; no one's name."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.domain.codebooks import STANCES
from consult.domain.events import ACCESS_STATES, EVENT_FORMATS, EVENT_STATES, HOST_KINDS, NOTE_KINDS
from consult.models.base import Base, HasPublicId, one_of, utc_now


class Event(HasPublicId, Base):
    """One workshop, meeting or conversation: planned, held or called off; its people are a count of their own."""

    __tablename__ = "events"
    __table_args__ = (
        CheckConstraint(one_of("format", EVENT_FORMATS), name="format_is_known"),
        CheckConstraint(one_of("state", EVENT_STATES), name="state_is_known"),
        CheckConstraint(one_of("host_kind", HOST_KINDS), name="host_kind_is_known"),
        CheckConstraint("length(title) > 0", name="has_a_title"),
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        CheckConstraint("participants IS NULL OR participants >= 0", name="participants_are_a_number"),
        CheckConstraint("(state = 'held') = (participants IS NOT NULL)", name="held_ones_had_people"),
        CheckConstraint("state <> 'cancelled' OR reason <> ''", name="called_off_with_a_reason"),
        CheckConstraint("bookings_open_on IS NULL OR access_contact <> ''", name="booking_needs_a_contact"),
        CheckConstraint("access_budget_pence IS NULL OR access_budget_pence >= 0", name="budget_is_real"),
        Index("ix_events_consultation_id_starts_at_id", "consultation_id", "starts_at", "id"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    title: Mapped[str] = mapped_column(String(200))
    format: Mapped[str] = mapped_column(String(20))
    host_kind: Mapped[str] = mapped_column(String(20))
    host: Mapped[str] = mapped_column(String(200), default="")
    # A group is named in public only where it agrees; else its kind is.
    may_be_named: Mapped[bool] = mapped_column(default=False)
    place: Mapped[str] = mapped_column(String(300), default="")
    language: Mapped[str] = mapped_column(String(20), default="en")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    # Whom people ask about access; without it booking cannot open.
    access_contact: Mapped[str] = mapped_column(String(200), default="")
    access_budget_pence: Mapped[int | None]
    bookings_open_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(20), default="planned")
    reason: Mapped[str] = mapped_column(Text, default="")
    participants: Mapped[int | None]
    tables: Mapped[int | None]
    # Who people were in broad words, as the host counted them; never a list of people.
    make_up: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    held_at: Mapped[datetime | None]


class EventAccess(Base):
    """One thing that makes an event open to everyone, and how it stands (domain/events.ACCESS)."""

    __tablename__ = "event_access"
    __table_args__ = (
        UniqueConstraint("event_id", "key"),
        CheckConstraint(one_of("state", ACCESS_STATES), name="state_is_known"),
        CheckConstraint("state NOT IN ('not-met', 'not-needed') OR reason <> ''", name="missing_for_a_reason"),
        CheckConstraint("cost_pence IS NULL OR cost_pence >= 0", name="cost_is_real"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    key: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(12), default="wanted")
    reason: Mapped[str] = mapped_column(Text, default="")
    cost_pence: Mapped[int | None]
    changed_at: Mapped[datetime] = mapped_column(default=utc_now)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class EventNote(HasPublicId, Base):
    """One thing that was said at a table: of the table, never of a person. `client_key` knows an offline note again."""

    __tablename__ = "event_notes"
    __table_args__ = (
        CheckConstraint(one_of("kind", NOTE_KINDS), name="kind_is_known"),
        CheckConstraint("(kind = 'quote') = has_consent", name="quotes_have_consent"),
        CheckConstraint("length(text) > 0", name="says_something"),
        CheckConstraint("(read_at IS NULL) = (read_by_id IS NULL)", name="reading_is_whole"),
        CheckConstraint("(removed_at IS NULL) = (removed_by_id IS NULL)", name="removal_is_whole"),
        CheckConstraint("removed_at IS NULL OR reason <> ''", name="removal_has_a_reason"),
        UniqueConstraint("event_id", "client_key"),
        Index("ix_event_notes_event_id_id", "event_id", "id"),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    table_label: Mapped[str] = mapped_column(String(40), default="")
    kind: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(20), default="en")
    has_consent: Mapped[bool] = mapped_column(default=False)
    plan_node_key: Mapped[str] = mapped_column(String(120), default="")
    question_key: Mapped[str] = mapped_column(String(80), default="")
    client_key: Mapped[str | None] = mapped_column(String(64))
    read_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    read_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class EventNoteOriginal(Base):
    """The words of a note as they were before personal details were taken out; few may open them."""

    __tablename__ = "event_note_originals"

    note_id: Mapped[int] = mapped_column(ForeignKey("event_notes.id"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    # What was taken out: [{start, end, kind, by, at}] over the original.
    stretches: Mapped[list[Any]] = mapped_column(default=list)


class EventNoteCoding(Base):
    """A theme that a person gave to a note: counted in events, never in people."""

    __tablename__ = "event_note_codings"
    __table_args__ = (
        UniqueConstraint("note_id", "theme_id"),
        CheckConstraint(one_of("stance", STANCES), name="stance_is_known"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawal_is_whole"),
        Index("ix_event_note_codings_theme_id", "theme_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("event_notes.id"))
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"))
    stance: Mapped[str] = mapped_column(String(10), default="none")
    frame_version: Mapped[int] = mapped_column(default=1)
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=utc_now)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
