"""Threads of a forum and the posts in one, paged by key; the words of a post only for who may read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select, true
from sqlalchemy.orm import Session, aliased

from consult.domain.forum_access import Acting
from consult.domain.posts import APPEALED, PAGE, STANDS, may_moderate, may_read, state_of
from consult.models.agendas import AgendaItem
from consult.models.members import Member
from consult.models.threads import Moderation, Post, Thread
from consult.queries import forum_files
from consult.queries.forum_files import Listed

THREADS = 30
# More new posts than this are not counted: "many".
MOST_COUNTED = 99


@dataclass(frozen=True)
class ThreadLine:
    """A thread in a list; `last_at` is when the last post was said, by nobody in particular."""

    public_id: str
    title: str
    easy_title: str
    is_closed: bool
    posts: int
    last_at: datetime


@dataclass(frozen=True)
class ThreadPage:
    """A page of threads, the last spoken in first; `older` is the key of the next page, or empty."""

    threads: tuple[ThreadLine, ...]
    older: str


@dataclass(frozen=True)
class ThreadView:
    """A thread without its posts; `id` is internal, `item` the public id and title of what it is about, or None."""

    id: int
    public_id: str
    title: str
    easy_title: str
    is_closed: bool
    is_mine: bool
    item: tuple[str, str] | None


@dataclass(frozen=True)
class HeldBack:
    """That a post is held back and why, for its author and who may see it; `public_id` is the moderation's."""

    public_id: str
    rule: str
    reason: str
    state: str
    heard_words: str


@dataclass(frozen=True)
class PostView:
    """A post as one reader sees it: without words where it was taken back, or held back and not theirs to read."""

    public_id: str
    name: str
    pronouns: str
    is_mine: bool
    is_by_chair: bool
    state: str
    words: str
    easy_words: str
    language: str
    way: str
    file: Listed | None
    answers: tuple[str, str] | None
    created_at: datetime
    is_changed: bool
    may_hold_back: bool
    held_back: HeldBack | None


@dataclass(frozen=True)
class PostPage:
    """A page of posts in the order in which they were said, with the keys (public ids) of the pages beside it."""

    posts: tuple[PostView, ...]
    earlier: str
    later: str


def page(session: Session, forum_id: int, before: str = "", limit: int = THREADS) -> ThreadPage:
    """Return the threads of a forum, those with the newest posts first; `before` is the key of a page."""
    counts = (select(Post.thread_id, func.max(Post.id).label("last"), func.count().label("posts"))
              .join(Thread, Thread.id == Post.thread_id).where(Thread.forum_id == forum_id)
              .group_by(Post.thread_id).subquery())
    last = aliased(Post)
    query = (select(Thread, counts.c.posts, last.created_at, last.public_id)
             .join(counts, counts.c.thread_id == Thread.id).join(last, last.id == counts.c.last)
             .where(Thread.forum_id == forum_id).order_by(counts.c.last.desc()).limit(limit + 1))
    if before:
        key = _key(session, forum_id, before)
        if key is not None:
            query = query.where(counts.c.last <= key)
    rows = session.execute(query).all()
    found = tuple(ThreadLine(thread.public_id, thread.title, thread.easy_title, thread.is_closed, posts, at)
                  for thread, posts, at, _last in rows[:limit])
    return ThreadPage(found, rows[limit][3] if len(rows) > limit else "")


def one(session: Session, by: Acting, public_id: str) -> ThreadView | None:
    """Return a thread of the forum, or None."""
    row = session.execute(
        select(Thread, AgendaItem.public_id, AgendaItem.title).outerjoin(AgendaItem, AgendaItem.id == Thread.item_id)
        .where(Thread.public_id == public_id, Thread.forum_id == by.forum_id)).one_or_none()
    if row is None:
        return None
    thread, item_id, item_title = row
    return ThreadView(thread.id, thread.public_id, thread.title, thread.easy_title, thread.is_closed,
                      thread.started_by_id == by.member_id, (item_id, item_title) if item_id else None)


def posts(session: Session, by: Acting, thread_id: int, *, after: str = "", before: str = "", limit: int = PAGE
          ) -> PostPage:
    """Return a page of a thread: the newest posts, or those after or before the post with that public id.

    A key that is no post of the thread gives the newest page.
    """
    at = _post_key(session, thread_id, after or before)
    query = select(Post, Member).join(Member, Member.id == Post.member_id).where(Post.thread_id == thread_id)
    if at is not None and after:
        rows = list(session.execute(query.where(Post.id > at).order_by(Post.id).limit(limit + 1)))
        if rows:
            later = rows[limit - 1][0].public_id if len(rows) > limit else ""
            return PostPage(_views(session, by, rows[:limit]), rows[0][0].public_id, later)
        at = None
    rows = list(session.execute(
        query.where(Post.id < at if at is not None else true()).order_by(Post.id.desc()).limit(limit + 1)))
    shown = rows[:limit][::-1]
    return PostPage(_views(session, by, shown), shown[0][0].public_id if len(rows) > limit else "",
                    shown[-1][0].public_id if at is not None and shown else "")


