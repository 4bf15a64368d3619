"""consult start and consult serve as processes: what they print, what answers, and how they stop."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest

from consult.config import ROOT
from tests.commands import Command, surroundings

# A busy machine is given this long to start; stopping may never take longer than a few seconds.
START_WITHIN_S, STOP_WITHIN_S = 60, 10


def test_start_serves_works_and_stops_on_sigterm(start: "Start") -> None:
    with start("start", CONSULT_EXAMPLE="0") as running:
        assert running.health() == {"status": "ok"}
        [worker] = running.children()
        assert worker.cmdline()[-2:] == ["jobs", "run"]
        code, out = running.stop(signal.SIGTERM)
    assert code == 0 and not worker.is_running()
    assert f"http://127.0.0.1:{running.port}/" in out and "Stop with Ctrl-C" in out and "staff add" in out


def test_ctrl_c_stops_it_too(start: "Start") -> None:
    with start("start", CONSULT_EXAMPLE="0") as running:
        [worker] = running.children()
        assert running.stop(signal.SIGINT)[0] == 0
        assert not worker.is_running()


def test_a_worker_that_dies_is_started_again(start: "Start") -> None:
    with start("start", CONSULT_EXAMPLE="0") as running:
        [worker] = running.children()
        worker.kill()
        deadline = time.monotonic() + START_WITHIN_S
        while [child for child in running.children() if child.pid != worker.pid] == []:
            assert time.monotonic() < deadline, "no new worker came"
            time.sleep(0.1)
        assert running.health() == {"status": "ok"}


def test_sign_ins_are_printed_only_by_the_start_that_made_them(start: "Start", tmp_path: Path) -> None:
    with start("start") as first:
        _code, first_out = first.stop(signal.SIGTERM)
    with start("start") as second:
        _code, second_out = second.stop(signal.SIGTERM)
    passwords = [row["password"] for row in json.loads((tmp_path / "example-sign-ins.json").read_text())]
    assert len(passwords) == 6 and all(password in first_out for password in passwords)
    assert not any(password in second_out for password in passwords)
    assert str(tmp_path / "example-sign-ins.json") in second_out


def test_without_the_example_no_sign_in_is_made(start: "Start", tmp_path: Path) -> None:
    with start("start", CONSULT_EXAMPLE="0"):
        assert not (tmp_path / "example-sign-ins.json").exists()


def test_serve_answers_without_a_worker_and_stops_cleanly(consult_process: Command, start: "Start") -> None:
    consult_process("database", "migrate")
    with start("serve") as running:
        assert running.health() == {"status": "ok"} and running.children() == []
        assert running.stop(signal.SIGTERM)[0] == 0


def test_a_port_in_use_is_told_in_words(consult_process: Command) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = consult_process("start", CONSULT_EXAMPLE="0", CONSULT_PORT=str(port))
    assert said.code == 1 and f"Another program uses 127.0.0.1:{port}" in said.err


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


Start = Callable[..., "ExitStack | Running"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a command, wait until it serves, and make sure that it ends."""
    @contextmanager
    def begin(command: str, **environment: str) -> Iterator[Running]:
        port = free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", "consult.cli", command], cwd=ROOT, text=True, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, env=surroundings(tmp_path, CONSULT_PORT=str(port), **environment))
        running = Running(process, port)
        try:
            wait_until_it_serves(running)
            yield running
        finally:
            if process.poll() is None:
                running.stop(signal.SIGTERM)
    yield begin


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
