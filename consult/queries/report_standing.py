"""How much a report still waits for: responses not read, submissions at the desk, findings nobody confirmed."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, exists, func, select
from sqlalchemy.orm import Session

from consult.domain.claims import DRAFT
from consult.domain.submissions import WAITING
from consult.models.codebooks import Reading
from consult.models.findings import Finding
from consult.models.responses import Answer, Response
from consult.models.submissions import Submission
from consult.queries import readings


@dataclass(frozen=True)
class Work:
    """Counted responses with words that nobody has read; those with words that nobody has finished coding, or that are
    to be looked at again; submissions at the desk; findings that are drafts."""

    unread: int
    uncoded: int
    at_desk: int
    unconfirmed: int


def work(session: Session, consultation_id: int) -> Work:
    """Return what waits, of the open consultation and of every panel; three statements."""
    is_read = readings.was_reached()
    unread, uncoded = session.execute(
        select(_responses(~is_read), _responses(and_(is_read, ~_is_finished())))
        .select_from(Answer).join(Response, Response.id == Answer.response_id)
        .where(Response.consultation_id == consultation_id, Response.excluded_reason.is_(None),
               Answer.text.is_not(None))).one()
    at_desk = session.scalar(
        select(func.count()).select_from(Submission)
        .where(Submission.consultation_id == consultation_id, Submission.state == WAITING)) or 0
    drafts = session.scalar(
        select(func.count()).select_from(Finding)
        .where(Finding.consultation_id == consultation_id, Finding.state == DRAFT)) or 0
    return Work(unread, uncoded, at_desk, drafts)


def _responses(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((which, Response.id)).distinct())


def _is_finished() -> ColumnElement[bool]:
    """Say that a person found an answer done, and that no theme in it was changed since."""
    return exists(select(Reading.id).where(Reading.answer_id == Answer.id, Reading.recheck_reason.is_(None))
                  .correlate(Answer))
