"""What came of what a member said: for them alone, from their own items and words to asks, replies and the plan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.forum_access import Acting
from consult.models.agendas import AgendaItem, ForumTheme
from consult.models.codebooks import Theme
from consult.models.forum_notes import Note, NoteLine, ReleasedNote
from consult.models.meetings import Meeting
from consult.queries import agendas, asks
from consult.queries.asks import AskView


@dataclass(frozen=True)
class Said:
    """Own words in notes, and whether they left the group in an edition that stands."""

    words: str
    language: str
    note_id: str
    is_shared: bool


@dataclass(frozen=True)
class Came:
    """One thing that a member spoke of: an item of the agenda, or words without one (then `title` is of the notes).

    `state` is that of the item, "" without one; `met_at` the instant of its meeting; `themes` are codes that the group
    raised from it; `asks` are those that went out from it.
    """

    title: str
    language: str
    state: str
    is_mine: bool
    met_at: datetime | None
    said: tuple[Said, ...]
    themes: tuple[str, ...]
    asks: tuple[AskView, ...]


def what_came(session: Session, acting: Acting, today: date) -> list[Came]:
    """Return everything that this member proposed or said on record, the newest first, with what came of it."""
    mine = _items(session, acting)
    said, elsewhere = _said(session, acting)
    wanted = {item.id: item for item in mine} | {
        item.id: item for item in session.scalars(select(AgendaItem).where(AgendaItem.id.in_(said)))}
    asked = asks.of_items(session, acting.forum_id, list(wanted), today)
    themes, meetings = _themes(session, list(wanted)), _meetings(session, wanted.values())
    own = {item.id for item in mine}
    found = [
        Came(item.title, item.language, item.state, item.id in own, meetings.get(item.meeting_id or 0),
             tuple(said.get(item.id, ())), tuple(themes.get(item.id, ())), tuple(asked.get(item.id, ())))
        for item in sorted(wanted.values(), key=lambda item: -item.id)]
    return found + [Came(note.title, "en", "", False, None, tuple(lines), (), ()) for note, lines in elsewhere.items()]


def _items(session: Session, acting: Acting) -> list[AgendaItem]:
    """Return the items that this member proposed, those that were merged as what they were merged into."""
    ids = session.scalars(select(AgendaItem.id).where(AgendaItem.forum_id == acting.forum_id)).all()
    own = [item_id for item_id, who in agendas.proposers(session, ids).items() if acting.member_id in who]
    rows = session.scalars(select(AgendaItem).where(
        AgendaItem.id.in_(own), AgendaItem.state.not_in(("withdrawn", "merged")))).all()
    return list(rows)


def _said(session: Session, acting: Acting) -> tuple[dict[int, list[Said]], dict[Note, list[Said]]]:
    """Return own words by item, and those without an item by their notes."""
    shared = {line["ref"] for body in session.scalars(
        select(ReleasedNote.body).join(Note, Note.id == ReleasedNote.note_id)
        .where(Note.forum_id == acting.forum_id, ReleasedNote.released_at.is_not(None),
               ReleasedNote.replaced_at.is_(None))) for line in body}
    by_item: dict[int, list[Said]] = {}
    elsewhere: dict[Note, list[Said]] = {}
    for line, note in session.execute(
            select(NoteLine, Note).join(Note, Note.id == NoteLine.note_id)
            .where(NoteLine.own_words_of_id == acting.member_id, NoteLine.taken_back_at.is_(None),
                   Note.deleted_at.is_(None)).order_by(NoteLine.id)):
        said = Said(line.words, line.language, note.public_id, line.public_id in shared)
        if line.item_id is not None:
            by_item.setdefault(line.item_id, []).append(said)
        else:
            elsewhere.setdefault(note, []).append(said)
    return by_item, elsewhere


def _themes(session: Session, item_ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for item_id, name in session.execute(
            select(ForumTheme.item_id, Theme.name).join(Theme, Theme.id == ForumTheme.theme_id)
            .where(ForumTheme.item_id.in_(item_ids)).order_by(Theme.name)):
        found.setdefault(item_id, []).append(name)
    return found


def _meetings(session: Session, items: Iterable[AgendaItem]) -> dict[int, datetime]:
    ids = {item.meeting_id for item in items if item.meeting_id is not None}
    return {row.id: row.starts_at for row in session.scalars(select(Meeting).where(Meeting.id.in_(ids)))}
