"""Whether somebody is paused by a step of the group's agreement: they read, appeal, leave, and write nothing else."""

from sqlalchemy.orm import Session

from consult.domain.errors import Conflict
from consult.domain.forum_access import Acting
from consult.domain.working_days import london_day
from consult.models.base import utc_now
from consult.queries import agreement_steps


def require_unpaused(session: Session, by: Acting) -> None:
    """Raise Conflict("you-are-paused") where this person is paused today; a read, so it can stand anywhere."""
    if agreement_steps.paused_until(session, by, london_day(utc_now())) is not None:
        raise Conflict("you-are-paused")
