"""Charters of a forum: the one in force, earlier versions, the draft, and what it lacks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import charters as rules
from consult.domain.working_days import london_day
from consult.models.charters import Charter
from consult.models.threads import ForumFile


@dataclass(frozen=True)
class CharterView:
    """A version as a page shows it; `film` is the public id of its film, empty where there is none."""

    public_id: str
    number: int
    state: str
    charter: rules.Charter
    film: str
    why: str
    adopted_on: date | None


def row(session: Session, forum_id: int, public_id: str) -> Charter | None:
    """Return a version of this forum."""
    return session.scalar(select(Charter).where(Charter.forum_id == forum_id, Charter.public_id == public_id))


def current_row(session: Session, forum_id: int) -> Charter | None:
    """Return the version in force."""
    return session.scalar(select(Charter).where(Charter.forum_id == forum_id, Charter.adopted_at.is_not(None))
                          .order_by(Charter.number.desc()).limit(1))


def draft_row(session: Session, forum_id: int) -> Charter | None:
    """Return the version that is being written."""
    return session.scalar(select(Charter).where(Charter.forum_id == forum_id, Charter.adopted_at.is_(None))
                          .order_by(Charter.number.desc()).limit(1))


def current(session: Session, forum_id: int) -> CharterView | None:
    """Return the charter in force, for members and for the public page."""
    found = current_row(session, forum_id)
    return view(session, found) if found is not None else None


def draft(session: Session, forum_id: int) -> CharterView | None:
    """Return the draft; for members alone."""
    found = draft_row(session, forum_id)
    return view(session, found) if found is not None else None


def version(session: Session, forum_id: int, public_id: str) -> CharterView | None:
    """Return an adopted version, the one in force or an earlier one."""
    found = row(session, forum_id, public_id)
    return view(session, found) if found is not None and found.adopted_at is not None else None


def adopted(session: Session, forum_id: int) -> Sequence[CharterView]:
    """Return every version that was ever in force, the newest first."""
    rows = session.scalars(select(Charter).where(Charter.forum_id == forum_id, Charter.adopted_at.is_not(None))
                           .order_by(Charter.number.desc())).all()
    return [view(session, found) for found in rows]


def view(session: Session, found: Charter) -> CharterView:
    """Return a version with its film and its state."""
    film = session.get(ForumFile, found.film_id) if found.film_id is not None else None
    has_film = film is not None and film.state in ("held", "clean")
    newest = current_row(session, found.forum_id)
    state = rules.DRAFT if found.adopted_at is None else (
        rules.ADOPTED if newest is not None and newest.id == found.id else rules.REPLACED)
    return CharterView(
        found.public_id, found.number, state, rules.Charter(found.texts, has_film),
        film.public_id if film is not None and has_film else "", found.why,
        london_day(found.adopted_at) if found.adopted_at is not None else None)
