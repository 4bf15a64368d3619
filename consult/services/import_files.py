"""A file of many responses from its upload to its end: kept, described, looked through, stored, or given up.

What takes long is done by a run in the background (services/import_steps.py); here it is only asked for.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from functools import partial
from typing import Any, BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.clients.files import FileStore, Kept, TooLarge
from consult.domain import runs as run_rules
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.mapping_edits import refuse_misshapen
from consult.domain.response_mappings import FileShape, file_shape
from consult.intake.mapping_files import read_mapping
from consult.intake.media import clean_name
from consult.intake.response_files import MAX_BYTES
from consult.intake.response_previews import Preview, look
from consult.models.base import utc_now
from consult.models.consultations import Consultation
from consult.models.runs import Run
from consult.models.samples import ResponseImport, Sample
from consult.services import attachments, audit, import_sources, response_batches, rights, runs
from consult.services.transaction import after_commit, writing

MEGABYTE = 1024 * 1024
# What a page shows of a refusal that is kept: limits and names, never a cell of a person.
KEPT_FACTS = ("row", "most", "name", "question")


def store() -> FileStore:
    """Return where files are kept until their rows are in or given up."""
    return attachments.store()


@contextmanager
def opened(stored_as: str) -> Iterator[BinaryIO]:
    """Give a kept file so that it can be read again from its beginning."""
    with closing(store().open(stored_as)) as stream:
        if stream.seekable():
            yield stream
            return
        with tempfile.TemporaryFile() as copy:
            shutil.copyfileobj(stream, copy)
            copy.seek(0)
            yield copy


def looked(row: ResponseImport, shape: FileShape | None = None) -> Preview:
    """Return what the first rows of an import's file show, read as its mapping says, or as `shape` does.

    Raises Refused("file", …).
    """
    if row.stored_as is None:
        raise Refused("file", "import-file-gone")
    with opened(row.stored_as) as file:
        return look(file, shape or file_shape(read_mapping(row.mapping.encode())))


def plain(refused: Refused) -> dict[str, Any]:
    """Return a refusal as it is kept with an import, with all that is wrong in a mapping."""
    found: Any = refused.facts.get("found", ())
    return {"field": refused.field, "code": refused.code,
            "facts": {name: str(value)[:80] for name, value in refused.facts.items() if name in KEPT_FACTS},
            "found": [plain(one) for one in found]}


def bring(*, consultation_id: int, stream: BinaryIO, name: str, source: str, sample_key: str = "", mapping: bytes = b"",
          by_id: int) -> ResponseImport:
    """Keep a file and propose what its columns mean: as a mapping in JSON says that was brought with it, as the last
    file of its `source` (a name), else by their names.

    `sample_key` is the panel whose answers it holds; empty: the open consultation. Raises Refused("file", …) where it
    cannot be read as a table, Refused("source", …), Refused("sample", "sample-unknown"), NotAllowed; then nothing is
    kept.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.IMPORT_RESPONSES, consultation_id)
    kept = _kept(stream)
    try:
        with opened(kept.stored_as) as file:
            seen = look(file)
        with writing() as session:
            rights.require(session, by_id, Permission.IMPORT_RESPONSES, consultation_id)
            of = import_sources.named(session, consultation_id, source, by_id)
            sample = sample_of(session, consultation_id, sample_key) if sample_key else None
            row = ResponseImport(
                consultation_id=consultation_id, file_name=clean_name(name), size=kept.size, digest=kept.digest,
                stored_as=kept.stored_as, created_by_id=by_id, source_id=of.id,
                sample_id=sample.id if sample else None, facts={"make": seen.make})
            with opened(kept.stored_as) as file:
                proposed = read_mapping(mapping) if mapping else import_sources.proposed(
                    session, consultation_id, file, seen, of)
            refuse_misshapen(proposed)
            if sample is None and not mapping and isinstance(weight := proposed.pop("weight", None), str):
                proposed["columns"][weight] = None
            row.mapping = json.dumps(proposed, ensure_ascii=False)
            session.add(row)
            session.flush()
            return row
    except BaseException:
        store().remove(kept.stored_as)
        raise


