"""What the migrations made is what the models promise, down to each CHECK and each index that covers only some rows."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.engine import Inspector

from consult.config import ROOT
from consult.extensions import db
from consult.models import Base

FOLDER = str(ROOT / "migrations")
NEWEST = ("variants", "earlier_variants", "variant_comments", "variant_files", "language_decisions", "catalogue_checks",
          "format_promises", "answer_words", "signed_answers", "signed_words", "access_requests",
          "campaigns", "campaign_members", "accepted_batches", "coding_nodes", "coding_kinds", "coding_groups",
          "coding_acts", "node_suggestions", "suggestion_outcomes", "answer_vectors", "model_calls", "coding_settings",
          "question_codings", "assignments", "presences", "double_readings", "double_codes", "answer_remarks",
          "worries", "worry_steps", "redactions", "answer_originals", "care_looks")
CHANGED = ("answers", "attachments", "codings", "consultations", "grants", "passages", "proposed_themes", "readings",
           "responses", "runs", "suggestions", "themes")
# A model's schema of its own in PostgreSQL; SQLite has a database in memory for it.
MODELLED = "modelled"
Shape = dict[str, dict[str, list[str]]]


def test_every_check_that_a_model_states_is_in_the_database(app: Flask, modelled: Shape) -> None:
    assert said(shape(), "checks") == said(modelled, "checks")
    assert said(modelled, "checks")["variants"]


def test_every_unique_constraint_that_a_model_states_is_in_the_database(app: Flask, modelled: Shape) -> None:
    assert said(shape(), "uniques") == said(modelled, "uniques")


def test_every_index_covers_the_rows_that_its_model_says(app: Flask, modelled: Shape) -> None:
    assert said(shape(), "indexes") == said(modelled, "indexes")
    assert any("bfi" in index for index in modelled["answers"]["indexes"])


def test_every_column_is_of_the_kind_and_every_row_points_where_its_model_says(app: Flask, modelled: Shape) -> None:
    assert said(shape(), "columns") == said(modelled, "columns")
    assert said(shape(), "references") == said(modelled, "references")


@pytest.mark.parametrize("revision", ["0009", "0010", "0011"])
def test_down_and_up_leaves_every_promise_in_the_database(app: Flask, revision: str) -> None:
    before = shape()
    downgrade(directory=FOLDER, revision=revision)
    assert shape() != before
    upgrade(directory=FOLDER)
    assert shape() == before


def test_down_takes_every_promise_of_the_newer_tables_with_it(app: Flask) -> None:
    downgrade(directory=FOLDER, revision="0009")
    left = shape()
    assert not set(NEWEST) & set(left) and set(CHANGED) <= set(left)
    assert not any("translator" in check for check in left["grants"]["checks"])
    assert not any("bfi" in index for index in left["answers"]["indexes"])
    assert not any("deleted" in check for check in left["attachments"]["checks"])


def shape(engine: Engine | None = None, schema: str | None = None) -> Shape:
    """Return what the database itself says of each table."""
    engine = engine or db.engine
    with engine.connect() as connection:
        found = inspect(connection)
        return {table: of_table(found, table, schema) for table in found.get_table_names(schema=schema)
                if table != "alembic_version"}


def of_table(found: Inspector, table: str, schema: str | None) -> dict[str, list[str]]:
    indexes = [f"{index['name']} {index['column_names']} {index['unique']} {only_where(index)}"
               for index in found.get_indexes(table, schema=schema) if "duplicates_constraint" not in index]
    return {
        "checks": sorted(f"{check['name']}: {plain(check['sqltext'])}"
                         for check in found.get_check_constraints(table, schema=schema)),
        "uniques": sorted(f"{unique['name']} {unique['column_names']}"
                          for unique in found.get_unique_constraints(table, schema=schema)),
        "indexes": sorted(indexes),
        "columns": sorted(f"{column['name']} {column['type']!r} {column['nullable']}"
                          for column in found.get_columns(table, schema=schema)),
        "references": sorted(f"{key['constrained_columns']} {key['referred_table']} {key['referred_columns']}"
                             for key in found.get_foreign_keys(table, schema=schema)),
    }


def only_where(index: dict[str, object]) -> str:
    options = index.get("dialect_options") or {}
    assert isinstance(options, dict)
    return " ".join(plain(str(value)) for name, value in sorted(options.items()) if name.endswith("_where"))


def plain(sql: str) -> str:
    return "".join(sql.split()).replace('"', "").replace("(", "").replace(")", "")


def said(found: Shape, what: str) -> dict[str, list[str]]:
    return {table: parts[what] for table, parts in found.items() if table in Base.metadata.tables}


@pytest.fixture
def modelled(app: Flask, backend: str) -> Iterator[Shape]:
    """The shape of the tables as the models alone would make them."""
    if backend == "sqlite":
        engine = create_engine("sqlite://")
        Base.metadata.create_all(engine)
        yield shape(engine)
        engine.dispose()
        return
    with db.engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {MODELLED}"))
        Base.metadata.create_all(connection.execution_options(schema_translate_map={None: MODELLED}))
    yield shape(schema=MODELLED)
