"""Everything that was received, from every way in, counted once: pages, reports and files take their counts from here.

What was received is a response, or what was taken in and is no response (yet). A response that its sender replaced was
not received twice: its newest form is counted. Rows one by one are in register_rows.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, exists, func, literal, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from consult.domain import register as rules
from consult.domain.register import ACCEPTED, DUPLICATE, EXCLUDED, REPLACED, STATUS_OF_REASON, Line, Tally
from consult.domain.working_days import london_day
from consult.models.responses import Response
from consult.models.samples import Sample
from consult.models.submissions import Submission

_Place = tuple[str, str, date]


@dataclass(frozen=True)
class Petition:
    """A petition that was accepted: its public id, what staff call it, and how many signed it."""

    public_id: str
    label: str
    signatures: int


def lines(session: Session, consultation_id: int) -> list[Line]:
    """Return what was received by each way on each day in London, by sample, with what became of it; four statements.

    What was received is counted without a look at what became of it, so that a sum that does not hold shows.
    """
    found: dict[_Place, list[Tally]] = {}
    for place, tally in (*_of_responses(session, consultation_id), *_of_submissions(session, consultation_id)):
        found.setdefault(place, []).append(tally)
    return [Line(*place, rules.together(tallies)) for place, tallies in sorted(found.items())]


def by_channel(session: Session, consultation_id: int, sample: str = "") -> dict[str, Tally]:
    """Return what was received and what became of it by way in: of the open consultation, or a panel (public id)."""
    return rules.by_channel(lines(session, consultation_id), sample)


def at_the_door(session: Session, consultation_id: int) -> int:
    """Return how many came in all: what was taken in, and the responses that came by themselves; two statements.

    It must be the number of rows of the register, whatever was decided since: nothing lost, nothing twice.
    """
    taken_in = session.scalar(select(func.count()).select_from(Submission).where(
        Submission.consultation_id == consultation_id)) or 0
    by_itself = session.scalar(select(func.count()).select_from(Response).where(
        Response.consultation_id == consultation_id, is_newest(),
        ~exists(select(Submission.id).where(Submission.response_id == Response.id)))) or 0
    return taken_in + by_itself


def petitions(session: Session, consultation_id: int) -> list[Petition]:
    """Return the accepted petitions, the first to come first; their signatures are no responses (practice C5)."""
    rows = session.execute(
        select(Submission.public_id, Submission.label, Submission.signatures)
        .where(Submission.consultation_id == consultation_id, Submission.format == "petition",
               Submission.state == "accepted").order_by(Submission.received_at, Submission.id))
    return [Petition(public_id, label, signatures or 0) for public_id, label, signatures in rows]


def is_newest() -> ColumnElement[bool]:
    """Say that a response is in the register: its sender sent no newer form of it."""
    return or_(Response.excluded_reason.is_(None), Response.excluded_reason != REPLACED)


def is_no_response() -> ColumnElement[bool]:
    """Say that what was taken in stands in the register by itself."""
    return Submission.response_id.is_(None)


def status_of_response() -> ColumnElement[str]:
    """Say in SQL what `domain.register.status_of_response` says."""
    named = [(Response.excluded_reason == reason, literal(status)) for reason, status in STATUS_OF_REASON.items()]
    return case(
        (and_(Response.excluded_reason.is_(None), Response.counts_with_id.is_not(None)), literal(DUPLICATE)),
        (Response.excluded_reason.is_(None), literal(ACCEPTED)), *named, else_=literal(EXCLUDED))


def status_of_submission() -> ColumnElement[str]:
    """Return the status of what is no response: each state of it is one."""
    return Submission.state.expression


def _of_responses(session: Session, consultation_id: int) -> Iterator[tuple[_Place, Tally]]:
    sample = func.coalesce(Sample.public_id, literal(""))
    query = (select(sample, Response.channel, _hour(Response.received_at), func.count())
             .select_from(Response).outerjoin(Sample, Sample.id == Response.sample_id)
             .where(Response.consultation_id == consultation_id, is_newest()))
    return _tallies(session, query, status_of_response(), Response.is_late)


def _of_submissions(session: Session, consultation_id: int) -> Iterator[tuple[_Place, Tally]]:
    query = (select(literal(""), Submission.channel, _hour(Submission.received_at), func.count())
             .where(Submission.consultation_id == consultation_id, is_no_response()))
    return _tallies(session, query, status_of_submission(), Submission.is_late)


def _tallies(session: Session, query: Select[Any], status: ColumnElement[str], is_late: Any
             ) -> Iterator[tuple[_Place, Tally]]:
    """Give what was received, and then what became of it, by (sample, channel, day)."""
    columns = list(query.selected_columns)[:3]
    for sample, channel, hour, count in session.execute(query.group_by(*columns)):
        yield (sample, channel, _day(hour)), Tally(received=count)
    by_status = query.add_columns(status, is_late).group_by(*columns, status, is_late)
    for sample, channel, hour, count, word, late in session.execute(by_status):
        yield (sample, channel, _day(hour)), Tally(0, {word: count}, count if late and word == ACCEPTED else 0)


class _hour(FunctionElement[str]):
    """The hour of an instant in UTC, as 2026-03-29 00: London's clock is a whole number of hours off it."""

    type = String()
    inherit_cache = True


@compiles(_hour)
def _hour_in_sql(element: _hour, compiler: SQLCompiler, **facts: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **facts)} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24')"


@compiles(_hour, "sqlite")
def _hour_in_sqlite(element: _hour, compiler: SQLCompiler, **facts: Any) -> str:
    # Its own functions of time go up to the next second from its last half millisecond on, and so to the next day.
    return f"substr({compiler.process(element.clauses, **facts)}, 1, 13)"


def _day(hour: str) -> date:
    return london_day(datetime.strptime(hour, "%Y-%m-%d %H").replace(tzinfo=UTC))
