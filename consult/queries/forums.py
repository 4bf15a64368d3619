"""Forums as each may see them: a member their own, an officer those that let them in, the public those with a page."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.domain.forum_access import OF_OFFICER, Acting, OfficerRight
from consult.models.forums import Forum, ForumOfficer
from consult.models.members import Member


def of_member(session: Session, acting: Acting) -> Forum:
    """Return the forum that somebody is in."""
    return session.get_one(Forum, acting.forum_id)


def by_slug(session: Session, slug: str) -> Forum | None:
    """Return the forum whose public page has this name; a forum without a public page has none."""
    return session.scalar(select(Forum).where(Forum.slug == slug))


def with_pages(session: Session) -> Sequence[Forum]:
    """Return the forums that want a public page, by name."""
    return session.scalars(select(Forum).where(Forum.slug.is_not(None)).order_by(Forum.name, Forum.id)).all()


def for_officer(session: Session, public_id: str, person_id: int, right: OfficerRight) -> Forum | None:
    """Return the forum of that id where it let this person in for a role with the right."""
    roles = [role for role, rights in OF_OFFICER.items() if right in rights]
    return session.scalar(
        select(Forum).join(ForumOfficer, ForumOfficer.forum_id == Forum.id)
        .where(Forum.public_id == public_id, ForumOfficer.person_id == person_id, ForumOfficer.role.in_(roles),
               ForumOfficer.ended_at.is_(None)).limit(1))


def of_officer(session: Session, person_id: int) -> Sequence[tuple[Forum, ForumOfficer]]:
    """Return the forums that let this person in, each with the role."""
    return session.execute(
        select(Forum, ForumOfficer).join(ForumOfficer, ForumOfficer.forum_id == Forum.id)
        .where(ForumOfficer.person_id == person_id, ForumOfficer.ended_at.is_(None))
        .order_by(Forum.name, Forum.id, ForumOfficer.role)).all()


def members_there(session: Session, forum_id: int) -> int:
    """Return how many members (who can decide) a forum has; never shown to anyone outside the group."""
    return session.scalar(
        select(func.count()).select_from(Member)
        .where(Member.forum_id == forum_id, Member.standing == "member", Member.left_on.is_(None))) or 0


def member(session: Session, forum_id: int, public_id: str) -> Member | None:
    """Return somebody who is in this forum, of any standing."""
    return session.scalar(select(Member).where(
        Member.forum_id == forum_id, Member.public_id == public_id, Member.left_on.is_(None)))


def names(session: Session, forum_id: int) -> dict[int, str]:
    """Return the chosen names of who is there, by internal id; for pages inside the forum only."""
    return dict(session.execute(
        select(Member.id, Member.name).where(Member.forum_id == forum_id, Member.left_on.is_(None))).all())
