"""Later closing dates with their public reasons, and when each way to answer closes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import closings
from consult.models.consultations import ClosingChange, Consultation
from consult.models.people import Person


@dataclass(frozen=True)
class Change:
    """One later close: for everyone (`channel` None) or one way to answer, from when to when, and why.

    `reopened` says that the close had passed when it was moved. `by` is the name of who moved it, None where nobody
    of the staff did.
    """

    channel: str | None
    closed_at: datetime
    closes_at: datetime
    reason: dict[str, Any]
    at: datetime
    by: str | None

    @property
    def reopened(self) -> bool:
        """Whether it had closed already."""
        return self.at > self.closed_at


def changes_of(session: Session, consultation_id: int) -> Sequence[Change]:
    """Return every later close of a consultation, the first to be set first."""
    rows = session.execute(
        select(ClosingChange.channel, ClosingChange.closed_at, ClosingChange.closes_at, ClosingChange.reason,
               ClosingChange.at, Person.name)
        .outerjoin(Person, Person.id == ClosingChange.by_id)
        .where(ClosingChange.consultation_id == consultation_id).order_by(ClosingChange.id))
    return [Change(*row) for row in rows]


def closes_at_for(session: Session, consultation: Consultation, channel: str) -> datetime:
    """Return the instant until which answers by this channel are in time; no statement for the online form."""
    if channel not in closings.LATE_CHANNELS:
        return consultation.closes_at
    later = session.scalars(select(ClosingChange.closes_at).where(
        ClosingChange.consultation_id == consultation.id, ClosingChange.channel == channel))
    return closings.closes_at_for(consultation.closes_at, ((channel, instant) for instant in later), channel)
