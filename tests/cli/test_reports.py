"""consult reports build: the files of the newest edition, or a reason in words."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from consult.cli.main import main
from consult.cli.shell import Shell
from consult.clients import pdf_printer
from consult.extensions import db
from consult.queries import reports
from tests import coded
from tests.worlds import World

FILES = ("report.html", "report-large-print.html", "report.docx", "report.xlsx", "report.csv", "report.json")


def test_the_files_of_the_newest_edition_are_written(app: Flask, world: World, tmp_path: Path,
                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_printer.shutil, "which", lambda name: None)
    coded.code(world, world.respond("More officers."), coded.theme(world))
    coded.publish(world)
    edition = coded.publish(world)
    snapshot = edition.snapshot
    answer = run(app, "small-plan", tmp_path / "new")
    assert answer.exit_code == 0, answer.output
    made = json.loads(answer.stdout)
    assert made["edition"] == 2 and made["files"] == [str(tmp_path / "new" / name) for name in FILES]
    assert (tmp_path / "new" / "report.json").read_text() == snapshot
    assert (tmp_path / "new" / "report.csv").read_bytes().startswith(b"table_id,row,column")
    assert (tmp_path / "new" / "report.docx").read_bytes().startswith(b"PK")


def test_a_pdf_that_cannot_be_made_is_named_with_its_reason(app: Flask, world: World, tmp_path: Path,
                                                            monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_printer.shutil, "which", lambda name: None)
    coded.code(world, world.respond("More officers."), coded.theme(world))
    coded.publish(world)
    answer = run(app, "small-plan", tmp_path)
    assert answer.exit_code == 0 and "Not written: report.pdf. This site cannot make PDF files." in answer.stderr
    assert not (tmp_path / "report.pdf").exists()


def test_a_report_that_is_not_published_is_refused_in_words(app: Flask, world: World, tmp_path: Path) -> None:
    answer = run(app, "small-plan", tmp_path / "new")
    assert answer.exit_code == 1 and "is published yet" in answer.stderr
    assert json.loads(answer.stdout)["code"] == "report-not-published"
    assert not (tmp_path / "new").exists()
    assert reports.report(db.session(), world.consultation.id) is None


@pytest.mark.parametrize("language", ["xx", ""])
def test_a_language_that_is_not_offered_is_wrong_usage(app: Flask, tmp_path: Path, language: str) -> None:
    assert run(app, "small-plan", tmp_path, "--language", language).exit_code == 2


def run(app: Flask, slug: str, folder: Path, *more: str) -> Result:
    arguments = ["reports", "build", slug, "--out", str(folder), "--json", *more]
    return CliRunner().invoke(main, arguments, obj=Shell(lambda: app))
