"""What London's people are like, as a consultation keeps it: what stands, and what it took the place of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.benchmarks import TOGETHER, Benchmark
from consult.models.people import Person
from consult.models.representation import Benchmark as Row


@dataclass(frozen=True)
class Listed:
    """A benchmark with who entered it and when; `by` is empty for what came from a file."""

    benchmark: Benchmark
    added_at: datetime
    by: str
    replaced_at: datetime | None


def standing(session: Session, consultation_id: int) -> list[Benchmark]:
    """Return the benchmarks in use, by question, in the order in which they were entered."""
    rows = session.scalars(select(Row).where(Row.consultation_id == consultation_id, Row.replaced_at.is_(None))
                           .order_by(Row.question_key, Row.id))
    return [_benchmark(row) for row in rows]


def listed(session: Session, consultation_id: int) -> Sequence[Listed]:
    """Return every benchmark that there ever was, by question and choice, the one in use first."""
    rows = session.execute(
        select(Row, Person.name).outerjoin(Person, Person.id == Row.added_by_id)
        .where(Row.consultation_id == consultation_id).order_by(Row.question_key, Row.choice, Row.id.desc()))
    return [Listed(_benchmark(row), row.added_at, name or "", row.replaced_at) for row, name in rows]


def _benchmark(row: Row) -> Benchmark:
    return Benchmark(row.question_key, tuple(row.choice.split(TOGETHER)), row.percent, row.ages, row.area, row.period,
                     row.source, row.certainty)
