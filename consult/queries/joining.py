"""What waits at a forum's door: invitations that are still good, and people who asked to join."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.models.base import utc_now
from consult.models.forums import Forum, ForumInvitation, ForumOfficer
from consult.models.members import JoinRequest


def good_invitation(session: Session, code_hash: str) -> ForumInvitation | None:
    """Return the invitation of a code, held against a second use at the same time; None once used or too old."""
    return session.scalar(
        select(ForumInvitation).where(ForumInvitation.code_hash == code_hash, ForumInvitation.used_at.is_(None),
                                      ForumInvitation.expires_at > utc_now()).with_for_update())


def open_invitations(session: Session, made_by_id: int) -> Sequence[ForumInvitation]:
    """Return the invitations that a member made and nobody has used yet."""
    return session.scalars(
        select(ForumInvitation).where(ForumInvitation.made_by_id == made_by_id, ForumInvitation.used_at.is_(None),
                                      ForumInvitation.expires_at > utc_now()).order_by(ForumInvitation.id)).all()


def request_by_code(session: Session, code_hash: str) -> JoinRequest | None:
    """Return the request to join that was made under a code."""
    return session.scalar(select(JoinRequest).where(JoinRequest.code_hash == code_hash).with_for_update())


def request(session: Session, forum_id: int, public_id: str) -> JoinRequest | None:
    """Return a request to join this forum that is still to be answered."""
    return session.scalar(
        select(JoinRequest).where(JoinRequest.forum_id == forum_id, JoinRequest.public_id == public_id,
                                  JoinRequest.state == "asked").with_for_update())


def open_requests(session: Session, forum_id: int) -> Sequence[JoinRequest]:
    """Return who waits for the group's answer, who asked first first."""
    return session.scalars(select(JoinRequest).where(JoinRequest.forum_id == forum_id, JoinRequest.state == "asked")
                           .order_by(JoinRequest.id)).all()


def waiting(session: Session, forum_id: int) -> int:
    """Return how many wait for the group's answer."""
    return session.scalar(select(func.count()).select_from(JoinRequest).where(
        JoinRequest.forum_id == forum_id, JoinRequest.state == "asked")) or 0


def forum_by_door(session: Session, slug: str) -> Forum | None:
    """Return the open forum with a public page of that name that people may ask to join."""
    return session.scalar(select(Forum).where(Forum.slug == slug, Forum.joins_by == "asking", Forum.state == "open"))


def officer(session: Session, forum_id: int, person_id: int, role: str) -> ForumOfficer | None:
    """Return what a member of staff is or was in a forum, in one role."""
    return session.scalar(select(ForumOfficer).where(
        ForumOfficer.forum_id == forum_id, ForumOfficer.person_id == person_id, ForumOfficer.role == role))


def officer_here(session: Session, forum_id: int, public_id: str) -> ForumOfficer | None:
    """Return an officer whom a forum let in and has not sent away."""
    return session.scalar(select(ForumOfficer).where(
        ForumOfficer.forum_id == forum_id, ForumOfficer.public_id == public_id, ForumOfficer.ended_at.is_(None)))


def officers(session: Session, forum_id: int) -> Sequence[ForumOfficer]:
    """Return the officers whom a forum let in, the first first."""
    return session.scalars(select(ForumOfficer).where(ForumOfficer.forum_id == forum_id,
                                                      ForumOfficer.ended_at.is_(None)).order_by(ForumOfficer.id)).all()


def forum_behind(session: Session, code_hash: str) -> Forum | None:
    """Return the forum that a code lets a member into: by a good invitation, or a request that the group agreed to."""
    invited = select(ForumInvitation.forum_id).where(
        ForumInvitation.code_hash == code_hash, ForumInvitation.used_at.is_(None),
        ForumInvitation.standing.is_not(None), ForumInvitation.expires_at > utc_now())
    agreed = select(JoinRequest.forum_id).where(JoinRequest.code_hash == code_hash, JoinRequest.state == "agreed")
    return session.scalar(select(Forum).where(Forum.id.in_(invited.union(agreed))))
