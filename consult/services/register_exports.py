"""Hands the register out as a file, and keeps a trace of who took it; nobody's words and nobody's name are in it."""

from typing import IO

from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.exports import register_csv
from consult.exports.register_csv import Line
from consult.extensions import db
from consult.models.consultations import Consultation
from consult.queries import register_rows
from consult.queries.register_rows import Row
from consult.services import audit, rights
from consult.services.transaction import writing

NAME = "register.csv"


def write(*, consultation_id: int, file: IO[bytes], by_id: int) -> None:
    """Write the whole register as CSV; the taking is noted first. Raises NotAllowed."""
    with writing() as session:
        rights.require(session, by_id, Permission.SEE_REGISTER, consultation_id)
        slug = session.get_one(Consultation, consultation_id).slug
        audit.record(session, Act.REGISTER_EXPORTED, person_id=by_id, kind="file", object_id=f"{slug}-{NAME}",
                     consultation_id=consultation_id)
    session: Session = db.session()
    register_csv.write((_line(row) for row in register_rows.every_row(session, consultation_id)), file)


def _line(row: Row) -> Line:
    return Line(row.public_id, row.submission_id, row.received_at, row.postmarked_on, row.channel, row.sample,
                row.format, row.language, row.sender_kind, row.speaks_for, row.signatures, row.sources, row.is_late,
                row.status, row.reason)
