"""Which answers are kept back until somebody has looked at a worry about them; for statements over Answer."""

from sqlalchemy import ColumnElement, exists, select

from consult.models.care import Worry
from consult.models.responses import Answer


def is_withheld() -> ColumnElement[bool]:
    """Say, beside a query of Answer, whether somebody still has to look at a worry about it."""
    return exists(select(Worry.id).where(Worry.answer_id == Answer.id, Worry.closed_at.is_(None)).correlate(Answer))
