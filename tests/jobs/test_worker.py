"""A worker as a process: it takes what is queued, stops when told, and what it lost by kill -9 another one does."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from consult.config import ROOT
from consult.extensions import db
from consult.jobs import queue as queues
from consult.jobs.worker import run_worker, sweep
from consult.models.runs import ProposedTheme, Run
from consult.services import runs
from tests.worlds import World

# A worker that takes its time over the first of its texts, so that it can be killed or stopped in the middle.
SLOW = """
import sys, time
from datetime import timedelta
from pathlib import Path
from consult.analysis import pipeline
from consult.app import create_app
from consult.config import Settings
from consult.jobs.worker import run_worker

def slow(passages, wanted, on_progress, vectors):
    for step in range(600):
        on_progress(step, 600)
        time.sleep(0.1)

pipeline.discover = slow
url, data_dir = sys.argv[1:]
settings = Settings(url, Path(data_dir), "x" * 40, "http://127.0.0.1:8000", testing=True)
run_worker(create_app(settings), sweep_every=0.2)
"""


def test_a_worker_does_what_the_web_queued(app: Flask, world: World, thirty: None, worker: Callable[..., None]):
    queues.connect(app)
    worker()
    run = runs.start(consultation_id=world.consultation.id, kind="discover")
    assert wait_for(run, "done") == "done"


def test_a_worker_finds_what_nobody_queued(app: Flask, world: World, thirty: None, worker: Callable[..., None]):
    run = runs.start(consultation_id=world.consultation.id, kind="discover")
    worker()
    assert wait_for(run, "done") == "done"


def test_a_run_lost_by_kill_9_is_done_by_another_worker_once(
        app: Flask, world: World, thirty: None, slow_worker: subprocess.Popen[bytes], worker: Callable[..., None]):
    run = runs.start(consultation_id=world.consultation.id, kind="discover")
    assert wait_for(run, "running") == "running"
    slow_worker.send_signal(signal.SIGKILL)
    slow_worker.wait(10)
    assert fresh(run).state == "running"
    worker(silence=timedelta(seconds=0.5))
    assert wait_for(run, "done") == "done"
    assert fresh(run).attempts == 2
    positions = [theme.position for theme in db.session().query(ProposedTheme)]
    assert positions == list(range(len(positions)))


def test_a_worker_that_is_asked_to_end_gives_its_run_back_and_ends(
        app: Flask, world: World, thirty: None, slow_worker: subprocess.Popen[bytes]):
    run = runs.start(consultation_id=world.consultation.id, kind="discover")
    assert wait_for(run, "running") == "running"
    slow_worker.send_signal(signal.SIGTERM)
    assert slow_worker.wait(15) == 0
    assert (fresh(run).state, fresh(run).attempts) == ("queued", 0)


def test_the_sweep_queues_a_waiting_run_once(app: Flask, world: World):
    run = runs.start(consultation_id=world.consultation.id, kind="discover")
    queue = queues.Queue(app.config["CONSULT_SETTINGS"], lambda run_id: None)
    for _ in range(20):
        sweep(queue)
    assert [task.args for task in queue.huey.pending()] == [(run.id,)]
    queue.close()


def test_many_that_open_a_new_queue_at_once_all_get_in(app: Flask):
    errors: list[BaseException] = []

    def open_it() -> None:
        try:
            queues.Queue(app.config["CONSULT_SETTINGS"], lambda run_id: None).close()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_a_queue_that_is_away_breaks_no_page(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch):
    def away(*_args: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(queues, "Queue", away)
    queues.connect(app)
    run = runs.start(consultation_id=world.consultation.id, kind="discover")
    assert fresh(run).state == "queued"


@pytest.fixture
def thirty(world: World) -> None:
    """Thirty answers on three subjects."""
    for subject in ("Knives near the school", "Lights at the bus stop", "Officers in the street"):
        for number in range(10):
            world.respond(f"{subject} matter to person {number}.")


@pytest.fixture
def worker(app: Flask) -> Iterator[Callable[..., None]]:
    """Start a worker in a thread; it is stopped at the end."""
    stop, threads = threading.Event(), []

    def start(**options: object) -> None:
        options = {"sweep_every": 0.2, **options}
        threads.append(threading.Thread(target=run_worker, args=(app, stop), kwargs=options))
        threads[0].start()

    yield start
    stop.set()
    for thread in threads:
        thread.join(30)


@pytest.fixture
def slow_worker(app: Flask, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A slow worker in a process of its own."""
    url = app.config["CONSULT_SETTINGS"].database_url
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, url, str(tmp_path)], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL)
    yield process
    process.kill()
    process.wait(10)


def wait_for(run: Run, state: str, seconds: float = 30) -> str:
    """Return the run's state once it is `state` or has ended, or as it is when the time is up."""
    end = time.monotonic() + seconds
    while (found := fresh(run).state) not in (state, "done", "failed", "cancelled") and time.monotonic() < end:
        time.sleep(0.05)
    return found


def fresh(run: Run) -> Run:
    """Return the run as it is stored."""
    db.session().rollback()
    return db.session().get_one(Run, run.id, populate_existing=True)
