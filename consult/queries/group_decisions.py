"""Decisions of a group as its members see them: what is asked, stances without names, who still can answer.

Nothing here returns whose a stance is, except to the member themselves; how a vote goes is told when it has ended.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.domain import group_decisions as rules
from consult.domain.forum_access import Acting
from consult.domain.group_decisions import Stand, Tally
from consult.domain.working_days import london_day
from consult.models.group_decisions import Ballot, GroupDecision, Position, Turnout
from consult.models.threads import AgreementStep
from consult.queries import forums

PAGE = 50


@dataclass(frozen=True)
class Voice:
    """What somebody said with their stance, without who it was; `is_own` for the member who asks."""

    stance: str
    words: str
    is_met: bool
    is_own: bool


@dataclass(frozen=True)
class DecisionView:
    """A decision as a page shows it. `counts` is empty while it is open; `mine` is what this member answered."""

    public_id: str
    kind: str
    subject_id: str
    question: str
    choices: tuple[str, ...]
    detail: str
    rule: str
    state: str
    outcome: str
    opened_at: datetime
    closes_on: date
    ended_at: datetime | None
    review_on: date | None
    could: int | None
    did: int | None
    cannot_live: int | None
    is_mine_to_withdraw: bool = False
    answered: int = 0
    counts: Mapping[str, int] | None = None
    mine: Stand | None = None
    has_voted: bool = False
    voices: tuple[Voice, ...] = ()
    is_ready: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""
        return self.state == rules.OPEN

    @property
    def is_vote(self) -> bool:
        """Whether people vote on it."""
        return self.rule == rules.VOTE


def one(session: Session, forum_id: int, public_id: str) -> GroupDecision | None:
    """Return a decision of this forum; another forum's is not there."""
    return session.scalar(select(GroupDecision).where(
        GroupDecision.forum_id == forum_id, GroupDecision.public_id == public_id))


def open_about(session: Session, forum_id: int, kind: str, subject_id: str = "") -> GroupDecision | None:
    """Return the open decision about a thing, or None."""
    return session.scalar(select(GroupDecision).where(
        GroupDecision.forum_id == forum_id, GroupDecision.subject_kind == kind, GroupDecision.subject_id == subject_id,
        GroupDecision.state == rules.OPEN).limit(1))


def tally(session: Session, decision: GroupDecision) -> Tally:
    """Return how many stand where, of how many; concerns that were met stand in nobody's way.

    Who answered and left since is counted among those who could: what they said stays, and is nobody's.
    """
    counts, left = _ballots(session, decision) if decision.rule == rules.VOTE else _stances(session, decision)
    if decision.state != rules.OPEN:
        return Tally(counts, decision.could or 0)
    return Tally(counts, forums.members_there(session, decision.forum_id) + left)


def _ballots(session: Session, decision: GroupDecision) -> tuple[dict[str, int], int]:
    rows = session.execute(select(Ballot.choice, func.count()).where(Ballot.decision_id == decision.id)
                           .group_by(Ballot.choice))
    counts = {str(choice): int(count) for choice, count in rows}
    there = session.scalar(select(func.count()).select_from(Turnout).where(Turnout.decision_id == decision.id)) or 0
    return counts, sum(counts.values()) - there


def _stances(session: Session, decision: GroupDecision) -> tuple[dict[str, int], int]:
    counts: dict[str, int] = {}
    left = 0
    rows = session.execute(select(Position.stance, Position.is_met, Position.member_id).where(
        Position.decision_id == decision.id))
    for stance, is_met, member_id in rows:
        counted = rules.counted(Stand(stance, is_met=is_met))
        counts[counted] = counts.get(counted, 0) + 1
        left += member_id is None
    return counts, left


def show(session: Session, acting: Acting, public_id: str, today: date) -> DecisionView | None:
    """Return one decision for a member of its forum, with what was said about it; None where it is not theirs."""
    decision = one(session, acting.forum_id, public_id)
    if decision is None:
        return None
    now = tally(session, decision)
    mine = session.scalar(select(Position).where(
        Position.decision_id == decision.id, Position.member_id == acting.member_id))
    return _view(
        decision, is_mine_to_withdraw=may_withdraw(session, acting, decision), answered=now.took_part,
        counts=None if decision.state == rules.OPEN else now.counts,
        mine=Stand(mine.stance, mine.words, mine.is_met) if mine else None,
        has_voted=_has_voted(session, decision.id, acting.member_id), voices=_voices(session, decision, acting),
        is_ready=_is_ready(decision, now, today))


