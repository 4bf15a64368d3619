"""The yearly review: members write it by the four principles, and the group's decision publishes it (CP-34)."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from consult.domain import forum_reviews as rules
from consult.domain.errors import Conflict, NotFound
from consult.domain.forum_access import Acting, Right
from consult.domain.texts import clean
from consult.domain.working_days import london_day
from consult.models.charters import ForumReview
from consult.models.group_decisions import GroupDecision
from consult.queries import forum_reviews as stored
from consult.queries import group_decisions as decisions
from consult.services import forum_life, group_decisions
from consult.services.clock import now
from consult.services.transaction import writing

KIND = "review"


def begin(*, by: Acting) -> ForumReview:
    """Begin the review of this year, or go on with it; raises Conflict("review-published"), NotFound."""
    by.require(Right.REVIEW)
    with writing() as session:
        forum_life.require_open(session, by)
        year = london_day(now(session)).year
        row = stored.of_year(session, by.forum_id, year)
        if row is not None:
            rules.check_draft(row.published_at)
            return row
        row = ForumReview(forum_id=by.forum_id, year=year, texts={}, written_by_id=by.member_id)
        session.add(row)
    return row


def write(*, by: Acting, review_id: str, texts: Mapping[str, str]) -> None:
    """Keep what is written of each principle; raises Refused by principle, Conflict, NotFound."""
    by.require(Right.REVIEW)
    with writing() as session:
        row = _draft(session, by, review_id)
        row.texts = rules.check_texts({name: clean(words) for name, words in texts.items()})


def ask(*, by: Acting, review_id: str, asked: group_decisions.Asked) -> GroupDecision:
    """Ask the group to publish the review; raises Conflict("review-not-ready"), what open_about raises, NotFound."""
    by.require(Right.REVIEW)
    with writing() as session:
        row = _draft(session, by, review_id)
        rules.check_ready(row.texts, row.published_at)
        return group_decisions.open_about(by=by, kind=KIND, subject_id=row.public_id, **asked.as_given())


def publish_decided(session: Session, decision: GroupDecision) -> None:
    """Publish a review, because the members decided so."""
    row = stored.row(session, decision.forum_id, decision.subject_id)
    if row is None:
        raise NotFound()
    rules.check_ready(row.texts, row.published_at)
    row.published_at = now(session)


def _draft(session: Session, by: Acting, review_id: str) -> ForumReview:
    forum_life.require_open(session, by)
    row = stored.row(session, by.forum_id, review_id)
    if row is None:
        raise NotFound()
    rules.check_draft(row.published_at)
    if decisions.open_about(session, by.forum_id, KIND, review_id) is not None:
        raise Conflict("being-decided")
    return row
