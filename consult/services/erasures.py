"""Deletes what a person wrote; the row of the response stays for the count, and no published edition is touched."""

from typing import Any

from sqlalchemy import Delete, Update, delete, select, update
from sqlalchemy.orm import Session

from consult.models.base import utc_now
from consult.models.codebooks import Coding, CodingGroup, CodingKind, CodingNode, CodingQuestion, Passage
from consult.models.reports import EditionCoding
from consult.models.responses import Answer, CharacteristicAnswer, RespondingBody, Response
from consult.services import (
    answer_traces,
    attachments,
    organisation_summaries,
    signed_answers,
    submission_erasures,
)


def erase(session: Session, response: Response) -> None:
    """Delete the contents of a response inside the caller's transaction, and say when on its row.

    Answers, the English of them, characteristics, codings, suggestions, files, the name of a body and the summary of
    what it said go, and what was sent by another way than the web with its files and its sender. A coding that
    an edition counted is frozen with it by the database: it stays with its passage and an answer without a word in it,
    and counts no more, because nothing of a response counts that is left out. The caller leaves the response out of the
    count.
    """
    mine = select(Answer.id).where(Answer.response_id == response.id)
    # Held first: whoever is in the middle of one of these films or answers ends before or finds it gone. The films come
    # first, as for those who put them into English; the other way round each would wait for the other.
    signed_answers.hold(session, response.id)
    session.execute(mine.with_for_update())
    attachments.forget_of_response(session, response.id)
    submission_erasures.forget_of_response(session, response.id)
    signed_answers.forget_of_response(session, response.id)
    organisation_summaries.forget_of_response(session, response.id)
    answer_traces.forget(session, mine)
    _codings(session, response.id)
    kept = select(Passage.answer_id).where(Passage.response_id == response.id)
    _run(session, delete(Answer).where(Answer.response_id == response.id, Answer.id.not_in(kept)))
    _run(session, update(Answer).where(Answer.response_id == response.id).values(text=""))
    for about in (CharacteristicAnswer, RespondingBody):
        _run(session, delete(about).where(about.response_id == response.id))
    response.has_quote_consent, response.erased_at = False, utc_now()
    session.flush()
    session.expire_all()


def _codings(session: Session, response_id: int) -> None:
    passages = select(Passage.id).where(Passage.response_id == response_id)
    frozen = select(EditionCoding.coding_id).where(EditionCoding.coding_id == Coding.id)
    going = select(Coding.id).where(Coding.passage_id.in_(passages), ~frozen.exists())
    for beside in (CodingNode, CodingQuestion, CodingKind, CodingGroup):
        _run(session, delete(beside).where(beside.coding_id.in_(going)))
    _run(session, delete(Coding).where(Coding.passage_id.in_(passages), ~frozen.exists()))
    still = select(Coding.id).where(Coding.passage_id == Passage.id)
    _run(session, delete(Passage).where(Passage.response_id == response_id, ~still.exists()))


def _run(session: Session, statement: Delete[Any] | Update[Any]) -> None:
    # What the session holds of these rows is dropped at the end, so nothing is matched row by row here.
    session.execute(statement.execution_options(synchronize_session=False))
