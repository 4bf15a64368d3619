"""What events count for: how many there were, who came in number, and at how many a theme was raised; a note that was
removed, or that somebody worries about, counts for nothing, and no number here is one of people who answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from consult.domain.events import HELD, NOT_MET, TEAM, THERE
from consult.models.codebooks import Theme
from consult.models.events import Event, EventAccess, EventNote, EventNoteCoding
from consult.queries.kept_back import is_note_withheld


@dataclass(frozen=True)
class Totals:
    """Events held, people at them; notes that stand, and how many of them nobody has read; and the events with notes
    that somebody has read, the "m" of "raised at n of m events"."""

    held: int
    participants: int
    notes: int
    notes_to_read: int
    read: int


@dataclass(frozen=True)
class HeldEvent:
    """One line of the report's table of events. `host` is empty where the group did not agree to be named; `provided`
    and `not_met` are codes of domain/events.ACCESS."""

    public_id: str
    title: str
    starts_at: datetime
    format: str
    host_kind: str
    host: str
    participants: int
    provided: tuple[str, ...]
    not_met: tuple[str, ...]


def totals(session: Session, consultation_id: int) -> Totals:
    """Return the counters of a consultation's events: none is ever added to another, nor to one of responses."""
    held, people = session.execute(
        select(func.count(), func.coalesce(func.sum(Event.participants), 0))
        .where(Event.consultation_id == consultation_id, Event.state == HELD)).one()
    notes = session.execute(_notes(consultation_id, select(
        func.count(), func.count().filter(EventNote.read_at.is_(None)),
        func.count(func.distinct(Event.id)).filter(EventNote.read_at.is_not(None))))).one()
    return Totals(held, int(people), *notes)


def by_theme(session: Session, consultation_id: int) -> dict[int, int]:
    """Return {row id of the theme in use: events at which it was raised}; merged themes count with what they became."""
    return {theme_id: len(events) for theme_id, events in _raised(session, consultation_id).items()}


def by_node(session: Session, consultation_id: int) -> dict[str, int]:
    """Return {key of the part of the plan: events at which something was said of it}."""
    rows = session.execute(_notes(consultation_id, select(
        EventNote.plan_node_key, func.count(func.distinct(Event.id)))).where(EventNote.plan_node_key != "")
        .group_by(EventNote.plan_node_key).order_by(EventNote.plan_node_key))
    return {key: count for key, count in rows}


def listed(session: Session, consultation_id: int) -> list[HeldEvent]:
    """Return the events that were held, the first one first, as the public may read of them."""
    access: dict[int, dict[str, list[str]]] = {}
    for event_id, key, state in session.execute(
            select(EventAccess.event_id, EventAccess.key, EventAccess.state)
            .join(Event, Event.id == EventAccess.event_id)
            .where(Event.consultation_id == consultation_id, Event.state == HELD,
                   EventAccess.state.in_((THERE, NOT_MET))).order_by(EventAccess.id)):
        access.setdefault(event_id, {}).setdefault(state, []).append(key)
    rows = session.scalars(select(Event).where(Event.consultation_id == consultation_id, Event.state == HELD)
                           .order_by(Event.starts_at, Event.id))
    return [_line(row, access.get(row.id, {})) for row in rows]


def _line(row: Event, access: Mapping[str, list[str]]) -> HeldEvent:
    is_named = row.host_kind != TEAM and row.may_be_named
    # A title that the team wrote of a group that is not named could name it; its kind stands for it then.
    title = row.title if row.host_kind == TEAM or row.may_be_named or not row.host else ""
    return HeldEvent(row.public_id, title, row.starts_at, row.format, row.host_kind, row.host if is_named else "",
                     row.participants or 0, tuple(access.get(THERE, ())), tuple(access.get(NOT_MET, ())))


def _raised(session: Session, consultation_id: int) -> dict[int, set[int]]:
    became = {theme_id: into for theme_id, into in session.execute(
        select(Theme.id, Theme.merged_into_id).where(Theme.consultation_id == consultation_id))}
    found: dict[int, set[int]] = {}
    rows = session.execute(_notes(consultation_id, select(EventNoteCoding.theme_id, Event.id).distinct()).join(
        EventNoteCoding, and_(EventNoteCoding.note_id == EventNote.id, EventNoteCoding.withdrawn_at.is_(None))))
    for theme_id, event_id in rows:
        found.setdefault(_now(theme_id, became), set()).add(event_id)
    return found


def _now(theme_id: int, became: Mapping[int, int | None]) -> int:
    """Return what a theme is now, through every merge."""
    seen: set[int] = set()
    while (into := became.get(theme_id)) is not None and theme_id not in seen:
        seen.add(theme_id)
        theme_id = into
    return theme_id


def _notes(consultation_id: int, statement: Select[Any]) -> Select[Any]:
    """Let a statement over EventNote and Event see only notes that count."""
    return statement.select_from(EventNote).join(Event, Event.id == EventNote.event_id).where(
        Event.consultation_id == consultation_id, Event.state == HELD, *counts())


def counts() -> tuple[ColumnElement[bool], ...]:
    """Return what makes a note one that is read and counted: not removed, and nobody worries about it."""
    return EventNote.removed_at.is_(None), ~is_note_withheld()
