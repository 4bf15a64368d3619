"""Who is to hear that there is something new: by the row of the notice, never by what happened."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from consult.models.members import Member, MemberContact, Notice


def due(session: Session, now: datetime, most: int = 200) -> Sequence[int]:
    """Return the ids of notices whose time has come, the longest waiting first."""
    return session.scalars(
        select(Notice.id).where(Notice.not_before <= now).order_by(Notice.not_before, Notice.id).limit(most)).all()


def contacts_without_notice(session: Session, forum_id: int, but_id: int | None = None, only_id: int | None = None
                            ) -> Sequence[MemberContact]:
    """Return how those in a forum who asked to be told can be, where nothing waits for them yet.

    `but_id` is left out; with `only_id` it is about that member alone.
    """
    return session.scalars(
        select(MemberContact).join(Member, Member.id == MemberContact.member_id)
        .outerjoin(Notice, Notice.member_id == MemberContact.member_id)
        .where(Member.forum_id == forum_id, Member.left_on.is_(None), Member.id != (but_id or 0), Notice.id.is_(None),
               true() if only_id is None else Member.id == only_id)
        .order_by(MemberContact.member_id)).all()


def with_contact(session: Session, notice_id: int) -> tuple[Notice, MemberContact, str] | None:
    """Return a notice, held against a second worker, with how to reach its member and in which language."""
    row = session.execute(
        select(Notice, MemberContact, Member.language).join(MemberContact, MemberContact.member_id == Notice.member_id)
        .join(Member, Member.id == Notice.member_id)
        .where(Notice.id == notice_id).with_for_update(of=Notice)).one_or_none()
    return (row[0], row[1], row[2]) if row is not None else None
