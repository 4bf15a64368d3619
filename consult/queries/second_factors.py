"""Who on the staff has a second factor, and how many recovery codes are left to them; never a secret."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.models.second_factors import RecoveryCode, SecondFactor


def confirmed(session: Session, person_id: int) -> SecondFactor | None:
    """Return the second factor that a person set up to its end, or None."""
    found = session.get(SecondFactor, person_id, populate_existing=True)
    return found if found is not None and found.confirmed_at is not None else None


def has_one(session: Session, person_id: int) -> bool:
    """Say whether a person is asked for a second factor at sign-in."""
    return confirmed(session, person_id) is not None


def recovery_codes_left(session: Session, person_id: int) -> int:
    """Return how many recovery codes a person has not used yet."""
    return session.scalar(
        select(func.count()).select_from(RecoveryCode).where(RecoveryCode.person_id == person_id)) or 0
