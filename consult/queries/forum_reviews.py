"""The yearly reviews of a forum: the one being written, those published, and when the next is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import forum_reviews as rules
from consult.domain.working_days import london_day
from consult.models.charters import ForumReview
from consult.models.forums import Forum


@dataclass(frozen=True)
class ReviewView:
    """A review as a page shows it; `missing` names the principles that nothing is written of yet."""

    public_id: str
    year: int
    texts: dict[str, str]
    missing: tuple[str, ...]
    published_on: date | None


def row(session: Session, forum_id: int, public_id: str) -> ForumReview | None:
    """Return a review of this forum."""
    return session.scalar(select(ForumReview).where(
        ForumReview.forum_id == forum_id, ForumReview.public_id == public_id))


def of_year(session: Session, forum_id: int, year: int) -> ForumReview | None:
    """Return the review of a year."""
    return session.scalar(select(ForumReview).where(ForumReview.forum_id == forum_id, ForumReview.year == year))


def one(session: Session, forum_id: int, public_id: str) -> ReviewView | None:
    """Return a review as a page of the space shows it."""
    found = row(session, forum_id, public_id)
    return view(found) if found is not None else None


def published(session: Session, forum_id: int) -> Sequence[ReviewView]:
    """Return the published reviews, the newest first; for members, monitors and the public page."""
    return [view(found) for found in _rows(session, forum_id) if found.published_at is not None]


def drafts(session: Session, forum_id: int) -> Sequence[ReviewView]:
    """Return the reviews that are being written; for members alone."""
    return [view(found) for found in _rows(session, forum_id) if found.published_at is None]


def due_on(session: Session, forum: Forum) -> date:
    """Return the day by which the next review is to be published."""
    return rules.due_on(forum.opened_on, (view.published_on for view in published(session, forum.id)
                                          if view.published_on is not None))


def view(found: ForumReview) -> ReviewView:
    """Return a review as pages show it."""
    return ReviewView(found.public_id, found.year, dict(found.texts), rules.missing(found.texts),
                      london_day(found.published_at) if found.published_at is not None else None)


def _rows(session: Session, forum_id: int) -> Sequence[ForumReview]:
    return session.scalars(select(ForumReview).where(ForumReview.forum_id == forum_id)
                           .order_by(ForumReview.year.desc())).all()
