"""Compares the plan of 2021-25 with the draft in the example: the likest pairs are right, others still wait."""

from sqlalchemy.orm import Session

from consult.models.consultations import Consultation
from consult.queries import plan_changes as found_by
from consult.services import plan_changes, plans

# From here on whoever wrote the example read each pair and found that one part became the other.
READ_AND_RIGHT = 0.4


def load_plan_changes(session: Session, consultation: Consultation, older_plan: bytes, *, by_id: int) -> None:
    """Store the older plan and compare it with the consultation's own."""
    old = found_by.of_id(session, plans.import_plan(data=older_plan).id)
    new = found_by.of_id(session, consultation.plan_version_id or 0)
    plan_changes.begin(consultation_id=consultation.id, old=old.ref, new=new.ref, by_id=by_id)
    for pair in found_by.compared(session, old, new).waiting:
        if (pair.likeness or 0.0) >= READ_AND_RIGHT:
            plan_changes.decide(consultation_id=consultation.id, pair_id=pair.id, is_right=True, by_id=by_id)
