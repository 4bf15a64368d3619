"""Keeps a new edition from showing in which groups the few people stand who came since the one before."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.domain.audit import Act
from consult.domain.disclosure import NOTE_STEADY, steady
from consult.domain.reports import Report
from consult.models.audit import AuditEvent
from consult.queries import reports

MOVED = (Act.RESPONSE_EXCLUDED.value, Act.RESPONSE_RESTORED.value)


def steadied(session: Session, report: Report, consultation_id: int) -> Report:
    """Return the report with the protected tables of the edition whose numbers last stood, where few changed since."""
    before = _standing(session, consultation_id)
    if before is None:
        return report
    changed = _changed(session, report, before, consultation_id)
    known = {table.table_id: table for table in before.tables}
    return replace(report, tables=tuple(steady(table, known.get(table.table_id), changed) for table in report.tables))


def _standing(session: Session, consultation_id: int) -> Report | None:
    """Return the newest edition that printed numbers of its own; one that repeated older ones does not count."""
    for line in reports.editions(session, consultation_id):
        found = reports.report(session, consultation_id, line.number)
        if found is not None and not any(NOTE_STEADY in table.notes for table in found.tables):
            return found
    return None


def _changed(session: Session, report: Report, before: Report, consultation_id: int) -> int:
    """Return how many responses came, were left out or came back since; responses are never taken away."""
    came = report.counters.submissions - before.counters.submissions
    moved = session.scalar(
        select(func.count(AuditEvent.object_id.distinct())).where(
            AuditEvent.consultation_id == consultation_id, AuditEvent.action.in_(MOVED),
            AuditEvent.at > datetime.fromisoformat(before.published_at)))
    return came + (moved or 0)
