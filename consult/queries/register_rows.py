"""The register row by row, for its page and its file: no one's words, no one's name; its counts are in register.py."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, func, literal, null, select, tuple_
from sqlalchemy import cast as as_type
from sqlalchemy.orm import Session, aliased

from consult.domain.channels import ONLINE
from consult.models.base import UtcDateTime
from consult.models.keyings import Keying
from consult.models.people import Person
from consult.models.responses import RespondingBody, Response
from consult.models.samples import Sample
from consult.models.submissions import Submission, SubmissionFile
from consult.queries import register

PAGE = 50
BATCH = 1000
WEB, FILE = "web", "file"
"""What came by itself through the web, and what was brought in with many others from one file."""

Key = tuple[datetime, int, int]
"""Where a row stands: when it came, which table holds it, and its row id there."""


@dataclass(frozen=True)
class Row:
    """One thing received. `response_id` and `submission_id` are public ids, empty where it is not (yet) that.

    `format` is a code of domain/submissions.FORMATS, WEB or FILE. `sample` names a panel, empty for everyone else.
    `reason` says why it is not counted (a code), `sources` how many files came with it; the last three are names of
    staff.
    """

    status: str
    channel: str
    sample: str
    received_at: datetime
    postmarked_on: date | None
    language: str
    format: str
    sender_kind: str
    speaks_for: int | None
    is_late: bool
    reason: str
    response_id: str
    submission_id: str
    sources: int
    signatures: int | None
    taken_in_by: str
    keyed_by: str
    checked_by: str

    @property
    def public_id(self) -> str:
        """What the row is called in an address."""
        return self.response_id or self.submission_id


@dataclass(frozen=True)
class Page:
    """Up to PAGE rows, the last to arrive first; `newer` and `older` say whether there are more on either side."""

    rows: tuple[Row, ...]
    newer: bool
    older: bool


@dataclass(frozen=True)
class Filters:
    """Which rows to list; None is all. `sample` is the public id of a panel, empty the open consultation."""

    channel: str | None = None
    status: str | None = None
    format: str | None = None
    sample: str | None = None


def page_of(session: Session, consultation_id: int, *, before: str | None = None, after: str | None = None,
            filters: Filters | None = None) -> Page:
    """Return a page of the register, the last to arrive first, in at most four statements.

    `before` is the public id of the last row of the page shown before (older ones follow), `after` that of the first;
    an id of another consultation starts at the newest.
    """
    place = _place(session, consultation_id, before or after or "")
    is_upward = place is not None and not before
    found = [row for query in _both(consultation_id, filters or Filters())
             for row in session.execute(_from(query, place, is_upward).limit(PAGE + 1))]
    found.sort(key=lambda row: tuple(row[:3]), reverse=not is_upward)
    has_more, rows = len(found) > PAGE, [Row(*row[3:]) for row in found[:PAGE]]
    if is_upward:
        return Page(tuple(reversed(rows)), newer=has_more, older=True)
    return Page(tuple(rows), newer=place is not None, older=has_more)


def every_row(session: Session, consultation_id: int) -> Iterator[Row]:
    """Give the whole register: responses by arrival, then what is no response; two statements, memory stays flat."""
    for query in _both(consultation_id, Filters()):
        for row in session.execute(_from(query, None, True).execution_options(yield_per=BATCH)):
            yield Row(*row[3:])


def _both(consultation_id: int, filters: Filters) -> list[Select[Any]]:
    return [_responses(consultation_id, filters), _taken_in(consultation_id, filters)]


def _from(query: Select[Any], place: Key | None, is_upward: bool) -> Select[Any]:
    """Order a statement by its first three columns, from after a place on."""
    columns = list(query.selected_columns)[:3]
    if place is not None:
        here = tuple_(*columns)
        there = tuple_(literal(place[0], UtcDateTime()), literal(place[1]), literal(place[2]))
        query = query.where(here > there if is_upward else here < there)
    return query.order_by(*(column if is_upward else column.desc() for column in columns))


def _place(session: Session, consultation_id: int, public_id: str) -> Key | None:
    if not public_id:
        return None
    for number, table in ((1, Response), (0, Submission)):
        row = session.execute(select(table.received_at, table.id).where(
            table.consultation_id == consultation_id, table.public_id == public_id)).one_or_none()
        if row is not None:
            return row[0], number, row[1]
    return None


def _responses(consultation_id: int, filters: Filters) -> Select[Any]:
    taker, checker = aliased(Person), aliased(Person)
    status = register.status_of_response()
    # What the site itself takes is "online"; what came by another way and was not taken in by hand stood in a file.
    of_file = case((Response.import_id.is_not(None), literal(FILE)), (Response.channel != ONLINE, literal(FILE)),
                   else_=literal(WEB))
    kind = func.coalesce(Submission.format, of_file)
    query = (
        select(Response.received_at, literal(1), Response.id, status, Response.channel,
               func.coalesce(Sample.name, literal("")), Response.received_at, Submission.postmarked_on,
               Response.language, kind, _sender(Response.on_behalf_of), RespondingBody.speaks_for, Response.is_late,
               func.coalesce(Response.excluded_reason, literal("")), Response.public_id,
               func.coalesce(Submission.public_id, literal("")), _sources(), as_type(null(), Response.id.type),
               *_names(taker, checker))
        .select_from(Response).outerjoin(Submission, Submission.response_id == Response.id)
        .outerjoin(Sample, Sample.id == Response.sample_id)
        .outerjoin(RespondingBody, RespondingBody.response_id == Response.id)
        .where(Response.consultation_id == consultation_id, register.is_newest()))
    if filters.sample is not None:
        query = query.where(func.coalesce(Sample.public_id, "") == filters.sample)
    return _narrowed(_with_names(query, taker, checker), filters, Response.channel, status, kind)


def _taken_in(consultation_id: int, filters: Filters) -> Select[Any]:
    taker, checker = aliased(Person), aliased(Person)
    status = register.status_of_submission()
    query = (
        select(Submission.received_at, literal(0), Submission.id, status, Submission.channel, literal(""),
               Submission.received_at, Submission.postmarked_on, Submission.language, Submission.format,
               Submission.sender_kind, Submission.speaks_for, Submission.is_late, Submission.reason, literal(""),
               Submission.public_id, _sources(), Submission.signatures, *_names(taker, checker))
        .where(Submission.consultation_id == consultation_id, register.is_no_response()))
    if filters.sample:
        query = query.where(literal(1) == literal(0))
    return _narrowed(_with_names(query, taker, checker), filters, Submission.channel, status, Submission.format)


def _narrowed(query: Select[Any], filters: Filters, channel: Any, status: Any, kind: Any) -> Select[Any]:
    for column, wanted in ((channel, filters.channel), (status, filters.status), (kind, filters.format)):
        if wanted is not None:
            query = query.where(column == wanted)
    return query


def _sender(on_behalf_of: Any) -> ColumnElement[str]:
    """Return who speaks in the words of domain/submissions.SENDER_KINDS."""
    return case((on_behalf_of == "self", literal("person")), else_=as_type(on_behalf_of, String))


def _sources() -> ColumnElement[int]:
    return (select(func.count()).select_from(SubmissionFile).where(SubmissionFile.submission_id == Submission.id)
            .correlate(Submission).scalar_subquery())


def _names(taker: Any, checker: Any) -> list[ColumnElement[str]]:
    keyer = aliased(Person)
    keyed = (select(keyer.name).join(Keying, Keying.by_id == keyer.id)
             .where(Keying.submission_id == Submission.id, Keying.number == 1).correlate(Submission).scalar_subquery())
    return [func.coalesce(name, literal("")) for name in (taker.name, keyed, checker.name)]


def _with_names(query: Select[Any], taker: Any, checker: Any) -> Select[Any]:
    return query.outerjoin(taker, taker.id == Submission.taken_in_by_id).outerjoin(
        checker, checker.id == Submission.checked_by_id)
