"""Notes who has an answer open now, so that colleagues see each other; nothing is locked by it."""

from datetime import timedelta

from sqlalchemy import delete, select, update

from consult.domain.access import Permission
from consult.models.base import utc_now
from consult.models.coding_settings import Presence
from consult.queries.presences import LEFT, SILENT
from consult.services import codings, rights
from consult.services.transaction import writing

# A note this young need not be written again.
FRESH = timedelta(seconds=30)


def note(*, consultation_id: int, answer_id: str, by_id: int) -> None:
    """Note that a person has an answer (public id) open; what they had open long ago is forgotten. Raises NotFound."""
    with writing() as session:
        rights.require(session, by_id, Permission.CODE, consultation_id)
        answer = codings.text_answer(session, consultation_id, answer_id)
        now = utc_now()
        session.execute(delete(Presence).where(Presence.person_id == by_id, Presence.at < now - LEFT)
                        .execution_options(synchronize_session=False))
        row = session.scalar(select(Presence).where(Presence.answer_id == answer.id, Presence.person_id == by_id)
                             .execution_options(populate_existing=True))
        if row is None:
            session.add(Presence(answer_id=answer.id, person_id=by_id, at=now))
        elif row.at < now - FRESH:
            row.at = now


def leave(*, consultation_id: int, answer_id: str, by_id: int) -> None:
    """Note that a person closed an answer (public id). Raises NotFound."""
    with writing() as session:
        rights.require(session, by_id, Permission.CODE, consultation_id)
        answer = codings.text_answer(session, consultation_id, answer_id)
        # Silent from now on; that they had it open is still known for a while.
        session.execute(
            update(Presence).where(Presence.answer_id == answer.id, Presence.person_id == by_id)
            .values(at=utc_now() - SILENT).execution_options(synchronize_session=False))
