"""Checks the rows of one file by the same rules as everyone's answers; it reads the database and writes nothing."""

import base64
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any, BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.errors import Refused
from consult.domain.imported_rows import ImportedRow, RowReader, arrival, folded
from consult.domain.response_mappings import FileShape, column_name, file_shape, row_reader
from consult.domain.responses import CheckedAnswer, Submission, check_submission
from consult.domain.surveys import CHOICE_KINDS
from consult.domain.texts import clean
from consult.exports.responses_files import unguarded
from consult.intake.response_files import TableRow, open_table
from consult.models.consultations import Consultation
from consult.models.responses import Response
from consult.queries import closings, plans, surveys
from consult.queries.surveys import Version
from consult.services.measures import MEASURES
from consult.services.secrets import keyed_hash

# Rows checked together: so many ids are asked for in one statement.
CHUNK = 500
# The same refusal in the words of whoever brings the file, not of someone who answers a page.
IN_A_FILE = {
    "question-not-asked": "import-not-asked", "consent-missing": "import-no-consent",
    "nothing-answered": "import-nothing-answered", "answer-missing": "import-answer-missing",
    "option-unknown": "import-rank-unknown",
}
# Cells that no mapping knows are kept for the page that maps them: so many of one column, no longer than this.
MOST_UNKNOWN, LONGEST_UNKNOWN = 40, 80


@dataclass(frozen=True)
class RefusedRow:
    """A row that was not stored: its number in the file, the column by its header (empty: the row), and why."""

    number: int
    column: str
    refused: Refused


@dataclass(frozen=True)
class Ready:
    """A row that passed: what to store."""

    number: int
    row: ImportedRow
    checked: tuple[CheckedAnswer, ...]
    received_at: datetime
    is_late: bool
    submission_hash: str


@dataclass(frozen=True)
class Known:
    """A row that is stored already; `is_ours` says that this very import stored it."""

    number: int
    is_ours: bool


@dataclass(frozen=True)
class FileOnItsWay:
    """What a file is known by: the mapping, its SHA-256 in hex, when it came, its source, its panel (public
    id), its import (row id; None while nothing of it is stored), and the survey version (row id; None: the newest)."""

    mapping: Mapping[str, Any]
    digest: str
    came_at: datetime
    source: str = ""
    sample: str = ""
    import_id: int | None = None
    version_id: int | None = None

    @property
    def shape(self) -> FileShape:
        """Where the table stands in the file. Raises Refused("mapping", "mapping-wrong")."""
        return file_shape(self.mapping)


@dataclass
class Unknown:
    """Cells of closed questions that the mapping does not know, by column as the mapping calls it."""

    found: dict[str, list[str]] = field(default_factory=dict)

    def note(self, column: str, cell: str) -> None:
        """Keep one more, once each, up to MOST_UNKNOWN of a column."""
        cells = self.found.setdefault(column, [])
        if len(cells) < MOST_UNKNOWN and len(cell) <= LONGEST_UNKNOWN and cell not in cells:
            cells.append(cell)


