"""Keeps the audit trail, inside the transaction of the act itself."""

from sqlalchemy.orm import Session

from consult.domain.audit import Act
from consult.models.audit import AuditEvent


def record(
    session: Session, act: Act, *, person_id: int | None, kind: str, object_id: object = "",
    consultation_id: int | None = None, **facts: object,
) -> None:
    """Add one event to the trail; `facts` hold codes and ids, never the words of an answer."""
    session.add(AuditEvent(
        action=act.value, person_id=person_id, object_kind=kind, object_id=str(object_id),
        consultation_id=consultation_id, facts=facts,
    ))
