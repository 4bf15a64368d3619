"""Migrations 0013 to 0016 with data in the tables: nothing of before is lost, what is newer goes where they say."""

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from consult.extensions import db
from tests.filled import fill
from tests.filled_coding import fill_coding
from tests.migrating import FOLDER, cut, down_before, everything, takes_with_it
from tests.worlds import World

NEWER = {
    "0013": ("campaigns", "campaign_members", "accepted_batches", "coding_nodes", "coding_kinds", "coding_groups",
             "coding_acts"),
    "0014": ("node_suggestions", "suggestion_outcomes", "answer_vectors", "model_calls"),
    "0015": ("coding_settings", "question_codings", "assignments", "presences", "double_readings", "double_codes",
             "answer_remarks"),
    "0016": ("worries", "worry_steps", "redactions", "answer_originals", "care_looks"),
}


def test_every_new_table_holds_something_to_lose(filled: World) -> None:
    held = everything()
    assert [table for tables in NEWER.values() for table in tables if not held[table]] == []


@pytest.mark.parametrize("revision", NEWER)
def test_going_up_keeps_every_row_as_it_was(filled: World, revision: str) -> None:
    down_before(revision)
    before = everything()
    upgrade(directory=FOLDER, revision=revision)
    after = everything()
    assert len(before["responses"]) == 3 and before["codings"] and before["themes"]
    changed = {"codings"} if revision == "0013" else set()
    same = {table: rows for table, rows in before.items() if table not in changed}
    assert {table: cut(after[table], rows) for table, rows in same.items()} == same
    assert {table for table in NEWER[revision] if after[table]} <= {"coding_nodes"}


@pytest.mark.parametrize("revision", NEWER)
def test_down_and_up_and_down_again_ends_where_it_began(filled: World, revision: str) -> None:
    down_before(revision)
    before = everything()
    upgrade(directory=FOLDER)
    down_before(revision)
    assert everything() == before


def test_0016_takes_the_role_of_those_who_handle_worries_with_it_and_nothing_else(filled: World) -> None:
    downgrade(directory=FOLDER, revision="0016")
    assert takes_with_it("0016", NEWER["0016"]) == {"grants"}
    assert "safeguarding" not in {row["role"] for row in everything()["grants"]}


def test_0015_takes_its_own_tables_with_it_and_nothing_else(filled: World) -> None:
    downgrade(directory=FOLDER, revision="0015")
    assert takes_with_it("0015", NEWER["0015"]) == set()


def test_0014_turns_a_joined_proposal_into_one_put_aside_and_forgets_runs_of_new_kinds(filled: World) -> None:
    downgrade(directory=FOLDER, revision="0014")
    down_before("0014")
    after = everything()
    assert sorted(row["state"] for row in after["proposed_themes"]) == ["dropped", "proposed"]
    assert {row["kind"] for row in after["runs"]} == {"discover"}


def test_0013_keeps_the_first_part_of_the_plan_of_a_coding_and_gives_it_back(filled: World) -> None:
    first = min(row["plan_node_id"] for row in everything()["coding_nodes"])
    down_before("0013")
    assert {row["plan_node_id"] for row in everything()["codings"]} == {first, None}
    upgrade(directory=FOLDER)
    assert [row["plan_node_id"] for row in everything()["coding_nodes"]] == [first]


def test_0013_never_lets_what_nobody_read_count_below_it(filled: World) -> None:
    batched = {row["id"] for row in everything()["codings"] if row["batch_id"]}
    down_before("0013")
    assert batched and all(row["withdrawn_at"] for row in everything()["codings"] if row["id"] in batched)


def test_0013_puts_an_answer_to_be_looked_at_again_back_among_the_unread(filled: World) -> None:
    down_before("0013")
    assert len(everything()["readings"]) == 1


def test_an_old_coding_with_a_part_of_the_plan_can_be_read_after_the_way_up(filled: World) -> None:
    down_before("0013")
    with db.engine.begin() as connection:
        node = connection.execute(text("SELECT max(id) FROM plan_nodes")).scalar_one()
        connection.execute(text("UPDATE codings SET plan_node_id = :node"), {"node": node})
    count = len(everything()["codings"])
    upgrade(directory=FOLDER)
    assert [row["plan_node_id"] for row in everything()["coding_nodes"]] == [node] * count


@pytest.fixture
def filled(app: Flask, world: World) -> World:
    for person in world.staff.values():
        db.session.refresh(person)
    fill(world)
    fill_coding(world)
    return world
