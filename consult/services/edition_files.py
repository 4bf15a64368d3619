"""The PDFs of an edition: asked for when it is published, made by a background run, checked, kept, and handed out.

A file is printed from the frozen report as it may be read today: words that are taken back since are in no file, for
one that was made before them is made again before anybody gets it. A print that loses letters, or that breaks a rule
for screen readers, is never handed out.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import BinaryIO

from flask_babel import force_locale, gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.clients import pdf_printer
from consult.clients.pdf_printer import PdfPrinter
from consult.domain import edition_files as rules
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotFound
from consult.domain.languages import LANGUAGES
from consult.domain.report_json import digest
from consult.domain.reports import Report, pick
from consult.exports import pdf_checks, pdf_marks, pdf_texts, print_pages, report_docx
from consult.exports.print_styles import LARGE, USUAL
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.consultations import Consultation
from consult.models.reports import Edition, EditionFile
from consult.queries import edition_files, reports
from consult.services import audit, file_stores, rights, runs
from consult.services.file_stores import Store
from consult.services.transaction import after_commit, writing

KIND = "report-files"
PDF_TYPE = "application/pdf"
FOLDER = "edition-files"
MOST_BYTES = 80_000_000
# Of so many letters one may be missing: what stands for the end of a word is drawn differently in some scripts.
LETTERS_PER_LOSS = 2_000


@dataclass(frozen=True)
class Printed:
    """A file that may be handed out, or the code of why there is none."""

    content: bytes = b""
    problem: str = ""


@dataclass(frozen=True)
class Served:
    """A made file with its bytes, open for reading."""

    stream: BinaryIO
    size: int
    digest: str
    made_at: datetime


def store() -> Store:
    """Return where files of editions are kept: apart from those that people answer with."""
    return file_stores.opened(FOLDER)


def want(session: Session, edition: Edition) -> None:
    """Ask for every file of an edition, inside the transaction that publishes it; a worker makes them afterwards."""
    consultation = session.get_one(Consultation, edition.consultation_id)
    languages = [tag for tag in ("en", *consultation.offered_languages) if tag in LANGUAGES]
    there = {(row.kind, row.language): row for row in session.scalars(
        select(EditionFile).where(EditionFile.edition_id == edition.id))}
    for kind, language in rules.wanted(languages):
        row = there.get((kind, language))
        if row is None:
            session.add(EditionFile(edition_id=edition.id, kind=kind, language=language))
        elif row.state in (rules.FAILED, rules.ABSENT):
            row.state, row.problem = rules.WAITING, ""
    session.flush()
    _wake(edition.consultation_id)


def ask_again(*, consultation_id: int, number: int, by_id: int) -> None:
    """Let the files of an edition be made that are not there: the program was away, or the edition is older than this.

    Raises NotFound, NotAllowed.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.RELEASE_DATA, consultation_id)
        edition = reports.edition(session, consultation_id, number)
        if edition is None:
            raise NotFound()
        want(session, edition)
        audit.record(session, Act.EDITION_FILES_ASKED, person_id=by_id, kind="edition", object_id=str(number),
                     consultation_id=consultation_id)


def _wake(consultation_id: int) -> None:
    """Start a run; one that stands already takes up what was added before it ends."""
    try:
        runs.start(consultation_id=consultation_id, kind=KIND)
    except Conflict:
        return


def make(file_id: int, printers: Sequence[PdfPrinter]) -> None:
    """Make one file and keep it, or keep why there is none; one that was made meanwhile is left alone."""
    session = db.session()
    row = session.get_one(EditionFile, file_id)
    edition = session.get_one(Edition, row.edition_id)
    report = reports.report(session, edition.consultation_id, edition.number)
    kind, language = row.kind, row.language
    # No transaction is open while a browser prints: everyone else would wait.
    session.rollback()
    if report is None:
        _keep(file_id, Printed(problem=rules.NOT_PRINTED), "")
        return
    _keep(file_id, printed(report, kind, language, printers), digest(report))


