"""Runs migrations against the application's own engine; the models are the truth that they lead to."""

from alembic import context
from flask import current_app

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
        context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True,
                          render_item=render_item, transactional_ddl=True, compare_type=True)
        with context.begin_transaction():
            context.run_migrations()
        if connection.in_transaction():
            connection.commit()


run()
