"""consult surveys import: its JSON, the dry run, and files that it refuses."""

from pathlib import Path

import pytest

from consult.extensions import db
from consult.queries import surveys
from tests.commands import Command
from tests.worlds import EXAMPLE, SURVEY, World


def test_a_survey_file_becomes_the_newest_version(consult: Command, world: World) -> None:
    said = consult("surveys", "import", EXAMPLE / "survey.yaml", "--consultation", world.slug, "--json")
    assert said.code == 0 and said.json["created"] is True
    assert version_number(world) == 2
    for row in said.json["report"]:
        assert set(row) == {"sheet", "row", "name", "outcome", "reason"} and row["outcome"] == "carried"


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


@pytest.mark.parametrize(("name", "data"), [("survey.xlsx", b"anything"), ("survey.yaml", b"PK\x03\x04 a zip")])
def test_a_spreadsheet_is_refused_in_words(
    consult: Command, world: World, tmp_path: Path, name: str, data: bytes,
) -> None:
    (tmp_path / name).write_bytes(data)
    said = consult("surveys", "import", tmp_path / name, "--consultation", world.slug, "--json")
    assert said.code == 1 and said.json["code"] == "format-unknown"
    assert "This version reads survey files in YAML only" in said.json["refused"]


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
