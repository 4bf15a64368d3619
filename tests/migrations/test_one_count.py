"""Migrations 0024 to 0027 with data in the tables: what older tables can hold is kept, and nothing else is touched."""

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade

from tests.filled import fill
from tests.filled_coding import fill_coding
from tests.filled_forums import fill_forum
from tests.filled_intake import fill_intake
from tests.migrating import FOLDER, cut, down_before, everything, takes_with_it
from tests.worlds import World

REVISIONS = ("0024", "0025", "0026", "0027")


def test_every_table_of_what_is_taken_in_holds_something_to_lose(filled: World) -> None:
    downgrade(directory=FOLDER, revision=REVISIONS[-1])
    held = everything()
    down_before("0024")
    assert [table for table in set(held) - set(everything()) if not held[table]] == []


@pytest.mark.parametrize("revision", REVISIONS)
def test_going_up_keeps_every_row_as_it_was(filled: World, revision: str) -> None:
    down_before(revision)
    before = everything()
    upgrade(directory=FOLDER, revision=revision)
    after = everything()
    assert {table: cut(after[table], rows) for table, rows in before.items()} == before
    assert len(before["responses"]) == 3 and [table for table in set(after) - set(before) if after[table]] == []


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_going_down_takes_its_own_tables_with_it_and_nothing_else(filled: World, revision: str) -> None:
    downgrade(directory=FOLDER, revision=revision)
    held = everything()
    down_before(revision)
    own = set(held) - set(everything())
    upgrade(directory=FOLDER, revision=revision)
    assert own and takes_with_it(revision, own) == set()


def test_below_0027_a_linked_response_is_kept_and_still_counted_once(filled: World) -> None:
    downgrade(directory=FOLDER, revision=REVISIONS[-1])
    before = {row["id"]: row for row in everything()["responses"]}
    linked = [row["id"] for row in before.values() if row["counts_with_id"]]
    assert takes_with_it("0027", ()) == {"responses", "grants", "runs", "worries", "response_imports"}
    after = {row["id"]: row for row in everything()["responses"]}
    assert len(after) == len(before) and linked and all(after[one]["excluded_reason"] == "duplicate" for one in linked)
    assert all(after[key]["excluded_reason"] == row["excluded_reason"] for key, row in before.items()
               if key not in linked)


def test_below_0027_nobody_holds_a_role_that_is_not_known_there(filled: World) -> None:
    down_before("0027")
    assert "intake-officer" not in {row["role"] for row in everything()["grants"]}
    assert {row["kind"] for row in everything()["runs"]}.isdisjoint({"import", "emails"})


def test_0027_does_not_go_down_while_a_panel_would_be_taken_for_the_open_consultation(app: Flask, world: World) -> None:
    fill_intake(world)
    downgrade(directory=FOLDER, revision=REVISIONS[-1])
    before = everything()
    with pytest.raises(SystemExit):
        down_before("0027")
    assert everything() == before


@pytest.fixture
def filled(app: Flask, world: World) -> World:
    """A world with something in the older tables and in every table of what is taken in; no panel's answers."""
    fill(world)
    fill_coding(world)
    fill_forum(world)
    fill_intake(world, with_panel=False)
    return world
