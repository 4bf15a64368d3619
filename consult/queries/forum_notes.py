"""Notes of one forum: the group's own layers for its members, and what it shared, for everyone or for named bodies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from consult.domain import forum_notes as rules
from consult.domain.asks import same_body
from consult.domain.forum_access import Acting
from consult.domain.forum_notes import Line
from consult.models.agendas import AgendaItem
from consult.models.forum_notes import Note, NoteCorrection, NoteLine, ReleasedNote
from consult.models.group_decisions import GroupDecision
from consult.models.meetings import Meeting
from consult.models.members import Member
from consult.models.threads import ForumFile

# What a list of items to choose from holds at most.
MOST_ITEMS = 100
# Kinds of decisions about notes, in the order in which a page shows them.
KINDS = ("note-agree", "note-release", "note-delete")


@dataclass(frozen=True)
class Listed:
    """Notes in a list of the group's own; `met_at` is of their meeting, None without one."""

    public_id: str
    title: str
    layer: str
    met_at: datetime | None
    open_until: date | None
    lines: int
    is_shared: bool


@dataclass(frozen=True)
class LineView:
    """A line as the group sees it. `who` is the name of who spoke, only where they ask for it or are the reader.

    `before` are earlier words of it, the oldest first.
    """

    public_id: str
    kind: str
    words: str
    easy: str
    language: str
    who: str
    is_own: bool
    is_named: bool
    is_claimed: bool
    is_gone: bool
    before: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoteView:
    """Notes as the group sees them: lines by item (title, "" for none); `pending` are open decisions, by kind."""

    public_id: str
    title: str
    layer: str
    met_at: datetime | None
    meeting_id: str
    open_until: date | None
    items: tuple[tuple[str, tuple[LineView, ...]], ...]
    pending: Mapping[str, str] = field(default_factory=dict)
    has_lines: bool = False


@dataclass(frozen=True)
class Shared:
    """An edition as it left the group: lines by item, each with the name of who asked for it, else "".

    `bodies` are those that it is for, none for everyone; `film_id` names a signed film of it, "" for none.
    """

    public_id: str
    note_id: str
    number: int
    title: str
    released_at: datetime
    items: tuple[tuple[str, tuple[tuple[Line, str], ...]], ...]
    bodies: tuple[str, ...]
    film_id: str
    replaced_at: datetime | None = None


def one(session: Session, forum_id: int, public_id: str, *, is_held: bool = False) -> Note | None:
    """Return notes of this forum, deleted ones too; another forum's are not there. `is_held`: locked for writing."""
    query = select(Note).where(Note.forum_id == forum_id, Note.public_id == public_id)
    return session.scalar(query.with_for_update() if is_held else query)


def line(session: Session, forum_id: int, public_id: str) -> NoteLine | None:
    """Return a line of this forum's notes."""
    return session.scalar(select(NoteLine).join(Note, Note.id == NoteLine.note_id).where(
        Note.forum_id == forum_id, NoteLine.public_id == public_id))


def listed(session: Session, forum_id: int) -> list[Listed]:
    """Return the notes of a forum, the newest first, without deleted ones."""
    lines = select(func.count()).select_from(NoteLine).where(
        NoteLine.note_id == Note.id, NoteLine.taken_back_at.is_(None)).scalar_subquery()
    shared = select(func.count()).select_from(ReleasedNote).where(
        ReleasedNote.note_id == Note.id, *_stands()).scalar_subquery()
    rows = session.execute(
        select(Note, Meeting.starts_at, lines, shared).outerjoin(Meeting, Meeting.id == Note.meeting_id)
        .where(Note.forum_id == forum_id, Note.deleted_at.is_(None)).order_by(Note.id.desc()))
    return [Listed(note.public_id, note.title, note.layer, met_at, note.open_until, count, bool(is_shared))
            for note, met_at, count, is_shared in rows]


def deleted(session: Session, forum_id: int) -> int:
    """Return how many working notes the group deleted."""
    return session.scalar(select(func.count()).select_from(Note).where(
        Note.forum_id == forum_id, Note.deleted_at.is_not(None))) or 0


def view(session: Session, acting: Acting, public_id: str) -> NoteView | None:
    """Return notes as somebody in the forum sees them, or None."""
    note = one(session, acting.forum_id, public_id)
    if note is None or note.deleted_at is not None:
        return None
    meeting = session.get(Meeting, note.meeting_id) if note.meeting_id else None
    rows = lines_of(session, note.id)
    before = _before(session, note.id)
    by_item: dict[str, list[LineView]] = {}
    for row, item, name in rows:
        by_item.setdefault(item, []).append(_line_view(row, name, acting, before.get(row.id, ())))
    return NoteView(
        note.public_id, note.title, note.layer, meeting.starts_at if meeting else None,
        meeting.public_id if meeting else "", note.open_until,
        tuple((item, tuple(said)) for item, said in by_item.items()), pending(session, acting.forum_id, public_id),
        any(row.taken_back_at is None for row, _item, _name in rows))


