"""Threads of a forum: begun with a first post, closed and opened again by who began them or by a chair."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.errors import NotFound
from consult.domain.forum_access import Acting, Right
from consult.domain.posts import check_title
from consult.models.agendas import AgendaItem
from consult.models.threads import Thread
from consult.services import forum_life, posts
from consult.services.measures import graphemes
from consult.services.pauses import require_unpaused
from consult.services.posts import Said
from consult.services.transaction import writing


@dataclass(frozen=True)
class Beginning:
    """A new thread: its title, the same in simple words, the item of the agenda (public id) it is about, if any."""

    title: str
    easy_title: str = ""
    item_id: str = ""


def begin(*, by: Acting, beginning: Beginning, first: Said) -> str:
    """Begin a thread with its first post; returns the thread's public id.

    Raises NotFound, Conflict("forum-not-open", "you-are-paused"), Refused("title", …), Refused("easy_title", …) and
    what services.posts.add raises.
    """
    by.require(Right.WRITE_TALK)
    title = check_title("title", beginning.title, graphemes)
    easy_title = check_title("easy_title", beginning.easy_title, graphemes, is_needed=False)
    with writing() as session:
        forum_life.require_open(session, by)
        require_unpaused(session, by)
        thread = Thread(forum_id=by.forum_id, title=title, easy_title=easy_title, started_by_id=by.member_id,
                        item_id=_item(session, by, beginning.item_id))
        session.add(thread)
        session.flush()
        posts.add_to(session, by, thread, first)
        return thread.public_id


def set_closed(*, by: Acting, public_id: str, is_closed: bool) -> None:
    """Close a thread to new posts, or open it again. Raises NotFound, Conflict("forum-not-open", …)."""
    by.require(Right.WRITE_TALK)
    with writing() as session:
        forum_life.require_open(session, by)
        require_unpaused(session, by)
        thread = locked(session, by, public_id)
        if not (by.is_chair or thread.started_by_id == by.member_id):
            raise NotFound()
        thread.is_closed = is_closed


def locked(session: Session, by: Acting, public_id: str) -> Thread:
    """Return a thread of the forum, held until the transaction ends; raises NotFound."""
    return posts.thread_of(session, by, public_id)


def _item(session: Session, by: Acting, public_id: str) -> int | None:
    if not public_id:
        return None
    found = session.scalar(select(AgendaItem.id).where(
        AgendaItem.public_id == public_id, AgendaItem.forum_id == by.forum_id))
    if found is None:
        raise NotFound()
    return found
