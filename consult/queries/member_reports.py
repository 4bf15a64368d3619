"""Reports to the person whom a group chose: one's own with their answers, and all of them for that person alone."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from consult.domain.forum_access import Acting
from consult.domain.posts import SENT, SETTLED
from consult.models.members import Member
from consult.models.threads import MemberReport, Post
from consult.queries import forum_files
from consult.queries.forum_files import Listed

MOST = 100


@dataclass(frozen=True)
class Report:
    """A report; `name` is empty where its sender stays unknown, `said` what the reported post says today."""

    public_id: str
    name: str
    is_unknown: bool
    words: str
    answer: str
    state: str
    sent_on: date
    has_post: bool
    said: str
    said_by: str
    language: str
    file: Listed | None


def mine(session: Session, by: Acting) -> list[Report]:
    """Return the reports that this person sent under their name, the newest first."""
    return _found(session, _every(by).where(MemberReport.from_id == by.member_id).limit(MOST))


def of_forum(session: Session, by: Acting) -> list[Report]:
    """Return the reports of the forum, those that wait first; only for who has the right to hear them."""
    return _found(session, _every(by).order_by(None).order_by(
        (MemberReport.state == SETTLED).asc(), MemberReport.id.desc()).limit(MOST))


def one(session: Session, by: Acting, public_id: str) -> Report | None:
    """Return one report of the forum, or None; only for who has the right to hear them."""
    return next(iter(_found(session, _every(by).where(MemberReport.public_id == public_id))), None)


def listeners(session: Session, forum_id: int) -> list[str]:
    """Return the names of those whom the group chose to hear reports."""
    return list(session.scalars(select(Member.name).where(
        Member.forum_id == forum_id, Member.standing == "listener", Member.left_on.is_(None))
        .order_by(Member.name_skeleton)))


def waiting(session: Session, by: Acting) -> int:
    """Return how many reports nobody has read."""
    return session.scalar(select(func.count()).select_from(MemberReport).where(
        MemberReport.forum_id == by.forum_id, MemberReport.state == SENT)) or 0


def _every(by: Acting) -> Select[tuple[MemberReport]]:
    return select(MemberReport).where(MemberReport.forum_id == by.forum_id).order_by(MemberReport.id.desc())


def _found(session: Session, query: Select[tuple[MemberReport]]) -> list[Report]:
    rows = session.scalars(query).all()
    posts = {post.id: post for post in session.scalars(
        select(Post).where(Post.id.in_({row.post_id for row in rows if row.post_id is not None})))}
    files = forum_files.listed(session, (post.file_id for post in posts.values()))
    wanted = {row.from_id for row in rows} | {post.member_id for post in posts.values()}
    names: dict[int | None, str] = dict(session.execute(
        select(Member.id, Member.name).where(Member.id.in_(wanted - {None}))).all())
    return [_report(row, posts.get(row.post_id or 0), names, files) for row in rows]


def _report(row: MemberReport, post: Post | None, names: dict[int | None, str], files: dict[int, Listed]) -> Report:
    return Report(
        row.public_id, names.get(row.from_id, ""), row.from_id is None, row.words, row.answer, row.state, row.sent_on,
        row.post_id is not None, post.words if post else "", names.get(post.member_id, "") if post else "",
        post.language if post else "en", files.get(post.file_id or 0) if post else None)