def printed(report: Report, kind: str, language: str, printers: Sequence[PdfPrinter]) -> Printed:
    """Return a report as a PDF that was checked, by the first program that can; else the last program's problem."""
    problem = rules.NO_PROGRAM
    with force_locale(LANGUAGES[language].locale):
        page = print_pages.write(report, language, gettext, size=LARGE if kind == rules.PDF_LARGE else USUAL)
        for printer in printers:
            if not printer.is_there or (printer.reads == pdf_printer.DOCX and kind != rules.PDF):
                continue
            content = page if printer.reads == pdf_printer.HTML else report_docx.write(report, language, gettext)
            found = _by(printer, content, page, (report, language))
            if not found.problem:
                return found
            problem = found.problem
    return Printed(problem=problem)


def _by(printer: PdfPrinter, content: bytes, page: bytes, of: tuple[Report, str]) -> Printed:
    report, language = of
    try:
        pdf = pdf_marks.marked(printer.write(content), title=pick(report.title, language)[0], language=language,
                               written_at=datetime.fromisoformat(report.published_at))
    except (pdf_printer.Failed, ValueError):
        return Printed(problem=rules.NOT_PRINTED)
    if pdf_checks.problems(pdf):
        return Printed(problem=rules.NOT_ACCESSIBLE)
    wanted = print_pages.words_of(page)
    lost = pdf_texts.lost(wanted, pdf_texts.text_of(pdf)).total()
    if lost * LETTERS_PER_LOSS > pdf_texts.letters(wanted).total():
        return Printed(problem=rules.LETTERS_LOST)
    return Printed(pdf)


def _keep(file_id: int, found: Printed, source_digest: str) -> None:
    kept = store().keep(io.BytesIO(found.content), MOST_BYTES) if found.content else None
    try:
        with writing() as session:
            row = session.get_one(EditionFile, file_id, with_for_update=True, populate_existing=True)
            _let_go(row)
            row.source_digest, row.made_at, row.problem = source_digest, utc_now(), found.problem
            if kept is not None:
                row.state, row.store_key, row.media_type = rules.MADE, kept.stored_as, PDF_TYPE
                row.size, row.sha256 = kept.size, kept.digest
            else:
                row.state = rules.ABSENT if found.problem == rules.NO_PROGRAM else rules.FAILED
    except BaseException:
        if kept is not None:
            store().remove(kept.stored_as)
        raise


def _let_go(row: EditionFile) -> None:
    """Take what was made before away from a row; its bytes go after the commit."""
    if row.store_key:
        after_commit(("file", row.store_key), partial(store().remove, row.store_key))
    row.state, row.store_key, row.media_type, row.size, row.sha256 = rules.WAITING, "", "", None, ""


def finish(run_id: int, token: int, consultation_id: int) -> bool:
    """End the run and return True, unless more was asked for meanwhile. Raises runs.Superseded."""
    with writing() as session:
        run = runs.mine(session, run_id, token)
        # Who publishes holds this row too: so nothing is added between the look and the end.
        session.execute(select(Consultation.id).where(Consultation.id == consultation_id).with_for_update())
        if edition_files.waiting(session, consultation_id):
            return False
        runs.end(session, run, "done")
        return True


def opened(*, consultation_id: int, number: int, kind: str, language: str) -> Served:
    """Return a file of an edition that may be read, with its bytes.

    Raises NotFound where no such file was ever asked for, Conflict with the code of its problem where it could not be
    made, Conflict("file-waiting") where it is still to be made: also where words were taken out of the edition since.
    """
    session = db.session()
    row = edition_files.one(session, consultation_id, number, kind, language)
    report = reports.report(session, consultation_id, number)
    if row is None or report is None:
        raise NotFound()
    if row.state in (rules.FAILED, rules.ABSENT):
        raise Conflict(row.problem)
    if row.state == rules.WAITING:
        raise Conflict("file-waiting")
    if row.source_digest != digest(report):
        _make_anew(row.id, consultation_id)
        raise Conflict("file-waiting")
    assert row.size is not None and row.made_at is not None
    try:
        return Served(store().open(row.store_key), row.size, row.sha256, row.made_at)
    except FileNotFoundError:
        _make_anew(row.id, consultation_id)
        raise Conflict("file-waiting") from None


def _make_anew(file_id: int, consultation_id: int) -> None:
    with writing() as session:
        _let_go(session.get_one(EditionFile, file_id, with_for_update=True, populate_existing=True))
        session.flush()
        _wake(consultation_id)
