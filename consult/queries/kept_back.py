"""Which answers, submissions and notes are kept back until somebody has looked at a worry about them."""

from sqlalchemy import ColumnElement, exists, or_, select

from consult.models.care import Worry
from consult.models.events import EventNote
from consult.models.responses import Answer
from consult.models.submissions import Submission


def is_withheld() -> ColumnElement[bool]:
    """Say, beside a query of Answer, whether somebody still has to look at a worry about it."""
    return exists(select(Worry.id).where(Worry.answer_id == Answer.id, Worry.closed_at.is_(None)).correlate(Answer))


def is_submission_withheld() -> ColumnElement[bool]:
    """Say, beside a query of Submission, whether somebody still has to look at a worry about it, or about an answer
    that it became."""
    itself = exists(select(Worry.id).where(Worry.submission_id == Submission.id, Worry.closed_at.is_(None))
                    .correlate(Submission))
    its_answer = exists(select(Worry.id).join(Answer, Answer.id == Worry.answer_id)
                        .where(Answer.response_id == Submission.response_id, Worry.closed_at.is_(None))
                        .correlate(Submission))
    return or_(itself, its_answer)


def is_note_withheld() -> ColumnElement[bool]:
    """Say, beside a query of EventNote, whether somebody still has to look at a worry about it."""
    return exists(select(Worry.id).where(Worry.event_note_id == EventNote.id, Worry.closed_at.is_(None))
                  .correlate(EventNote))
