"""Checks a person's right on a consultation inside a use case, so that no side door forgets it."""

from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.errors import NotAllowed
from consult.queries import people


def require(session: Session, person_id: int, permission: Permission, consultation_id: int | None = None) -> None:
    """Raise NotAllowed unless this active person holds the permission (there, or anywhere for None)."""
    if permission not in people.permissions_of(session, person_id, consultation_id):
        raise NotAllowed()
