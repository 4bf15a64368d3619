"""Deletes what something that was taken in holds: words, files, sender, what was typed of it; its row stays."""

from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from consult.domain.submissions import DUPLICATE, WAITING, WITHDRAWN
from consult.models.care import Worry, WorryStep
from consult.models.keyings import Keying
from consult.models.submissions import Acknowledgement, Sender, Submission, SubmissionFile
from consult.services import attachments
from consult.services.transaction import after_commit

RAISED = "raised"


def forget(session: Session, submission: Submission) -> None:
    """Delete the contents of a submission and of what is the same again, inside the caller's transaction; the bytes of
    their files go after it."""
    sender = _sender(session, submission.id)
    _forget_one(session, submission)
    _forget_copies(session, Submission.duplicate_of_id == submission.id, sender)


def _sender(session: Session, submission_id: int) -> str | None:
    return session.scalar(select(Sender.address_hash).where(Sender.submission_id == submission_id))


def _forget_copies(session: Session, are_copies: ColumnElement[bool], sender: str | None) -> None:
    """Take back what was sent again with the first of its kind: to delete words is to delete every copy of them.

    What came from somebody else is theirs, whatever it was taken for: it waits for a person again.
    """
    for copy in session.scalars(select(Submission).where(are_copies, Submission.state == DUPLICATE)
                                .order_by(Submission.id).with_for_update()
                                .execution_options(populate_existing=True)).all():
        copy.duplicate_of_id = copy.same_as_response_id = None
        other = _sender(session, copy.id)
        if sender is not None and other is not None and other != sender:
            copy.state, copy.decided_at, copy.decided_by_id = WAITING, None, None
            continue
        copy.state = WITHDRAWN
        _forget_one(session, copy)


def _forget_one(session: Session, submission: Submission) -> None:
    submission.text, submission.parts, submission.label, submission.body = "", [], "", ""
    submission.signs, submission.has_quote_consent, submission.note = [], False, ""
    submission.thread_hash = None
    submission.may_be_named, submission.speaks_for = False, None
    mine = SubmissionFile.submission_id == submission.id
    for stored_as in session.scalars(select(SubmissionFile.stored_as).where(mine, SubmissionFile.state != "deleted")):
        after_commit(("file", stored_as), partial(attachments.store().remove, stored_as))
    _do(session, update(SubmissionFile).where(mine).values(state="deleted", name=""))
    _do(session, delete(Sender).where(Sender.submission_id == submission.id))
    _do(session, update(Acknowledgement).where(
        Acknowledgement.submission_id == submission.id, Acknowledgement.state == "waiting").values(state="not-wanted"))
    _do(session, update(Keying).where(Keying.submission_id == submission.id).values(answers={}, unclear=[], about={}))
    raised = select(Worry.id).where(Worry.submission_id == submission.id)
    _do(session, update(WorryStep).where(WorryStep.worry_id.in_(raised), WorryStep.action == RAISED).values(reason=""))
    _do(session, update(Worry).where(Worry.submission_id == submission.id).values(words=[], note=""))
    session.flush()


def forget_of_response(session: Session, response_id: int) -> None:
    """Delete the contents of what a response (row id) was made of, and of what is the same sent again."""
    submission = session.scalar(select(Submission).where(Submission.response_id == response_id)
                                .with_for_update().execution_options(populate_existing=True))
    sender = _sender(session, submission.id) if submission is not None else None
    if submission is not None:
        forget(session, submission)
    _forget_copies(session, Submission.same_as_response_id == response_id, sender)


def _do(session: Session, statement: Any) -> None:
    session.execute(statement.execution_options(synchronize_session=False))
