"""Decisions of a group: put to its members, answered by each, counted once; a vote's ballots lie apart from who voted.

Nobody but a member can reach anything here: every use case takes an `Acting` and asks for its right. What follows from
a decision is done in the same transaction by services/forum_effects.py.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.domain import group_decisions as rules
from consult.domain.errors import Conflict, NotFound
from consult.domain.forum_access import Acting, Right
from consult.domain.forum_lives import PAUSED
from consult.domain.group_decisions import Proposal, Stand
from consult.domain.texts import clean
from consult.domain.working_days import LONDON, london_day
from consult.models.base import new_public_id
from consult.models.forums import Forum
from consult.models.group_decisions import Ballot, GroupDecision, Position, Turnout
from consult.models.meetings import Meeting
from consult.queries import group_decisions as stored
from consult.services import forum_life, notices
from consult.services.clock import now
from consult.services.pauses import require_unpaused
from consult.services.transaction import writing


@dataclass(frozen=True)
class Asked:
    """How something is put to the group: the words of the question, the rule (empty: the group's own), the days."""

    question: str
    rule: str = ""
    closes_on: date | None = None
    review_on: date | None = None

    def as_given(self) -> dict[str, Any]:
        """Return what open_about takes."""
        return {"question": self.question, "rule": self.rule, "review_on": self.review_on,
                "closes_at": end_of(self.closes_on) if self.closes_on is not None else None}


def open_about(*, by: Acting, kind: str, subject_id: str = "", question: str, closes_at: datetime | None = None,
               meeting_public_id: str = "", rule: str = "", review_on: date | None = None,
               choices: Sequence[str] = (), detail: str = "") -> GroupDecision:
    """Put a question to the group and return the open decision. Checking the subject is the caller's.

    Without `rule` the group's own; without `closes_at` the first last day that gives everybody their time, or today
    for what is decided in the room at a meeting of today. `detail` is what the effect needs to know besides the
    subject. Raises Refused by field, Conflict("decision-already-open" | "forum-not-open"), NotFound.
    """
    by.require(Right.DECIDE)
    with writing() as session:
        forum = _forum(session, by, kind)
        today = london_day(now(session))
        is_quick = kind in rules.IN_THE_ROOM and _meets_today(session, by, meeting_public_id, today)
        if kind != "other" and stored.open_about(session, by.forum_id, kind, subject_id) is not None:
            raise Conflict("decision-already-open")
        usual = today if is_quick else rules.first_closing(today)
        closes_on = london_day(closes_at) if closes_at is not None else usual
        proposal = rules.check_proposal(
            Proposal(clean(question), rule or forum.decides_by, closes_on, review_on or rules.usual_review(closes_on),
                     tuple(map(clean, choices))),
            today, rules=rules_of(forum, kind), is_quick=is_quick, may_choose=kind == "other")
        decision = GroupDecision(
            forum_id=by.forum_id, subject_kind=kind, subject_id=subject_id, question=proposal.question,
            choices="\n".join(proposal.choices) or detail, rule=proposal.rule, meeting_public_id=meeting_public_id,
            opened_by_id=by.member_id, opened_at=now(session), closes_at=end_of(closes_on),
            review_on=proposal.review_on)
        session.add(decision)
        _flush(session)
        notices.tell(session, by.forum_id, but_id=by.member_id)
    return decision


def _flush(session: Session) -> None:
    """Write what was asked; of two who ask about one thing in the same moment, the later is told as everybody is."""
    try:
        session.flush()
    except IntegrityError:
        raise Conflict("decision-already-open") from None


def rules_of(forum: Forum, kind: str) -> tuple[str, ...]:
    """Return the rules by which a forum can decide on a kind of thing."""
    return rules.rules_for((forum.decides_by,), is_vote_open=kind == "rung")


def take_position(*, by: Acting, decision_id: str, stance: str, words: str = "", is_met: bool = False) -> None:
    """Take a stance, or change one's own, while a decision is open; its words are seen without a name.

    Raises what rules.check_stand and rules.check_open do, Conflict("forum-not-open"), NotFound.
    """
    by.require(Right.DECIDE)
    with writing() as session:
        decision = _answerable(session, by, decision_id)
        stand = rules.check_stand(decision.rule, Stand(stance, clean(words), is_met))
        row = session.scalar(select(Position).where(
            Position.decision_id == decision.id, Position.member_id == by.member_id))
        if row is None:
            row = Position(decision_id=decision.id, member_id=by.member_id)
            session.add(row)
        row.stance, row.words, row.is_met = stand.stance, stand.words, stand.is_met


def cast(*, by: Acting, decision_id: str, choice: int) -> None:
    """Cast a ballot: that this member voted is kept until the end, how is kept apart from it and for good.

    Raises what rules.check_ballot and rules.check_open do, Conflict("ballot-cast" | "forum-not-open"), NotFound.
    """
    by.require(Right.DECIDE)
    with writing() as session:
        decision = _answerable(session, by, decision_id)
        rules.check_ballot(decision.rule, stored.choices_of(decision), choice)
        if session.get(Turnout, (decision.id, by.member_id)) is not None:
            raise Conflict("ballot-cast")
        session.add(Turnout(decision_id=decision.id, member_id=by.member_id))
        _put_in(session, decision.id, choice)


def end(*, by: Acting, decision_id: str) -> GroupDecision:
    """Count an open decision whose time has come, keep what came of it, and do what follows from it.

    Raises Conflict("decision-still-open" | "decision-closed" | "decision-subject-gone" | "forum-not-open"), what the
    effect raises (then nothing is counted), NotFound.
    """
    by.require(Right.DECIDE)
    with writing() as session:
        decision = _locked(session, by, decision_id)
        at = now(session)
        tally = stored.tally(session, decision)
        rules.check_closing(decision.state, london_day(decision.closes_at), london_day(at), tally,
                            is_quick=stored.is_quick(decision))
        choices = stored.choices_of(decision)
        came = rules.outcome(decision.rule, tally, choices=len(choices), is_heavy=decision.subject_kind in rules.HEAVY)
        decision.state = rules.MADE if came.is_made else rules.NOT_MADE
        decision.outcome = choices[came.chosen] if came.chosen is not None else came.reason
        decision.could, decision.did, decision.could_not_live_with_it = (
            tally.members, tally.took_part, came.cannot_live)
        decision.ended_at = at
        session.execute(delete(Turnout).where(Turnout.decision_id == decision.id))
        session.flush()
        _follow(session, decision)
    return decision


def withdraw(*, by: Acting, decision_id: str) -> None:
    """Take a question back before it is counted: whoever asked it may, and a chair where it is not about them.

    Raises Conflict where it has ended, NotFound.
    """
    by.require(Right.DECIDE)
    with writing() as session:
        decision = _locked(session, by, decision_id)
        if not stored.may_withdraw(session, by, decision):
            raise NotFound()
        if decision.state != rules.OPEN:
            raise Conflict("decision-closed")
        decision.state, decision.ended_at = rules.WITHDRAWN, now(session)
        session.execute(delete(Turnout).where(Turnout.decision_id == decision.id))
        session.flush()
        _follow(session, decision)


def take_words_back(*, by: Acting, decision_id: str) -> None:
    """Remove one's own words from a decision, open or ended; that somebody stood there stays counted.

    While it is open a stance that needs words goes with them. Raises NotFound where there are none.
    """
    by.require(Right.TAKE_OUT)
    with writing() as session:
        decision = _locked(session, by, decision_id, any_state=True)
        row = session.scalar(select(Position).where(
            Position.decision_id == decision.id, Position.member_id == by.member_id))
        if row is None:
            raise NotFound()
        if decision.state == rules.OPEN and row.stance in rules.NEEDS_WORDS:
            session.delete(row)
        else:
            row.words = ""


def _forum(session: Session, by: Acting, kind: str) -> Forum:
    """Return the forum where this kind can be decided now: in a forum that rests, only whether it goes on."""
    forum = forum_life.of(session, by)
    if forum.state == PAUSED and kind in rules.WHILE_RESTING:
        require_unpaused(session, by)
        return forum
    return forum_life.require_open(session, by)


def _locked(session: Session, by: Acting, decision_id: str, *, any_state: bool = False) -> GroupDecision:
    """Return a decision of this forum and hold it: ballots and the count come one after the other."""
    decision = session.scalar(
        select(GroupDecision).where(GroupDecision.forum_id == by.forum_id, GroupDecision.public_id == decision_id)
        .with_for_update().execution_options(populate_existing=True))
    if decision is None:
        raise NotFound()
    if not any_state:
        _forum(session, by, decision.subject_kind)
    return decision


def _answerable(session: Session, by: Acting, decision_id: str) -> GroupDecision:
    decision = _locked(session, by, decision_id)
    rules.check_open(decision.state, london_day(decision.closes_at), london_day(now(session)))
    return decision


def _meets_today(session: Session, by: Acting, meeting_public_id: str, today: date) -> bool:
    if not meeting_public_id:
        return False
    starts_at = session.scalar(select(Meeting.starts_at).where(
        Meeting.forum_id == by.forum_id, Meeting.public_id == meeting_public_id))
    if starts_at is None:
        raise NotFound()
    return london_day(starts_at) == today


def end_of(day: date) -> datetime:
    """Return the last minute of a day in London."""
    return datetime.combine(day, time(23, 59), tzinfo=LONDON)


def _put_in(session: Session, decision_id: int, choice: int) -> None:
    """Put a ballot into the box and shake it: all are written anew, so that neither the order of rows nor the
    transaction that wrote one stands beside the same mark of who voted."""
    choices = [*session.scalars(select(Ballot.choice).where(Ballot.decision_id == decision_id)), choice]
    secrets.SystemRandom().shuffle(choices)
    session.execute(delete(Ballot).where(Ballot.decision_id == decision_id))
    session.add_all([Ballot(key=new_public_id(), decision_id=decision_id, choice=each) for each in choices])


def _follow(session: Session, decision: GroupDecision) -> None:
    # Called through the application: the nouns with an effect put questions too, so they import this file.
    try:
        current_app.extensions["consult.decided"](session, decision)
    except NotFound as gone:
        raise Conflict("decision-subject-gone") from gone
