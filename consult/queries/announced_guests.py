"""Who from outside was announced for a meeting, and what of an agenda is shown to them; never notes, never names."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.meetings import AGREED, COMING
from consult.models.agendas import AgendaItem
from consult.models.meetings import AnnouncedGuest, Meeting


@dataclass(frozen=True)
class GuestLine:
    """Somebody announced: `item_title` is "" where they would be there for the whole meeting."""

    public_id: str
    kind: str
    who: str
    why: str
    item_title: str
    state: str
    announced_at: datetime


@dataclass(frozen=True)
class ShownToGuests:
    """What the group shows to those from outside whom it lets come: when, and the words released for the item."""

    starts_at: datetime
    ends_at: datetime
    who: str
    words: str
    language: str


def of_meeting(session: Session, meeting_id: int) -> list[GuestLine]:
    """Return everyone announced for a meeting, in the order of announcing."""
    rows = session.execute(
        select(AnnouncedGuest, AgendaItem.title).outerjoin(AgendaItem, AgendaItem.id == AnnouncedGuest.item_id)
        .where(AnnouncedGuest.meeting_id == meeting_id).order_by(AnnouncedGuest.id))
    return [GuestLine(row.public_id, row.kind, row.who, row.why, title or "", row.state, row.announced_at)
            for row, title in rows]


def shown_to_guests(session: Session, forum_id: int, now: datetime) -> list[ShownToGuests]:
    """Return what officers who are guests may see of meetings to come: of agreed guests, the item's released words.

    Neither titles, nor other items, nor who is in the group; a guest for a whole meeting sees its time alone.
    """
    rows = session.execute(
        select(Meeting, AnnouncedGuest.who, AgendaItem.shown_to_guests, AgendaItem.language)
        .join(AnnouncedGuest, AnnouncedGuest.meeting_id == Meeting.id)
        .outerjoin(AgendaItem, AgendaItem.id == AnnouncedGuest.item_id)
        .where(Meeting.forum_id == forum_id, AnnouncedGuest.state == AGREED, AnnouncedGuest.kind == "officer",
               Meeting.state.in_(COMING), Meeting.ends_at >= now)
        .order_by(Meeting.starts_at, AnnouncedGuest.id))
    return [ShownToGuests(meeting.starts_at, meeting.ends_at, who, words or "", language or "en")
            for meeting, who, words, language in rows]
