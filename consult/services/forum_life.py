"""Whether a forum is open, and how it comes to rest, go on or close: by its members, or with a reason for all to read.

Nothing is deleted here: who is in a forum that rests or has closed reads on, and can take its record out.
"""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.domain import forum_lives as rules
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import NotFound, Refused
from consult.domain.forum_access import Acting
from consult.domain.group_decisions import OPEN, WITHDRAWN
from consult.domain.texts import clean
from consult.models.forums import Forum
from consult.models.group_decisions import GroupDecision, Turnout
from consult.services import audit, rights
from consult.services.clock import now
from consult.services.pauses import require_unpaused
from consult.services.transaction import writing


def require_open(session: Session, by: Acting) -> Forum:
    """Return the forum of whoever acts; raises Conflict("forum-not-open") where it rests or has closed, and
    Conflict("you-are-paused") for who is paused: every use case that writes asks here.

    Inside `writing()` it then holds the row: nobody closes the forum before this use case has ended.
    """
    forum = of(session, by)
    rules.check_writing(forum.state)
    require_unpaused(session, by)
    return forum


def of(session: Session, by: Acting) -> Forum:
    """Return the forum of whoever acts, whatever its state, as the database has it now."""
    wanted = select(Forum).where(Forum.id == by.forum_id).execution_options(populate_existing=True)
    forum = session.scalar(wanted.with_for_update(read=True) if session.info.get("is_writing") else wanted)
    if forum is None:
        raise NotFound()
    return forum


def pause_decided(session: Session, decision: GroupDecision) -> None:
    """Let the forum rest because its members decided so; their question is the reason that is read."""
    _become(session, decision.forum_id, rules.PAUSED, decision.question)


def close_decided(session: Session, decision: GroupDecision) -> None:
    """Close the forum because its members decided so; what else they were asked stays unanswered."""
    _become(session, decision.forum_id, rules.CLOSED, decision.question)
    _drop_questions(session, decision.forum_id)


def reopen_decided(session: Session, decision: GroupDecision) -> None:
    """Let a forum that rested go on because its members decided so."""
    _become(session, decision.forum_id, rules.OPEN, "")


def stop_for_reason(*, name: str, wanted: str, reason: str, by_id: int) -> None:
    """Let a forum that the public body carries itself rest or close, with a reason that is published (CP-36).

    It is named by its whole name: staff have no list of forums. One that a partner carries is as one that never was.
    Raises Refused("name", "forum-unknown"), Refused("state", "option-unknown"), Refused("reason", …), Conflict,
    NotAllowed.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.OPEN_FORUMS)
        if wanted not in (rules.PAUSED, rules.CLOSED):
            raise Refused("state", "option-unknown")
        reason = rules.check_reason(clean(reason))
        found = session.scalars(select(Forum).where(
            Forum.name == clean(name).strip(), Forum.host_is_partner.is_(False))).all()
        if len(found) != 1:
            raise Refused("name", "forum-unknown")
        _become(session, found[0].id, wanted, reason)
        if wanted == rules.CLOSED:
            _drop_questions(session, found[0].id)
        audit.record(session, Act.FORUM_STOPPED, person_id=by_id, kind="forum", object_id=found[0].public_id,
                     state=wanted)


def _become(session: Session, forum_id: int, state: str, reason: str) -> None:
    forum = session.get_one(Forum, forum_id, with_for_update=True, populate_existing=True)
    forum.state = rules.check_change(forum.state, state)
    forum.state_reason = reason


def _drop_questions(session: Session, forum_id: int) -> None:
    """Take back what is still asked; who has voted on it is forgotten, as at the end of every vote."""
    open_ones = select(GroupDecision).where(GroupDecision.forum_id == forum_id, GroupDecision.state == OPEN)
    for question in session.scalars(open_ones).all():
        question.state, question.ended_at = WITHDRAWN, now(session)
        session.execute(delete(Turnout).where(Turnout.decision_id == question.id))