def listed(session: Session, acting: Acting, *, is_open: bool, before: int | None = None) -> Sequence[DecisionView]:
    """Return open decisions, the first to close first, or PAGE ended ones, the newest first, after the row `before`."""
    found = select(GroupDecision).where(GroupDecision.forum_id == acting.forum_id)
    if is_open:
        found = found.where(GroupDecision.state == rules.OPEN).order_by(GroupDecision.closes_at, GroupDecision.id)
    else:
        found = found.where(GroupDecision.state != rules.OPEN).order_by(GroupDecision.id.desc()).limit(PAGE + 1)
        if before is not None:
            found = found.where(GroupDecision.id < before)
    rows = session.scalars(found).all()
    mine = _answered_by(session, acting, [row.id for row in rows]) if is_open else set()
    return [_view(row, has_voted=row.id in mine) for row in rows]


def place_of(session: Session, forum_id: int, public_id: str) -> int | None:
    """Return where a decision stands in the order of a forum's decisions, to go on after it."""
    return session.scalar(select(GroupDecision.id).where(
        GroupDecision.forum_id == forum_id, GroupDecision.public_id == public_id))


def waiting(session: Session, acting: Acting) -> Sequence[tuple[str, str, date]]:
    """Return the open decisions that this member has not answered yet: (public id, question, last day)."""
    if acting.standing != "member":
        return []
    rows = session.scalars(select(GroupDecision).where(
        GroupDecision.forum_id == acting.forum_id, GroupDecision.state == rules.OPEN)
        .order_by(GroupDecision.closes_at, GroupDecision.id)).all()
    answered = _answered_by(session, acting, [row.id for row in rows])
    return [(row.public_id, row.question, london_day(row.closes_at)) for row in rows if row.id not in answered]


def on_record(session: Session, forum_id: int) -> int:
    """Return how many decisions of a forum have been counted with a day to look at them again (CP-25)."""
    return session.scalar(select(func.count()).select_from(GroupDecision).where(
        GroupDecision.forum_id == forum_id, GroupDecision.state.in_((rules.MADE, rules.NOT_MADE)))) or 0


def may_withdraw(session: Session, acting: Acting, decision: GroupDecision) -> bool:
    """Say whether somebody may take a question back: whoever asked it, and a chair unless it is about that chair."""
    if decision.opened_by_id == acting.member_id:
        return True
    if decision.subject_kind == "chair":
        return acting.is_chair and decision.subject_id != acting.public_id
    about = session.scalar(select(AgreementStep.about_id).where(
        AgreementStep.decision_id == decision.id)) if decision.subject_kind == "moderation" else None
    return acting.is_chair and about != acting.member_id


def _answered_by(session: Session, acting: Acting, ids: Sequence[int]) -> set[int]:
    taken = session.scalars(select(Position.decision_id).where(
        Position.member_id == acting.member_id, Position.decision_id.in_(ids)))
    voted = session.scalars(select(Turnout.decision_id).where(
        Turnout.member_id == acting.member_id, Turnout.decision_id.in_(ids)))
    return {*taken, *voted}


def _has_voted(session: Session, decision_id: int, member_id: int) -> bool:
    return session.get(Turnout, (decision_id, member_id)) is not None


def _voices(session: Session, decision: GroupDecision, acting: Acting) -> tuple[Voice, ...]:
    """Return the words of a decision in an order that is nobody's: by their random ids, not by when they came."""
    rows = session.scalars(select(Position).where(Position.decision_id == decision.id, Position.words != "")
                           .order_by(Position.public_id))
    return tuple(Voice(row.stance, row.words, row.is_met, row.member_id == acting.member_id) for row in rows)


def _is_ready(decision: GroupDecision, now: Tally, today: date) -> bool:
    if decision.state != rules.OPEN:
        return False
    return (today > london_day(decision.closes_at) or now.took_part >= now.members
            or (is_quick(decision) and rules.has_quorum(now)))


def is_quick(decision: GroupDecision) -> bool:
    """Say whether a decision is one for the room: opened at a meeting, for the same day."""
    return (decision.meeting_public_id != "" and decision.subject_kind in rules.IN_THE_ROOM
            and london_day(decision.closes_at) == london_day(decision.opened_at))


def choices_of(decision: GroupDecision) -> tuple[str, ...]:
    """Return the choices of a vote that is not on yes or no."""
    is_own = decision.subject_kind == "other" and decision.rule == rules.VOTE
    return tuple(decision.choices.split("\n")) if is_own and decision.choices else ()


def _view(decision: GroupDecision, **more: object) -> DecisionView:
    choices = choices_of(decision)
    return DecisionView(
        decision.public_id, decision.subject_kind, decision.subject_id, decision.question, choices,
        "" if choices else decision.choices, decision.rule, decision.state, decision.outcome, decision.opened_at,
        london_day(decision.closes_at), decision.ended_at, decision.review_on, decision.could, decision.did,
        decision.could_not_live_with_it, **more)  # type: ignore[arg-type]
