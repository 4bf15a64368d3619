"""Takes responses in from a file at once, for the command line: each row by the same rules as everyone's, a bad one
refused with its reason; what the pages do in steps is in services/import_files.py."""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from sqlalchemy.orm import Session

from consult.clients.files import CHUNK, Kept
from consult.domain.access import Permission
from consult.domain.errors import Conflict, Refused
from consult.extensions import db
from consult.intake.media import clean_name
from consult.intake.response_files import MAX_BYTES, MAX_MAPPING_BYTES, read_mapping
from consult.models.consultations import Consultation
from consult.models.runs import Run
from consult.models.samples import ResponseImport
from consult.services import import_files, import_steps, rights, runs
from consult.services.clock import now
from consult.services.import_rows import FileOnItsWay, Known, Ready, RefusedRow, walk
from consult.services.import_steps import Turn
from consult.services.transaction import writing

__all__ = ["MAX_BYTES", "MAX_MAPPING_BYTES", "Outcome", "RefusedRow", "problems_of", "take_in"]


@dataclass
class Outcome:
    """What became of each row: `taken` were stored (or would be), `known` had been stored before."""

    ignored: tuple[str, ...] = ()
    taken: int = 0
    known: int = 0
    refused: list[RefusedRow] = field(default_factory=list)


def take_in(*, consultation_id: int, data: bytes | BinaryIO, mapping: bytes, is_dry_run: bool = False,
            by_id: int | None = None, name: str = "") -> Outcome:
    """Store every row of a CSV or XLSX file that is right, all of them or none, and say why others are not.

    A row is known again by the id that the mapping names, else by the file and its place in it, so that the same file
    stores nothing twice. What is stopped half way is taken up again by a worker. Raises Refused where the file or the
    mapping as a whole is not right (then nothing is stored), NotAllowed without the right, Conflict("run-standing")
    while another import of the consultation runs, Conflict("imported-meanwhile") where a row came in meanwhile.
    """
    session = db.session()
    if by_id is not None:
        rights.require(session, by_id, Permission.IMPORT_RESPONSES, consultation_id)
    wanted = read_mapping(mapping)
    file = io.BytesIO(data) if isinstance(data, bytes) else data
    sample = _sample(session, consultation_id, wanted)
    way = FileOnItsWay(wanted, _digest(file), now(session), sample=sample)
    outcome = _checked(session, file, consultation_id, way)
    if not is_dry_run and outcome.taken:
        _stored(file, way, consultation_id, by_id, clean_name(name or "responses"))
    return outcome


def problems_of(refused: Refused) -> tuple[Refused, ...]:
    """Return each thing that is wrong in a mapping; empty for another refusal."""
    found: Any = refused.facts.get("found", ())
    return tuple(found)


def _sample(session: Session, consultation_id: int, wanted: Mapping[str, Any]) -> str:
    key = wanted.get("sample")
    return import_files.sample_of(session, consultation_id, key).public_id if isinstance(key, str) else ""


def _digest(file: BinaryIO) -> str:
    found = hashlib.sha256()
    file.seek(0)
    while part := file.read(CHUNK):
        found.update(part)
    return found.hexdigest()


def _checked(session: Session, file: BinaryIO, consultation_id: int, way: FileOnItsWay) -> Outcome:
    """Return what would become of each row; refusals carry their cells here, for whoever holds the file itself."""
    outcome = Outcome()
    consultation = session.get_one(Consultation, consultation_id)
    for checker, found in walk(session, file, consultation, way):
        outcome.ignored = checker.reader.ignored
        for one in found:
            outcome.taken += isinstance(one, Ready)
            outcome.known += isinstance(one, Known)
            if isinstance(one, RefusedRow):
                outcome.refused.append(one)
    return outcome


def _stored(file: BinaryIO, way: FileOnItsWay, consultation_id: int, by_id: int | None, name: str) -> None:
    """Store the file's rows as an import of its own, which a worker goes on with should this process be stopped."""
    file.seek(0)
    kept = import_files.store().keep(file, MAX_BYTES)
    try:
        import_id, turn = _begun(kept, way, consultation_id, by_id, name)
    except BaseException:
        import_files.store().remove(kept.stored_as)
        raise
    try:
        import_steps.store(import_id, turn, by_id)
    except Refused as refused:
        _undone(import_id, turn)
        raise Conflict(refused.code) from None


def _begun(kept: Kept, way: FileOnItsWay, consultation_id: int, by_id: int | None, name: str) -> tuple[int, Turn]:
    """Write down the import with a run that is this process's own, so that no worker takes it while we live."""
    with writing() as session:
        if by_id is not None:
            rights.require(session, by_id, Permission.IMPORT_RESPONSES, consultation_id)
        run = runs.start_here(session, consultation_id=consultation_id, kind="import", by_id=by_id)
        sample = (import_files.sample_of(session, consultation_id, str(way.mapping["sample"])) if way.sample else None)
        row = ResponseImport(
            consultation_id=consultation_id, file_name=name, size=kept.size, digest=kept.digest,
            stored_as=kept.stored_as, mapping=json.dumps(dict(way.mapping), ensure_ascii=False), state="storing",
            created_at=way.came_at, created_by_id=by_id, run_id=run.id, without_refused=True,
            sample_id=sample.id if sample is not None else None)
        session.add(row)
        session.flush()
        return row.id, Turn(run.id, run.token, lambda done, total: _beat(run, done))


def _beat(run: Run, done: int) -> None:
    """Show that this process lives; it has no worker's thread beside it that would."""
    runs.report(run.id, run.token, done, done)


def _undone(import_id: int, turn: Turn) -> None:
    """Take out again what was stored of a file that cannot be stored whole."""
    with writing() as session:
        session.get_one(ResponseImport, import_id).state = "cancelled"
    import_steps.undo(import_id, replace(turn, beat=lambda done, total: None))
