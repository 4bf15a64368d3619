"""Steps of a group's agreement: all about one member in order, what waits for the group and for an appeal."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from consult.domain import agreement_steps as rules
from consult.domain.agreement_steps import APPEAL, DECISION, NOTHING_MORE, Taken
from consult.domain.forum_access import Acting
from consult.domain.working_days import london_day
from consult.models.group_decisions import GroupDecision
from consult.models.members import Member
from consult.models.threads import AgreementStep

# What a decision of the group that did not come about means for the member whom it is about.
NOT_MADE = ("not-made", "withdrawn")


@dataclass(frozen=True)
class Step:
    """A step as it is shown: `outcome` empty until it is known, `proposed` what the group is asked to decide."""

    public_id: str
    step: str
    reason: str
    by_name: str
    at: datetime
    until: date | None
    outcome: str
    proposed: str
    heard_words: str
    decision_id: str


@dataclass(frozen=True)
class Matter:
    """An open matter: about whom, its steps in order, and what may come next."""

    about_id: str
    about_name: str
    about_is_chair: bool
    steps: tuple[Step, ...]
    following: tuple[str, ...]
    may_end: bool


def rows_about(session: Session, forum_id: int, member_id: int) -> list[tuple[AgreementStep, GroupDecision | None]]:
    """Return the steps about a member in the order in which they were taken, each with its decision."""
    return list(session.execute(
        select(AgreementStep, GroupDecision)
        .outerjoin(GroupDecision, GroupDecision.id == AgreementStep.decision_id)
        .where(AgreementStep.forum_id == forum_id, AgreementStep.about_id == member_id)
        .order_by(AgreementStep.id)))


def taken(session: Session, forum_id: int, member_id: int) -> list[Taken]:
    """Return the steps about a member in order, as the rules know them."""
    return [as_taken(step, decision) for step, decision in rows_about(session, forum_id, member_id)]


def as_taken(step: AgreementStep, decision: GroupDecision | None) -> Taken:
    """Return a step as the rules know it; what the group is only asked to decide is no outcome yet."""
    return Taken(step.step, step.by_id, london_day(_settled_at(step, decision)), _outcome(step, decision), step.until)


def paused_until(session: Session, by: Acting, today: date) -> date | None:
    """Return the last day of the pause that holds for this person today, or None.

    Who stands beside somebody is paused with them: a pause is not got round by another's hand.
    """
    found = [rules.paused_until(taken(session, by.forum_id, one), today)
             for one in (by.member_id, by.beside_id) if one is not None]
    return max((day for day in found if day is not None), default=None)


def about_me(session: Session, by: Acting) -> list[Step]:
    """Return every step about this person, the newest first."""
    return [_step(session, step, decision)
            for step, decision in reversed(rows_about(session, by.forum_id, by.member_id))]


def open_matters(session: Session, by: Acting, today: date) -> list[Matter]:
    """Return the matters that this person looks after: a chair all but their own, others those about chairs."""
    about = aliased(Member)
    rows = session.execute(
        select(about.id, about.public_id, about.name, about.is_chair)
        .where(about.forum_id == by.forum_id, about.left_on.is_(None), about.id != by.member_id,
               about.id.in_(select(AgreementStep.about_id).where(AgreementStep.forum_id == by.forum_id)))
        .order_by(about.name_skeleton, about.id)).all()
    found = (_matter(session, by.forum_id, row.id, row.public_id, row.name, row.is_chair, today)
             for row in rows if by.is_chair or row.is_chair)
    return [matter for matter in found if matter is not None]


def matter_about(session: Session, by: Acting, about_id: str, today: date) -> Matter | None:
    """Return the open matter about a member (public id) that this person looks after, or None."""
    return next((matter for matter in open_matters(session, by, today) if matter.about_id == about_id), None)


def appeals(session: Session, forum_id: int) -> list[tuple[Matter, Step]]:
    """Return the appeals against steps that nobody has heard, the oldest first, each with its matter."""
    rows = session.execute(
        select(AgreementStep, Member).join(Member, Member.id == AgreementStep.about_id)
        .where(AgreementStep.forum_id == forum_id, AgreementStep.step == APPEAL, AgreementStep.outcome.is_(None),
               Member.left_on.is_(None)).order_by(AgreementStep.id))
    found = []
    for step, member in rows:
        matter = _matter(session, forum_id, member.id, member.public_id, member.name, member.is_chair, date.min)
        if matter is not None:
            found.append((matter, _step(session, step, None)))
    return found


def waiting(session: Session, by: Acting) -> int:
    """Return how many appeals against steps of this forum nobody has heard."""
    return len(appeals(session, by.forum_id))


def appeal(session: Session, forum_id: int, public_id: str) -> AgreementStep | None:
    """Return an appeal of the forum, or None."""
    return session.scalar(select(AgreementStep).where(
        AgreementStep.public_id == public_id, AgreementStep.forum_id == forum_id, AgreementStep.step == APPEAL))


def _matter(session: Session, forum_id: int, member_id: int, public_id: str, name: str, is_chair: bool, today: date
            ) -> Matter | None:
    rows = rows_about(session, forum_id, member_id)
    every = [as_taken(step, decision) for step, decision in rows]
    current = rules.matter(every)
    if not current:
        return None
    steps = tuple(_step(session, step, decision) for step, decision in rows[-len(current):])
    return Matter(public_id, name, is_chair, steps, rules.following(current), rules.may_end_membership(every, today))


def _step(session: Session, step: AgreementStep, decision: GroupDecision | None) -> Step:
    by = session.get(Member, step.by_id)
    return Step(step.public_id, step.step, step.reason, by.name if by is not None else "", step.at, step.until,
                _outcome(step, decision), step.outcome or "" if step.step == DECISION else "", step.heard_words,
                decision.public_id if decision is not None else "")


def _outcome(step: AgreementStep, decision: GroupDecision | None) -> str:
    if decision is None:
        return step.outcome or ""
    if decision.state in NOT_MADE:
        return NOTHING_MORE
    return step.outcome or "" if decision.state == "made" else ""


def _settled_at(step: AgreementStep, decision: GroupDecision | None) -> datetime:
    return decision.ended_at if decision is not None and decision.ended_at is not None else step.at
