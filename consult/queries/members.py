"""Who is in a forum and by what they prove it; always within one forum, for nothing leads from one to another."""

from collections.abc import Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from consult.models.base import utc_now
from consult.models.members import Member, MemberContact, MemberFactor, MemberSession, Passkey


def visit(session: Session, token_hash: str) -> tuple[MemberSession, Member] | None:
    """Return the session of that keyed hash and whose it is, unless it has ended."""
    row = session.execute(
        select(MemberSession, Member).join(Member, Member.id == MemberSession.member_id)
        .where(MemberSession.token_hash == token_hash, MemberSession.ends_at > utc_now(), Member.left_on.is_(None))
    ).one_or_none()
    return (row[0], row[1]) if row is not None else None


def by_code(session: Session, code_hash: str) -> Member | None:
    """Return the member whose seven words have that keyed hash."""
    return session.scalar(select(Member).where(Member.code_hash == code_hash))


def by_id(session: Session, member_id: int) -> Member | None:
    """Return who has that internal id, if they are still there."""
    found = session.get(Member, member_id)
    return found if found is not None and found.left_on is None else None


def who_left(session: Session, forum_id: int) -> Member | None:
    """Return the row without a name that stands for everyone who left this forum."""
    return session.scalar(select(Member).where(Member.forum_id == forum_id, Member.left_on.is_not(None)))


def who_is_there(session: Session, forum_id: int) -> Sequence[Member]:
    """Return who is in the forum, by name; for its own members only, and for no file."""
    return session.scalars(select(Member).where(Member.forum_id == forum_id, Member.left_on.is_(None))
                           .order_by(Member.name_skeleton, Member.id)).all()


def is_taken(session: Session, forum_id: int, skeleton: str, *, but_id: int | None = None) -> bool:
    """Say whether somebody else in the forum has a name that looks like this one."""
    found = session.scalar(select(Member.id).where(Member.forum_id == forum_id, Member.name_skeleton == skeleton))
    return found is not None and found != but_id


def beside(session: Session, member_id: int) -> Sequence[Member]:
    """Return the supporters who stand beside a member."""
    return session.scalars(select(Member).where(Member.beside_id == member_id, Member.left_on.is_(None))).all()


def factor(session: Session, member_id: int) -> MemberFactor | None:
    """Return a member's second factor by time, confirmed or not."""
    return session.get(MemberFactor, member_id, populate_existing=True)


def passkeys(session: Session, member_id: int) -> Sequence[Passkey]:
    """Return a member's passkeys, the oldest first."""
    return session.scalars(select(Passkey).where(Passkey.member_id == member_id).order_by(Passkey.id)).all()


def passkey_by_credential(session: Session, credential_id: bytes) -> tuple[Passkey, Member] | None:
    """Return the passkey that a device names, and whose it is."""
    row = session.execute(select(Passkey, Member).join(Member, Member.id == Passkey.member_id)
                          .where(Passkey.credential_id == credential_id, Member.left_on.is_(None))).one_or_none()
    return (row[0], row[1]) if row is not None else None


def has_second_factor(session: Session, member_id: int) -> bool:
    """Say whether a member can prove themselves by more than words: by a passkey or a confirmed code by time."""
    return session.scalar(_with_factor().where(Member.id == member_id).limit(1)) is not None


def has_a_safe_chair(session: Session, forum_id: int) -> bool:
    """Say whether a chair of the forum has a second factor: before that nobody else is let in."""
    chairs = _with_factor().where(Member.forum_id == forum_id, Member.is_chair, Member.left_on.is_(None))
    return session.scalar(chairs.limit(1)) is not None


def _with_factor() -> Select[tuple[int]]:
    return (select(Member.id).outerjoin(Passkey, Passkey.member_id == Member.id)
            .outerjoin(MemberFactor, MemberFactor.member_id == Member.id)
            .where(or_(Passkey.id.is_not(None), MemberFactor.is_confirmed)))


def contact(session: Session, member_id: int) -> MemberContact | None:
    """Return how a member wants to be told that there is something new; None for who asked for nothing."""
    return session.get(MemberContact, member_id, populate_existing=True)
