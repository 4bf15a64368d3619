"""consult start and consult serve as processes: what they print, what answers, and how they stop."""

import json
import signal
import socket
import sys
import time
from pathlib import Path

import pytest

from consult.config import ROOT
from consult.domain.access import ROLES
from tests.commands import START_WITHIN_S, Command, Start, started


def test_start_serves_works_and_stops_on_sigterm(start: Start) -> None:
    with start("start", CONSULT_EXAMPLE="0") as running:
        assert running.health() == {"status": "ok"}
        [worker] = running.children()
        assert worker.cmdline()[-2:] == ["jobs", "run"]
        code, out = running.stop(signal.SIGTERM)
    assert code == 0 and not worker.is_running()
    assert f"http://127.0.0.1:{running.port}/" in out and "Stop with Ctrl-C" in out and "staff add" in out


def test_ctrl_c_stops_it_too(start: Start) -> None:
    with start("start", CONSULT_EXAMPLE="0") as running:
        [worker] = running.children()
        assert running.stop(signal.SIGINT)[0] == 0
        assert not worker.is_running()


def test_a_worker_that_dies_is_started_again(start: Start) -> None:
    with start("start", CONSULT_EXAMPLE="0") as running:
        [worker] = running.children()
        worker.kill()
        deadline = time.monotonic() + START_WITHIN_S
        while [child for child in running.children() if child.pid != worker.pid] == []:
            assert time.monotonic() < deadline, "no new worker came"
            time.sleep(0.1)
        assert running.health() == {"status": "ok"}


def test_sign_ins_are_printed_only_by_the_start_that_made_them(start: Start, tmp_path: Path) -> None:
    with start("start") as first:
        _code, first_out = first.stop(signal.SIGTERM)
    with start("start") as second:
        _code, second_out = second.stop(signal.SIGTERM)
    passwords = [row["password"] for row in json.loads((tmp_path / "example-sign-ins.json").read_text())]
    assert len(passwords) == len(ROLES) + 2 and all(password in first_out for password in passwords)
    assert not any(password in second_out for password in passwords)
    assert str(tmp_path / "example-sign-ins.json") in second_out


def test_without_the_example_no_sign_in_is_made(start: Start, tmp_path: Path) -> None:
    with start("start", CONSULT_EXAMPLE="0"):
        assert not (tmp_path / "example-sign-ins.json").exists()


def test_serve_answers_without_a_worker_and_stops_cleanly(consult_process: Command, start: Start) -> None:
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


@pytest.mark.skipif(not (ROOT / ".stamps" / "run").is_file(), reason="the folder was not prepared by make")
def test_make_run_stops_web_and_worker_on_sigterm(tmp_path: Path) -> None:
    with started(["make", "run"], tmp_path, CONSULT_EXAMPLE="0") as running:
        [site] = running.children()
        [worker] = site.children()
        _code, out = running.stop(signal.SIGTERM)
    assert not site.is_running() and not worker.is_running()
    assert "Consult has stopped." in out


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """Start `consult` with a command, on a data folder of the test."""
    return lambda command, **environment: started(
        [sys.executable, "-m", "consult.cli", command], tmp_path, **environment)