def _kept(stream: BinaryIO) -> Kept:
    try:
        kept = store().keep(stream, MAX_BYTES)
    except TooLarge:
        raise Refused("file", "table-too-large", {"most": MAX_BYTES // MEGABYTE}) from None
    if kept.size == 0:
        store().remove(kept.stored_as)
        raise Refused("file", "table-empty", {"row": 1})
    return kept


def sample_of(session: Session, consultation_id: int, key: str) -> Sample:
    """Return the panel of that key. Raises Refused("sample", "sample-unknown")."""
    found = session.scalar(select(Sample).where(Sample.consultation_id == consultation_id, Sample.key == key))
    if found is None:
        raise Refused("sample", "sample-unknown", {"name": key[:80]})
    return found


def describe(*, consultation_id: int, public_id: str, mapping: Mapping[str, Any], by_id: int) -> None:
    """Keep what the columns mean now; what was found out by the mapping before does not hold any more.

    Raises NotFound, NotAllowed, Conflict("import-going") while it is looked through or stored.
    """
    with writing() as session:
        row = _waiting(session, consultation_id, public_id, by_id)
        row.mapping = json.dumps(dict(mapping), ensure_ascii=False)
        row.state, row.problem = "uploaded", ""
        row.facts = {name: row.facts[name] for name in ("make", "unknown") if name in row.facts}


def check(*, consultation_id: int, public_id: str, by_id: int) -> None:
    """Have the whole file looked through; nothing is stored. Raises NotFound, NotAllowed, Conflict("import-going",
    "run-standing")."""
    with writing() as session:
        row = _waiting(session, consultation_id, public_id, by_id)
        row.state, row.problem = "checking", ""
        row.rows_read = row.taken = row.known = row.refused = 0
        _start(session, row, by_id)


def take_in(*, consultation_id: int, public_id: str, without_refused: bool = False, by_id: int) -> None:
    """Have every row that is right stored; the mapping is kept for the next file of the same source.

    Raises NotFound, NotAllowed, Conflict("import-unchecked", "import-going", "run-standing"), Refused(
    "without_refused", "import-refused-left") while rows are refused and nobody agreed to leave them out.
    """
    with writing() as session:
        row = _waiting(session, consultation_id, public_id, by_id)
        if row.state != "checked":
            raise Conflict("import-unchecked")
        if row.refused and not without_refused:
            raise Refused("without_refused", "import-refused-left", {"count": row.refused})
        import_sources.keep(session, row, by_id)
        row.state, row.without_refused = "storing", bool(row.refused)
        _start(session, row, by_id)


def go_on(*, consultation_id: int, public_id: str, by_id: int) -> None:
    """Have the work taken up again that no worker could end. Raises NotFound, NotAllowed, Conflict("import-going")
    while one is at it, Conflict("run-ended") where there is nothing left to do."""
    with writing() as session:
        row = _mine(session, consultation_id, public_id, by_id)
        run = session.get(Run, row.run_id) if row.run_id is not None else None
        if run is not None and run.state not in run_rules.ENDED:
            raise Conflict("import-going")
        left = row.state == "cancelled" and response_batches.waiting(session, row.id)
        if row.state not in ("checking", "storing") and not left:
            raise Conflict("run-ended")
        _start(session, row, by_id)


def cancel(*, consultation_id: int, public_id: str, by_id: int) -> None:
    """Give an import up: its worker stops, and what it has stored is taken out again; none of it ever counted.

    Raises NotFound, NotAllowed, Conflict("run-ended") once all is in.
    """
    with writing() as session:
        row = _mine(session, consultation_id, public_id, by_id)
        if row.state in ("done", "cancelled"):
            raise Conflict("run-ended")
        run = session.get(Run, row.run_id, with_for_update=True, populate_existing=True) if row.run_id else None
        if run is not None and run.state not in run_rules.ENDED:
            runs.end(session, run, "cancelled")
            session.flush()
        row.state, row.finished_at = "cancelled", utc_now()
        audit.record(session, Act.RUN_CANCELLED, person_id=by_id, kind="response-import", object_id=public_id,
                     consultation_id=consultation_id)
        if response_batches.waiting(session, row.id):
            _start(session, row, by_id)
        elif row.stored_as is not None:
            after_commit(("file", row.stored_as), partial(store().remove, row.stored_as))
            row.stored_as = None


def _start(session: Session, row: ResponseImport, by_id: int) -> None:
    """Queue a run for the import, in the caller's transaction; whoever asked was let in by their right to import."""
    session.flush()
    run = runs.start(consultation_id=row.consultation_id, kind="import", facts={"import": row.public_id})
    run.started_by_id, row.run_id = by_id, run.id


def _mine(session: Session, consultation_id: int, public_id: str, by_id: int) -> ResponseImport:
    rights.require(session, by_id, Permission.IMPORT_RESPONSES, consultation_id)
    # A second click waits until the first is stored, and then finds what it did.
    session.execute(select(Consultation.id).where(Consultation.id == consultation_id).with_for_update())
    row = session.scalar(select(ResponseImport).where(
        ResponseImport.consultation_id == consultation_id, ResponseImport.public_id == public_id
    ).execution_options(populate_existing=True))
    if row is None:
        raise NotFound()
    return row


def _waiting(session: Session, consultation_id: int, public_id: str, by_id: int) -> ResponseImport:
    """Return an import that waits for a person. Raises Conflict("import-going") where it does not."""
    row = _mine(session, consultation_id, public_id, by_id)
    if row.state not in ("uploaded", "checked"):
        raise Conflict("import-going")
    return row


__all__ = ["MAX_BYTES", "bring", "cancel", "check", "describe", "go_on", "looked", "opened", "plain", "sample_of",
           "store", "take_in"]
