"""Writes many checked rows at once, out of the count until all are there; brings them in, or takes them out again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import case, delete, func, insert, literal, null, select, update
from sqlalchemy.orm import Session

from consult.domain.responses import IMPORTING, CheckedAnswer
from consult.models.base import UtcDateTime, new_public_id, utc_now
from consult.models.responses import Answer, CharacteristicAnswer, RespondingBody, Response
from consult.models.samples import ResponseImport
from consult.services import answer_traces
from consult.services.import_rows import Ready
from consult.services.secrets import keyed_hash, new_token, receipt_code, shuffle_number

# Responses taken out again in one transaction.
STEP_BACK = 500


def store(session: Session, batch: Sequence[Ready], *, row: ResponseImport, version_id: int,
          question_ids: dict[str, int]) -> None:
    """Write these rows as responses that do not count yet, inside the caller's transaction; four statements.

    What is stored of each answer is what services/responses.py stores. Raises IntegrityError where one is there.
    """
    if not batch:
        return
    now = utc_now()
    values = [_response(one, row, version_id, now) for one in batch]
    added = insert(Response).returning(Response.id, sort_by_parameter_order=True)
    ids = session.scalars(added.execution_options(render_nulls=True), values).all()
    answers: list[dict[str, Any]] = []
    about: list[dict[str, Any]] = []
    bodies: list[dict[str, Any]] = []
    for response_id, one in zip(ids, batch, strict=True):
        for checked in one.checked:
            key, _at, node_key = checked.question.key.partition("@")
            place = {"response_id": response_id, "question_id": question_ids[key]}
            if checked.stores == "characteristics":
                about += [{**place, "choice": choice} for choice in checked.choices]
            else:
                answers += _answers(checked, {**place, "language": one.row.facts["language"]}, node_key)
        about += _age_route(one, response_id, question_ids)
        if one.row.body:
            bodies.append({"response_id": response_id, "name": one.row.body,
                           "may_be_named": one.row.facts["may_be_named"] == "1"})
    for model, rows in ((Answer, answers), (CharacteristicAnswer, about), (RespondingBody, bodies)):
        if rows:
            # Empty cells are written as such: else each run of rows with the same ones would be a statement.
            session.execute(insert(model).execution_options(render_nulls=True), rows)


def _response(one: Ready, row: ResponseImport, version_id: int, now: datetime) -> dict[str, Any]:
    facts = one.row.facts
    # Words that are not all the person's own say by themselves that someone helped.
    was_helped = facts["was_helped"] == "1" or facts["words_are"] in ("together", "helper")
    return {
        "consultation_id": row.consultation_id, "survey_version_id": version_id, "channel": facts["channel"],
        "language": facts["language"], "received_at": one.received_at, "submission_hash": one.submission_hash,
        "receipt_hash": keyed_hash("receipt", receipt_code(new_token())),
        "has_quote_consent": facts["quote_consent"] == "1", "is_late": one.is_late, "is_example": False,
        "on_behalf_of": facts["on_behalf_of"], "was_helped": was_helped,
        "words_are": (facts["words_are"] or None) if was_helped else None, "excluded_reason": IMPORTING,
        "excluded_at": now, "sample_id": row.sample_id, "weight": one.row.weight, "import_id": row.id,
    }


def _answers(answer: CheckedAnswer, place: dict[str, Any], node_key: str) -> list[dict[str, Any]]:
    """Return the rows of one answer, all with the same names, as one statement for many rows needs them."""
    empty = {**place, "choice": None, "text": None, "value": None, "place": None, "public_id": None, "shuffle": 0,
             "plan_node_key": ""}
    if answer.text is not None:
        return [{**empty, "text": answer.text, "public_id": new_public_id(), "shuffle": shuffle_number(),
                 "plan_node_key": node_key}]
    if answer.value is not None:
        return [{**empty, "value": answer.value}]
    is_ranked = answer.question.kind == "ranking"
    return [{**empty, "choice": choice, "place": number if is_ranked else None}
            for number, choice in enumerate(answer.choices, 1)]


def _age_route(one: Ready, response_id: int, question_ids: dict[str, int]) -> list[dict[str, Any]]:
    """Return the age of someone under 18, as `responses.store_age_route` keeps it."""
    age_route = one.row.facts["age_route"]
    if age_route == "adult" or "age" not in question_ids:
        return []
    return [{"response_id": response_id, "question_id": question_ids["age"], "choice": age_route}]


def waiting(session: Session, import_id: int) -> int:
    """Return how many responses of an import are stored and wait for the rest."""
    return session.scalar(select(func.count()).select_from(Response).where(*_mine(import_id))) or 0


def bring_in(session: Session, import_id: int, *, keeps_late: bool) -> int:
    """Let all responses of an import count, those that came late by the rule; one statement, so all or none.

    Returns how many.
    """
    count = waiting(session, import_id)
    is_kept = Response.is_late if keeps_late else literal(False)
    session.execute(update(Response).where(*_mine(import_id)).values(
        excluded_reason=case((is_kept, literal("out-of-time")), else_=null()),
        excluded_at=case((is_kept, literal(utc_now(), UtcDateTime())), else_=null()),
    ).execution_options(synchronize_session=False))
    return count


def take_out(session: Session, import_id: int, most: int = STEP_BACK) -> int:
    """Delete up to `most` responses of an import that never counted, with all that machines made of them meanwhile.

    Returns how many; none are left where there are fewer than `most`.
    """
    ids = list(session.scalars(select(Response.id).where(*_mine(import_id)).order_by(Response.id).limit(most)))
    if not ids:
        return 0
    answer_traces.forget(session, select(Answer.id).where(Answer.response_id.in_(ids)))
    for model in (Answer, CharacteristicAnswer, RespondingBody):
        session.execute(delete(model).where(model.response_id.in_(ids)).execution_options(synchronize_session=False))
    session.execute(delete(Response).where(Response.id.in_(ids)).execution_options(synchronize_session=False))
    return len(ids)


def _mine(import_id: int) -> tuple[Any, ...]:
    return Response.import_id == import_id, Response.excluded_reason == IMPORTING
