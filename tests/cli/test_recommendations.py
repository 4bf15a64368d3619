"""consult recommendations import: what a program reads from it, and what a file that is not right says."""

from pathlib import Path

import pytest

from consult.domain.working_days import london_day
from consult.extensions import db
from consult.models.base import utc_now
from consult.queries import recommendations
from tests.commands import Command
from tests.worlds import EXAMPLE, World

SMALL = Path(__file__).parents[1] / "small_committee.yaml"
HERE = ("--consultation", "small-plan", "--json")


@pytest.mark.parametrize(("name", "expected"), [
    ("committee_2025.yaml", {"report": "pcc-2025", "recommendations": 12, "asks": 30, "replies": 11, "dissents": 1}),
    ("committee_2022.yaml", {"report": "pcc-2022", "recommendations": 16, "asks": 25, "replies": 14, "dissents": 0}),
])
def test_both_real_reports_load_by_the_same_command(
        consult: Command, world: World, name: str, expected: dict[str, object]) -> None:
    said = consult("recommendations", "import", EXAMPLE / "plans" / name, *HERE)
    assert said.code == 0 and expected.items() <= said.json.items()
    assert set(said.json) == {*expected, "unknown_parts"} and said.json["unknown_parts"]


def test_the_same_file_again_is_refused_in_the_readers_words(consult: Command, world: World) -> None:
    consult("recommendations", "import", SMALL, *HERE)
    said = consult("recommendations", "import", SMALL, *HERE)
    assert (said.code, said.json["code"]) == (1, "committee-known")
    assert said.err == "A report with the key “pcc-small” is loaded already\n"


def test_a_file_that_is_not_right_says_where_and_stores_nothing(
        consult: Command, world: World, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(SMALL.read_text(encoding="utf-8").replace("status: declined", "status: maybe"), encoding="utf-8")
    said = consult("recommendations", "import", wrong, *HERE)
    assert said.code == 1 and "no way to read a reply" in str(said.json)
    assert recommendations.reports(db.session(), world.consultation.id, london_day(utc_now())) == []


def test_a_consultation_that_is_not_there_is_refused_and_one_must_be_named(consult: Command, world: World) -> None:
    assert consult("recommendations", "import", SMALL, "--consultation", "never-was", "--json").code == 1
    assert consult("recommendations", "import", SMALL).code == 2