class RowChecker:
    """The rules for the rows of one file on its way into one consultation."""

    def __init__(self, session: Session, consultation: Consultation, way: FileOnItsWay, headers: Sequence[str]
                 ) -> None:
        """Tie the mapping to the file's columns and the survey. Raises Refused("file", "import-no-survey"), and
        Refused("mapping", "mapping-wrong") with everything that is wrong."""
        version = _version(session, consultation.id, way.version_id)
        nodes = ({node.key for node in plans.nodes(session, consultation.plan_version_id)}
                 if consultation.plan_version_id is not None else set())
        self.reader: RowReader = row_reader(way.mapping, headers, version.survey, nodes)
        self.version, self._way = version, way
        self._consultation_id, self._opens_at = consultation.id, consultation.opens_at
        self._closes = _closes(session, consultation, self.reader)
        self._headers = [unguarded(header) for header in headers]
        self._file = base64.urlsafe_b64encode(bytes.fromhex(way.digest)).decode().rstrip("=")
        # Ids by their first 64 bits: a set of whole hashes would be what grows with the file.
        self._seen: set[int] = set()
        self.unknown = Unknown()

    def check(self, session: Session, rows: Sequence[TableRow]) -> Iterator[Ready | Known | RefusedRow]:
        """Give what becomes of each of up to CHUNK rows, in their order; one statement."""
        hashes = [self._hash(self._id_of(row), row.number) for row in rows]
        known = _known(session, hashes)
        for row, submission_hash in zip(rows, hashes, strict=True):
            yield self._one(row, submission_hash, known)

    def _one(self, table_row: TableRow, submission_hash: str, known: Mapping[str, int | None]
             ) -> Ready | Known | RefusedRow:
        try:
            if table_row.is_cut:
                raise Refused("", "import-row-cut")
            if table_row.is_long:
                raise Refused("", "import-row-long")
            row = self.reader.read([unguarded(cell) for cell in table_row.cells])
            self._refuse_twice(row, table_row.number, submission_hash)
            if submission_hash in known:
                ours = known[submission_hash]
                return Known(table_row.number, ours is not None and ours == self._way.import_id)
            closes_at = self._closes[row.facts["channel"]]
            header = self.reader.headers[self.reader.received.at] if self.reader.received else ""
            received_at = arrival(row, self._opens_at, closes_at, self._way.came_at, header)
            return Ready(table_row.number, row, self._rules(row), received_at, received_at > closes_at,
                         submission_hash)
        except Refused as refused:
            self._note_unknown(table_row, refused)
            return RefusedRow(table_row.number, refused.field, refused)

    def _refuse_twice(self, row: ImportedRow, number: int, submission_hash: str) -> None:
        short = int(submission_hash[:16], 16)
        if short in self._seen:
            raise Refused(self.reader.headers[self.reader.id_at or 0], "import-id-twice",
                          {"name": (row.id or str(number))[:80]})
        self._seen.add(short)

    def _note_unknown(self, row: TableRow, refused: Refused) -> None:
        """Keep the cells of closed questions that nobody said the meaning of, for whoever maps them next."""
        if refused.code != "import-value-unknown":
            return
        cells = [unguarded(cell) for cell in row.cells]
        reads: list[tuple[str, Callable[[], object]]] = [
            (source.header, partial(source.read, cells[source.at])) for source in self.reader.sources
            if source.question.kind in CHOICE_KINDS | {"ranking"}]
        reads += [(column_name(self.reader.headers, fact.at), partial(fact.read, cells, self.reader.headers))
                  for fact in self.reader.facts.values() if fact.at is not None]
        for column, read in reads:
            try:
                read()
            except Refused as inner:
                if inner.code == "import-value-unknown":
                    self.unknown.note(column, str(inner.facts.get("name", "")))

    def _rules(self, row: ImportedRow) -> tuple[CheckedAnswer, ...]:
        """Return the answers checked as everyone's are, or a refusal that names the column."""
        sent = Submission(row.facts["age_route"], row.answers, row.facts["consent"] == "1",
                          row.facts["quote_consent"] == "1")
        try:
            return check_submission(self.version.survey, sent, MEASURES)
        except Refused as refused:
            raise Refused(self.reader.column_of(row, refused.field), IN_A_FILE.get(refused.code, refused.code),
                          {"question": refused.field, **refused.facts}) from None

    def _id_of(self, row: TableRow) -> str:
        at = self.reader.id_at
        return clean(unguarded(row.cells[at])).strip() if at is not None else ""

    def _hash(self, row_id: str, number: int) -> str:
        """Return what a row is known again by: its own id in this consultation, and in its panel or source where the
        file has one; else its place in this very file."""
        name = f"id {row_id}" if self.reader.id_at is not None else f"file {self._file} {number}"
        if self.reader.id_at is not None and self._way.sample:
            name = f"sample {self._way.sample} {name}"
        elif self.reader.id_at is not None and self._way.source:
            name = f"source {folded(self._way.source)} {name}"
        return keyed_hash("import", f"{self._consultation_id} {name}")


def chunks(rows: Iterable[TableRow]) -> Iterator[list[TableRow]]:
    """Give the rows in lists of up to CHUNK."""
    source = iter(rows)
    while chunk := list(islice(source, CHUNK)):
        yield chunk


def walk(session: Session, file: BinaryIO, consultation: Consultation, way: FileOnItsWay
         ) -> Iterator[tuple[RowChecker, list[Ready | Known | RefusedRow]]]:
    """Give what becomes of all rows of a file, CHUNK by CHUNK; first, before any row, the checker with none.

    Raises Refused where the file or the mapping as a whole is not right, also on the way.
    """
    with open_table(file, way.shape) as table:
        checker = RowChecker(session, consultation, way, table.headers)
        yield checker, []
        for chunk in chunks(table.rows):
            yield checker, list(checker.check(session, chunk))


def _version(session: Session, consultation_id: int, version_id: int | None) -> Version:
    version = (surveys.by_id(session, version_id) if version_id is not None
               else surveys.current(session, consultation_id))
    if version is None:
        raise Refused("file", "import-no-survey")
    return version


def _closes(session: Session, consultation: Consultation, reader: RowReader) -> Mapping[str, datetime]:
    fact = reader.facts["channel"]
    channels = {fact.value, *fact.values.values(), *(fact.known or ())}
    return {channel: closings.closes_at_for(session, consultation, channel) for channel in sorted(channels) if channel}


def _known(session: Session, hashes: Sequence[str]) -> dict[str, int | None]:
    """Return which of these rows are stored already, with the import (row id) that stored each."""
    rows = session.execute(select(Response.submission_hash, Response.import_id).where(
        Response.submission_hash.in_(hashes)))
    return {submission_hash: import_id for submission_hash, import_id in rows}
