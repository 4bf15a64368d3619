"""Many suggestions accepted at once by a person: each becomes a coding that counts once its answer has been read."""

from collections.abc import Sequence

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from consult.domain.accepting import check_precision
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotFound, Refused
from consult.models.base import new_public_id, utc_now
from consult.models.codebooks import Coding, Passage, Theme
from consult.models.consultations import Consultation
from consult.models.machines import AcceptedBatch
from consult.models.responses import Answer
from consult.queries import accepting as stored
from consult.queries import coding_settings
from consult.queries.accepting import Cut, Touched
from consult.services import audit, rights
from consult.services.transaction import writing

# One press writes no more, so that nobody else waits long for the database.
MOST_AT_ONCE = 5000
SLICE = 200


def accept(*, consultation_id: int, theme: str, cut: float, by_id: int) -> AcceptedBatch:
    """Make codings of all suggestions at or above a measured cut, of one theme (public id) or of all (empty).

    The whole answer is coded, without a stance. At most MOST_AT_ONCE, the surest first.
    Raises NotAllowed, Conflict("suggestions-off") where coders see no suggestions before they read,
    Refused("cut", …) for one that the last ranking did not measure, that was too often wrong, or with nothing above it.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.MANAGE_CODING, consultation_id)
        settings = coding_settings.of(session, consultation_id)
        if not settings.has_suggestions or settings.hides_until_read:
            raise Conflict("suggestions-off")
        measured = _measured(session, consultation_id, theme, cut)
        check_precision(measured.precision)
        found = stored.touched(session, consultation_id, theme, cut, settings.control_share, MOST_AT_ONCE)
        if not found:
            raise Refused("cut", "nothing-to-accept")
        batch = _batch(session, consultation_id, measured, found, by_id)
        for start in range(0, len(found), SLICE):
            _code(session, batch, found[start:start + SLICE])
        audit.record(session, Act.SUGGESTIONS_ACCEPTED, person_id=by_id, kind="batch", object_id=batch.public_id,
                     consultation_id=consultation_id, theme=theme, cut=cut, codings=batch.codings)
        return batch


def _measured(session: Session, consultation_id: int, theme: str, cut: float) -> Cut:
    for measured in stored.cuts(session, consultation_id):
        if measured.theme == theme and measured.cut == cut:
            return measured
    raise Refused("cut", "cut-unknown")


def _batch(session: Session, consultation_id: int, measured: Cut, found: Sequence[Touched], by_id: int
           ) -> AcceptedBatch:
    theme_id = session.scalar(select(Theme.id).where(
        Theme.consultation_id == consultation_id, Theme.public_id == measured.theme)) if measured.theme else None
    batch = AcceptedBatch(
        consultation_id=consultation_id, theme_id=theme_id, cut=measured.cut, precision=measured.precision,
        measured_on=measured.measured_on, codings=len(found), answers=len({place.answer_id for place in found}),
        accepted_by_id=by_id)
    session.add(batch)
    session.flush()
    return batch


def _code(session: Session, batch: AcceptedBatch, places: Sequence[Touched]) -> None:
    passages = stored.whole_passages(session, places)
    missing = {(place.answer_id, place.of_english): place for place in places
               if (place.answer_id, place.of_english) not in passages}
    if missing:
        session.execute(insert(Passage), [
            {"public_id": new_public_id(), "answer_id": place.answer_id, "response_id": place.response_id, "start": 0,
             "end": place.length, "of_english": place.of_english, "created_by_id": batch.accepted_by_id}
            for place in missing.values()])
        passages = stored.whole_passages(session, places)
    version = session.get_one(Consultation, batch.consultation_id).frame_version
    session.execute(insert(Coding), [
        {"public_id": new_public_id(), "consultation_id": batch.consultation_id, "theme_id": place.theme_id,
         "passage_id": passages[place.answer_id, place.of_english], "stance": "none", "was_suggested": True,
         "frame_version": version, "confirmed_by_id": batch.accepted_by_id, "batch_id": batch.id}
        for place in places])


def undo(*, consultation_id: int, public_id: str, by_id: int) -> int:
    """Take a batch back and return how many codings that took away; those that a reader kept since stay.

    Raises NotAllowed, NotFound, Conflict("batch-undone").
    """
    with writing() as session:
        rights.require(session, by_id, Permission.MANAGE_CODING, consultation_id)
        batch = session.scalar(select(AcceptedBatch).where(
            AcceptedBatch.consultation_id == consultation_id, AcceptedBatch.public_id == public_id)
            .with_for_update().execution_options(populate_existing=True))
        if batch is None:
            raise NotFound()
        if batch.undone_at is not None:
            raise Conflict("batch-undone")
        batch.undone_at, batch.undone_by_id = utc_now(), by_id
        mine = (Coding.batch_id == batch.id, Coding.withdrawn_at.is_(None), Coding.checked_at.is_(None))
        taken = len(session.scalars(select(Coding.id).where(*mine)).all())
        session.execute(update(Coding).where(*mine).values(
            withdrawn_at=batch.undone_at, withdrawn_by_id=by_id).execution_options(synchronize_session="fetch"))
        audit.record(session, Act.SUGGESTIONS_UNDONE, person_id=by_id, kind="batch", object_id=public_id,
                     consultation_id=consultation_id, codings=taken)
        return taken


def check(session: Session, _consultation_id: int, answer: Answer, _by_id: int) -> None:
    """Let the codings of batches that stand on an answer count: a person has read it now and left them there."""
    of_answer = select(Passage.id).where(Passage.answer_id == answer.id)
    session.execute(
        update(Coding).where(Coding.passage_id.in_(of_answer), Coding.batch_id.is_not(None),
                             Coding.withdrawn_at.is_(None), Coding.checked_at.is_(None))
        .values(checked_at=utc_now()).execution_options(synchronize_session="fetch"))
