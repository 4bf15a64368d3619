"""What the lead chooses of the machine: whether it suggests, when that is seen, and for how many answers not."""

from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Refused
from consult.models.coding_settings import CodingSettings
from consult.services import audit, rights
from consult.services.transaction import writing

MOST_SHARE = 100


def choose(*, consultation_id: int, has_suggestions: bool, hides_until_read: bool, control_share: int, by_id: int
           ) -> None:
    """Store the choices; `control_share` is the whole percent of answers that are read without suggestions.

    Raises NotAllowed, Refused("control_share", "control-share-wrong").
    """
    if not 0 <= control_share <= MOST_SHARE:
        raise Refused("control_share", "control-share-wrong", {"most": MOST_SHARE})
    with writing() as session:
        rights.require(session, by_id, Permission.MANAGE_CODING, consultation_id)
        row = session.get(CodingSettings, consultation_id)
        if row is None:
            row = CodingSettings(consultation_id=consultation_id)
            session.add(row)
        row.has_suggestions, row.hides_until_read = has_suggestions, hides_until_read
        row.control_share = control_share
        audit.record(session, Act.CODING_SETTINGS_CHANGED, person_id=by_id, kind="consultation",
                     object_id=consultation_id, consultation_id=consultation_id, has_suggestions=has_suggestions,
                     hides_until_read=hides_until_read, control_share=control_share)
