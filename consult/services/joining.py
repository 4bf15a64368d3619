"""Letting people into a forum: by an invitation of its members, or asked for and agreed to; never by a body outside.

A code lets one person in, once. What led somebody in is forgotten with it: no row says who invited whom.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from consult.domain import member_names, member_words
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import OFFICER_ROLES, STANDINGS, Acting, Right
from consult.domain.forum_lives import check_writing
from consult.domain.texts import clean
from consult.domain.working_days import london_day
from consult.models.base import utc_now
from consult.models.forums import Forum, ForumInvitation, ForumOfficer
from consult.models.members import JoinRequest, Member
from consult.queries import joining, members
from consult.services import attempts, forum_life
from consult.services import members as joined
from consult.services.measures import graphemes
from consult.services.members import hash_of_code
from consult.services.pauses import require_unpaused
from consult.services.transaction import writing

DAYS = 14
MOST_OPEN = 10
MOST_WORDS = 2_000
MOST_BODY = 200
# Whom a chair lets in after the group chose them: people with a part of their own, and officers.
CHOSEN = frozenset({"listener", "independent", "monitor"})
# A request that was answered and not followed up is forgotten after so long.
KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Joined:
    """Somebody who has just come in, and the seven words that let them in from now on: shown once."""

    member_id: int
    code: str


def new_code() -> str:
    """Return a new code of seven words, as digits."""
    return member_words.code_of(secrets.randbits(member_words.BITS))


def first_invitation(session: Session, forum_id: int) -> str:
    """Return the code that lets the first chair into a forum that was just opened; one still open is replaced.

    Call it inside a write transaction. Raises Conflict("forum-has-members") once anybody is in.
    """
    if members.who_is_there(session, forum_id):
        raise Conflict("forum-has-members")
    session.execute(delete(ForumInvitation).where(ForumInvitation.forum_id == forum_id, ForumInvitation.is_first))
    code = new_code()
    session.add(ForumInvitation(forum_id=forum_id, code_hash=hash_of_code(code), standing="member", is_first=True,
                                expires_at=utc_now() + timedelta(days=DAYS)))
    return code


def invite(*, by: Acting, standing: str = "member", officer_role: str = "", body: str = "") -> str:
    """Return a code that lets one more person in: as `standing`, or as an officer in a role; a supporter beside `by`.

    `body` is whom an officer will speak for. Raises Refused("standing", "option-unknown" or "chair-alone"),
    Refused("body", "body-missing"), Conflict("chair-not-safe") before a chair has a second factor,
    Conflict("invitations-many"), Conflict("forum-not-open").
    """
    by.require(Right.LET_IN)
    if standing not in STANDINGS or officer_role not in ("", *OFFICER_ROLES):
        raise Refused("standing", "option-unknown")
    if (standing in CHOSEN or officer_role) and not by.is_chair:
        raise Refused("standing", "chair-alone")
    body = " ".join(clean(body).split())[:MOST_BODY] if officer_role else ""
    if officer_role and not body:
        raise Refused("body", "body-missing")
    with writing() as session:
        forum_life.require_open(session, by)
        if not members.has_a_safe_chair(session, by.forum_id):
            raise Conflict("chair-not-safe")
        if len(joining.open_invitations(session, by.member_id)) >= MOST_OPEN:
            raise Conflict("invitations-many", {"most": MOST_OPEN})
        code = new_code()
        session.add(ForumInvitation(
            forum_id=by.forum_id, code_hash=hash_of_code(code), standing=None if officer_role else standing,
            officer_role=officer_role or None, body=body, made_by_id=by.member_id,
            beside_id=by.member_id if standing == "supporter" and not officer_role else None,
            expires_at=utc_now() + timedelta(days=DAYS)))
    return code


def take_back(*, public_id: str, by: Acting) -> None:
    """Make an invitation of one's own worth nothing; raises NotFound where it is used, old or somebody else's."""
    by.require(Right.LET_IN)
    with writing() as session:
        row = next((row for row in joining.open_invitations(session, by.member_id) if row.public_id == public_id), None)
        if row is None:
            raise NotFound()
        session.delete(row)


def accept(*, code: str, name: str, pronouns: str = "", language: str = "en", is_easy_read: bool = False,
           agrees: bool) -> Joined:
    """Let the person in whom a code was made for, under a name of their choice; return them and their own words.

    Raises Refused("agrees", "agreement-missing"), Refused("name" or "pronouns", …), Refused("code",
    "member-code-unknown") where the code was used meanwhile, Conflict("forum-not-open").
    """
    if not agrees:
        raise Refused("agrees", "agreement-missing")
    code_hash = hash_of_code(code)
    with writing() as session:
        invitation = joining.good_invitation(session, code_hash)
        request = joining.request_by_code(session, code_hash) if invitation is None else None
        way: ForumInvitation | JoinRequest | None = invitation or request
        if way is None or (request is not None and request.state != "agreed") or (
                invitation is not None and invitation.standing is None):
            raise Refused("code", "member-code-unknown")
        forum = session.get_one(Forum, way.forum_id)
        check_writing(forum.state)
        own = new_code()
        member = _let_in(session, invitation, forum.id, own, name=name, pronouns=pronouns, language=language,
                         is_easy_read=is_easy_read)
        session.delete(way)
        return Joined(member.id, own)


def _let_in(session: Session, invitation: ForumInvitation | None, forum_id: int, code: str, *, name: str,
            pronouns: str, language: str, is_easy_read: bool) -> Member:
    beside = members.by_id(session, invitation.beside_id) if invitation and invitation.beside_id else None
    return joined.add(
        session, forum_id, name=name, pronouns=pronouns, code=code, language=language, is_easy_read=is_easy_read,
        standing=(invitation.standing if invitation is not None else None) or "member",
        is_chair=invitation is not None and invitation.is_first, beside_id=beside.id if beside else None)


def accept_as_officer(*, code: str, person_id: int) -> ForumOfficer:
    """Let a member of staff in as the officer that a code was made for, and return what they are there.

    They speak for the body that the group named. Asking for the second factor is the caller's. Raises Refused("code",
    "member-code-unknown"), Conflict("forum-not-open").
    """
    with writing() as session:
        invitation = joining.good_invitation(session, hash_of_code(code))
        if invitation is None or invitation.officer_role is None:
            raise Refused("code", "member-code-unknown")
        check_writing(session.get_one(Forum, invitation.forum_id).state)
        row = joining.officer(session, invitation.forum_id, person_id, invitation.officer_role)
        if row is None:
            row = ForumOfficer(forum_id=invitation.forum_id, person_id=person_id, role=invitation.officer_role)
            session.add(row)
        row.body, row.ended_at, row.let_in_at = invitation.body, None, utc_now()
        session.delete(invitation)
        return row


def send_away(*, public_id: str, by: Acting) -> None:
    """End what an officer may do here; raises NotFound where there is none of that id, Conflict("you-are-paused")."""
    by.require(Right.LET_IN)
    with writing() as session:
        row = joining.officer_here(session, by.forum_id, public_id)
        if row is None or not by.is_chair:
            raise NotFound()
        require_unpaused(session, by)
        row.ended_at = utc_now()


def ask(*, slug: str, name: str, words: str, language: str, source: str) -> str:
    """Keep that somebody asks to join a forum that takes such requests; return the code that shows them the answer.

    Whether the name is taken is not told: that would tell who is in. Raises NotFound, Refused("name" or "words", …),
    Refused("name", "sign-in-too-often").
    """
    attempts.check("join", source)
    name = member_names.read_name(name, graphemes)
    words = clean(words).strip()
    if len(words) > MOST_WORDS:
        raise Refused("words", "request-long", {"limit": MOST_WORDS})
    code = new_code()
    with writing() as session:
        forum = joining.forum_by_door(session, slug)
        if forum is None:
            raise NotFound()
        session.add(JoinRequest(forum_id=forum.id, code_hash=hash_of_code(code), name=name, words=words,
                                language=language, asked_on=london_day(utc_now())))
    attempts.failed("join", source)
    return code


def answer(*, public_id: str, agrees: bool, by: Acting) -> None:
    """Answer somebody who asked to join; their words are forgotten. Raises NotFound, Conflict("chair-not-safe")."""
    by.require(Right.LET_IN)
    with writing() as session:
        forum_life.require_open(session, by)
        row = joining.request(session, by.forum_id, public_id)
        if row is None:
            raise NotFound()
        if agrees and not members.has_a_safe_chair(session, by.forum_id):
            raise Conflict("chair-not-safe")
        row.state, row.words, row.answered_by_id = ("agreed" if agrees else "declined"), "", by.member_id
        if not agrees:
            row.name = ""


def forget_old() -> int:
    """Delete invitations past their time and answered requests that nobody followed up; return how many rows."""
    now = utc_now()
    with writing() as session:
        gone = session.execute(delete(ForumInvitation).where(ForumInvitation.expires_at <= now)).rowcount  # type: ignore[attr-defined]
        gone += session.execute(delete(JoinRequest).where(  # type: ignore[attr-defined]
            JoinRequest.state != "asked", JoinRequest.asked_on <= london_day(now - KEPT))).rowcount
        return int(gone)
