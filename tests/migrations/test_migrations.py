"""Migrations: up and down with data in them, the head equal to the models, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from consult.app import create_app
from consult.config import ROOT
from consult.extensions import db
from consult.models import Base
from tests import databases
from tests.worlds import World, build

FOLDER = str(ROOT / "migrations")


def test_the_head_is_what_the_models_say(app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_every_migration_has_a_number_and_one_follower() -> None:
    names = sorted(path.name for path in (ROOT / "migrations" / "versions").glob("*.py"))
    assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]


def test_up_after_down_gives_the_same_tables(bare: Flask) -> None:
    upgrade(directory=FOLDER)
    before = set(inspect(db.engine).get_table_names())
    downgrade(directory=FOLDER, revision="base")
    assert set(inspect(db.engine).get_table_names()) == {"alembic_version"}
    upgrade(directory=FOLDER)
    assert set(inspect(db.engine).get_table_names()) == before


def test_the_newest_migration_goes_down_and_up_and_loses_no_row(app: Flask, world: World) -> None:
    before = counts()
    db.session.remove()
    downgrade(directory=FOLDER, revision="-1")
    upgrade(directory=FOLDER)
    assert counts() == before and before["responses"] == 3


def test_0005_keeps_every_run_and_ends_the_older_of_two_that_stand(app: Flask, world: World) -> None:
    consultation_id = world.consultation.id
    db.session.remove()
    downgrade(directory=FOLDER, revision="0004")
    with db.engine.begin() as connection:
        for public_id in ("older", "newer"):
            connection.execute(text(
                "INSERT INTO runs (consultation_id, kind, state, done, total, token, attempts, facts, created_at, "
                f"public_id) VALUES ({consultation_id}, 'suggest', 'queued', 0, 0, 0, 0, '{{}}', '2026-01-01', "
                f"'{public_id}')"))
    upgrade(directory=FOLDER)
    with db.engine.connect() as connection:
        rows = connection.execute(text("SELECT public_id, state FROM runs ORDER BY id")).all()
    assert [tuple(row) for row in rows] == [("older", "cancelled"), ("newer", "queued")]


@pytest.mark.parametrize("act", ["UPDATE editions SET digest = 'x'", "DELETE FROM editions"])
def test_the_database_itself_refuses_to_change_an_edition(app: Flask, act: str) -> None:
    world = build()
    with db.engine.begin() as connection:
        connection.execute(text(
            "INSERT INTO editions (consultation_id, number, snapshot, digest, published_by_id, published_at, public_id)"
            f" VALUES ({world.consultation.id}, 1, '{{}}', 'd', {world.staff['lead'].id}, '2026-01-01', 'p')"))
    with pytest.raises(DBAPIError, match="frozen"), db.engine.begin() as connection:
        connection.execute(text(act))


def counts() -> dict[str, int]:
    with db.engine.connect() as connection:
        return {name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()
                for name in Base.metadata.tables}


@pytest.fixture
def bare(backend: str, tmp_path: Path) -> Iterator[Flask]:
    """An application on a database without any table."""
    if backend == "sqlite":
        url = f"sqlite:///{tmp_path / 'bare.sqlite3'}"
    else:
        databases.administer("CREATE DATABASE bare_" + tmp_path.name.replace("-", "_").lower()[:40])
        url = databases.psycopg_url(databases.postgres_url(), "bare_" + tmp_path.name.replace("-", "_").lower()[:40])
    app = create_app(databases.settings(url, tmp_path))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    databases.copies.drop(url)
