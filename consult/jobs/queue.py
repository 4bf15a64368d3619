"""The queue that wakes a worker: huey over a file of its own or over PostgreSQL; the runs themselves are rows."""

from collections.abc import Callable

import psycopg
import structlog
from flask import Flask
from huey import Huey, PostgresHuey, SqliteHuey
from sqlalchemy.engine import URL, make_url

from consult.config import Settings
from consult.extensions import set_waker
from consult.jobs.codec import PlainJson

NAME = "consult"
FILE = "queue.sqlite3"
# Tables of the queue in a PostgreSQL database; they belong to huey and are no part of our migrations.
TABLE_PREFIX = "huey"
TABLES_LOCK = 0xC046
# A page never waits longer than this for the queue's file: the sweep finds the run anyway.
QUEUE_TIMEOUT_S = 2
# How long a worker listens to PostgreSQL at a time, and so how long it takes at most to see that it shall stop.
READ_TIMEOUT_S = 1

log = structlog.get_logger()


class Queue:
    """A huey with its one task, `wake`: `work` gets the run's row id in the process that takes the message."""

    def __init__(self, settings: Settings, work: Callable[[int], None]) -> None:
        """Open the queue of these settings, and make its file or tables where there are none."""
        self.huey = _huey(settings)

        def wake(run_id: int) -> None:
            work(run_id)

        self._task = self.huey.task(name="wake")(wake)

    def wake(self, run_id: int) -> None:
        """Put the run's id into the queue."""
        self._task(run_id)

    def waiting(self) -> set[int]:
        """Return the ids of the runs that stand in the queue, so that a sweep does not queue them twice."""
        return {task.args[0] for task in self.huey.pending()}

    def close(self) -> None:
        """Close the connection, and the one on which this thread listens."""
        self.huey.storage.close()


def _huey(settings: Settings) -> Huey:
    shared = {"results": False, "serializer": PlainJson()}
    url = make_url(settings.database_url)
    if url.get_backend_name() == "postgresql":
        # The tables are made on opening; two first openings at once would trip over each other's.
        with psycopg.connect(dsn(url), autocommit=True) as one_at_a_time:
            one_at_a_time.execute("SELECT pg_advisory_lock(%s)", (TABLES_LOCK,))
            return PostgresHuey(NAME, dsn=dsn(url), read_timeout=READ_TIMEOUT_S, table_prefix=TABLE_PREFIX, **shared)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return SqliteHuey(NAME, filename=str(settings.data_dir / FILE), timeout=QUEUE_TIMEOUT_S, cache_mb=1, **shared)


def dsn(url: URL) -> str:
    """Return the address as libpq reads it: without the name of the Python driver, with the password."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def connect(app: Flask) -> None:
    """Let `app` wake workers through the queue; whoever starts a server or a worker calls this once.

    A queue that is full, locked or away never breaks a page: the run's row is stored already, and the next sweep
    of a worker finds it. Runs start seldom, so no connection is kept between them.
    """
    def wake(run_id: int) -> None:
        try:
            queue = Queue(app.config["CONSULT_SETTINGS"], _is_a_workers_business)
            try:
                queue.wake(run_id)
            finally:
                queue.close()
        except Exception as error:
            log.warning("wake-failed", run=run_id, kind=type(error).__name__)

    set_waker(app, wake)


def _is_a_workers_business(run_id: int) -> None:
    raise RuntimeError("this process wakes workers and is none")
