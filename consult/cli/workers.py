"""The worker as a child process beside the web server: started, started again when it dies, stopped with it."""

import subprocess
import sys
import threading
import time

import structlog

COMMAND = (sys.executable, "-m", "consult.cli", "jobs", "run")
# A worker that dies at once is not started again and again without a breath.
PAUSE_S, LONGEST_PAUSE_S = 1.0, 30.0
# A worker that lived this long had started well.
SETTLED_S = 60.0
# It gives its run back when told to stop; one that does not is ended, and the sweep finds the run.
STOP_WITHIN_S = 8.0

# Ctrl-C reaches the worker and us at the same time: its end is then no death.
AT_ONCE_S = 0.5

log = structlog.get_logger()


class Minder:
    """Keeps one worker process alive from `start` to `stop`."""

    def __init__(self, command: tuple[str, ...] = COMMAND) -> None:
        """`command` is what to start."""
        self._command = command
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._mind, name="worker-minder", daemon=True)

    @property
    def pid(self) -> int | None:
        """The process that works now; None before the first."""
        return self._process.pid if self._process is not None else None

    def start(self) -> None:
        """Start the worker and watch it."""
        self._launch()
        self._thread.start()

    def stop(self) -> None:
        """End the worker, kindly first, and wait for it."""
        with self._lock:
            self._stopping.set()
            process = self._process
        if process is None:
            return
        process.terminate()
        try:
            process.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _launch(self) -> None:
        with self._lock:
            if not self._stopping.is_set():
                self._process = subprocess.Popen(self._command, stdin=subprocess.DEVNULL)

    def _mind(self) -> None:
        pause = PAUSE_S
        while not self._stopping.is_set() and self._process is not None:
            started_at = time.monotonic()
            code = self._process.wait()
            if self._stopping.wait(AT_ONCE_S):
                return
            log.warning("worker-died", code=code)
            pause = PAUSE_S if time.monotonic() - started_at > SETTLED_S else min(pause * 2, LONGEST_PAUSE_S)
            if not self._stopping.wait(pause):
                self._launch()
