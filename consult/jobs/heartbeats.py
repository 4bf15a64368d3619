"""Shows that a worker lives and how far it is, and tells it when to stop; beats beside the work, not inside it."""

import threading
import time
from collections.abc import Callable
from types import TracebackType

from flask import Flask
from sqlalchemy.exc import OperationalError

from consult.services import runs

# Progress is written at most once a second, and a sign of life at least this often even without any.
INTERVAL_S = 1.0
QUIET_S = 10.0
# Work that has not moved this long is stuck: its heart stops, and the sweep gives it to another worker.
PATIENCE_S = 900.0


class CannotGoOn(Exception):
    """The run has nothing to work on; the code is kept on its row."""

    def __init__(self, code: str) -> None:
        """`code` is a stable kebab-case word."""
        super().__init__(code)
        self.code = code


class Stopping(Exception):
    """This worker was told to stop: the run goes back into the queue."""


class Heartbeat:
    """Call it with (done, total) from the work; raises Superseded or Stopping there, so that the work ends early.

    One long step of numerics must not look like death, so a thread of its own writes the signs of life.
    """

    def __init__(self, app: Flask, run_id: int, token: int, is_stopping: Callable[[], bool]) -> None:
        """Watch the run that this worker holds by `token`."""
        self._app, self._run_id, self._token, self._is_stopping = app, run_id, token, is_stopping
        self._progress = (0, 0)
        self._moved_at = time.monotonic()
        self._is_lost = False
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"heartbeat-{run_id}", daemon=True)

    def __enter__(self) -> "Heartbeat":
        """Start to beat."""
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        """Stop to beat; nothing is written after this."""
        self._over.set()
        self._thread.join()

    def __call__(self, done: int, total: int) -> None:
        """Note how far the work is. Raises Superseded where the run is no longer ours, Stopping where we shall end."""
        self._progress, self._moved_at = (done, total), time.monotonic()
        if self._is_lost:
            raise runs.Superseded()
        if self._is_stopping():
            raise Stopping()

    def _beat(self) -> None:
        written, written_at = (0, 0), time.monotonic()
        with self._app.app_context():
            while not self._over.wait(INTERVAL_S):
                now = time.monotonic()
                if now - self._moved_at > PATIENCE_S:
                    return
                if self._progress == written and now - written_at < QUIET_S:
                    continue
                written, written_at = self._progress, now
                if not self._write(*written):
                    self._is_lost = True
                    return

    def _write(self, done: int, total: int) -> bool:
        """Write a sign of life; False where the run is not ours any more. A busy database hears of us next time."""
        try:
            runs.report(self._run_id, self._token, done, total)
        except runs.Superseded:
            return False
        except OperationalError:
            return True
        return True
