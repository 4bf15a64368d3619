"""Background runs: started in a business transaction, claimed, reported on, ended, and found again when lost."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult import extensions
from consult.domain import runs as rules
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.codebooks import suggestions_are_due
from consult.domain.errors import Conflict, NotFound
from consult.models.base import utc_now
from consult.models.codebooks import Coding
from consult.models.consultations import Consultation
from consult.models.runs import Run
from consult.queries.theme_counts import was_read
from consult.services import audit, rights
from consult.services.transaction import after_commit, writing


class Superseded(Exception):
    """This worker's run was cancelled or given to another worker: stop, and write nothing."""


def start(*, consultation_id: int, kind: str, facts: Mapping[str, Any] | None = None, by_id: int | None = None) -> Run:
    """Queue a run and wake a worker after the commit. Raises Conflict("run-standing") while one of its kind stands."""
    with writing() as session:
        if by_id is not None:
            rights.require(session, by_id, Permission.RUN_SUGGESTIONS, consultation_id)
        _one_at_a_time(session, consultation_id)
        if _standing(session, consultation_id, kind) is not None:
            raise Conflict("run-standing")
        run = Run(consultation_id=consultation_id, kind=kind, facts=dict(facts or {}), started_by_id=by_id)
        session.add(run)
        session.flush()
        audit.record(session, Act.RUN_STARTED, person_id=by_id, kind="run", object_id=run.public_id,
                     consultation_id=consultation_id, run_kind=kind)
        run_id = run.id
        after_commit(("run", run_id), lambda: extensions.wake(run_id))
        return run


def start_here(session: Session, *, consultation_id: int, kind: str, by_id: int | None = None) -> Run:
    """Return a run that the calling process does itself, in its transaction; a worker takes it up if it falls silent.

    Raises Conflict("run-standing") while one of its kind stands.
    """
    _one_at_a_time(session, consultation_id)
    if _standing(session, consultation_id, kind) is not None:
        raise Conflict("run-standing")
    run = Run(consultation_id=consultation_id, kind=kind, facts={}, started_by_id=by_id, state="running", token=1,
              attempts=1, heartbeat_at=_now(session))
    session.add(run)
    session.flush()
    return run


def start_suggestions_if_due(*, consultation_id: int) -> Run | None:
    """Queue a new ranking of themes when enough has been coded since the last; None where it is not due."""
    with writing() as session:
        _one_at_a_time(session, consultation_id)
        coded = session.scalar(select(func.count()).select_from(Coding).where(
            Coding.consultation_id == consultation_id, Coding.withdrawn_at.is_(None),
            Coding.campaign_id.is_(None), was_read())) or 0
        last = session.scalar(select(Run).where(Run.consultation_id == consultation_id, Run.kind == "suggest")
                              .order_by(Run.id.desc()).limit(1))
        if last is not None and last.state in ("queued", "running"):
            return None
        if not suggestions_are_due(coded, last.facts.get("coded") if last is not None else None):
            return None
        return start(consultation_id=consultation_id, kind="suggest", facts={"coded": coded})


def _one_at_a_time(session: Session, consultation_id: int) -> None:
    """Make a second starter wait until the first has committed, so that both do not find that nothing runs."""
    session.execute(select(Consultation.id).where(Consultation.id == consultation_id).with_for_update())


def _standing(session: Session, consultation_id: int, kind: str) -> Run | None:
    return session.scalar(select(Run).where(
        Run.consultation_id == consultation_id, Run.kind == kind, Run.state.in_(("queued", "running"))))


def claim(run_id: int) -> int | None:
    """Take a queued run for this worker and return its fencing token; None where somebody else has it."""
    with writing() as session:
        run = session.get(Run, run_id, with_for_update=True, populate_existing=True)
        if run is None or run.state != "queued":
            return None
        run.state, run.token, run.attempts = "running", run.token + 1, run.attempts + 1
        run.heartbeat_at, run.done, run.total = _now(session), 0, 0
        return run.token


def report(run_id: int, token: int, done: int, total: int) -> None:
    """Say how far a run is and that its worker lives. Raises Superseded where the run is no longer this worker's."""
    with writing() as session:
        run = mine(session, run_id, token)
        run.done, run.total, run.heartbeat_at = done, total, _now(session)


def _now(session: Session) -> datetime:
    """Return this instant by the clock that all workers share: workers on several machines have clocks that differ."""
    if session.get_bind().dialect.name == "postgresql":
        return session.scalars(select(func.clock_timestamp())).one()
    return utc_now()


def give_back(run_id: int, token: int) -> None:
    """Put a run back in the queue when its worker is told to stop; the try does not count against it."""
    with writing() as session:
        run = mine(session, run_id, token)
        run.state, run.attempts = "queued", run.attempts - 1


def mine(session: Session, run_id: int, token: int) -> Run:
    """Return the run, locked, if this token still owns it; raises Superseded."""
    run = session.get(Run, run_id, with_for_update=True, populate_existing=True)
    if run is None or run.state != "running" or run.token != token:
        raise Superseded()
    return run


def end(session: Session, run: Run, state: str, error_code: str | None = None) -> None:
    """End a run inside the transaction that writes its results."""
    run.state, run.error_code, run.finished_at = state, error_code, utc_now()
    if state == "done":
        run.done = run.total


def fail(run_id: int, token: int, error_code: str) -> None:
    """End a run that could not go on; the next start is a person's or the sweep's."""
    with writing() as session:
        end(session, mine(session, run_id, token), "failed", error_code)


def cancel(*, consultation_id: int, public_id: str, by_id: int) -> None:
    """Stop a run; its worker finds out at its next report and writes nothing. Raises NotFound, Conflict if ended."""
    with writing() as session:
        rights.require(session, by_id, Permission.RUN_SUGGESTIONS, consultation_id)
        run = session.scalar(
            select(Run).where(Run.public_id == public_id, Run.consultation_id == consultation_id)
            .with_for_update().execution_options(populate_existing=True))
        if run is None:
            raise NotFound()
        if run.state in rules.ENDED:
            raise Conflict("run-ended")
        end(session, run, "cancelled")
        audit.record(session, Act.RUN_CANCELLED, person_id=by_id, kind="run", object_id=public_id,
                     consultation_id=consultation_id)


def sweep(silence: timedelta = rules.SILENCE) -> list[int]:
    """Give lost runs back to the queue (or end them after too many tries); return every run waiting for a worker."""
    with writing() as session:
        now = _now(session)
        running = select(Run).where(Run.state == "running").with_for_update(skip_locked=True)
        for run in session.scalars(running.execution_options(populate_existing=True)):
            if rules.is_lost(run.state, run.heartbeat_at, now, silence):
                run.state = rules.after_loss(run.attempts)
                if run.state == "failed":
                    end(session, run, "failed", "worker-lost")
        return list(session.scalars(select(Run.id).where(Run.state == "queued").order_by(Run.id)))
