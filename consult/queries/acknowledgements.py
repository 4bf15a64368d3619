"""Which letters that say that something has come are to go out, and how many did; never to whom."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from consult.domain.acknowledgements import A_DAY, SENT, WAITING, WAITS_FOR_A_PERSON
from consult.models.submissions import Acknowledgement, Sender, Submission

# Something withdrawn has no sender any more; what may be spam waits until a person took it for an answer.
_MAY_GO = or_(Submission.proposal.not_in(WAITS_FOR_A_PERSON), Submission.state == "accepted")


def due(session: Session, at: datetime, most: int = 100) -> Sequence[int]:
    """Return the ids of submissions whose letter is to go out now, the longest waiting first."""
    return session.scalars(
        select(Acknowledgement.submission_id).join(Submission, Submission.id == Acknowledgement.submission_id)
        .where(Acknowledgement.state == WAITING, Acknowledgement.due_at <= at, _MAY_GO)
        .order_by(Acknowledgement.due_at, Acknowledgement.submission_id).limit(most)).all()


def held(session: Session, submission_id: int) -> Acknowledgement | None:
    """Return the letter of a submission, held against a second worker."""
    return session.scalar(
        select(Acknowledgement).join(Submission, Submission.id == Acknowledgement.submission_id)
        .where(Acknowledgement.submission_id == submission_id, _MAY_GO)
        .with_for_update(of=Acknowledgement).execution_options(populate_existing=True))


def sent_since(session: Session, address_hash: str, at: datetime) -> int:
    """Return how many letters went, or are on their way, to an address in the day before an instant."""
    return session.scalar(
        select(func.count()).select_from(Acknowledgement)
        .join(Sender, Sender.submission_id == Acknowledgement.submission_id)
        .where(Sender.address_hash == address_hash, Acknowledgement.state == SENT,
               Acknowledgement.sent_at > at - A_DAY)) or 0


def counts(session: Session, consultation_id: int) -> dict[str, int]:
    """Return how many letters of a consultation have each state."""
    rows = session.execute(
        select(Acknowledgement.state, func.count())
        .join(Submission, Submission.id == Acknowledgement.submission_id)
        .where(Submission.consultation_id == consultation_id).group_by(Acknowledgement.state))
    return {state: count for state, count in rows}
