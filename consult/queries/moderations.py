"""What was held back and how it was looked at again: for its author, for the independent person, and as numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.domain import posts as rules
from consult.domain.agreement_steps import STEPS
from consult.domain.forum_access import Acting
from consult.domain.posts import APPEALED, LIFTED, OVERTURNED, REASONS, SETTLED
from consult.models.threads import AgreementStep, MemberReport, Moderation, Post, Thread
from consult.queries import forum_files
from consult.queries.forum_files import Listed


@dataclass(frozen=True)
class Held:
    """A post that was held back, with its words as they are kept; nobody's name stands here."""

    public_id: str
    post_id: str
    thread_title: str
    rule: str
    reason: str
    at: datetime
    state: str
    appeal_words: str
    heard_words: str
    words: str
    language: str
    file: Listed | None


@dataclass(frozen=True)
class Numbers:
    """How often what happened in a forum, exact; for the public by `published`."""

    by_reason: Mapping[str, int]
    held_back: int
    appealed: int
    shown_again: int
    reports: int
    settled: int
    steps: Mapping[str, int]

    def published(self) -> Mapping[str, int | None]:
        """Return the totals as they may be published: None where a number is small."""
        return {"held-back": rules.published(self.held_back), "appealed": rules.published(self.appealed),
                "shown-again": rules.published(self.shown_again), "reports": rules.published(self.reports),
                "steps": rules.published(sum(self.steps.values()))}


def mine(session: Session, by: Acting) -> list[Held]:
    """Return what was held back of this person's posts, the newest first."""
    return _held(session, by.forum_id, Post.member_id == by.member_id)


def appeals(session: Session, by: Acting) -> list[Held]:
    """Return the appeals that nobody has heard, the newest first."""
    return _held(session, by.forum_id, Moderation.state == APPEALED)


def one_of_mine(session: Session, by: Acting, public_id: str) -> Held | None:
    """Return one of the own posts that was held back, or None."""
    return next(iter(_held(session, by.forum_id, Post.member_id == by.member_id,
                           Moderation.public_id == public_id)), None)


def one_appeal(session: Session, by: Acting, public_id: str) -> Held | None:
    """Return an appeal that nobody has heard, or None."""
    return next(iter(_held(session, by.forum_id, Moderation.state == APPEALED,
                           Moderation.public_id == public_id)), None)


def numbers(session: Session, forum_id: int) -> Numbers:
    """Return how often what happened in a forum so far."""
    held = session.execute(
        select(Moderation.rule, Moderation.state, Moderation.appeal_words != "").where(
            Moderation.forum_id == forum_id)).all()
    states = [state for _rule, state, _appealed in held]
    reports = dict(session.execute(
        select(MemberReport.state, func.count()).where(MemberReport.forum_id == forum_id)
        .group_by(MemberReport.state)).all())
    steps = session.scalars(select(AgreementStep.step).where(AgreementStep.forum_id == forum_id)).all()
    return Numbers(
        rules.counted((rule for rule, _state, _appealed in held), REASONS), len(held),
        sum(1 for _rule, _state, is_appealed in held if is_appealed),
        sum(states.count(state) for state in (OVERTURNED, LIFTED)), sum(reports.values()), reports.get(SETTLED, 0),
        rules.counted(steps, STEPS))


def waiting(session: Session, by: Acting) -> int:
    """Return how many of the own posts are held back and could still be appealed about."""
    return session.scalar(
        select(func.count()).select_from(Moderation).join(Post, Post.id == Moderation.post_id)
        .where(Moderation.forum_id == by.forum_id, Post.member_id == by.member_id,
               Moderation.state == rules.STANDS)) or 0


def _held(session: Session, forum_id: int, *wanted: object) -> list[Held]:
    rows = session.execute(
        select(Moderation, Post, Thread.title).join(Post, Post.id == Moderation.post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(Moderation.forum_id == forum_id, *wanted)  # type: ignore[arg-type]
        .order_by(Moderation.id.desc())).all()
    files = forum_files.listed(session, (post.file_id for _row, post, _title in rows))
    return [Held(row.public_id, post.public_id, title, row.rule, row.reason, row.at, row.state, row.appeal_words,
                 row.heard_words, post.words, post.language, files.get(post.file_id or 0))
            for row, post, title in rows]


