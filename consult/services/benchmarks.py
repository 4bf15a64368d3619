"""Keeps what London's people are like beside a consultation: from a file or entered one by one; old values stay."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.benchmarks import TOGETHER, Benchmark, check
from consult.intake.benchmarks import LeftOut, read_benchmarks
from consult.models.base import utc_now
from consult.models.representation import Benchmark as Row
from consult.services import audit, rights
from consult.services.transaction import writing


def import_file(*, consultation_id: int, data: bytes, by_id: int | None = None) -> tuple[int, tuple[LeftOut, ...]]:
    """Read a file of schema equality-questions/1; return how many shares were new or changed, and what was left out.

    Raises Refused("file", …) with line and reason where the file is not right; then nothing is stored.
    """
    found = read_benchmarks(data)
    with writing() as session:
        if by_id is not None:
            rights.require(session, by_id, Permission.KEEP_FIGURES, consultation_id)
        changed = _store(session, consultation_id, found.benchmarks, by_id)
        audit.record(session, Act.BENCHMARKS_IMPORTED, person_id=by_id, kind="consultation", object_id=consultation_id,
                     consultation_id=consultation_id, changed=changed)
        return changed, found.left_out


def set_one(*, consultation_id: int, benchmark: Benchmark, choices: Iterable[str], by_id: int) -> bool:
    """Keep a share in the place of the one that stood for the same choices; False where it is the same already.

    `choices` are those of the question; each counts once, in whatever order they are named. Raises Refused for a choice
    that is none, and for words that are missing.
    """
    benchmark = replace(benchmark, choices=tuple(dict.fromkeys(benchmark.choices)))
    check(benchmark, choices)
    with writing() as session:
        rights.require(session, by_id, Permission.KEEP_FIGURES, consultation_id)
        changed = _store(session, consultation_id, (benchmark,), by_id)
        if changed:
            audit.record(session, Act.BENCHMARK_SET, person_id=by_id, kind="benchmark",
                         object_id=f"{benchmark.question_key}:{TOGETHER.join(benchmark.choices)}",
                         consultation_id=consultation_id, percent=benchmark.percent)
        return bool(changed)


def _store(session: Session, consultation_id: int, benchmarks: Iterable[Benchmark], by_id: int | None) -> int:
    """Add what is new or other than what stands, which stays with the time of its end; return how many."""
    standing = {_place(row): row for row in session.scalars(
        select(Row).where(Row.consultation_id == consultation_id, Row.replaced_at.is_(None)))}
    new = []
    for one in benchmarks:
        row = Row(consultation_id=consultation_id, question_key=one.question_key, choice=TOGETHER.join(one.choices),
                  percent=one.percent, area=one.area, ages=one.ages, period=one.period, source=one.source,
                  certainty=one.certainty, added_by_id=by_id)
        before = standing.get(_place(row))
        if before is None or _facts(before) != _facts(row):
            new.append(row)
            if before is not None:
                before.replaced_at = utc_now()
    session.flush()
    session.add_all(new)
    session.flush()
    return len(new)


def _place(row: Row) -> tuple[str, frozenset[str]]:
    return row.question_key, frozenset(row.choice.split(TOGETHER))


def _facts(row: Row) -> tuple[object, ...]:
    return row.percent, row.area, row.ages, row.period, row.source, row.certainty
