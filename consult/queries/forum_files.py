"""Files of a forum: which one somebody may open, by what it belongs to; the bytes are clients/files.py's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from consult.domain.forum_access import Acting, Right
from consult.domain.posts import APPEALED, HELD_BACK, SHOWN
from consult.models.agendas import AgendaItem
from consult.models.asks import Ask
from consult.models.charters import Charter
from consult.models.forum_notes import ReleasedNote
from consult.models.forums import Forum
from consult.models.meetings import Paper
from consult.models.threads import ForumFile, MemberReport, Moderation, Post

GONE = ("deleted", "refused")
# What a file can belong to beside a post, and the right to read that.
OWNERS: tuple[tuple[InstrumentedAttribute[Any], Right], ...] = (
    (AgendaItem.file_id, Right.READ_AGENDA), (Paper.file_id, Right.READ_AGENDA),
    (ReleasedNote.film_id, Right.READ_NOTES), (Ask.film_id, Right.READ_ASKS), (Charter.film_id, Right.READ_CHARTER),
)


@dataclass(frozen=True)
class Listed:
    """A file on a page; `kind` is audio, video or file, `state` held or clean, `size` in bytes."""

    public_id: str
    kind: str
    name: str
    media_type: str
    size: int
    state: str
    transcript: str


def listed(session: Session, ids: Iterable[int | None]) -> dict[int, Listed]:
    """Return files by row id, without those that are gone; who may see the page may see these."""
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    rows = session.scalars(select(ForumFile).where(ForumFile.id.in_(wanted), ForumFile.state.not_in(GONE)))
    return {row.id: Listed(row.public_id, row.kind, row.name, row.media_type, row.size, row.state, row.transcript)
            for row in rows}


def readable(session: Session, by: Acting, public_id: str) -> ForumFile | None:
    """Return a file of the forum that this person may open, or None.

    Their own; what belongs to something that they may read; a reported post's for the person who hears reports, and
    one that is appealed about for the independent person.
    """
    row = session.scalar(select(ForumFile).where(
        ForumFile.public_id == public_id, ForumFile.forum_id == by.forum_id, ForumFile.state.not_in(GONE)))
    if row is None:
        return None
    may = row.member_id == by.member_id or row.is_released or _belongs(session, by, row.id) or _is_said(
        session, by, row.id)
    return row if may else None


def released(session: Session, forum_id: int, public_id: str) -> ForumFile | None:
    """Return a file that the group released, or the film of its charter while it has a public page, or None."""
    in_force = (select(Charter.film_id).where(Charter.forum_id == forum_id, Charter.adopted_at.is_not(None))
                .order_by(Charter.number.desc()).limit(1).scalar_subquery())
    has_page = exists().where(Forum.id == forum_id, Forum.slug.is_not(None))
    return session.scalar(select(ForumFile).where(
        ForumFile.public_id == public_id, ForumFile.forum_id == forum_id,
        ForumFile.is_released | (has_page & (ForumFile.id == in_force)), ForumFile.state.not_in(GONE)))


def own(session: Session, by: Acting, public_id: str) -> ForumFile | None:
    """Return a file that this person sent, or None."""
    return session.scalar(select(ForumFile).where(
        ForumFile.public_id == public_id, ForumFile.forum_id == by.forum_id, ForumFile.member_id == by.member_id,
        ForumFile.state.not_in(GONE)))


def unattached(session: Session, before: date) -> list[int]:
    """Return the files (row ids) that belong to nothing and came before a day."""
    query: Select[tuple[int]] = select(ForumFile.id).where(
        ForumFile.added_on < before, ForumFile.state != "deleted", ~ForumFile.is_released)
    for column in (Post.file_id, *(column for column, _right in OWNERS)):
        query = query.where(~exists().where(column == ForumFile.id))
    return list(session.scalars(query))


def known(session: Session, stored_as: Sequence[str]) -> set[str]:
    """Return those names of stored files that a row stands for."""
    found = session.scalars(select(ForumFile.stored_as).where(ForumFile.stored_as.in_(stored_as)))
    return {name for name in found if name is not None}


def _belongs(session: Session, by: Acting, file_id: int) -> bool:
    columns = [column for column, right in OWNERS if right in by.rights]
    return any(session.scalar(select(column).where(column == file_id).limit(1)) is not None for column in columns)


def _is_said(session: Session, by: Acting, file_id: int) -> bool:
    """Say whether the file belongs to a post whose words this person may read."""
    post = session.scalar(select(Post).where(Post.file_id == file_id).limit(1))
    if post is None:
        return False
    state = HELD_BACK if post.is_held_back else SHOWN
    if Right.READ_TALK in by.rights and (state == SHOWN or by.is_chair):
        return True
    about: Select[tuple[int]] | None = None
    if Right.HEAR_REPORTS in by.rights:
        about = select(MemberReport.id).where(MemberReport.post_id == post.id)
    elif Right.HEAR_APPEALS in by.rights:
        about = select(Moderation.id).where(Moderation.post_id == post.id, Moderation.state == APPEALED)
    return about is not None and session.scalar(about.limit(1)) is not None
