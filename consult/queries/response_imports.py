"""Files of responses on their way in, as pages and reports show them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from consult.models.runs import Run
from consult.models.samples import ImportSource, RefusedImportRow, ResponseImport, Sample

PAGE = 30
BATCH = 1_000


@dataclass(frozen=True)
class Listed:
    """An import with the names of its source and of its panel (empty: the open consultation), and its newest run."""

    row: ResponseImport
    source: str
    sample: str
    run: Run | None


def listed(session: Session, consultation_id: int, *, before: int | None = None) -> list[Listed]:
    """Return up to PAGE imports, the newest first, before one of them (row id) where it is given; one statement."""
    query = _with_names().where(ResponseImport.consultation_id == consultation_id)
    if before is not None:
        query = query.where(ResponseImport.id < before)
    rows = session.execute(query.order_by(ResponseImport.id.desc()).limit(PAGE))
    return [Listed(row, source or "", sample or "", run) for row, source, sample, run in rows]


def one(session: Session, consultation_id: int, public_id: str) -> Listed | None:
    """Return an import of the consultation as the database holds it now, or None."""
    found = session.execute(_with_names().where(
        ResponseImport.consultation_id == consultation_id, ResponseImport.public_id == public_id)
        .execution_options(populate_existing=True)).one_or_none()
    return Listed(found[0], found[1] or "", found[2] or "", found[3]) if found is not None else None


def sources(session: Session, consultation_id: int) -> list[str]:
    """Return the names of the sources that files came from, by name."""
    return list(session.scalars(select(ImportSource.name).where(
        ImportSource.consultation_id == consultation_id).order_by(ImportSource.name)))


def panels(session: Session, consultation_id: int) -> list[Sample]:
    """Return the panels of a consultation, by name."""
    return list(session.scalars(select(Sample).where(
        Sample.consultation_id == consultation_id).order_by(Sample.name)))


def panel(session: Session, consultation_id: int, public_id: str) -> Sample | None:
    """Return a panel of the consultation, or None."""
    return session.scalar(select(Sample).where(
        Sample.consultation_id == consultation_id, Sample.public_id == public_id))


def earlier_with_same_bytes(session: Session, row: ResponseImport) -> ResponseImport | None:
    """Return the newest import of the very same file whose rows are in, or None."""
    return session.scalar(
        select(ResponseImport).where(
            ResponseImport.consultation_id == row.consultation_id, ResponseImport.digest == row.digest,
            ResponseImport.id != row.id, ResponseImport.state == "done")
        .order_by(ResponseImport.id.desc()).limit(1))


def refused(session: Session, import_id: int, most: int) -> list[RefusedImportRow]:
    """Return the first rows of a file that are not taken in, in its order."""
    return list(session.scalars(select(RefusedImportRow).where(RefusedImportRow.import_id == import_id)
                                .order_by(RefusedImportRow.number, RefusedImportRow.id).limit(most)))


def every_refused(session: Session, import_id: int) -> Iterator[RefusedImportRow]:
    """Give all rows of a file that are not taken in, in the order in which they were found; BATCH by BATCH."""
    after = 0
    while True:
        batch = list(session.scalars(
            select(RefusedImportRow).where(RefusedImportRow.import_id == import_id, RefusedImportRow.id > after)
            .order_by(RefusedImportRow.id).limit(BATCH)))
        yield from batch
        if len(batch) < BATCH:
            return
        after = batch[-1].id
        session.expunge_all()


def _with_names() -> Select[Any]:
    return (select(ResponseImport, ImportSource.name, Sample.name, Run)
            .outerjoin(ImportSource, ImportSource.id == ResponseImport.source_id)
            .outerjoin(Sample, Sample.id == ResponseImport.sample_id)
            .outerjoin(Run, Run.id == ResponseImport.run_id))
