"""What something that was sent twice is the same as: the first of its kind, never itself and never in a ring."""

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from consult.domain.errors import Refused
from consult.domain.responses import IMPORTING
from consult.domain.submissions import DUPLICATE
from consult.models.responses import Response
from consult.models.submissions import Submission

First = Submission | Response


def first_of(session: Session, submission: Submission, public_id: str) -> First:
    """Return what a submission is the same as: the response of that public id, or the submission that came first.

    What became a response is that response, and a duplicate leads to what it is one of. Raises Refused("of",
    "duplicate-unknown" or "duplicate-of-itself").
    """
    if not public_id:
        raise Refused("of", "duplicate-missing")
    found: First | None = session.scalar(select(Submission).where(
        Submission.consultation_id == submission.consultation_id, Submission.public_id == public_id)) or session.scalar(
        select(Response).where(Response.consultation_id == submission.consultation_id, Response.sample_id.is_(None),
                               or_(Response.excluded_reason.is_(None), Response.excluded_reason != IMPORTING),
                               Response.public_id == public_id))
    if found is None:
        raise Refused("of", "duplicate-unknown")
    while isinstance(found, Submission):
        if found.id == submission.id:
            raise Refused("of", "duplicate-of-itself")
        after = _after(session, found)
        if after is None:
            return found
        found = after
    return found


def _after(session: Session, submission: Submission) -> First | None:
    if submission.response_id is not None:
        return session.get_one(Response, submission.response_id)
    if submission.state != DUPLICATE:
        return None
    if submission.same_as_response_id is not None:
        return session.get_one(Response, submission.same_as_response_id)
    return session.get_one(Submission, submission.duplicate_of_id)


def point(session: Session, submission: Submission, first: First) -> None:
    """Let a submission point to the first of its kind, and what pointed to it too; its state is the caller's to set."""
    to = ({"duplicate_of_id": None, "same_as_response_id": first.id} if isinstance(first, Response)
          else {"duplicate_of_id": first.id, "same_as_response_id": None})
    session.execute(update(Submission).where(Submission.duplicate_of_id == submission.id).values(**to))
    submission.duplicate_of_id, submission.same_as_response_id = to["duplicate_of_id"], to["same_as_response_id"]