def lines_of(session: Session, note_id: int) -> Sequence[tuple[NoteLine, str, str]]:
    """Return the lines of notes in their order, each with its item's title and the name of whose words it is."""
    rows = session.execute(
        select(NoteLine, func.coalesce(AgendaItem.title, ""), func.coalesce(Member.name, ""))
        .outerjoin(AgendaItem, AgendaItem.id == NoteLine.item_id)
        .outerjoin(Member, Member.id == NoteLine.own_words_of_id)
        .where(NoteLine.note_id == note_id).order_by(NoteLine.position, NoteLine.id))
    return rows.all()


def items(session: Session, forum_id: int) -> list[tuple[str, str]]:
    """Return the items of the agenda that a line or an ask can be about, the newest first: public ids and titles."""
    rows = session.execute(
        select(AgendaItem.public_id, AgendaItem.title)
        .where(AgendaItem.forum_id == forum_id, AgendaItem.state.not_in(("withdrawn", "merged")))
        .order_by(AgendaItem.id.desc()).limit(MOST_ITEMS))
    return [(public_id, title) for public_id, title in rows]


def meeting_of(session: Session, note: Note) -> str:
    """Return the public id of the meeting that notes are of, empty without one."""
    return session.scalar(select(Meeting.public_id).where(Meeting.id == note.meeting_id)) or ""


def pending(session: Session, forum_id: int, public_id: str) -> dict[str, str]:
    """Return the open decisions about notes: their kinds with their public ids."""
    return dict(session.execute(
        select(GroupDecision.subject_kind, GroupDecision.public_id).where(
            GroupDecision.forum_id == forum_id, GroupDecision.subject_id == public_id,
            GroupDecision.subject_kind.in_(KINDS), GroupDecision.state == "open")).all())


def proposed(session: Session, forum_id: int, public_id: str) -> Shared | None:
    """Return the edition that the group is asked about now, as it would leave it; None where there is none."""
    found = _shared(session, Note.forum_id == forum_id, Note.public_id == public_id, ReleasedNote.released_at.is_(None))
    return found[0] if found else None


def editions(session: Session, forum_id: int, public_id: str) -> list[Shared]:
    """Return every edition of notes that left the group, the newest first; those that were replaced hold no words."""
    return _shared(session, Note.forum_id == forum_id, Note.public_id == public_id,
                   ReleasedNote.released_at.is_not(None))


def shared_with_all(session: Session, forum_id: int) -> list[Shared]:
    """Return what the group shared with everyone and what stands, the newest first; for its public page."""
    return _shared(session, Note.forum_id == forum_id, ReleasedNote.to_whom == rules.PUBLIC, *_stands())


def shared_with_body(session: Session, forum_id: int, body: str) -> list[Shared]:
    """Return what an officer who speaks for a body may read: what everyone may, and what names that body."""
    return [found for found in _shared(session, Note.forum_id == forum_id, *_stands())
            if not found.bodies or any(same_body(body, name) for name in found.bodies)]


def _stands() -> tuple[ColumnElement[bool], ...]:
    return ReleasedNote.released_at.is_not(None), ReleasedNote.replaced_at.is_(None)


def _shared(session: Session, *where: ColumnElement[bool]) -> list[Shared]:
    rows = session.execute(
        select(ReleasedNote, Note.public_id, ForumFile.public_id).join(Note, Note.id == ReleasedNote.note_id)
        .outerjoin(ForumFile, ForumFile.id == ReleasedNote.film_id)
        .where(*where).order_by(ReleasedNote.released_at.desc(), ReleasedNote.id.desc())).all()
    names = _names(session, [row for row, _note, _film in rows])
    return [
        Shared(row.public_id, note_id, row.number, row.title, row.released_at, tuple(
            (item, tuple((said, names.get(said.ref, "") if said.is_named else "") for said in lines))
            for item, lines in rules.by_item(rules.from_plain(row.body))),
            tuple(filter(None, row.bodies.split("\n"))), film or "", row.replaced_at)
        for row, note_id, film in rows]


def _names(session: Session, rows: Sequence[ReleasedNote]) -> dict[str, str]:
    """Return the names of today of those who ask to be named, by line: a name that changed, or left, goes everywhere.
    """
    refs = {line["ref"] for row in rows for line in row.body if line["is_named"]}
    if not refs:
        return {}
    return dict(session.execute(
        select(NoteLine.public_id, Member.name).join(Member, Member.id == NoteLine.own_words_of_id)
        .where(NoteLine.public_id.in_(refs), NoteLine.is_attributed, Member.left_on.is_(None))).all())


def _before(session: Session, note_id: int) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for line_id, words in session.execute(
            select(NoteCorrection.line_id, NoteCorrection.before).join(NoteLine, NoteLine.id == NoteCorrection.line_id)
            .where(NoteLine.note_id == note_id).order_by(NoteCorrection.id)):
        found[line_id] = (*found.get(line_id, ()), words)
    return found


def _line_view(row: NoteLine, name: str, acting: Acting, before: tuple[str, ...]) -> LineView:
    return LineView(
        row.public_id, row.kind, row.words, row.easy_words, row.language, name if row.is_attributed else "",
        row.own_words_of_id == acting.member_id, row.is_attributed, row.own_words_of_id is not None,
        row.taken_back_at is not None, before)
