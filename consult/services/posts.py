"""Posts in a thread: said, changed and taken back by who said them; holding one back is moderations.py's."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import posts as rules
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import Acting, Right
from consult.domain.languages import LANGUAGES
from consult.domain.texts import clean
from consult.models.base import utc_now
from consult.models.threads import ForumFile, Post, Thread
from consult.services import forum_files, forum_life
from consult.services.measures import graphemes
from consult.services.pauses import require_unpaused
from consult.services.transaction import writing

# By the kind of its file how a post was said.
WAYS = {"audio": "voice", "video": "bsl", "file": "text"}


@dataclass(frozen=True)
class Said:
    """What somebody says: words, the same in simple words, their language, a file (public id) and the post answered."""

    words: str
    easy_words: str = ""
    language: str = "en"
    file_id: str = ""
    answers_id: str = ""


def add(*, by: Acting, thread_id: str, said: Said) -> str:
    """Say something in a thread (public id); returns the post's public id.

    Raises NotFound, Conflict("forum-not-open", "you-are-paused", "thread-closed"), Refused("text", …),
    Refused("easy_words", …), Refused("language", "language-unknown").
    """
    by.require(Right.WRITE_TALK)
    with writing() as session:
        forum_life.require_open(session, by)
        require_unpaused(session, by)
        return add_to(session, by, thread_of(session, by, thread_id), said).public_id


def add_to(session: Session, by: Acting, thread: Thread, said: Said) -> Post:
    """Add a post to a thread inside the caller's transaction; raises as `add` does."""
    if thread.is_closed:
        raise Conflict("thread-closed")
    file = _file(session, by, said.file_id)
    row = Post(thread_id=thread.id, member_id=by.member_id, answers_id=_answered(session, thread, said.answers_id),
               way=WAYS[file.kind] if file is not None else "text", file_id=file.id if file is not None else None)
    _put(row, said, has_file=file is not None)
    session.add(row)
    session.flush()
    return row


def change(*, by: Acting, public_id: str, said: Said) -> str:
    """Change the words of one's own post; its file and what it answers stay. Returns the thread's public id.

    Raises as `add` does, and Conflict("post-held-back", "post-taken-back").
    """
    by.require(Right.WRITE_TALK)
    with writing() as session:
        forum_life.require_open(session, by)
        require_unpaused(session, by)
        row, thread = locked(session, by, public_id)
        rules.check_own(row.member_id, by, _state(row))
        _put(row, said, has_file=row.file_id is not None)
        row.changed_at = utc_now()
        return thread.public_id


def take_back(*, by: Acting, public_id: str) -> str:
    """Take one's own post back: its words and its file are gone at once, its place stays. Returns the thread's id.

    It can be done in a forum that rests and by who is paused. Raises NotFound, Conflict("post-held-back",
    "post-taken-back").
    """
    by.require(Right.TAKE_OUT)
    with writing() as session:
        row, thread = locked(session, by, public_id)
        rules.check_own(row.member_id, by, _state(row))
        file_id = row.file_id
        row.words, row.easy_words, row.file_id, row.taken_back_at = "", "", None, utc_now()
        session.flush()
        if file_id is not None:
            forum_files.delete(session, file_id)
        return thread.public_id


def thread_of(session: Session, by: Acting, public_id: str) -> Thread:
    """Return a thread of the forum, held until the transaction ends; raises NotFound."""
    found = session.scalar(select(Thread).where(
        Thread.public_id == public_id, Thread.forum_id == by.forum_id)
        .with_for_update(read=True).execution_options(populate_existing=True))
    if found is None:
        raise NotFound()
    return found


def locked(session: Session, by: Acting, public_id: str) -> tuple[Post, Thread]:
    """Return a post of the forum with its thread, the post held until the transaction ends; raises NotFound."""
    found = session.execute(
        select(Post, Thread).join(Thread, Thread.id == Post.thread_id)
        .where(Post.public_id == public_id, Thread.forum_id == by.forum_id)
        .with_for_update(of=Post).execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound()
    return found[0], found[1]


def _state(row: Post) -> str:
    return rules.state_of(is_held_back=row.is_held_back, is_taken_back=row.taken_back_at is not None)


def _put(row: Post, said: Said, *, has_file: bool) -> None:
    if said.language not in LANGUAGES:
        raise Refused("language", "language-unknown")
    row.words = rules.check_post(said.words, graphemes, has_file=has_file)
    row.easy_words = rules.check_length("easy_words", clean(said.easy_words).strip(), graphemes, rules.LONGEST_POST)
    row.language = said.language


def _file(session: Session, by: Acting, public_id: str) -> ForumFile | None:
    if not public_id:
        return None
    row = forum_files.own(session, by, public_id)
    if session.scalar(select(Post.id).where(Post.file_id == row.id).limit(1)) is not None:
        raise NotFound()
    return row


def _answered(session: Session, thread: Thread, public_id: str) -> int | None:
    if not public_id:
        return None
    found = session.scalar(select(Post.id).where(Post.public_id == public_id, Post.thread_id == thread.id))
    if found is None:
        raise NotFound()
    return found
