"""Extensions, created empty; app.py wires them to an application. How each database is opened stands here too."""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app
from flask_babel import Babel
from flask_compress import Compress
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, Engine, event

# A waiting writer gives up after this long; the page then says so and keeps what was typed.
BUSY_TIMEOUT_MS = 10_000

# Mapped classes stand on models.base.Base; Flask-SQLAlchemy gives the engine and the scoped session only.
# Objects stay readable after a commit: handlers render what a service returned without asking again.
db = SQLAlchemy(session_options={"expire_on_commit": False})
migrate = Migrate()
babel = Babel()
compress = Compress()
csrf = CSRFProtect()
login_manager = LoginManager()


def open_sqlite_safely(engine: Engine) -> None:
    """Make SQLite keep our promises: WAL, full synchronisation, foreign keys, and writers that queue.

    A deferred transaction that reads and then writes fails at once with "database is locked", whatever the busy
    timeout; so writers say so beforehand (services/transaction.py) and begin IMMEDIATE.
    """

    @event.listens_for(engine, "connect")
    def set_pragmas(dbapi_connection: Any, _record: Any) -> None:
        dbapi_connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_MS}"):
            dbapi_connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def set_waker(app: Flask, wake: Callable[[int], None]) -> None:
    """Set what wakes a worker for a run (its integer id)."""
    app.extensions["consult.wake"] = wake


def wake(run_id: int) -> None:
    """Wake a worker for the run; the run's row is the truth, so a lost call only costs time."""
    current_app.extensions["consult.wake"](run_id)
