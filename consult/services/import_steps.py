"""The three pieces of work of an import in the background: look through the file, store it, take it out again.

Each can be stopped at any instant and be begun again by another worker: what is stored does not count before the last
statement, and a worker that lost its run writes nothing (the run's token).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, BinaryIO

from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.domain.audit import Act
from consult.domain.channels import PANEL
from consult.domain.errors import Refused
from consult.extensions import db
from consult.intake.mapping_files import read_mapping
from consult.models.base import utc_now
from consult.models.consultations import Consultation
from consult.models.runs import Run
from consult.models.samples import ImportSource, RefusedImportRow, ResponseImport, Sample
from consult.queries import surveys
from consult.services import audit, import_files, response_batches, runs
from consult.services.import_rows import FileOnItsWay, Known, Ready, RefusedRow, RowChecker, Unknown, walk
from consult.services.transaction import after_commit, writing

# Rows after which it is written down how far the work is.
STEP = 1_000
# What a refusal says of a cell would be the cell's words: the page says it without them.
WITHOUT_WORDS = {
    "import-value-unknown": "import-cell-unknown", "import-date-shape": "import-cell-no-day",
    "import-weight-shape": "import-cell-no-weight", "import-id-twice": "import-id-again",
}
# Facts that are limits and keys of questions, never a cell.
SAFE_FACTS = ("question", "limit", "least", "most")
LONGEST_COLUMN = 200


@dataclass(frozen=True)
class Turn:
    """A worker's hold on a run: its row id, its token, and what to call with (done, total) on the way."""

    run_id: int
    token: int
    beat: Callable[[int, int], None]


@dataclass
class Found:
    """What became of the rows so far; `pending` are refusals that are not written down yet."""

    read: int = 0
    taken: int = 0
    known: int = 0
    refused: int = 0
    pending: list[RefusedRow] = field(default_factory=list)

    def note(self, outcome: Ready | Known | RefusedRow) -> None:
        """Count one row."""
        self.read += 1
        self.taken += isinstance(outcome, Ready)
        self.known += isinstance(outcome, Known)
        if isinstance(outcome, RefusedRow):
            self.refused += 1
            self.pending.append(outcome)


def check(import_id: int, turn: Turn) -> None:
    """Look through the whole file and write down what would become of it; nothing of it is stored.

    Where the file or the mapping as a whole is not right, the import goes back to whoever maps it, with the reason.
    """
    with writing() as session:
        runs.mine(session, turn.run_id, turn.token)
        session.execute(delete(RefusedImportRow).where(RefusedImportRow.import_id == import_id))
    found, used = Found(), None
    try:
        with _opened(import_id) as (file, way, consultation):
            for checker, outcomes in walk(db.session(), file, consultation, way):
                used = checker
                for outcome in outcomes:
                    found.note(outcome)
                if len(found.pending) >= STEP:
                    _write_down(import_id, turn, found)
                turn.beat(found.read, 0)
                # No read transaction stays open over the whole file.
                db.session().rollback()
    except Refused as refused:
        _give_back(import_id, turn, refused)
        return
    assert used is not None
    _write_down(import_id, turn, found, used)


def _write_down(import_id: int, turn: Turn, found: Found, checker: RowChecker | None = None) -> None:
    """Store refusals and counts; with the checker the whole file was read, and the check is over."""
    with writing() as session:
        run = runs.mine(session, turn.run_id, turn.token)
        row = session.get_one(ResponseImport, import_id)
        if found.pending:
            session.execute(insert(RefusedImportRow), [_refused(import_id, one) for one in found.pending])
        row.rows_read, row.taken, row.known, row.refused = found.read, found.taken, found.known, found.refused
        if checker is not None:
            row.state, row.problem = "checked", ""
            row.facts = {**_without_problem(row), "version_id": checker.version.id, "unknown": checker.unknown.found,
                         "ignored": list(checker.reader.ignored)}
            run.total = run.done = found.read
            runs.end(session, run, "done")
    found.pending.clear()


def _refused(import_id: int, one: RefusedRow) -> dict[str, Any]:
    code = WITHOUT_WORDS.get(one.refused.code, one.refused.code)
    facts = {name: value for name, value in one.refused.facts.items() if name in SAFE_FACTS}
    return {"import_id": import_id, "number": one.number, "column": one.column[:LONGEST_COLUMN], "code": code,
            "facts": facts}


def _give_back(import_id: int, turn: Turn, refused: Refused) -> None:
    with writing() as session:
        run = runs.mine(session, turn.run_id, turn.token)
        row = session.get_one(ResponseImport, import_id)
        row.state, row.problem = "uploaded", refused.code
        row.facts = {**_without_problem(row), "problem": import_files.plain(refused)}
        runs.end(session, run, "done")


def _without_problem(row: ResponseImport) -> dict[str, Any]:
    return {name: value for name, value in row.facts.items() if name != "problem"}


