"""Who is counted, said once for every query that counts people: one sample, and each person once; counts nothing.

Samples never mix (practice 2.1, C10): a count is of the open consultation (None) or of one panel. A person who
answered several times is counted with one of the answers (C6): the words of all of them speak for that person, while
options that were chosen and answers about the person are those of the first alone.
"""

from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import aliased

from consult.models.responses import Response

OPEN: int | None = None
"""The sample of everyone who answered of their own accord."""

_Counts = tuple[ColumnElement[bool], ...]


def person(response: Any = Response) -> ColumnElement[int]:
    """Return whom a response stands for: the row id of the response that its sender is counted with."""
    return func.coalesce(response.counts_with_id, response.id)


def of_sample(sample_id: int | None = OPEN, response: Any = Response) -> ColumnElement[bool]:
    """Say that a response is of the open consultation (None), or of one panel (row id)."""
    return response.sample_id.is_(None) if sample_id is None else response.sample_id == sample_id


def words(consultation_id: int, sample_id: int | None = OPEN) -> _Counts:
    """Return the conditions of a response of one sample whose words count, for a statement that joins Response."""
    return (Response.consultation_id == consultation_id, Response.excluded_reason.is_(None), of_sample(sample_id))


def people(consultation_id: int, sample_id: int | None = OPEN) -> _Counts:
    """Return the conditions of the responses of one sample of which each stands for another person."""
    return (*words(consultation_id, sample_id), Response.counts_with_id.is_(None))


def channel_of_person() -> ColumnElement[str]:
    """Return the way in by which a person is counted: that of the response that they are counted with."""
    first = aliased(Response)
    of_first = select(first.channel).where(first.id == Response.counts_with_id).scalar_subquery()
    return case((Response.counts_with_id.is_(None), Response.channel), else_=of_first)
