"""Doubts about responses: those that wait for a person, those that were decided, and words that came before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from consult.domain.quality import SAME_WORDS_FROM
from consult.models.people import Person
from consult.models.responses import Answer, Response, ResponseFlag

Row = TypeVar("Row")
PAGE = 50
# How many responses with words that came before are noted in one go.
MOST_FOUND = 500


@dataclass(frozen=True)
class Doubtful:
    """A response with its open doubts, by code."""

    public_id: str
    received_at: datetime
    channel: str
    is_late: bool
    flags: tuple[str, ...]


@dataclass(frozen=True)
class Decided:
    """What a person decided about the doubts of a response, why and when; `counts` is how it stands now."""

    public_id: str
    received_at: datetime
    counts: bool
    flags: tuple[str, ...]
    decision: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Up to PAGE rows, the newest response first; `newer` and `older` say whether there are more on either side."""

    rows: tuple[Row, ...]
    newer: bool
    older: bool


def open_count(session: Session, consultation_id: int) -> int:
    """Return how many responses with doubts wait for a decision; one that is left out or taken back needs none."""
    return session.scalar(
        select(func.count(ResponseFlag.response_id.distinct()))
        .join(Response, Response.id == ResponseFlag.response_id).where(*_waiting(consultation_id))) or 0


def undecided(session: Session, consultation_id: int, *, before: str | None = None,
              after: str | None = None) -> Page[Doubtful]:
    """Return a page of responses whose doubts nobody decided, in at most three statements; keys as `responses`."""
    ids, newer, older = _paged(session, consultation_id, _ids(*_waiting(consultation_id)), before, after)
    return Page(tuple(_doubtful(session, ids)), newer, older)


def one(session: Session, consultation_id: int, public_id: str) -> Doubtful | None:
    """Return a response with the doubts that wait for a decision, which may be none; None where there is no such."""
    response = session.scalar(select(Response).where(
        Response.consultation_id == consultation_id, Response.public_id == public_id))
    if response is None:
        return None
    waiting = waiting_flags(session, response.id) if response.excluded_reason is None else ()
    return _as_doubtful(response, [flag.flag for flag in waiting])


def decided(session: Session, consultation_id: int, *, before: str | None = None,
            after: str | None = None) -> Page[Decided]:
    """Return a page of responses whose doubts were decided, in at most three statements."""
    wanted = _ids(Response.consultation_id == consultation_id, ResponseFlag.decision.is_not(None))
    ids, newer, older = _paged(session, consultation_id, wanted, before, after)
    rows = session.execute(
        select(Response, ResponseFlag, Person.name).join(ResponseFlag, ResponseFlag.response_id == Response.id)
        .join(Person, Person.id == ResponseFlag.decided_by_id)
        .where(Response.id.in_(ids), ResponseFlag.decision.is_not(None))
        .order_by(Response.id.desc(), ResponseFlag.decided_at.desc(), ResponseFlag.id)).all()
    # Doubts of one response that were decided together are one line.
    lines: dict[tuple[int, datetime], list[tuple[Response, ResponseFlag, str]]] = {}
    for response, flag, name in rows:
        lines.setdefault((response.id, flag.decided_at), []).append((response, flag, name))
    return Page(tuple(_decided(line) for line in lines.values()), newer, older)


def waiting_flags(session: Session, response_id: int) -> Sequence[ResponseFlag]:
    """Return the doubts of a response that nobody decided, the first noted first."""
    return session.scalars(
        select(ResponseFlag).where(ResponseFlag.response_id == response_id, ResponseFlag.decision.is_(None))
        .order_by(ResponseFlag.id)).all()


def open_signs(session: Session, response_id: int) -> Sequence[str]:
    """Return the signs of doubt, by code, that nobody decided about and that are of the sending, not of its words."""
    return session.scalars(select(ResponseFlag.flag).where(
        ResponseFlag.response_id == response_id, ResponseFlag.decision.is_(None),
        ResponseFlag.flag != "same-words")).all()


def with_words_that_came_before(session: Session, consultation_id: int) -> Sequence[int]:
    """Return the row ids of up to MOST_FOUND counted responses with a long text that an earlier counted one has.

    Responses that were noted for this before, decided or not, are left out. One pass over the texts of the
    consultation: for a person who asks for it, not for each response that comes in.
    """
    counted = (Response.consultation_id == consultation_id, Response.excluded_reason.is_(None))
    long = func.length(Answer.text) >= SAME_WORDS_FROM
    first = (
        select(Answer.text, func.min(Answer.response_id).label("response_id"))
        .join(Response, Response.id == Answer.response_id).where(*counted, long)
        .group_by(Answer.text).having(func.min(Answer.response_id) < func.max(Answer.response_id)).subquery()
    )
    noted = select(ResponseFlag.response_id).where(ResponseFlag.flag == "same-words")
    return session.scalars(
        select(Answer.response_id).distinct().join(Response, Response.id == Answer.response_id)
        .join(first, first.c.text == Answer.text)
        .where(*counted, long, Answer.response_id > first.c.response_id, Answer.response_id.not_in(noted))
        .order_by(Answer.response_id).limit(MOST_FOUND)).all()


def _waiting(consultation_id: int) -> tuple[ColumnElement[bool], ...]:
    return (Response.consultation_id == consultation_id, Response.excluded_reason.is_(None),
            ResponseFlag.decision.is_(None))


def _ids(*wanted: ColumnElement[bool]) -> Select[tuple[int]]:
    return (select(Response.id).distinct()
            .join(ResponseFlag, ResponseFlag.response_id == Response.id).where(*wanted))


def _paged(session: Session, consultation_id: int, query: Select[tuple[int]], before: str | None,
           after: str | None) -> tuple[Sequence[int], bool, bool]:
    key = before or after
    place = session.scalar(select(Response.id).where(
        Response.consultation_id == consultation_id, Response.public_id == key)) if key else None
    is_upward = place is not None and not before
    if place is not None:
        query = query.where(Response.id > place if is_upward else Response.id < place)
    found = session.scalars(
        query.order_by(Response.id if is_upward else Response.id.desc()).limit(PAGE + 1)).all()
    has_more, ids = len(found) > PAGE, found[:PAGE]
    return (ids, has_more, True) if is_upward else (ids, place is not None, has_more)


def _doubtful(session: Session, ids: Sequence[int]) -> list[Doubtful]:
    rows = session.execute(
        select(Response, ResponseFlag.flag).join(ResponseFlag, ResponseFlag.response_id == Response.id)
        .where(Response.id.in_(ids), ResponseFlag.decision.is_(None))
        .order_by(Response.id.desc(), ResponseFlag.id)).all()
    flags: dict[Response, list[str]] = {}
    for response, flag in rows:
        flags.setdefault(response, []).append(flag)
    return [_as_doubtful(response, found) for response, found in flags.items()]


def _as_doubtful(response: Response, flags: Sequence[str]) -> Doubtful:
    return Doubtful(response.public_id, response.received_at, response.channel, response.is_late, tuple(flags))


def _decided(line: list[tuple[Response, ResponseFlag, str]]) -> Decided:
    response, first, name = line[0]
    assert first.decision is not None and first.decided_at is not None
    return Decided(response.public_id, response.received_at, response.excluded_reason is None,
                   tuple(flag.flag for _response, flag, _name in line), first.decision, first.reason, name,
                   first.decided_at)
