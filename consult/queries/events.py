"""Events and their notes as staff read them: what is planned, what access is still wanted, what waits to be read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.domain import events as rules
from consult.domain.events import PLANNED, WANTED, WITH_REASON
from consult.domain.working_days import london_day
from consult.models.codebooks import Theme
from consult.models.events import Event, EventAccess, EventNote, EventNoteCoding
from consult.models.keyings import EqualitySheet
from consult.queries.event_counts import counts
from consult.queries.kept_back import is_note_withheld

# Notes on one page.
PAGE = 50


@dataclass(frozen=True)
class Listed:
    """One event in the list; `wanted` things of its checklist are not arranged, `late` of them past their day."""

    event: Event
    notes: int
    to_read: int
    wanted: int
    late: int


@dataclass(frozen=True)
class AccessLine:
    """One thing of the checklist with the day by which it is arranged, and how it stands in time ("", due, late)."""

    key: str
    state: str
    reason: str
    cost_pence: int | None
    arrange_by: date
    lateness: str


@dataclass(frozen=True)
class NoteTheme:
    """A theme that was given to a note."""

    public_id: str
    name: str
    stance: str


@dataclass(frozen=True)
class NoteView:
    """A note with its themes. While somebody worries about it there are no words: `is_held`."""

    note: EventNote
    text: str
    is_held: bool
    themes: tuple[NoteTheme, ...] = ()


def all_of(session: Session, consultation_id: int, today: date) -> list[Listed]:
    """Return the events of a consultation, the next to come first, then those that were, the newest first."""
    rows = session.scalars(select(Event).where(Event.consultation_id == consultation_id)
                           .order_by(Event.starts_at, Event.id)).all()
    notes = {event_id: (count, waiting) for event_id, count, waiting in session.execute(
        select(EventNote.event_id, func.count(), func.count().filter(EventNote.read_at.is_(None)))
        .join(Event, Event.id == EventNote.event_id)
        .where(Event.consultation_id == consultation_id, *counts()).group_by(EventNote.event_id))}
    wanted: dict[int, list[str]] = {}
    for event_id, key in session.execute(
            select(EventAccess.event_id, EventAccess.key).join(Event, Event.id == EventAccess.event_id)
            .where(Event.consultation_id == consultation_id, EventAccess.state == WANTED)):
        wanted.setdefault(event_id, []).append(key)
    found = [_listed(row, notes.get(row.id, (0, 0)), wanted.get(row.id, []), today) for row in rows]
    coming = [line for line in found if line.event.state == PLANNED]
    return coming + [line for line in reversed(found) if line.event.state != PLANNED]


def _listed(row: Event, notes: tuple[int, int], wanted: list[str], today: date) -> Listed:
    keys = [key for key in wanted if key in rules.checklist(row.format)] if row.state == PLANNED else []
    held_on = london_day(row.starts_at)
    late = sum(rules.lateness(key, held_on, today) == "late" for key in keys)
    return Listed(row, *notes, len(keys), late)


def one(session: Session, consultation_id: int, public_id: str) -> Event | None:
    """Return an event, or None."""
    return session.scalar(select(Event).where(
        Event.consultation_id == consultation_id, Event.public_id == public_id))


def access_of(session: Session, event: Event, today: date) -> list[AccessLine]:
    """Return the checklist of an event, longest lead time first; things of another format only where said something
    of."""
    rows = {row.key: row for row in session.scalars(select(EventAccess).where(EventAccess.event_id == event.id))}
    held_on = london_day(event.starts_at)
    wanted = rules.checklist(event.format)
    return [
        AccessLine(key, row.state, row.reason, row.cost_pence, rules.arrange_by(key, held_on),
                   rules.lateness(key, held_on, today) if row.state == WANTED and event.state == PLANNED else "")
        for key in rules.ACCESS if (row := rows.get(key)) is not None and (key in wanted or row.state != WANTED)]


def spent(lines: list[AccessLine]) -> int:
    """Return what the access of an event costs, in pence."""
    return sum(line.cost_pence or 0 for line in lines if line.state not in WITH_REASON)


def cards(session: Session, event_id: int) -> int:
    """Return how many monitoring cards of an event (row id) were counted."""
    return session.scalar(select(func.count()).select_from(EqualitySheet).where(
        EqualitySheet.event_id == event_id)) or 0


def notes_of(session: Session, event_id: int, after: int = 0, limit: int = PAGE) -> list[NoteView]:
    """Return the notes of an event (row id) that were not removed, in the order they came, from behind row `after`."""
    rows = session.execute(
        select(EventNote, is_note_withheld())
        .where(EventNote.event_id == event_id, EventNote.removed_at.is_(None), EventNote.id > after)
        .order_by(EventNote.id).limit(limit)).all()
    themes = _themes(session, [note.id for note, _held in rows])
    return [NoteView(note, "" if held else note.text, held, () if held else tuple(themes.get(note.id, ())))
            for note, held in rows]


def note(session: Session, consultation_id: int, public_id: str, *, with_withheld: bool = False
         ) -> tuple[NoteView, Event] | None:
    """Return a note with its event, or None; one that was removed is not there.

    The words of one that somebody worries about are there only `with_withheld`, for those who handle worries.
    """
    row = session.execute(
        select(EventNote, Event, is_note_withheld()).join(Event, Event.id == EventNote.event_id)
        .where(Event.consultation_id == consultation_id, EventNote.public_id == public_id,
               EventNote.removed_at.is_(None))).one_or_none()
    if row is None:
        return None
    found, event, held = row[0], row[1], row[2] and not with_withheld
    themes = () if held else tuple(_themes(session, [found.id]).get(found.id, ()))
    return NoteView(found, "" if held else found.text, held, themes), event


def next_to_read(session: Session, consultation_id: int, after: str = "") -> str | None:
    """Return the public id of the next note that nobody has read, behind the note `after` and then from the start."""
    waiting = (select(EventNote.public_id).join(Event, Event.id == EventNote.event_id)
               .where(Event.consultation_id == consultation_id, Event.state != rules.CANCELLED,
                      EventNote.read_at.is_(None), *counts()).order_by(EventNote.id).limit(1))
    place = session.scalar(select(EventNote.id).where(EventNote.public_id == after)) if after else None
    behind = session.scalar(waiting.where(EventNote.id > place)) if place is not None else None
    return behind or session.scalar(waiting.where(EventNote.public_id != after))


def to_read(session: Session, consultation_id: int) -> int:
    """Return how many notes nobody has read."""
    return session.scalar(
        select(func.count()).select_from(EventNote).join(Event, Event.id == EventNote.event_id)
        .where(Event.consultation_id == consultation_id, Event.state != rules.CANCELLED, EventNote.read_at.is_(None),
               *counts())) or 0


def _themes(session: Session, note_ids: list[int]) -> Mapping[int, list[NoteTheme]]:
    found: dict[int, list[NoteTheme]] = {}
    for note_id, public_id, name, stance in session.execute(
            select(EventNoteCoding.note_id, Theme.public_id, Theme.name, EventNoteCoding.stance)
            .join(Theme, Theme.id == EventNoteCoding.theme_id)
            .where(EventNoteCoding.note_id.in_(note_ids), EventNoteCoding.withdrawn_at.is_(None))
            .order_by(Theme.name)):
        found.setdefault(note_id, []).append(NoteTheme(public_id, name, stance))
    return found
