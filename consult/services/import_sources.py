"""What the columns of a source's files mean, kept for its next file, or proposed where it is the first."""

from collections.abc import Mapping
from typing import Any, BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.column_guesses import guesses
from consult.domain.errors import Refused
from consult.domain.mapping_edits import put
from consult.domain.response_mappings import FileShape, file_shape
from consult.domain.surveys import Survey
from consult.domain.texts import clean
from consult.intake.mapping_files import read_mapping
from consult.intake.response_previews import Preview, look
from consult.models.base import utc_now
from consult.models.samples import ImportSource, ResponseImport
from consult.queries import surveys

LONGEST_NAME = 120


def named(session: Session, consultation_id: int, name: str, by_id: int | None) -> ImportSource:
    """Return the source of that name, made here where there is none yet, inside the caller's transaction.

    Raises Refused("source", "source-name-missing" or "source-name-long").
    """
    name = clean(name).strip()
    if not name:
        raise Refused("source", "source-name-missing")
    if len(name) > LONGEST_NAME:
        raise Refused("source", "source-name-long", {"limit": LONGEST_NAME})
    source = session.scalar(select(ImportSource).where(
        ImportSource.consultation_id == consultation_id, ImportSource.name == name))
    if source is None:
        source = ImportSource(consultation_id=consultation_id, name=name, updated_by_id=by_id)
        session.add(source)
        session.flush()
    return source


def keep(session: Session, row: ResponseImport, by_id: int) -> None:
    """Keep an import's mapping for the next file of its source, inside the caller's transaction."""
    if row.source_id is not None:
        source = session.get_one(ImportSource, row.source_id)
        source.mapping, source.sample_id = row.mapping, row.sample_id
        source.updated_at, source.updated_by_id = utc_now(), by_id


def proposed(session: Session, consultation_id: int, file: BinaryIO, seen: Preview, source: ImportSource
             ) -> dict[str, Any]:
    """Return the mapping to begin with: the source's, for the columns that this file has too, else what is guessed."""
    mapping = read_mapping(source.mapping.encode())
    columns: Mapping[str, Any] = mapping.get("columns", {})
    if columns:
        try:
            names = {column.name for column in look(file, file_shape(mapping)).columns}
        except Refused:
            names = set()
        if set(columns) & names:
            return {**mapping, "columns": {name: given for name, given in columns.items() if name in names}}
    version = surveys.current(session, consultation_id)
    return guessed(seen, version.survey if version is not None else None)


def shape_names(shape: FileShape) -> dict[str, Any]:
    """Return where a table stands as a mapping says it; what is usual is left out."""
    found = {"sheet": shape.sheet, "header_row": shape.header_row, "data_row": shape.data_row,
             "delimiter": shape.delimiter, "encoding": shape.encoding}
    return {name: value for name, value in found.items() if value is not None and (name, value) != ("header_row", 1)}


def guessed(seen: Preview, survey: Survey | None) -> dict[str, Any]:
    """Return a mapping of what the columns of a file may be; a person looks at each before anything is stored."""
    found: dict[str, Any] = {**shape_names(seen.shape), "columns": {}}
    if survey is None:
        return found
    for column, guess in zip(seen.columns, guesses(seen.columns, survey), strict=True):
        put(found, column, guess, survey)
    return found
