"""consult surveys import: its JSON, the dry run, and files that it refuses."""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from consult.exports.xlsforms import to_xlsx
from consult.extensions import db
from consult.intake.xlsforms import read_xlsform
from consult.queries import survey_drafts, surveys
from tests.commands import Command
from tests.every_kind import survey as every_kind
from tests.worlds import EXAMPLE, SURVEY, World


def test_a_survey_file_becomes_the_newest_version(consult: Command, world: World) -> None:
    world.consultation.languages = ["en"]
    db.session().commit()
    said = consult("surveys", "import", EXAMPLE / "survey.yaml", "--consultation", world.slug, "--json")
    assert said.code == 0 and said.json["created"] is True
    assert version_number(world) == 2
    for row in said.json["report"]:
        assert set(row) == {"sheet", "row", "name", "outcome", "reason"} and row["outcome"] == "carried"


def test_a_survey_that_would_take_a_language_from_people_is_refused(consult: Command, world: World) -> None:
    said = consult("surveys", "import", EXAMPLE / "survey.yaml", "--consultation", world.slug, "--json")
    assert (said.code, said.json["code"]) == (1, "texts-not-ready")
    assert "would no longer be whole" in said.err and version_number(world) == 1


def test_the_same_survey_again_creates_nothing(consult: Command, world: World) -> None:
    said = consult("surveys", "import", SURVEY, "--consultation", world.slug, "--json")
    assert (said.code, said.json["created"], said.json["survey"]) == (0, False, "small-plan")
    assert version_number(world) == 1 and "nothing changed" in said.err


def test_a_dry_run_reports_and_stores_nothing(consult: Command, world: World) -> None:
    said = consult("surveys", "import", EXAMPLE / "survey.yaml", "--consultation", world.slug, "--dry-run", "--json")
    assert said.code == 0 and said.json["created"] is False and len(said.json["report"]) > 10
    assert version_number(world) == 1


def test_a_survey_that_is_not_right_is_told_line_by_line(consult: Command, world: World, tmp_path: Path) -> None:
    bad = tmp_path / "survey.yaml"
    bad.write_text(SURVEY.read_text(encoding="utf-8").replace("kind: agree-scale", "kind: dance"), encoding="utf-8")
    said = consult("surveys", "import", bad, "--consultation", world.slug, "--json")
    assert said.code == 1 and said.json["problems"][0]["code"] == "unknown-kind"
    assert "“dance” is no kind of question" in said.err and version_number(world) == 1


@pytest.mark.parametrize(("name", "data", "code"), [
    ("survey.yaml", b"PK\x03\x04 a zip", "workbook-broken"),
    ("survey.xlsx", b"\xd0\xcf\x11\xe0 old", "workbook-locked"),
    ("survey.lss", b"<?xml version='1.0'?><document><LimeSurveyDocType>Survey", "limesurvey-later"),
    ("survey.yaml", b"<html>", "format-unknown"),
])
def test_a_file_goes_by_what_is_in_it_and_is_refused_in_words(
    consult: Command, world: World, tmp_path: Path, name: str, data: bytes, code: str,
) -> None:
    (tmp_path / name).write_bytes(data)
    said = consult("surveys", "import", tmp_path / name, "--consultation", world.slug, "--json")
    assert said.code == 1 and said.json["code"] == code and said.json["problems"][0]["reason"] in said.err


def test_a_workbook_becomes_a_survey_being_written_and_comes_out_again(consult: Command, tmp_path: Path) -> None:
    (tmp_path / "in.xlsx").write_bytes(to_xlsx(every_kind()))
    said = consult("surveys", "import", tmp_path / "in.xlsx", "--json")
    assert (said.code, said.json["created"], said.json["survey"]) == (0, True, "every-kind")
    assert {row["outcome"] for row in said.json["report"]} == {"carried"}
    assert consult("surveys", "export", "every-kind", "--out", tmp_path / "out.xlsx").code == 0
    assert read_xlsform((tmp_path / "out.xlsx").read_bytes()).survey == every_kind()


def test_a_workbook_can_be_put_into_use_at_once(consult: Command, world: World, tmp_path: Path) -> None:
    (tmp_path / "in.xlsx").write_bytes(to_xlsx(every_kind()))
    said = consult("surveys", "import", tmp_path / "in.xlsx", "--consultation", world.slug, "--use", "--json")
    assert (said.code, said.json["version"], version_number(world)) == (0, 2, 2)
    out = ("surveys", "export", world.slug, "--out", tmp_path / "out.xlsx")
    assert consult(*out).code == 0
    assert read_xlsform((tmp_path / "out.xlsx").read_bytes()).survey == every_kind()
    assert consult(*out, "--version", 1).code == 0 and consult(*out, "--version", 9).code == 1


def test_what_stops_a_workbook_keeps_it_from_use_but_not_from_being_written(
    consult: Command, world: World, tmp_path: Path,
) -> None:
    (tmp_path / "in.xlsx").write_bytes(to_xlsx(replace(every_kind(), languages=("en", "ur", "pl"))))
    said = consult("surveys", "import", tmp_path / "in.xlsx", "--consultation", world.slug, "--use", "--json")
    assert said.code == 0 and said.json["version"] is None and said.json["stops"][0]["language"] == "pl"
    assert version_number(world) == 1 and "This stops it" in said.err


def test_a_dry_run_of_a_workbook_creates_nothing(consult: Command, tmp_path: Path) -> None:
    (tmp_path / "in.xlsx").write_bytes(to_xlsx(every_kind()))
    said = consult("surveys", "import", tmp_path / "in.xlsx", "--dry-run", "--json")
    assert said.code == 0 and said.json["created"] is False and len(said.json["report"]) > 20
    assert consult("surveys", "export", "every-kind", "--out", tmp_path / "out.xlsx").code == 1


def test_a_workbook_that_is_not_right_names_the_cell_and_creates_nothing(consult: Command, tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "survey"
    for row in (["type", "name", "label"], ["dance", "one", "Dance?"]):
        book.active.append(row)
    book.save(tmp_path / "in.xlsx")
    said = consult("surveys", "import", tmp_path / "in.xlsx", "--json")
    [problem] = said.json["problems"]
    assert said.code == 1 and (problem["sheet"], problem["row"], problem["cell"]) == ("survey", 2, "A2")
    assert "Sheet “survey”, cell A2: “dance” is no type of question" in said.err
    assert survey_drafts.without_a_consultation(db.session()) == []


def test_use_needs_a_consultation(consult: Command, tmp_path: Path) -> None:
    (tmp_path / "in.xlsx").write_bytes(to_xlsx(every_kind()))
    said = consult("surveys", "import", tmp_path / "in.xlsx", "--use")
    assert said.code == 2 and "--consultation" in said.err


def test_an_unknown_consultation_is_refused(consult: Command, world: World) -> None:
    said = consult("surveys", "import", SURVEY, "--consultation", "elsewhere", "--json")
    assert said.code == 1 and said.json["code"] == "consultation-unknown" and "elsewhere" in said.json["refused"]


def test_without_a_consultation_the_usage_is_wrong(consult: Command) -> None:
    said = consult("surveys", "import", SURVEY)
    assert said.code == 2 and "--consultation" in said.err


def version_number(world: World) -> int:
    """Return the number of the consultation's newest survey version."""
    version = surveys.current(db.session(), world.consultation.id)
    assert version is not None
    return version.number
