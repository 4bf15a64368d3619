"""Calls that are being taken down: one of them with its answers so far, and those that a person has not ended."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.models.keyings import Keying
from consult.models.people import Person
from consult.models.submissions import Submission
from consult.queries import surveys
from consult.queries.surveys import Version

MOST_LISTED = 50


@dataclass(frozen=True)
class Call:
    """One call: what was said so far, and by which version of the survey; nothing is left of one that has ended."""

    submission: Submission
    keying: Keying
    version: Version

    @property
    def is_going_on(self) -> bool:
        """Whether it has not ended."""
        return self.submission.state == "waiting" and self.keying.state == "open"


@dataclass(frozen=True)
class OpenCall:
    """A call in the list of those that go on."""

    public_id: str
    started_at: datetime
    channel: str
    by: str
    is_mine: bool


def one(session: Session, consultation_id: int, public_id: str) -> Call | None:
    """Return a call, ended or not; None where there is none of that id."""
    row = session.execute(
        select(Submission, Keying).join(Keying, Keying.submission_id == Submission.id)
        .where(Submission.consultation_id == consultation_id, Submission.public_id == public_id,
               Submission.format == "call", Keying.number == 1)).first()
    if row is None:
        return None
    version = surveys.by_id(session, row[1].survey_version_id)
    assert version is not None
    return Call(row[0], row[1], version)


def going_on(session: Session, consultation_id: int, person_id: int) -> list[OpenCall]:
    """Return the calls that have not ended, the newest first."""
    rows = session.execute(
        select(Submission.public_id, Keying.started_at, Submission.channel, Person.name, Keying.by_id)
        .join(Keying, Keying.submission_id == Submission.id).join(Person, Person.id == Keying.by_id)
        .where(Submission.consultation_id == consultation_id, Submission.format == "call",
               Submission.state == "waiting", Keying.state == "open")
        .order_by(Keying.id.desc()).limit(MOST_LISTED))
    return [OpenCall(public_id, at, channel, name, by_id == person_id) for public_id, at, channel, name, by_id in rows]
