"""The PDFs of an edition: asked for with it, made once, never with words taken back, never with lost letters."""

import dataclasses
import io
from collections import Counter

import pikepdf
import pytest
from sqlalchemy import select

from consult.clients.pdf_printer import Failed, NoPrinter
from consult.domain.errors import Conflict, NotAllowed, NotFound
from consult.extensions import db
from consult.models.reports import EditionFile
from consult.models.runs import Run
from consult.queries import edition_files as stored
from consult.services import edition_files
from tests import coded


def test_publishing_asks_for_each_kind_in_each_language_and_starts_one_run(edition, world):
    lines = stored.of_edition(db.session(), world.consultation.id, edition.number)
    assert {(line.kind, line.language, line.state) for line in lines} == {
        (kind, tag, "waiting") for kind in ("pdf", "pdf-large") for tag in ("en", "ur")}
    assert len(runs()) == 1


def test_a_second_edition_joins_the_run_that_waits(edition, world):
    coded.publish(world)
    assert len(runs()) == 1 and stored.waiting(db.session(), world.consultation.id) == 8


def test_a_file_that_waits_says_so_and_one_that_was_never_asked_for_is_not_found(edition, world):
    assert problem(world, edition) == "file-waiting"
    with pytest.raises(NotFound):
        opened(world, edition, language="bn")


def test_a_made_file_is_handed_out_with_title_language_and_mark(edition, world):
    make_all(world, Printer())
    with pikepdf.open(io.BytesIO(opened(world, edition, language="ur"))) as document:
        assert str(document.Root.Lang) == "ur" and str(document.docinfo["/Title"]) == "ایک چھوٹا منصوبہ"


def test_without_a_program_the_file_is_absent_and_that_is_said(edition, world):
    make_all(world, NoPrinter())
    assert problem(world, edition) == "file-no-program"


@pytest.mark.parametrize(("printer", "code"), [("fails", "file-not-printed"), ("untagged", "file-not-accessible"),
                                               ("empty", "file-letters-lost")])
def test_what_was_not_printed_well_is_never_handed_out(edition, world, printer, code, monkeypatch):
    if printer == "empty":
        monkeypatch.setattr(edition_files.pdf_texts, "lost", lambda wanted, found: Counter(wanted))
    make_all(world, Printer(way=printer))
    assert problem(world, edition) == code


def test_a_second_program_prints_where_the_first_fails(edition, world):
    make_all(world, Printer(way="fails"), Printer())
    assert opened(world, edition).startswith(b"%PDF-")


def test_words_that_are_taken_back_make_the_file_wait_until_it_is_made_anew(edition, world, monkeypatch):
    make_all(world, Printer())
    old = opened(world, edition)
    changed = edition_files.reports.report
    monkeypatch.setattr(edition_files.reports, "report", lambda *of: dataclasses.replace(changed(*of), themes=()))
    assert problem(world, edition) == "file-waiting"
    make_all(world, Printer(words="without them"))
    assert opened(world, edition) != old


def test_a_file_that_is_gone_from_the_store_is_made_anew(edition, world):
    make_all(world, Printer())
    row = db.session().scalars(select(EditionFile).where(EditionFile.kind == "pdf", EditionFile.language == "en")).one()
    edition_files.store().remove(row.store_key)
    assert problem(world, edition) == "file-waiting"


def test_files_that_could_not_be_made_are_asked_for_again_and_made_ones_stay(edition, world):
    make_all(world, NoPrinter())
    ask_again(world, edition, "lead")
    make_all(world, Printer())
    ask_again(world, edition, "lead")
    assert stored.waiting(db.session(), world.consultation.id) == 0


def test_only_who_releases_data_asks_for_files(edition, world):
    with pytest.raises(NotAllowed):
        ask_again(world, edition, "coder")


def runs():
    return db.session().scalars(select(Run).where(Run.kind == "report-files")).all()


def make_all(world, *printers):
    while (file_id := stored.next_waiting(db.session(), world.consultation.id)) is not None:
        edition_files.make(file_id, printers)


def ask_again(world, edition, role):
    edition_files.ask_again(consultation_id=world.consultation.id, number=edition.number, by_id=world.staff[role].id)


def opened(world, edition, *, language="en"):
    served = edition_files.opened(consultation_id=world.consultation.id, number=edition.number, kind="pdf",
                                  language=language)
    with served.stream as stream:
        return stream.read()


def problem(world, edition):
    with pytest.raises(Conflict) as refused:
        opened(world, edition)
    return refused.value.code


class Printer:
    """Prints nothing of a page, and says that it did; `way` is how it goes wrong."""

    name, reads, is_there = "fake", "html", True

    def __init__(self, way="", words=""):
        self.way, self.words = way, words

    def write(self, content):
        if self.way == "fails":
            raise Failed("on purpose")
        document = pikepdf.new()
        document.add_blank_page()
        if self.way != "untagged":
            document.Root.StructTreeRoot = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
        document.docinfo["/Title"] = self.words
        document.Root.Words = self.words
        written = io.BytesIO()
        document.save(written)
        return written.getvalue()


@pytest.fixture
def edition(world, monkeypatch):
    # A fake prints no letters.
    monkeypatch.setattr(edition_files.pdf_texts, "lost", lambda wanted, found: Counter())
    coded.code(world, world.respond("More officers on foot.", quotes=True), coded.theme(world))
    return coded.publish(world)
