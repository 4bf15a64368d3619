"""Commands as processes: what they printed and how they ended, and those that serve until they are stopped."""

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import psutil

from consult.config import ROOT

# A busy machine is given this long to start; stopping may never take longer than a few seconds.
START_WITHIN_S, STOP_WITHIN_S = 60, 10


@dataclass
class Said:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON: it must hold nothing else."""
        return json.loads(self.out)


Command = Callable[..., Said]


def surroundings(data_dir: Path, **others: str) -> dict[str, str]:
    """Return an environment in which only these settings of ours are set."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("CONSULT_", "MAKE"))}
    return {**clean, "CONSULT_DATA_DIR": str(data_dir), **others}


class Running:
    """A started command on a port of its own."""

    def __init__(self, process: "subprocess.Popen[str]", port: int) -> None:
        self.process, self.port = process, port

    def health(self) -> object:
        """Return what /health says."""
        with urlopen(f"http://127.0.0.1:{self.port}/health", timeout=30) as answer:
            return json.loads(answer.read())

    def children(self) -> list[psutil.Process]:
        """Return the processes that it started."""
        return psutil.Process(self.process.pid).children()

    def stop(self, number: int) -> tuple[int, str]:
        """Send a signal and return the exit code and all that was printed; fails where the end is slow."""
        self.process.send_signal(number)
        out, _none = self.process.communicate(timeout=STOP_WITHIN_S)
        return self.process.returncode, out


Start = Callable[..., AbstractContextManager[Running]]


@contextmanager
def started(command: Sequence[str], data_dir: Path, **environment: str) -> Iterator[Running]:
    """Start a command that serves, wait until it does, and make sure that it ends."""
    port = free_port()
    process = subprocess.Popen(
        command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env=surroundings(data_dir, CONSULT_PORT=str(port), **environment))
    running = Running(process, port)
    try:
        wait_until_it_serves(running)
        yield running
    finally:
        if process.poll() is None:
            running.stop(signal.SIGTERM)


def free_port() -> int:
    """Return a port that nothing uses now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_until_it_serves(running: Running) -> None:
    """Wait for /health: the socket listens first, so the answer comes once everything is prepared."""
    deadline = time.monotonic() + START_WITHIN_S
    while time.monotonic() < deadline:
        assert running.process.poll() is None, running.process.communicate()[0]
        try:
            running.health()
            return
        except OSError:
            time.sleep(0.1)
    os.kill(running.process.pid, signal.SIGKILL)
    raise AssertionError("it did not start")
