"""Migrations 0028 to 0033 with data in the tables: a table gets a new name, others come, and no row is lost."""

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade

from consult.models.base import Base
from tests.filled import fill
from tests.filled_coding import fill_coding
from tests.filled_findings import fill_findings
from tests.filled_forums import fill_forum
from tests.filled_intake import fill_intake
from tests.migrating import FOLDER, cut, down_before, everything, takes_with_it
from tests.worlds import World

REVISIONS = ("0029", "0030", "0031")


def test_every_table_of_findings_and_reports_holds_something_to_lose(filled: World) -> None:
    held = everything()
    down_before("0029")
    assert [table for table in set(held) - set(everything()) if not held[table]] == []
    assert set(held) == set(Base.metadata.tables)


@pytest.mark.parametrize("revision", [*REVISIONS, "0032", "0033"])
def test_going_up_keeps_every_row_as_it_was(filled: World, revision: str) -> None:
    down_before(revision)
    before = everything()
    upgrade(directory=FOLDER, revision=revision)
    after = everything()
    assert {table: cut(after[table], rows) for table, rows in before.items()} == before
    assert len(before["responses"]) == 3 and [table for table in set(after) - set(before) if after[table]] == []


@pytest.mark.parametrize("revision", REVISIONS)
def test_going_down_takes_its_own_tables_with_it_and_nothing_else(filled: World, revision: str) -> None:
    downgrade(directory=FOLDER, revision=revision)
    held = everything()
    down_before(revision)
    own = set(held) - set(everything())
    upgrade(directory=FOLDER, revision=revision)
    assert own and takes_with_it(revision, own) == set()


def test_0028_carries_what_ties_themes_to_the_plan_over_and_back(filled: World) -> None:
    held = everything()["theme_links"]
    down_before("0028")
    assert len(held) > 0 and everything()["findings"] == [{name: row[name] for name in everything()["findings"][0]}
                                                          for row in held]
    upgrade(directory=FOLDER, revision="0028")
    assert everything()["theme_links"] == held


def test_below_0032_only_the_runs_that_made_files_are_gone(filled: World) -> None:
    downgrade(directory=FOLDER, revision="0032")
    before = everything()
    assert takes_with_it("0032", ()) == {"runs"}
    kept = [row for row in before["runs"] if row["kind"] != "report-files"]
    assert everything()["runs"] == kept and len(kept) < len(before["runs"])


@pytest.fixture
def filled(app: Flask, world: World) -> World:
    """A world with something in the older tables and in every table of findings and reports; no panel's answers."""
    fill(world)
    fill_coding(world)
    fill_forum(world)
    fill_intake(world, with_panel=False)
    fill_findings(world)
    return world
