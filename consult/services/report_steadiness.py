"""Keeps a new edition from showing in which groups the few people stand who came since the one before."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from consult.domain.audit import Act
from consult.domain.disclosure import NOTE_STEADY, steady
from consult.domain.reports import Report
from consult.models.audit import AuditEvent
from consult.models.responses import Response
from consult.queries import reports
from consult.queries.response_counts import CORRECTED

MOVED = (Act.RESPONSE_EXCLUDED.value, Act.RESPONSE_RESTORED.value, Act.RESPONSE_WITHDRAWN.value)


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
    """Return how many people's responses came, changed, were left out or came back since; never more than did.

    Each person once: someone who corrects theirs ten times must not make room for nine others.
    """
    published_at = datetime.fromisoformat(before.published_at)
    touched = select(AuditEvent.object_id).where(
        AuditEvent.consultation_id == consultation_id, AuditEvent.action.in_(MOVED), AuditEvent.at > published_at)
    people = session.scalar(select(func.count()).select_from(Response).where(
        Response.consultation_id == consultation_id,
        or_(Response.excluded_reason.is_(None), Response.excluded_reason != CORRECTED),
        or_(Response.received_at > published_at, Response.public_id.in_(touched))))
    # What was brought in later may bear an earlier date.
    return max(people or 0, report.counters.submissions - before.counters.submissions)
