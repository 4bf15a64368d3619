"""The run that makes files ends when nothing waits, takes up what is added meanwhile, and can be given back."""

import pytest
from flask import Flask
from sqlalchemy import select

from consult.clients.pdf_printer import NoPrinter
from consult.extensions import db
from consult.jobs import report_files, running
from consult.models.reports import Edition
from consult.models.runs import Run
from consult.queries import edition_files as stored
from consult.services import edition_files
from consult.services.transaction import writing
from tests import coded
from tests.worlds import World


def test_every_file_is_made_or_says_why_not_and_the_run_is_done(app: Flask, world: World, edition: Edition) -> None:
    running.execute(app, run_id())
    assert state() == "done"
    lines = stored.of_edition(db.session(), world.consultation.id, 1)
    assert {(line.state, line.problem) for line in lines} == {("absent", "file-no-program")}


def test_what_is_asked_for_while_it_runs_is_made_too(app: Flask, world: World, edition: Edition,
                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    usual, added = edition_files.finish, []

    def publish_first(*of: int) -> bool:
        if not added:
            added.append(coded.publish(world))
        return usual(*of)

    monkeypatch.setattr(edition_files, "finish", publish_first)
    running.execute(app, run_id())
    assert state() == "done" and stored.waiting(db.session(), world.consultation.id) == 0


def test_a_worker_that_is_told_to_stop_gives_the_run_back(app: Flask, world: World, edition: Edition) -> None:
    running.execute(app, run_id(), lambda: True)
    assert state() == "queued" and stored.waiting(db.session(), world.consultation.id) == 4


def test_a_run_that_somebody_else_ended_writes_no_more(app: Flask, world: World, edition: Edition) -> None:
    number = run_id()
    with writing() as session:
        session.get_one(Run, number).state = "cancelled"
    running.execute(app, number)
    assert state() == "cancelled" and stored.waiting(db.session(), world.consultation.id) == 4


def run_id() -> int:
    return db.session().scalars(select(Run.id).where(Run.kind == "report-files")).one()


def state() -> str:
    db.session.rollback()
    return db.session().scalars(select(Run.state).where(Run.kind == "report-files")).one()


@pytest.fixture
def edition(world: World, monkeypatch: pytest.MonkeyPatch) -> Edition:
    monkeypatch.setattr(report_files.pdf_printer, "printers", lambda: (NoPrinter(),))
    coded.code(world, world.respond("More officers."), coded.theme(world))
    return coded.publish(world)
