"""Browsers inside a forum's space: who they act for, and until when; never when one was used.

The only place that makes an Acting. Nothing here knows staff, their sessions, or what else the same browser does.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from consult.domain.errors import NotFound
from consult.domain.forum_access import Acting
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.members import Member, MemberSession
from consult.queries import members
from consult.services.secrets import keyed_hash, new_token
from consult.services.transaction import writing

# How long somebody stays in; a meeting and the talk around it fit into the shorter time too.
HOURS, QUIET_HOURS = 12, 4
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Waiting:
    """A chair who gave the words and has not yet given the second proof: nothing is theirs to see before."""

    member_id: int
    session_id: int
    has_code_by_time: bool
    has_passkey: bool


def hash_of(token: str) -> str:
    """Return the keyed hash under which the token of a browser is stored."""
    return keyed_hash("visit", token)


def begin(member_id: int, *, is_strong: bool = False) -> str:
    """Let a browser in as a member who has proved it, and return its token; raises NotFound for who left.

    It is in for some whole hours, fewer for who is not out: the phone may be in other hands by then.
    """
    token = new_token()
    with writing() as session:
        member = members.by_id(session, member_id)
        if member is None:
            raise NotFound()
        ends_at = _whole_hour(utc_now()) + timedelta(hours=QUIET_HOURS if member.is_not_out else HOURS)
        session.execute(delete(MemberSession).where(MemberSession.ends_at <= utc_now()))
        session.add(MemberSession(token_hash=hash_of(token), member_id=member.id, is_strong=is_strong, ends_at=ends_at))
    return token


def acting(token: str | None) -> Acting | None:
    """Return for whom a browser acts; None where it is not in, or a chair's second proof is still to come."""
    session = db.session()
    found = members.visit(session, hash_of(token)) if token else None
    if found is None or _waits(session, *found):
        return None
    return acting_as(found[1])


def acting_as(member: Member) -> Acting:
    """Return the value that a service takes as `by`; for sessions, and for tests and examples that have no browser."""
    return Acting(member_id=member.id, forum_id=member.forum_id, public_id=member.public_id, name=member.name,
                  standing=member.standing, is_chair=member.is_chair, language=member.language,
                  is_easy_read=member.is_easy_read, is_not_out=member.is_not_out, beside_id=member.beside_id,
                  own_label=member.own_label)


def waiting(token: str | None) -> Waiting | None:
    """Return the chair who still has to give the second proof in this browser; None for everybody else."""
    session = db.session()
    found = members.visit(session, hash_of(token)) if token else None
    if found is None or not _waits(session, *found):
        return None
    factor = members.factor(session, found[1].id)
    return Waiting(found[1].id, found[0].id, factor is not None and factor.is_confirmed,
                   bool(members.passkeys(session, found[1].id)))


def _waits(session: Session, visit: MemberSession, member: Member) -> bool:
    return member.is_chair and not visit.is_strong and members.has_second_factor(session, member.id)


def is_strong(token: str | None) -> bool:
    """Say whether this browser gave more than words."""
    found = members.visit(db.session(), hash_of(token)) if token else None
    return found is not None and found[0].is_strong


def end(token: str | None) -> None:
    """Let a browser out; one that is not in stays out."""
    if token:
        with writing() as session:
            session.execute(delete(MemberSession).where(MemberSession.token_hash == hash_of(token)))


def end_all(session: Session, member_id: int, *, but: str | None = None) -> None:
    """Let every browser of a member out, except the one with the token `but`. Call it inside a write transaction."""
    gone = delete(MemberSession).where(MemberSession.member_id == member_id)
    session.execute(gone.where(MemberSession.token_hash != hash_of(but)) if but else gone)


def forget_ended() -> int:
    """Delete sessions past their time and return how many there were."""
    with writing() as session:
        return int(session.execute(delete(MemberSession).where(MemberSession.ends_at <= utc_now())).rowcount)  # type: ignore[attr-defined]


def _whole_hour(at: datetime) -> datetime:
    """Return the next whole hour: the end of a session does not tell its beginning."""
    return at.replace(minute=0, second=0, microsecond=0) + HOUR
