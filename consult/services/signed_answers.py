"""Films in which people answer in sign language: taken in, given to a response, carried on, and provably deleted.

Their English is signed_words.py's.
"""

from collections.abc import Collection, Iterable
from datetime import date
from functools import partial

import structlog
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from consult.domain.answer_words import NOT_NEEDED
from consult.domain.audit import Act
from consult.domain.instants import utc_now
from consult.domain.responses import STANDARD
from consult.domain.routing import films_asked
from consult.domain.signed_answers import Proof, check_seconds, delete_on, film_key, proof_line
from consult.domain.surveys import Question, Survey
from consult.extensions import db
from consult.models.answer_words import SignedAnswer, SignedWords
from consult.models.base import new_public_id
from consult.models.codebooks import Passage
from consult.models.consultations import Consultation
from consult.models.responses import Answer, Attachment, Draft, Response
from consult.queries import signed_answers as stored
from consult.services import answer_traces, attachments, audit
from consult.services.attachments import Sent
from consult.services.transaction import after_commit, writing

# How a response that was signed is told from others (domain/responses.ANSWERED_AS).
BSL = "bsl"

log = structlog.get_logger()


def keep(*, token: str, consultation_id: int, question_key: str, sent: Sent) -> None:
    """Take in a film as the answer to a question of the draft, WHOLE for the survey; it replaces the one before.

    Whether the question can be signed is for the caller. Raises what `attachments.keep` raises and
    Refused("film", "film-long"), all for the field `film`.
    """
    check_seconds(sent.seconds)
    question = Question(film_key(question_key), "video", {})
    attachments.keep(token=token, consultation_id=consultation_id, question=question, sent=sent)


def remove(*, token: str, consultation_id: int, question_key: str) -> None:
    """Take a film out of the draft's answers. Raises NotFound where the draft is gone."""
    attachments.remove(token=token, consultation_id=consultation_id, question_key=film_key(question_key))


def hand_over(session: Session, draft: Draft, response: Response, survey: Survey) -> None:
    """Give the films of a draft to the response that it became, inside the caller's transaction.

    What it corrects gave its own by `carry` before this. The response is then one that was answered in sign language.
    """
    consultation = session.get_one(Consultation, response.consultation_id)
    last = delete_on(consultation.retention_until, consultation.closes_at.date())
    for question_key, public_id in films_asked(survey, draft.age_route, draft.answers).items():
        row = session.scalar(select(Attachment).where(
            Attachment.public_id == public_id, Attachment.draft_id == draft.id))
        if row is not None:
            row.draft_id, row.response_id = None, response.id
            session.flush()
            session.add(SignedAnswer(response_id=response.id, attachment_id=row.id, question_key=question_key,
                                     seconds=row.seconds, delete_on=last))
    session.flush()
    if session.scalar(select(SignedAnswer.id).where(SignedAnswer.response_id == response.id).limit(1)) is not None:
        response.answered_as = BSL
    elif response.answered_as == BSL:
        response.answered_as = STANDARD


def carry(session: Session, old: Response, new: Response, kept: Collection[str]) -> None:
    """Give the films that a correction still names (public ids of their files) to the newer form of a response.

    Their English goes along, with all that was read and coded in it. The others stay behind and go with the old form.
    """
    rows = session.execute(
        select(SignedAnswer, Attachment).join(Attachment, Attachment.id == SignedAnswer.attachment_id)
        .where(SignedAnswer.response_id == old.id, Attachment.public_id.in_(kept)).with_for_update()).all()
    for signed, film in rows:
        signed.response_id = film.response_id = new.id
        for words in session.scalars(select(SignedWords).where(SignedWords.signed_answer_id == signed.id)):
            if words.answer_id is not None:
                words.answer_id = _moved(session, words.answer_id, new).id
    session.flush()


def _moved(session: Session, answer_id: int, new: Response) -> Answer:
    """Return the answer as the new form's own, with what was said of it; the old one stays to go with its response."""
    old = session.scalars(select(Answer).where(Answer.id == answer_id).with_for_update()).one()
    copy = Answer(response_id=new.id, question_id=old.question_id, text=old.text, public_id=new_public_id(),
                  language=old.language, shuffle=old.shuffle, plan_node_key=old.plan_node_key)
    session.add(copy)
    session.flush()
    session.execute(update(Passage).where(Passage.answer_id == old.id).values(answer_id=copy.id, response_id=new.id))
    answer_traces.carry(session, old.id, copy.id, with_english=False)
    return copy


def hold(session: Session, response_id: int) -> None:
    """Keep the films of a response from everyone else until the caller's transaction ends."""
    session.execute(select(SignedAnswer.id).where(SignedAnswer.response_id == response_id).with_for_update())


def forget_of_response(session: Session, response_id: int) -> None:
    """Let the films and their English of a response go whose words go, inside the caller's transaction.

    The films are due from now on and deleted right after the commit; were that to fail, the worker does it.
    """
    mine = select(SignedAnswer.id).where(SignedAnswer.response_id == response_id)
    ids = list(session.scalars(mine))
    if not ids:
        return
    session.execute(delete(SignedWords).where(SignedWords.signed_answer_id.in_(ids)))
    session.execute(update(SignedAnswer).where(SignedAnswer.id.in_(ids)).values(
        state=NOT_NEEDED, note="", delete_on=_today()))
    after_commit(("films", response_id), partial(_delete_all, ids))


def delete_due(today: date | None = None) -> int:
    """Delete every film whose day has come, and return how many there were; the worker calls it each hour.

    The day that people were told stands: it moves only to an earlier one, where answers are kept less long than was
    planned.
    """
    ids = stored.due(db.session(), today or _today())
    db.session.rollback()
    return _delete_all(ids)


def _delete_all(ids: Iterable[int]) -> int:
    return sum(_delete(signed_id) for signed_id in ids)


def _delete(signed_id: int) -> bool:
    """Delete one film: its bytes first, so that the proof is written only of what is gone."""
    stored_as = stored.stored_as(db.session(), signed_id)
    db.session.rollback()
    if stored_as is None:
        return False
    try:
        attachments.store().remove(stored_as)
    except OSError as error:
        log.error("film-not-deleted", kind=type(error).__name__)
        return False
    with writing() as session:
        row = session.execute(
            select(SignedAnswer, Attachment, Response.consultation_id)
            .join(Attachment, Attachment.id == SignedAnswer.attachment_id)
            .join(Response, Response.id == SignedAnswer.response_id)
            .where(SignedAnswer.id == signed_id, SignedAnswer.deleted_at.is_(None))
            .with_for_update(of=SignedAnswer)).one_or_none()
        if row is None:
            return False
        signed, film, consultation_id = row
        signed.deleted_at = utc_now().replace(microsecond=0)
        signed.deletion_proof = proof_line(Proof(signed.deleted_at, film.size, film.digest))
        film.state = "deleted"
        # The name that a person gave their file can tell who they are.
        film.name = BSL
        audit.record(session, Act.SIGNED_ANSWER_DELETED, person_id=None, kind="signed-answer",
                     object_id=signed.public_id, consultation_id=consultation_id, proof=signed.deletion_proof)
    return True


def _today() -> date:
    return utc_now().date()
