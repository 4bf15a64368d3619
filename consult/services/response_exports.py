"""Hands a consultation's responses out as files, and keeps a trace of who took them; what people are is in none."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import NotFound
from consult.exports import responses_dictionary, responses_files
from consult.exports.cells import Translate
from consult.exports.responses_columns import Layout
from consult.extensions import db
from consult.models.consultations import Consultation
from consult.queries import response_rows
from consult.services import audit, rights
from consult.services.transaction import writing

CSV, XLSX, DICTIONARY = "responses.csv", "responses.xlsx", "dictionary.csv"
FILES = (CSV, XLSX, DICTIONARY)


@dataclass(frozen=True)
class Contents:
    """What is in the files: how many responses and columns, and how many responses were taken back and are not."""

    responses: int
    columns: int
    taken_back: int


def contents(session: Session, consultation_id: int) -> Contents:
    """Return what an export would hold now, in five statements."""
    counts = response_rows.counts(session, consultation_id)
    return Contents(counts.kept, len(_layout(session, consultation_id).header), counts.taken_back)


def write(*, consultation_id: int, name: str, file: IO[bytes], translate: Translate, by_id: int | None = None
          ) -> Contents:
    """Write one of FILES as the database stands at one instant, and return what is in it.

    The taking is noted first. Raises NotFound for another name, NotAllowed without the right, Refused where a
    workbook cannot hold the columns.
    """
    if name not in FILES:
        raise NotFound()
    with writing() as session:
        if by_id is not None:
            rights.require(session, by_id, Permission.EXPORT_RESPONSES, consultation_id)
        consultation = session.get_one(Consultation, consultation_id)
        title, created = str(consultation.title.get("en", consultation.slug)), consultation.created_at
        audit.record(session, Act.RESPONSES_EXPORTED, person_id=by_id, kind="file", object_id=name,
                     consultation_id=consultation_id)
    with _at_one_instant() as session:
        layout = _layout(session, consultation_id)
        counts = response_rows.counts(session, consultation_id)
        rows = (layout.cells(row) for row in response_rows.rows(session, consultation_id))
        if name == CSV:
            responses_files.write_csv(layout.header, rows, file)
        elif name == XLSX:
            responses_files.write_xlsx(layout.header, rows, file, title=title, created=created)
        else:
            responses_dictionary.write(layout, file, translate, taken_back=counts.taken_back)
    return Contents(counts.kept, len(layout.header), counts.taken_back)


@contextmanager
def _at_one_instant() -> Iterator[Session]:
    """Give a session that sees the database as it stands now to its end, whatever is written meanwhile."""
    is_postgresql = db.engine.dialect.name == "postgresql"
    engine = db.engine.execution_options(isolation_level="REPEATABLE READ") if is_postgresql else db.engine
    with Session(engine) as session:
        yield session


def _layout(session: Session, consultation_id: int) -> Layout:
    return Layout(response_rows.versions(session, consultation_id), response_rows.comments(session, consultation_id),
                  response_rows.translated(session, consultation_id))