def posts_at(session: Session, by: Acting, thread_id: int, public_id: str) -> PostPage:
    """Return the page of a thread on which a post stands: the newest page where it is there, else one from it on."""
    newest = posts(session, by, thread_id)
    at = _post_key(session, thread_id, public_id)
    if at is None or any(post.public_id == public_id for post in newest.posts):
        return newest
    before = session.scalar(select(Post.public_id).where(Post.thread_id == thread_id, Post.id < at)
                            .order_by(Post.id.desc()).limit(1))
    if before is not None:
        return posts(session, by, thread_id, after=before)
    second = session.scalar(select(Post.public_id).where(Post.thread_id == thread_id, Post.id > at)
                            .order_by(Post.id).offset(PAGE - 1).limit(1))
    return posts(session, by, thread_id, before=second or "")


def post(session: Session, by: Acting, public_id: str) -> tuple[PostView, ThreadView] | None:
    """Return one post of the forum with its thread, or None."""
    row = session.execute(
        select(Post, Member, Thread.public_id).join(Member, Member.id == Post.member_id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(Post.public_id == public_id, Thread.forum_id == by.forum_id)).one_or_none()
    if row is None:
        return None
    thread = one(session, by, row[2])
    return (_views(session, by, [(row[0], row[1])])[0], thread) if thread is not None else None


def author_id(session: Session, by: Acting, post_id: str) -> str | None:
    """Return the public id of who said a post, None where there is no such post or they left."""
    return session.scalar(
        select(Member.public_id).join(Post, Post.member_id == Member.id).join(Thread, Thread.id == Post.thread_id)
        .where(Post.public_id == post_id, Thread.forum_id == by.forum_id, Member.left_on.is_(None)))


def new_posts(session: Session, by: Acting, thread_id: int, after: str) -> int:
    """Return how many posts of others came after one (public id), MOST_COUNTED at most; 0 where there is none such."""
    at = _post_key(session, thread_id, after)
    if at is None:
        return 0
    newer: Select[tuple[int]] = select(Post.id).where(
        Post.thread_id == thread_id, Post.id > at, Post.member_id != by.member_id).limit(MOST_COUNTED)
    return session.scalar(select(func.count()).select_from(newer.subquery())) or 0


def _post_key(session: Session, thread_id: int, public_id: str) -> int | None:
    if not public_id:
        return None
    return session.scalar(select(Post.id).where(Post.public_id == public_id, Post.thread_id == thread_id))


def _key(session: Session, forum_id: int, public_id: str) -> int | None:
    return session.scalar(select(Post.id).join(Thread, Thread.id == Post.thread_id).where(
        Post.public_id == public_id, Thread.forum_id == forum_id))


def _views(session: Session, by: Acting, rows: Sequence[tuple[Post, Member]]) -> tuple[PostView, ...]:
    """Return posts as this reader sees them; three further statements however many there are."""
    files = forum_files.listed(session, (row.file_id for row, _author in rows))
    answered = _answered(session, [row.answers_id for row, _author in rows if row.answers_id is not None])
    held = _held(session, [row.id for row, _author in rows if row.is_held_back])
    return tuple(_view(by, row, author, files, answered, held) for row, author in rows)


def _view(by: Acting, row: Post, author: Member, files: dict[int, Listed], answered: dict[int, tuple[str, str]],
          held: dict[int, HeldBack]) -> PostView:
    state = state_of(is_held_back=row.is_held_back, is_taken_back=row.taken_back_at is not None)
    reads = may_read(state, row.member_id, by)
    return PostView(
        public_id=row.public_id, name=author.name, pronouns=author.pronouns,
        is_mine=row.member_id == by.member_id, is_by_chair=author.is_chair, state=state,
        words=row.words if reads else "", easy_words=row.easy_words if reads else "", language=row.language,
        way=row.way, file=files.get(row.file_id or 0) if reads else None,
        answers=answered.get(row.answers_id or 0), created_at=row.created_at, is_changed=row.changed_at is not None,
        may_hold_back=state == "shown" and may_moderate(by, row.member_id, about_is_chair=author.is_chair),
        held_back=held.get(row.id) if reads else None)


def _answered(session: Session, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return by row id the public id and the author's name of posts that others answer."""
    if not ids:
        return {}
    rows = session.execute(select(Post.id, Post.public_id, Member.name).join(Member, Member.id == Post.member_id)
                           .where(Post.id.in_(set(ids))))
    return {row.id: (row.public_id, row.name) for row in rows}


def _held(session: Session, ids: Sequence[int]) -> dict[int, HeldBack]:
    """Return by row id of the post why it is held back now."""
    if not ids:
        return {}
    rows = session.scalars(select(Moderation).where(Moderation.post_id.in_(ids)).order_by(Moderation.id))
    standing = (STANDS, APPEALED, "upheld")
    return {row.post_id: HeldBack(row.public_id, row.rule, row.reason, row.state, row.heard_words)
            for row in rows if row.state in standing}
