"""Checks a person's right on a consultation inside a use case, so that no side door forgets it."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.errors import NotAllowed
from consult.queries import people

# The class of our locks in PostgreSQL, where an application's locks share one space.
LOCKS = 0xC045


def require(session: Session, person_id: int, permission: Permission, consultation_id: int | None = None) -> None:
    """Raise NotAllowed unless this active person holds the permission (there, or anywhere for None).

    Inside `writing()` it then waits until no other member of staff writes there: what is read after it stays true
    until the commit, on every database. Ask before reading what the use case decides on.
    """
    if permission not in people.permissions_of(session, person_id, consultation_id):
        raise NotAllowed()
    if session.info.get("is_writing"):
        _wait_for_the_turn(session, consultation_id or 0)


def _wait_for_the_turn(session: Session, place: int) -> None:
    """Let one member of staff write at a time; SQLite's write lock does so by itself."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(LOCKS, place)))
