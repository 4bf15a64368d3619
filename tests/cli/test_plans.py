"""consult plans import: what a program reads from it, and what a file that is not right says."""

from pathlib import Path

import pytest

from consult.extensions import db
from consult.queries import plans
from tests.commands import Command
from tests.worlds import EXAMPLE, PLAN


@pytest.mark.parametrize(("name", "expected"), [
    ("pcp_2025_29.yaml", {"plan": "pcp-2025-29", "version": 1, "commitments": 202}),
    ("pcp_2021_25.yaml", {"plan": "pcp-2021-25", "version": 1, "commitments": 140}),
])
def test_both_real_plans_load_by_the_same_command(consult: Command, name: str, expected: dict[str, object]) -> None:
    said = consult("plans", "import", EXAMPLE / "plans" / name, "--json")
    assert said.code == 0 and expected.items() <= said.json.items()
    assert set(said.json) == {"plan", "version", "nodes", "commitments"}
    assert said.json["nodes"] == len(plans.nodes(db.session(), 1))


def test_a_changed_file_is_the_next_version(consult: Command, tmp_path: Path) -> None:
    changed = tmp_path / "plan.yaml"
    changed.write_text(PLAN.read_text(encoding="utf-8") + "\n# read again\n", encoding="utf-8")
    consult("plans", "import", PLAN)
    said = consult("plans", "import", changed, "--json")
    assert said.code == 0 and said.json["version"] == 2


def test_the_same_file_again_is_refused(consult: Command) -> None:
    consult("plans", "import", PLAN)
    said = consult("plans", "import", PLAN, "--json")
    assert said.code == 1
    assert said.json == {"refused": "This plan file was loaded before", "code": "plan-known"}
    assert said.err == "This plan file was loaded before\n"


def test_a_file_that_is_not_right_says_where_and_stores_nothing(consult: Command, tmp_path: Path) -> None:
    bad = tmp_path / "plan.yaml"
    bad.write_text("schema: pcp-plan/1\nwrong: [\n", encoding="utf-8")
    said = consult("plans", "import", bad, "--json")
    assert said.code == 1 and said.json["problems"][0].keys() == {"line", "code", "reason"}
    assert f"line {said.json['problems'][0]['line']}: {said.json['problems'][0]['reason']}" in said.err
    assert list(plans.versions(db.session())) == []


def test_a_missing_file_is_wrong_usage(consult: Command) -> None:
    said = consult("plans", "import", "nowhere.yaml", "--json")
    assert said.code == 2 and said.out == "" and "nowhere.yaml" in said.err
