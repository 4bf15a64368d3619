"""Migrations 0017 to 0023 with data in the tables: they bring tables of their own and touch nothing of before."""

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade

from tests.filled import fill
from tests.filled_coding import fill_coding
from tests.filled_forums import fill_forum
from tests.migrating import FOLDER, down_before, everything, takes_with_it
from tests.worlds import World

REVISIONS = ("0017", "0018", "0019", "0020", "0021", "0022", "0023")


def test_every_table_of_forums_holds_something_to_lose(filled: World) -> None:
    downgrade(directory=FOLDER, revision=REVISIONS[-1])
    held = everything()
    down_before("0017")
    assert [table for table in set(held) - set(everything()) if not held[table]] == []


@pytest.mark.parametrize("revision", REVISIONS)
def test_going_up_keeps_every_row_as_it_was(filled: World, revision: str) -> None:
    down_before(revision)
    before = everything()
    upgrade(directory=FOLDER, revision=revision)
    after = everything()
    assert {table: after[table] for table in before} == before and len(before["responses"]) == 3
    assert [table for table in set(after) - set(before) if after[table]] == []


@pytest.mark.parametrize("revision", REVISIONS)
def test_going_down_takes_its_own_tables_with_it_and_nothing_else(filled: World, revision: str) -> None:
    downgrade(directory=FOLDER, revision=revision)
    held = everything()
    down_before(revision)
    own = set(held) - set(everything())
    upgrade(directory=FOLDER, revision=revision)
    assert own and takes_with_it(revision, own) == set()


@pytest.fixture
def filled(app: Flask, world: World) -> World:
    """A world with something in the older tables and in every table of forums."""
    fill(world)
    fill_coding(world)
    fill_forum(world)
    return world
