"""Keeps the days, the papers and the notes of the steps that the law sets for a plan."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import timelines as rules
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict
from consult.domain.timelines import Mark
from consult.models.recommendations import TimelineStep
from consult.services import audit, rights
from consult.services.clock import now
from consult.services.transaction import writing


def mark_step(*, consultation_id: int, key: str, mark: Mark, revision: int, by_id: int) -> None:
    """Note when a step is due and when it was done, with its papers; `revision` is the one that was read (0: none).

    A day that stood already is only changed with a note. Raises what domain.timelines.check_mark does,
    Conflict("step-changed") where somebody else changed it since, NotAllowed.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.KEEP_TIMELINE, consultation_id)
        row = _row(session, consultation_id, key)
        is_changed = row is not None and row.done_on is not None and row.done_on != mark.done_on
        kept = rules.check_mark(key, mark, is_changed=is_changed)
        if (row.revision if row is not None else 0) != revision:
            raise Conflict("step-changed")
        if row is None:
            row = TimelineStep(consultation_id=consultation_id, key=key, revision=0)
            session.add(row)
        before = row.done_on.isoformat() if row.done_on is not None else ""
        row.due_on, row.done_on, row.is_not_needed = kept.due_on, kept.done_on, kept.is_not_needed
        row.note = dict(kept.note)
        row.documents = [{"title": one.title, "address": one.address} for one in kept.documents]
        row.changed_at, row.changed_by_id = now(session), by_id
        row.revision += 1
        audit.record(session, Act.TIMELINE_CHANGED, person_id=by_id, kind="timeline-step", object_id=key,
                     consultation_id=consultation_id, before=before,
                     done_on=kept.done_on.isoformat() if kept.done_on is not None else "")


def _row(session: Session, consultation_id: int, key: str) -> TimelineStep | None:
    return session.scalar(select(TimelineStep).where(
        TimelineStep.consultation_id == consultation_id, TimelineStep.key == key))
