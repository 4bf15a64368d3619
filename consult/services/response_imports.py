"""Takes responses in from a file: each row by the same rules as everyone's, a bad one refused with its reason."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict, Refused
from consult.domain.imported_rows import ImportedRow, RowReader, arrival
from consult.domain.response_mappings import file_shape, row_reader
from consult.domain.responses import CheckedAnswer, Submission, check_submission
from consult.domain.texts import clean
from consult.exports.responses_files import unguarded
from consult.extensions import db
from consult.intake.response_files import MAX_BYTES, MAX_MAPPING_BYTES, Table, TableRow, read_mapping, read_table
from consult.models.base import utc_now
from consult.models.consultations import Consultation
from consult.models.responses import RespondingBody, Response
from consult.queries import closings, plans, surveys
from consult.services import audit, rights
from consult.services.clock import now
from consult.services.measures import MEASURES
from consult.services.responses import store, store_age_route
from consult.services.secrets import fingerprint, keyed_hash, new_token, receipt_code
from consult.services.transaction import writing

__all__ = ["MAX_BYTES", "MAX_MAPPING_BYTES", "Outcome", "RefusedRow", "problems_of", "take_in"]

# Rows stored in one transaction: a longer one would keep people waiting who send their answers meanwhile.
STEP = 5_000
# Hashes asked for in one statement.
CHUNK = 500
# The same refusal in the words of whoever brings the file, not of someone who answers a page.
IN_A_FILE = {
    "question-not-asked": "import-not-asked", "consent-missing": "import-no-consent",
    "nothing-answered": "import-nothing-answered", "answer-missing": "import-answer-missing",
    "option-unknown": "import-rank-unknown",
}


@dataclass(frozen=True)
class RefusedRow:
    """A row that was not stored: its number in the file, the column by its header (empty: the row), and why."""

    number: int
    column: str
    refused: Refused


@dataclass
class Outcome:
    """What became of each row: `taken` were stored (or would be), `known` had been stored before."""

    ignored: tuple[str, ...] = ()
    taken: int = 0
    known: int = 0
    refused: list[RefusedRow] = field(default_factory=list)


@dataclass(frozen=True)
class _Ready:
    """A row that passed: what to store."""

    row: ImportedRow
    checked: tuple[CheckedAnswer, ...]
    received_at: datetime
    is_late: bool
    submission_hash: str


def take_in(*, consultation_id: int, data: bytes, mapping: bytes, is_dry_run: bool = False, by_id: int | None = None
            ) -> Outcome:
    """Store every row of a CSV or XLSX file that is right, and say why others are not.

    All are stored in one transaction, or in one for each STEP of them. A row is known again by the id that the
    mapping names, else by the file and its place in it, so that the same file stores nothing twice, and goes on
    where it was stopped. Raises Refused where the file or the mapping as a whole is not right (then nothing is
    stored), NotAllowed without the right, Conflict("imported-meanwhile") where another import stored the same rows.
    """
    session = db.session()
    if by_id is not None:
        rights.require(session, by_id, Permission.IMPORT_RESPONSES, consultation_id)
    # Checked before the transaction that everyone who writes has to wait for.
    importer = _Importer(session, consultation_id, data, mapping)
    ready, outcome = importer.checked()
    if is_dry_run:
        outcome.taken = len(ready)
        return outcome
    outcome.taken = len(ready)
    for first in range(0, len(ready), STEP):
        importer.store_all(ready[first:first + STEP], by_id)
    return outcome


def problems_of(refused: Refused) -> tuple[Refused, ...]:
    """Return each thing that is wrong in a mapping; empty for another refusal."""
    found: Any = refused.facts.get("found", ())
    return tuple(found)


class _Importer:
    """One file on its way into one consultation."""

    def __init__(self, session: Session, consultation_id: int, data: bytes, mapping: bytes) -> None:
        wanted = read_mapping(mapping)
        shape = file_shape(wanted)
        version = surveys.current(session, consultation_id)
        if version is None:
            raise Refused("file", "import-no-survey")
        consultation = session.get_one(Consultation, consultation_id)
        plan_id = consultation.plan_version_id
        nodes = {node.key for node in plans.nodes(session, plan_id)} if plan_id is not None else set()
        self._table: Table = read_table(data, sheet=shape.sheet, header_row=shape.header_row,
                                        delimiter=shape.delimiter)
        self._reader: RowReader = row_reader(wanted, self._table.headers, version.survey, nodes)
        self._version, self._question_ids = version, surveys.question_ids(session, version.id)
        self._consultation_id, self._slug = consultation_id, consultation.slug
        self._opens_at, self._keeps_late = consultation.opens_at, consultation.late_answers == "kept"
        self._now = now(session)
        channels = {fact.value for fact in self._reader.facts.values() if fact.name == "channel"}
        channels |= set(self._reader.facts["channel"].values.values()) | set(self._reader.facts["channel"].known or ())
        self._closes: Mapping[str, datetime] = {
            channel: closings.closes_at_for(session, consultation, channel) for channel in sorted(channels) if channel}
        self._file = fingerprint(data)
        self._known = _known(session, [self._hash(*pair) for pair in self._ids()])

    def checked(self) -> tuple[list[_Ready], Outcome]:
        """Return the rows to store, and what became of the others."""
        ready: list[_Ready] = []
        outcome = Outcome(self._reader.ignored)
        seen: set[str] = set()
        for table_row in self._table.rows:
            try:
                one = self._check(table_row, seen)
            except _RowRefused as error:
                outcome.refused.append(error.row)
                continue
            if one is None:
                outcome.known += 1
            else:
                ready.append(one)
        return ready, outcome

    def _check(self, table_row: TableRow, seen: set[str]) -> _Ready | None:
        """Return what to store, None where it is stored already; raises _RowRefused."""
        name = ""
        try:
            if table_row.is_long:
                raise Refused("", "import-row-long")
            row = self._reader.read([unguarded(cell) for cell in table_row.cells])
            name = row.id or str(table_row.number)
            submission_hash = self._hash(row.id, table_row.number)
            if submission_hash in seen:
                raise Refused(self._reader.headers[self._reader.id_at or 0], "import-id-twice", {"name": name[:80]})
            seen.add(submission_hash)
            if submission_hash in self._known:
                return None
            closes_at = self._closes[row.facts["channel"]]
            header = self._reader.headers[self._reader.received.at] if self._reader.received else ""
            received_at = arrival(row, self._opens_at, closes_at, self._now, header)
            return _Ready(row, self._rules(row), received_at, received_at > closes_at, submission_hash)
        except Refused as refused:
            raise _RowRefused(RefusedRow(table_row.number, refused.field, refused)) from None

    def _rules(self, row: ImportedRow) -> tuple[CheckedAnswer, ...]:
        """Return the answers checked as everyone's are, or a refusal that names the column."""
        sent = Submission(row.facts["age_route"], row.answers, row.facts["consent"] == "1",
                          row.facts["quote_consent"] == "1")
        try:
            return check_submission(self._version.survey, sent, MEASURES)
        except Refused as refused:
            raise Refused(self._reader.column_of(row, refused.field), IN_A_FILE.get(refused.code, refused.code),
                          {"question": refused.field, **refused.facts}) from None

    def store_all(self, ready: Sequence[_Ready], by_id: int | None) -> None:
        """Write these rows in one transaction, with a trace of who brought them."""
        try:
            with writing() as session:
                if by_id is not None:
                    rights.require(session, by_id, Permission.IMPORT_RESPONSES, self._consultation_id)
                for one in ready:
                    self._store(session, one)
                audit.record(session, Act.RESPONSES_IMPORTED, person_id=by_id, kind="consultation",
                             object_id=self._slug, consultation_id=self._consultation_id, taken=len(ready))
        except IntegrityError:
            raise Conflict("imported-meanwhile") from None

    def _store(self, session: Session, one: _Ready) -> None:
        """Write one response with its answers."""
        facts = one.row.facts
        # Words that are not all the person's own say by themselves that someone helped.
        was_helped = facts["was_helped"] == "1" or facts["words_are"] in ("together", "helper")
        response = Response(
            consultation_id=self._consultation_id, survey_version_id=self._version.id, channel=facts["channel"],
            language=facts["language"], received_at=one.received_at, submission_hash=one.submission_hash,
            receipt_hash=keyed_hash("receipt", receipt_code(new_token())),
            has_quote_consent=facts["quote_consent"] == "1", is_late=one.is_late, is_example=False,
            on_behalf_of=facts["on_behalf_of"], was_helped=was_helped,
            words_are=(facts["words_are"] or None) if was_helped else None)
        if one.is_late and self._keeps_late:
            response.excluded_reason, response.excluded_at = "out-of-time", utc_now()
        store(session, response, one.checked, question_ids=self._question_ids)
        store_age_route(session, response, facts["age_route"], self._question_ids)
        if one.row.body:
            session.add(RespondingBody(response_id=response.id, name=one.row.body,
                                       may_be_named=facts["may_be_named"] == "1"))

    def _hash(self, row_id: str, number: int) -> str:
        """Return what a row is known again by: its own id in this consultation, else its place in this very file."""
        name = f"id {row_id}" if self._reader.id_at is not None else f"file {self._file} {number}"
        return keyed_hash("import", f"{self._consultation_id} {name}")

    def _ids(self) -> Iterator[tuple[str, int]]:
        at = self._reader.id_at
        for row in self._table.rows:
            yield (clean(unguarded(row.cells[at])).strip() if at is not None else ""), row.number


class _RowRefused(Exception):
    """Carries one refused row out of its check."""

    def __init__(self, row: RefusedRow) -> None:
        super().__init__(row.refused.code)
        self.row = row


def _known(session: Session, hashes: Sequence[str]) -> set[str]:
    """Return which of these rows are stored already."""
    found: set[str] = set()
    for first in range(0, len(hashes), CHUNK):
        found.update(session.scalars(select(Response.submission_hash).where(
            Response.submission_hash.in_(hashes[first:first + CHUNK]))))
    return found

