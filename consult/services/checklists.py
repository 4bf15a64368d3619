"""Keeps what people say of the lines of the checklists, beside what the data say; nothing said is lost."""

from consult.domain import checklists as rules
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import NotFound
from consult.models.recommendations import ChecklistNote
from consult.services import audit, rights
from consult.services.clock import now
from consult.services.transaction import writing


def note(*, consultation_id: int, key: str, state: str, words: str, by_id: int) -> None:
    """Record what a person says of a line: met, partly or not, and why. What was said before stays.

    Raises what domain.checklists.check_note does, NotFound for no line, NotAllowed.
    """
    if key not in rules.KEYS:
        raise NotFound()
    kept = rules.check_note(state, words)
    with writing() as session:
        rights.require(session, by_id, Permission.KEEP_TIMELINE, consultation_id)
        session.add(ChecklistNote(consultation_id=consultation_id, key=key, state=state, note=kept, at=now(session),
                                  by_id=by_id))
        audit.record(session, Act.CHECKLIST_NOTED, person_id=by_id, kind="checklist", object_id=key,
                     consultation_id=consultation_id, state=state)
