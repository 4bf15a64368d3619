"""Steps of a group's agreement: a private word, a pause, asking the group, an appeal and its hearing.

Every step is kept with its reason and shown to the member whom it is about; nobody else but the chairs sees it.
"""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import agreement_steps as rules
from consult.domain.agreement_steps import APPEAL, DECISION, LONG_PAUSE, PAUSE, WORD
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import Acting, Right
from consult.domain.member_names import skeleton
from consult.domain.posts import check_words, may_moderate
from consult.domain.working_days import london_day
from consult.models.base import new_public_id, utc_now
from consult.models.members import Member
from consult.models.threads import AgreementStep
from consult.queries import agreement_steps as stored
from consult.queries import forums
from consult.services import forum_life, group_decisions, leaving
from consult.services.measures import graphemes
from consult.services.pauses import require_unpaused
from consult.services.transaction import writing


def named(session: Session, by: Acting, name: str) -> str:
    """Return the public id of who has this name in the forum, or one that looks like it.

    Raises NotFound for who may take no step at all, Refused("name", `name-missing`, `member-unknown`).
    """
    by.require(Right.MODERATE)
    if not name.strip():
        raise Refused("name", "name-missing")
    found = session.scalar(select(Member.public_id).where(
        Member.forum_id == by.forum_id, Member.name_skeleton == skeleton(name), Member.left_on.is_(None)))
    if found is None:
        raise Refused("name", "member-unknown")
    return found


def speak(*, by: Acting, about_id: str, reason: str) -> str:
    """Say a private word to a member (public id): what they did, and what the group asks of them; returns the step.

    Raises NotFound, Conflict("step-order", "forum-not-open", "you-are-paused"), Refused("reason", …).
    """
    return _take(by, about_id, WORD, reason)


def pause(*, by: Acting, about_id: str, reason: str, until: date | None, is_danger: bool = False) -> str:
    """Pause a member to the end of a day; returns the step. Raises as `speak` does, and Refused("until", …)."""
    until = rules.check_pause(london_day(utc_now()), until)
    return _take(by, about_id, PAUSE, reason, until=until, is_danger=is_danger)


def ask_group(*, by: Acting, about_id: str, reason: str, outcome: str, question: str, until: date | None = None
              ) -> str:
    """Ask the group what follows after a pause; returns the public id of its decision.

    `question` is what the group says yes or no to, in words; `outcome` one of DECISIONS, `until` the last day of a
    long pause. Raises as `speak` does, Refused("outcome", …), Refused("until", …).
    """
    outcome = rules.check_decision(outcome)
    last = rules.check_pause(london_day(utc_now()), until, is_decided=True) if outcome == LONG_PAUSE else None
    with writing() as session:
        about, reason = _about(session, by, about_id, DECISION, reason)
        public_id = new_public_id()
        decision = group_decisions.open_about(by=by, kind="moderation", subject_id=public_id, question=question)
        session.flush()
        session.add(AgreementStep(
            public_id=public_id, forum_id=by.forum_id, about_id=about.id, step=DECISION, reason=reason,
            by_id=by.member_id, until=last, decision_id=decision.id, outcome=outcome))
        return decision.public_id


def appeal(*, by: Acting, words: str) -> None:
    """Ask the independent person to look at the last step about oneself.

    It can be asked while one is paused and while the forum rests. Raises NotFound, Conflict("step-order",
    "appeal-late"), Refused("words", …).
    """
    by.require(Right.REPORT)
    words = check_words("words", words, graphemes)
    with writing() as session:
        member = _locked(session, by.forum_id, by.public_id)
        current = rules.matter(stored.taken(session, by.forum_id, member.id))
        rules.check_step(APPEAL, current, by, member.id, about_is_chair=member.is_chair)
        rules.check_appeal_day(current, london_day(utc_now()))
        session.add(AgreementStep(forum_id=by.forum_id, about_id=member.id, step=APPEAL, reason=words,
                                  by_id=member.id))


def hear(*, by: Acting, public_id: str, outcome: str, words: str) -> None:
    """Say what comes of an appeal (public id), and why; only the independent person does.

    Raises NotFound, Conflict("appeal-decided"), Refused("outcome", …), Refused("words", …).
    """
    by.require(Right.HEAR_APPEALS)
    with writing() as session:
        row = stored.appeal(session, by.forum_id, public_id)
        about = session.get(Member, row.about_id, with_for_update=True, populate_existing=True) if row else None
        if row is None or about is None:
            raise NotFound()
        session.refresh(row)
        if row.outcome is not None:
            raise Conflict("appeal-decided")
        current = rules.matter(stored.taken(session, by.forum_id, about.id))
        outcome = rules.check_hearing(by, current, outcome)
        words = check_words("words", words, graphemes)
        row.outcome, row.heard_words, row.heard_by_id, row.noticed_at = outcome, words, by.member_id, utc_now()


def end_membership(*, by: Acting, about_id: str) -> None:
    """Carry out the group's decision that a member (public id) shall leave: they are forgotten as who leaves is.

    Raises NotFound, Conflict("step-order") where the group has not decided so or an appeal is still open.
    """
    by.require(Right.MODERATE)
    with writing() as session:
        require_unpaused(session, by)
        about = _locked(session, by.forum_id, about_id)
        if not may_moderate(by, about.id, about_is_chair=about.is_chair):
            raise NotFound()
        if not rules.may_end_membership(stored.taken(session, by.forum_id, about.id), london_day(utc_now())):
            raise Conflict("step-order")
        leaving.forget(session, about)


def _take(by: Acting, about_id: str, step: str, reason: str, *, until: date | None = None, is_danger: bool = False
          ) -> str:
    with writing() as session:
        about, reason = _about(session, by, about_id, step, reason, is_danger=is_danger)
        row = AgreementStep(forum_id=by.forum_id, about_id=about.id, step=step, reason=reason, by_id=by.member_id,
                            until=until, noticed_at=utc_now())
        session.add(row)
        session.flush()
        return row.public_id


def _about(session: Session, by: Acting, about_id: str, step: str, reason: str, *, is_danger: bool = False
           ) -> tuple[Member, str]:
    """Return the member, held until the transaction ends, and the reason, where this person may take this step now."""
    by.require(Right.MODERATE)
    forum_life.require_open(session, by)
    require_unpaused(session, by)
    about = _locked(session, by.forum_id, about_id)
    current = rules.matter(stored.taken(session, by.forum_id, about.id))
    rules.check_step(step, current, by, about.id, about_is_chair=about.is_chair, is_danger=is_danger)
    return about, check_words("reason", reason, graphemes)


def _locked(session: Session, forum_id: int, public_id: str) -> Member:
    found = forums.member(session, forum_id, public_id)
    if found is None:
        raise NotFound()
    return session.get_one(Member, found.id, with_for_update=True, populate_existing=True)
