"""Ways up and down the migrations, and every row of every table on the way."""

from collections.abc import Collection
from typing import Any

from flask_migrate import downgrade
from sqlalchemy import inspect, text

from consult.cli import migrations
from consult.extensions import db

FOLDER = migrations.FOLDER
Rows = dict[str, list[dict[str, Any]]]


def down_before(revision: str) -> None:
    """Go down to the migration before this one."""
    db.session.remove()
    downgrade(directory=FOLDER, revision=f"{int(revision) - 1:04}")


def takes_with_it(revision: str, newer: Collection[str]) -> set[str]:
    """Go below a migration; return the tables of which a row or a value changed that is not the migration's own."""
    before = everything()
    down_before(revision)
    after = everything()
    assert set(before) - set(after) == set(newer)
    return {table for table, rows in after.items() if cut(before[table], rows) != rows}


def everything() -> Rows:
    """Return every row of every table, as the database has it."""
    db.session.remove()
    with db.engine.connect() as connection:
        return {table: [dict(row) for row in connection.execute(text(f'SELECT * FROM "{table}" ORDER BY 1')).mappings()]
                for table in inspect(connection).get_table_names() if table != "alembic_version"}


def cut(rows: list[dict[str, Any]], like: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows with the columns that the others have."""
    return [{name: row[name] for name in like[0]} for row in rows] if like else rows
