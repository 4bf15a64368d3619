"""Activities of a forum and their rung: written by members, refused the top one without its conditions, voted down."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from consult.domain import rungs as rules
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import Acting, Right
from consult.domain.texts import clean
from consult.domain.working_days import london_day
from consult.models.charters import Activity
from consult.models.group_decisions import GroupDecision
from consult.queries import activities as stored
from consult.services import forum_life, group_decisions
from consult.services.clock import now
from consult.services.transaction import writing

KIND = "rung"


@dataclass(frozen=True)
class Facts:
    """What members write of an activity; `meeting` is the public id of the meeting it belongs to, or empty."""

    title: str
    what: str
    rung: str
    responder: str = ""
    feedback_due_on: date | None = None
    meeting: str = ""


def write(*, by: Acting, facts: Facts, activity_id: str = "") -> Activity:
    """Add an activity, or change one; raises Refused by field, Conflict("rung-voted-down"), NotFound.

    Co-production is refused unless all of its conditions hold (practice.md CP-03).
    """
    by.require(Right.DECIDE)
    with writing() as session:
        forum_life.require_open(session, by)
        row = _row(session, by, activity_id) if activity_id else Activity(
            forum_id=by.forum_id, written_by_id=by.member_id)
        title, what, responder = (clean(words).strip() for words in (facts.title, facts.what, facts.responder))
        _check_words(title, what, responder)
        meeting_id = _meeting_id(session, by, facts.meeting)
        wanted = stored.standing(session, by.forum_id, rung=facts.rung, responder=responder,
                                 feedback_due_on=facts.feedback_due_on, meeting_id=meeting_id)
        rules.check_claim(facts.rung, wanted.met, stored.of(session, row) if activity_id else None)
        row.title, row.what, row.responder = " ".join(title.split()), what, responder
        row.rung, row.feedback_due_on, row.meeting_id = facts.rung, facts.feedback_due_on, meeting_id
        session.add(row)
    return row


def ask_down(*, by: Acting, activity_id: str, asked: group_decisions.Asked) -> GroupDecision:
    """Ask the members to take an activity one rung down; they may vote on it whatever else they chose.

    Raises Conflict("rung-is-lowest"), what group_decisions.open_about does, NotFound.
    """
    by.require(Right.DECIDE)
    with writing() as session:
        row = _row(session, by, activity_id)
        rules.lower(row.rung)
        return group_decisions.open_about(by=by, kind=KIND, subject_id=row.public_id, **asked.as_given())


def end(*, by: Acting, activity_id: str) -> None:
    """Say that an activity is over; it stays in the list of those that were."""
    by.require(Right.DECIDE)
    with writing() as session:
        forum_life.require_open(session, by)
        _row(session, by, activity_id).ended_on = london_day(now(session))


def lower_decided(session: Session, decision: GroupDecision) -> None:
    """Take an activity one rung down from the one it showed, because the members decided so."""
    row = stored.row(session, decision.forum_id, decision.subject_id)
    if row is None:
        raise NotFound()
    was = rules.shown(stored.of(session, row))
    row.lowered_from = row.lowered_from or row.rung
    row.rung = rules.lower(was)


def _row(session: Session, by: Acting, activity_id: str) -> Activity:
    row = stored.row(session, by.forum_id, activity_id)
    if row is None:
        raise NotFound()
    if row.ended_on is not None:
        raise Conflict("activity-ended")
    return row


def _check_words(title: str, what: str, responder: str) -> None:
    if not title:
        raise Refused("title", "name-missing")
    for field, words, most in (("title", title, rules.MOST_TITLE), ("what", what, rules.MOST_WHAT),
                               ("responder", responder, rules.MOST_TITLE)):
        if len(words) > most:
            raise Refused(field, "forum-words-long", {"most": most})


def _meeting_id(session: Session, by: Acting, meeting: str) -> int | None:
    if not meeting:
        return None
    found = stored.meeting_row(session, by.forum_id, meeting)
    if found is None:
        raise NotFound()
    return found.id
