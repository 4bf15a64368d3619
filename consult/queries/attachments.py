"""Files that people answered with, by whose they are; the bytes are clients/files.py's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from consult.models.responses import Attachment, Draft, Response


@dataclass(frozen=True)
class Listed:
    """A file in a list; `state` is held, clean or refused, `size` in bytes."""

    public_id: str
    question_key: str
    name: str
    media_type: str
    size: int
    state: str


def of_draft(session: Session, draft: Draft) -> dict[str, Listed]:
    """Return by public id the files that a response being written holds: its own, and those of the one it corrects."""
    named = {value for values in draft.answers.values() for value in values}
    found = session.scalars(select(Attachment).where(_belongs(draft)).order_by(Attachment.id))
    return {row.public_id: _listed(row) for row in found if row.public_id in named}


def of_response(session: Session, response_id: int) -> dict[str, Listed]:
    """Return by public id the files that were sent with a response."""
    found = session.scalars(select(Attachment).where(Attachment.response_id == response_id).order_by(Attachment.id))
    return {row.public_id: _listed(row) for row in found}


def one_of_draft(session: Session, draft: Draft, public_id: str) -> Attachment | None:
    """Return a file of a response being written, or None where it is another's or nobody's."""
    return session.scalar(select(Attachment).where(Attachment.public_id == public_id, _belongs(draft)))


def one_of_consultation(session: Session, consultation_id: int, public_id: str) -> Attachment | None:
    """Return a file that was sent with a response to that consultation, or None."""
    return session.scalar(
        select(Attachment).join(Response, Response.id == Attachment.response_id)
        .where(Attachment.public_id == public_id, Response.consultation_id == consultation_id))


def known(session: Session, stored_as: Iterable[str]) -> set[str]:
    """Return those names of stored files that a row stands for."""
    names: Sequence[str] = list(stored_as)
    return set(session.scalars(select(Attachment.stored_as).where(Attachment.stored_as.in_(names)))) if names else set()


def _belongs(draft: Draft) -> ColumnElement[bool]:
    mine = Attachment.draft_id == draft.id
    return mine if draft.corrects_id is None else or_(mine, Attachment.response_id == draft.corrects_id)


def _listed(row: Attachment) -> Listed:
    return Listed(row.public_id, row.question_key, row.name, row.media_type, row.size, row.state)
