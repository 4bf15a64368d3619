"""Runs migrations against the application's own engine; the models are the truth that they lead to."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from consult.models import Base
from consult.models.base import UtcDateTime


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """Write our instants as plain columns, so that an old migration never depends on today's code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run() -> None:
    """Run in one transaction: a migration that is killed half-way is undone."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect().execution_options(writes=True) as connection:
        _hold_foreign_keys(connection, is_held=True)
        context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True,
                          render_item=render_item, transactional_ddl=True, compare_type=True)
        with context.begin_transaction():
            context.run_migrations()
            _check_foreign_keys(connection)
        if connection.in_transaction():
            connection.commit()
        _hold_foreign_keys(connection, is_held=False)


def _hold_foreign_keys(connection: Connection, *, is_held: bool) -> None:
    """Let SQLite make a table anew under its old name: with foreign keys on, dropping it would break others."""
    if connection.dialect.name == "sqlite":
        connection.connection.dbapi_connection.execute(f"PRAGMA foreign_keys={'OFF' if is_held else 'ON'}")


def _check_foreign_keys(connection: Connection) -> None:
    """Fail, and so undo everything, where a migration left a row that points at nothing."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"foreign keys point at nothing: {broken[:5]}")


run()
