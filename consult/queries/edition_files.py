"""Files made of published editions, and what is still to be made; the files themselves are services/edition_files."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.domain.edition_files import WAITING
from consult.models.reports import Edition, EditionFile


@dataclass(frozen=True)
class FileLine:
    """A file in a list: its kind and language (BCP 47), how it stands, its bytes, and what went wrong (a code)."""

    edition: int
    kind: str
    language: str
    state: str
    size: int | None
    problem: str
    made_at: datetime | None


def one(session: Session, consultation_id: int, number: int, kind: str, language: str) -> EditionFile | None:
    """Return the row of a file of an edition; None where none was ever asked for."""
    return session.scalar(
        select(EditionFile).join(Edition, Edition.id == EditionFile.edition_id)
        .where(Edition.consultation_id == consultation_id, Edition.number == number, EditionFile.kind == kind,
               EditionFile.language == language))


def of_edition(session: Session, consultation_id: int, number: int) -> list[FileLine]:
    """Return the files of an edition, by kind and language."""
    rows = session.execute(
        select(Edition.number, EditionFile.kind, EditionFile.language, EditionFile.state, EditionFile.size,
               EditionFile.problem, EditionFile.made_at)
        .join(Edition, Edition.id == EditionFile.edition_id)
        .where(Edition.consultation_id == consultation_id, Edition.number == number)
        .order_by(EditionFile.kind, EditionFile.language))
    return [FileLine(*row) for row in rows]


def next_waiting(session: Session, consultation_id: int) -> int | None:
    """Return the row id of the file that is to be made next: of the newest edition first; None where nothing waits."""
    return session.scalar(
        select(EditionFile.id).join(Edition, Edition.id == EditionFile.edition_id)
        .where(Edition.consultation_id == consultation_id, EditionFile.state == WAITING)
        .order_by(Edition.number.desc(), EditionFile.id).limit(1))


def waiting(session: Session, consultation_id: int) -> int:
    """Return how many files of a consultation are still to be made."""
    return session.scalar(
        select(func.count()).select_from(EditionFile).join(Edition, Edition.id == EditionFile.edition_id)
        .where(Edition.consultation_id == consultation_id, EditionFile.state == WAITING)) or 0
