"""Moves the close of a consultation to a later day, with the reason that the public is told; never to an earlier."""

from collections.abc import Mapping
from datetime import datetime

from consult.domain import closings as rules
from consult.domain import consultations
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.closings import Extension
from consult.domain.errors import NotFound
from consult.models.consultations import ClosingChange, Consultation
from consult.queries import closings
from consult.queries import consultations as stored
from consult.services import audit, rights
from consult.services.clock import now
from consult.services.transaction import writing


def extend(*, consultation_id: int, closes_at: datetime, reason: Mapping[str, str], by_id: int,
           channel: str | None = None) -> None:
    """Let everyone (`channel` None) or one way to answer go on until later; a closed consultation opens again.

    Raises what domain.closings.check_extension does, Refused("retention_until", "retention-too-short") where answers
    would be deleted before it closes, NotAllowed, NotFound.
    """
    asked = Extension(closes_at, {tag: words for tag, words in reason.items() if words}, channel)
    with writing() as session:
        rights.require(session, by_id, Permission.CHANGE_CLOSING, consultation_id)
        consultation = session.get(Consultation, consultation_id, populate_existing=True)
        if consultation is None:
            raise NotFound()
        standing = consultation.closes_at if channel is None else closings.closes_at_for(session, consultation, channel)
        rules.check_extension(asked, standing, now(session),
                              is_reported=stored.latest_edition_number(session, consultation_id) > 0)
        consultations.check_dates(consultation.opens_at, closes_at, consultation.retention_until)
        if channel is None:
            consultation.closes_at = closes_at
        session.add(ClosingChange(consultation_id=consultation_id, channel=channel, closed_at=standing,
                                  closes_at=closes_at, reason=dict(asked.reason), by_id=by_id))
        audit.record(session, Act.CLOSING_CHANGED, person_id=by_id, kind="consultation", object_id=consultation.slug,
                     consultation_id=consultation_id, channel=channel or "", closed_at=standing.isoformat(),
                     closes_at=closes_at.isoformat())
