"""The notes of a forum: begun, written and corrected by its members, added to after a meeting, taken back by who spoke.

What the group agrees, shares or deletes it decides: services/note_releases.py. Nobody but a member can reach anything
here: every use case takes an `Acting` and asks for its right.
"""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.domain import forum_notes as rules
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import Acting, Right
from consult.domain.working_days import london_day
from consult.models.agendas import AgendaItem
from consult.models.forum_notes import Note, NoteCorrection, NoteLine
from consult.models.forums import Forum
from consult.models.meetings import Meeting
from consult.queries import forum_notes as stored
from consult.queries import group_decisions
from consult.services import forum_life, note_editions
from consult.services.clock import now
from consult.services.pauses import require_unpaused
from consult.services.transaction import writing


def begin(*, by: Acting, title: str, meeting_id: str = "") -> Note:
    """Begin notes, of a meeting (public id) or without one, and return them; only the group reads them.

    Raises Refused("title", …), NotFound, Conflict("forum-not-open" | "you-are-paused").
    """
    by.require(Right.WRITE_NOTES)
    with writing() as session:
        forum = _writable(session, by)
        note = Note(forum_id=by.forum_id, title=rules.check_title(title), begun_by_id=by.member_id)
        if meeting_id:
            _put_under(session, note, meeting_id, forum)
        session.add(note)
    return note


def add(*, by: Acting, note_id: str, words: str, kind: str = rules.SAID, item_id: str = "", easy: str = "",
        is_own: bool = True, is_named: bool = False, language: str = "en") -> NoteLine:
    """Put a line on record and return it; after the group agreed the notes it is an addition (CP-13).

    `item_id` is an item of the agenda (public id). With `is_own` they are the member's own words: they alone can change
    them, take them back, or ask for their name beside them. Raises Refused by field ("words": also "note-adding-over",
    "note-full"), NotFound, Conflict("forum-not-open" | "you-are-paused").
    """
    by.require(Right.WRITE_NOTES)
    with writing() as session:
        _writable(session, by)
        note = _note(session, by, note_id)
        _check_still(session, by, note)
        rules.check_adding(note.layer, note.open_until, london_day(now(session)))
        line = NoteLine(
            note_id=note.id, position=_next_place(session, note), words=rules.check_words(words),
            easy_words=rules.check_easy(easy), language=language, written_by_id=by.member_id, written_at=now(session),
            kind=rules.check_kind(kind) if note.layer == rules.WORKING else rules.ADDITION,
            item_id=_item(session, by, item_id), own_words_of_id=by.member_id if is_own else None,
            is_attributed=is_own and is_named)
        session.add(line)
    return line


def correct(*, by: Acting, line_id: str, words: str, easy: str = "") -> None:
    """Change a line while it can be; what it said before stays to be read by the group.

    Own words of somebody else are theirs: Conflict("note-not-your-words"). Raises Refused by field, NotFound,
    Conflict("forum-not-open" | "you-are-paused").
    """
    by.require(Right.WRITE_NOTES)
    with writing() as session:
        _writable(session, by)
        line, note = _line(session, by, line_id)
        _check_still(session, by, note)
        rules.check_adding(note.layer, note.open_until, london_day(now(session)))
        if line.own_words_of_id not in (None, by.member_id):
            raise Conflict("note-not-your-words")
        said = rules.check_words(words)
        if said != line.words:
            session.add(NoteCorrection(line_id=line.id, before=line.words, by_id=by.member_id, at=now(session)))
        line.words, line.easy_words = said, rules.check_easy(easy)


def claim(*, by: Acting, line_id: str) -> None:
    """Say that a line that somebody else wrote down holds one's own words.

    Raises Conflict("note-not-your-words") where they are another's, NotFound, Conflict("forum-not-open").
    """
    by.require(Right.WRITE_NOTES)
    with writing() as session:
        _writable(session, by)
        line, _note_of = _line(session, by, line_id)
        if line.own_words_of_id not in (None, by.member_id):
            raise Conflict("note-not-your-words")
        line.own_words_of_id = by.member_id


def show_name(*, by: Acting, line_id: str, is_named: bool) -> None:
    """Ask for one's name beside own words, or for it to go; it goes at once also where the words were shared (CP-24).

    Raises NotFound where they are not one's own words.
    """
    by.require(Right.TAKE_OUT)
    with writing() as session:
        line, _note_of = _own(session, by, line_id)
        line.is_attributed = is_named
        if not is_named:
            note_editions.unname(session, line)


def take_back(*, by: Acting, line_id: str) -> None:
    """Take own words back, whatever has become of the forum: they are gone from the notes, also what was there before.

    Before a release nothing of them goes out. After it a new edition comes that says only that something stood there.
    Raises NotFound where they are not one's own words.
    """
    by.require(Right.TAKE_OUT)
    with writing() as session:
        line, _note_of = _own(session, by, line_id)
        note_editions.take_back(session, line, now(session))


def _check_still(session: Session, by: Acting, note: Note) -> None:
    """Raise Conflict("being-decided") while the group says whether these notes are right: they stay what it reads."""
    if note.layer == rules.WORKING and group_decisions.open_about(session, by.forum_id, "note-agree", note.public_id):
        raise Conflict("being-decided")


def _writable(session: Session, by: Acting) -> Forum:
    forum = forum_life.require_open(session, by)
    require_unpaused(session, by)
    return forum


def _put_under(session: Session, note: Note, meeting_id: str, forum: Forum) -> None:
    meeting = session.scalar(select(Meeting).where(Meeting.public_id == meeting_id, Meeting.forum_id == forum.id))
    if meeting is None:
        raise NotFound()
    note.meeting_id = meeting.id
    note.open_until = rules.adding_ends(london_day(meeting.starts_at), forum.record_days)


def _note(session: Session, by: Acting, note_id: str) -> Note:
    note = stored.one(session, by.forum_id, note_id, is_held=True)
    if note is None or note.deleted_at is not None:
        raise NotFound()
    return note


def _line(session: Session, by: Acting, line_id: str) -> tuple[NoteLine, Note]:
    line = stored.line(session, by.forum_id, line_id)
    if line is None or line.taken_back_at is not None:
        raise NotFound()
    return line, session.get_one(Note, line.note_id)


def _own(session: Session, by: Acting, line_id: str) -> tuple[NoteLine, Note]:
    line, note = _line(session, by, line_id)
    if line.own_words_of_id != by.member_id:
        raise NotFound()
    return line, note


def _item(session: Session, by: Acting, item_id: str) -> int | None:
    if not item_id:
        return None
    found = session.scalar(select(AgendaItem.id).where(
        AgendaItem.public_id == item_id, AgendaItem.forum_id == by.forum_id))
    if found is None:
        raise NotFound()
    return found


def _next_place(session: Session, note: Note) -> int:
    last = session.scalar(select(func.max(NoteLine.position)).where(NoteLine.note_id == note.id)) or 0
    if last >= rules.MOST_LINES:
        raise Refused("words", "note-full", {"limit": rules.MOST_LINES})
    return last + 1
