"""Files that people answered with, by whose they are; the bytes are clients/files.py's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from consult.domain.signed_answers import FILM
from consult.models.responses import Attachment, Draft, Response
from consult.models.samples import ResponseImport
from consult.models.submissions import SubmissionFile
from consult.models.variants import VariantFile

# Films that answer in sign language are for translators alone: whoever reads responses never gets one by its id.
IS_FILM = Attachment.question_key.startswith(FILM)


@dataclass(frozen=True)
class Listed:
    """A file in a list; `state` is held, clean, refused or deleted, `size` in bytes, `seconds` known of some films."""

    public_id: str
    question_key: str
    name: str
    media_type: str
    size: int
    state: str
    seconds: int | None = None


def of_draft(session: Session, draft: Draft) -> dict[str, Listed]:
    """Return by public id the files that a response being written holds: its own, and those of the one it corrects."""
    named = {value for values in draft.answers.values() for value in values}
    found = session.scalars(select(Attachment).where(_belongs(draft)).order_by(Attachment.id))
    return {row.public_id: _listed(row) for row in found if row.public_id in named}


def of_response(session: Session, response_id: int) -> dict[str, Listed]:
    """Return by public id the files that were sent with a response, without those that are for translators alone."""
    found = session.scalars(
        select(Attachment).where(Attachment.response_id == response_id, ~IS_FILM).order_by(Attachment.id))
    return {row.public_id: _listed(row) for row in found}


def one_of_draft(session: Session, draft: Draft, public_id: str) -> Attachment | None:
    """Return a file of a response being written, or None where it is another's or nobody's."""
    return session.scalar(select(Attachment).where(Attachment.public_id == public_id, _belongs(draft)))


def one_of_consultation(session: Session, consultation_id: int, public_id: str) -> Attachment | None:
    """Return a file that was sent with a response to that consultation, or None; never a film in sign language."""
    return session.scalar(
        select(Attachment).join(Response, Response.id == Attachment.response_id)
        .where(Attachment.public_id == public_id, Response.consultation_id == consultation_id, ~IS_FILM))


def known(session: Session, stored_as: Iterable[str]) -> set[str]:
    """Return those names of stored files that a row stands for; the row of a deleted file stands for none."""
    names: Sequence[str] = list(stored_as)
    kept = ((Attachment, (Attachment.state != "deleted",)), (VariantFile, ()), (ResponseImport, ()),
            (SubmissionFile, (SubmissionFile.state.in_(("held", "clean")),)))
    found = (session.scalars(select(table.stored_as).where(table.stored_as.in_(names), *but))
             for table, but in kept if names)
    return {name for of_table in found for name in of_table}


def _belongs(draft: Draft) -> ColumnElement[bool]:
    mine = Attachment.draft_id == draft.id
    return mine if draft.corrects_id is None else or_(mine, Attachment.response_id == draft.corrects_id)


def _listed(row: Attachment) -> Listed:
    return Listed(row.public_id, row.question_key, row.name, row.media_type, row.size, row.state, row.seconds)
