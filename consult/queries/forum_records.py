"""Everything that a group has on record, as plain values by item; names stand only where a member asked for theirs."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.asks import DRAFT
from consult.domain.forum_records import SECTIONS, Entry, Fact, Section
from consult.domain.working_days import london_day
from consult.models.agendas import AgendaItem
from consult.models.asks import Ask
from consult.models.charters import Activity, Charter, ForumReview
from consult.models.forum_notes import Note, ReleasedNote
from consult.models.group_decisions import GroupDecision
from consult.models.meetings import Meeting
from consult.models.threads import ForumFile, Post, Thread
from consult.queries import asks, forum_notes
from consult.queries.asks import AskView, ReplyView

WITHOUT_DRAFT = ("made", "not-made", "withdrawn")


def sections(session: Session, forum_id: int, today: date) -> tuple[Section, ...]:
    """Return the parts of a group's record in the order in which they are read."""
    found = {
        "charter": _charters(session, forum_id), "meetings": _meetings(session, forum_id),
        "agendas": _agendas(session, forum_id), "notes": _notes(session, forum_id),
        "decisions": _decisions(session, forum_id),
        "asks": [_ask(view) for view in reversed(asks.listed(session, forum_id, today))],
        "activities": _activities(session, forum_id), "reviews": _reviews(session, forum_id),
        "talk": _talk(session, forum_id),
    }
    return tuple(Section(key, tuple(found[key])) for key in SECTIONS)


def files(session: Session, forum_id: int) -> Sequence[ForumFile]:
    """Return the files that are the group's own: signed films of its charter, its asks and its shared notes."""
    films = (select(Charter.film_id).where(Charter.forum_id == forum_id),
             select(Ask.film_id).where(Ask.forum_id == forum_id),
             select(ReleasedNote.film_id).join(Note, Note.id == ReleasedNote.note_id).where(Note.forum_id == forum_id))
    ids = {film for query in films for film in session.scalars(query) if film is not None}
    return session.scalars(select(ForumFile).where(
        ForumFile.id.in_(ids), ForumFile.forum_id == forum_id, ForumFile.state == "clean").order_by(ForumFile.id)).all()


def _facts(*pairs: tuple[str, object]) -> tuple[Fact, ...]:
    return tuple(Fact(label, _value(value)) for label, value in pairs if value not in (None, ""))


def _value(value: object) -> str:
    if isinstance(value, datetime):
        return london_day(value).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _texts(*texts: str) -> tuple[str, ...]:
    return tuple(text for text in texts if text)


def _charters(session: Session, forum_id: int) -> list[Entry]:
    rows = session.scalars(select(Charter).where(Charter.forum_id == forum_id).order_by(Charter.number))
    return [Entry("", _facts(("version", row.number), ("adopted-on", row.adopted_at)), _texts(row.why), tuple(
        Entry(key, (), _texts(*map(str, texts.values()))) for key, texts in row.texts.items())) for row in rows]


def _meetings(session: Session, forum_id: int) -> list[Entry]:
    rows = session.scalars(select(Meeting).where(Meeting.forum_id == forum_id).order_by(Meeting.starts_at))
    return [Entry(row.title, _facts(("met-on", row.starts_at), ("state", row.state)), _texts(row.state_reason))
            for row in rows]


def _agendas(session: Session, forum_id: int) -> list[Entry]:
    rows = session.execute(
        select(AgendaItem, Meeting.starts_at).outerjoin(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.forum_id == forum_id, AgendaItem.state != "withdrawn")
        .order_by(Meeting.starts_at, AgendaItem.position, AgendaItem.id))
    return [Entry(row.title, _facts(("met-on", met_at), ("state", row.state)), _texts(row.words))
            for row, met_at in rows]


def _notes(session: Session, forum_id: int) -> list[Entry]:
    rows = session.scalars(select(Note).where(Note.forum_id == forum_id, Note.deleted_at.is_(None)).order_by(Note.id))
    return [_note(session, row) for row in rows]


def _note(session: Session, note: Note) -> Entry:
    meeting = session.get(Meeting, note.meeting_id) if note.meeting_id else None
    released = session.execute(
        select(ReleasedNote.released_at, ReleasedNote.bodies)
        .where(ReleasedNote.note_id == note.id, ReleasedNote.released_at.is_not(None),
               ReleasedNote.replaced_at.is_(None))).first()
    facts = _facts(
        ("met-on", meeting.starts_at if meeting else None), ("layer", "released" if released else note.layer),
        ("agreed-on", note.agreed_at), ("released-on", released.released_at if released else None),
        ("bodies", released.bodies.replace("\n", ", ") if released else ""))
    parts = [Entry("", _facts(("item", item), ("name", name if line.is_attributed else "")),
                   _texts(line.words, line.easy_words))
             for line, item, name in forum_notes.lines_of(session, note.id) if line.taken_back_at is None]
    return Entry(note.title, facts, (), tuple(parts))


def _decisions(session: Session, forum_id: int) -> list[Entry]:
    rows = session.scalars(select(GroupDecision).where(
        GroupDecision.forum_id == forum_id, GroupDecision.state.in_(WITHOUT_DRAFT)).order_by(GroupDecision.id))
    return [Entry(row.question, _facts(
        ("rule", row.rule), ("result", row.state), ("decided-on", row.ended_at),
        ("cannot-live", row.could_not_live_with_it), ("review-on", row.review_on))) for row in rows]


def _ask(view: AskView) -> Entry:
    facts = _facts(
        ("body", view.addressee), ("plan-part", view.node_label), ("sent-on", view.sent_on), ("due-on", view.due_on))
    return Entry(view.title, facts if view.state != DRAFT else facts[:2], _texts(view.words, view.easy),
                 tuple(map(_reply, view.replies)))


def _reply(reply: ReplyView) -> Entry:
    facts = _facts(
        ("outcome", reply.outcome), ("later-on", reply.later_on), ("goes-to", reply.goes_to), ("signed", reply.signed),
        ("replied-on", reply.replied_on), ("mark", reply.mark))
    return Entry("", facts, _texts(reply.reason, reply.easy, reply.translated, reply.mark_words))


def _activities(session: Session, forum_id: int) -> list[Entry]:
    rows = session.scalars(select(Activity).where(Activity.forum_id == forum_id).order_by(Activity.id))
    return [Entry(row.title, _facts(("rung", row.rung), ("signed", row.responder)), _texts(row.what)) for row in rows]


def _reviews(session: Session, forum_id: int) -> list[Entry]:
    rows = session.scalars(select(ForumReview).where(ForumReview.forum_id == forum_id).order_by(ForumReview.year))
    return [Entry(str(row.year), (), _texts(*map(str, row.texts.values()))) for row in rows]


def _talk(session: Session, forum_id: int) -> list[Entry]:
    said: dict[int, list[str]] = {}
    for thread_id, words in session.execute(
            select(Post.thread_id, Post.words).join(Thread, Thread.id == Post.thread_id)
            .where(Thread.forum_id == forum_id, Post.taken_back_at.is_(None), ~Post.is_held_back).order_by(Post.id)):
        said.setdefault(thread_id, []).append(words)
    threads: Iterable[Thread] = session.scalars(select(Thread).where(Thread.forum_id == forum_id).order_by(Thread.id))
    return [Entry(thread.title, (), _texts(*said.get(thread.id, ()))) for thread in threads]