def store(import_id: int, turn: Turn, by_id: int | None = None) -> int:
    """Store every row that is right, STEP by STEP and out of the count, then bring all in; return how many.

    Begun again, it goes on behind the last row that was stored. Raises Refused where the file is not as it was checked.
    """
    with _opened(import_id) as (file, way, consultation):
        behind, total = _stored_to(import_id)
        batch: list[Ready] = []
        last = read = 0
        for checker, outcomes in walk(db.session(), file, consultation, way):
            batch += [one for one in outcomes if isinstance(one, Ready) and one.number > behind]
            last, read = (outcomes[-1].number, read + len(outcomes)) if outcomes else (last, read)
            if len(batch) >= STEP:
                _store_batch(import_id, turn, batch, checker, last)
                batch = []
            turn.beat(read, total)
            db.session().rollback()
        _store_batch(import_id, turn, batch, checker, last)
        keeps_late = consultation.late_answers == "kept"
    return _bring_in(import_id, turn, by_id, keeps_late=keeps_late)


def _stored_to(import_id: int) -> tuple[int, int]:
    row = db.session().get_one(ResponseImport, import_id, populate_existing=True)
    return int(row.facts.get("stored_to", 0)), row.rows_read


def _store_batch(import_id: int, turn: Turn, batch: list[Ready], checker: RowChecker, last: int) -> None:
    try:
        with writing() as session:
            runs.mine(session, turn.run_id, turn.token)
            row = session.get_one(ResponseImport, import_id, populate_existing=True)
            response_batches.store(session, batch, row=row, version_id=checker.version.id,
                                   question_ids=surveys.question_ids(session, checker.version.id))
            row.facts = {**row.facts, "stored_to": last}
    except IntegrityError:
        raise Refused("file", "imported-meanwhile") from None


def _bring_in(import_id: int, turn: Turn, by_id: int | None, *, keeps_late: bool) -> int:
    with writing() as session:
        run = runs.mine(session, turn.run_id, turn.token)
        row = session.get_one(ResponseImport, import_id, populate_existing=True)
        row.taken = response_batches.bring_in(session, import_id, keeps_late=keeps_late)
        row.state, row.finished_at, row.problem = "done", utc_now(), ""
        row.facts = {name: value for name, value in row.facts.items() if name in ("ignored", "make")}
        audit.record(session, Act.RESPONSES_IMPORTED, person_id=by_id or run.started_by_id, kind="consultation",
                     object_id=session.get_one(Consultation, row.consultation_id).slug,
                     consultation_id=row.consultation_id, taken=row.taken)
        _forget_file(row)
        runs.end(session, run, "done")
        return row.taken


def undo(import_id: int, turn: Turn) -> None:
    """Take out every row of an import that was given up, step by step."""
    gone = 0
    while True:
        with writing() as session:
            run = runs.mine(session, turn.run_id, turn.token)
            count = response_batches.take_out(session, import_id)
            gone += count
            if count < response_batches.STEP_BACK:
                _forget_file(session.get_one(ResponseImport, import_id))
                runs.end(session, run, "done")
                return
        turn.beat(gone, 0)


def _forget_file(row: ResponseImport) -> None:
    """Let go of the file after the commit: it holds more of people than what was taken from it."""
    if row.stored_as is not None:
        after_commit(("file", row.stored_as), partial(import_files.store().remove, row.stored_as))
        row.stored_as = None


def of_run(session: Session, run_id: int) -> ResponseImport | None:
    """Return the import that a run works on."""
    return session.query(ResponseImport).filter(ResponseImport.run_id == run_id).one_or_none()


def work(run_id: int, turn: Turn) -> None:
    """Do what the state of the run's import asks for; a run without one has nothing to do."""
    session = db.session()
    row = of_run(session, run_id)
    state, import_id = (row.state, row.id) if row is not None else ("", 0)
    session.rollback()
    if state == "checking":
        check(import_id, turn)
    elif state == "storing":
        store(import_id, turn)
    elif state == "cancelled":
        undo(import_id, turn)
    else:
        with writing() as writer:
            runs.end(writer, runs.mine(writer, run_id, turn.token), "done")


@contextmanager
def _opened(import_id: int) -> Iterator[tuple[BinaryIO, FileOnItsWay, Consultation]]:
    """Give the stored file of an import, what is known of it, and its consultation. Raises Refused("file", …)."""
    session = db.session()
    row = session.get_one(ResponseImport, import_id, populate_existing=True)
    consultation = session.get_one(Consultation, row.consultation_id)
    way = way_of(session, row)
    if row.stored_as is None:
        raise Refused("file", "import-file-gone")
    with import_files.opened(row.stored_as) as file:
        yield file, way, consultation


def way_of(session: Session, row: ResponseImport) -> FileOnItsWay:
    """Return what an import's file is known by."""
    sample = session.get(Sample, row.sample_id) if row.sample_id is not None else None
    source = session.get(ImportSource, row.source_id) if row.source_id is not None else None
    mapping = read_mapping(row.mapping.encode())
    if sample is not None:
        mapping |= {"sample": sample.key, "channel": PANEL}
    return FileOnItsWay(mapping, row.digest, row.created_at, source.name if source else "",
                        sample.public_id if sample else "", row.id,
                        row.facts.get("version_id") if row.state == "storing" else None)


def run_of(session: Session, row: ResponseImport) -> Run | None:
    """Return the newest run of an import, or None where there was none yet."""
    return session.get(Run, row.run_id) if row.run_id is not None else None


__all__ = ["Found", "Turn", "Unknown", "check", "of_run", "run_of", "store", "undo", "way_of", "work"]
