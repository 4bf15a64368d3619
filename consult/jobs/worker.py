"""A worker: takes runs from the queue one at a time, looks for those lost on the way, and finds answers' languages."""

import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from types import FrameType

import structlog
from flask import Flask
from huey.consumer import Consumer

from consult.domain.runs import SILENCE
from consult.extensions import db
from consult.jobs import running
from consult.jobs.acknowledgements import AcknowledgementSender
from consult.jobs.answer_languages import LanguageFinder
from consult.jobs.care import CareLooker
from consult.jobs.emails import MailboxReader
from consult.jobs.news import NewsSender
from consult.jobs.notices import NoticeSender
from consult.jobs.queue import Queue
from consult.services import (
    attachments,
    attempts,
    drafts,
    forum_files,
    joining,
    meetings,
    member_sessions,
    news,
    runs,
    sessions,
    signed_answers,
)

SWEEP_EVERY_S = 15.0
FORGET_EVERY_S = 3600.0
# How long a stop waits for the run in hand to notice; after that its heartbeat ends with us and another worker has it.
STOP_WITHIN_S = 6.0

log = structlog.get_logger()


class _Consumer(Consumer):
    """A consumer that leaves the signals to run_worker, which also runs beside a web server in a thread."""

    def _set_signal_handlers(self) -> None:
        return None


def run_worker(app: Flask, stop: threading.Event | None = None, *, silence: timedelta = SILENCE,
               sweep_every: float = SWEEP_EVERY_S) -> None:
    """Work until `stop` is set; without one, until SIGTERM or SIGINT (only in a process's main thread).

    A run whose worker was silent for `silence` is taken again. The run in hand is given back when told to stop.
    """
    if stop is None:
        stop = threading.Event()
        _set_on_signals(stop)
    queue = Queue(app.config["CONSULT_SETTINGS"], partial(running.execute, app, is_stopping=stop.is_set))
    # Each thread listens to PostgreSQL on a connection of its own, which only that thread can close.
    queue.huey.on_shutdown()(queue.close)
    consumer = _Consumer(queue.huey, workers=1, periodic=False, max_delay=1.0, scheduler_interval=60,
                         shutdown_timeout=STOP_WITHIN_S)
    consumer.start()
    log.info("worker-started")
    try:
        _watch(app, queue, consumer, stop, silence, sweep_every)
    finally:
        stop.set()
        consumer.stop(graceful=True)
        queue.close()
        log.info("worker-stopped")


def _set_on_signals(stop: threading.Event) -> None:
    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask)


def _watch(app: Flask, queue: Queue, consumer: Consumer, stop: threading.Event, silence: timedelta,
           sweep_every: float) -> None:
    forgotten_at, languages, care = -FORGET_EVERY_S, LanguageFinder(stop.is_set), CareLooker(stop.is_set)
    sender, answerer, mailbox = (kind(stop.is_set) for kind in (NoticeSender, AcknowledgementSender, MailboxReader))
    teller = NewsSender(stop.is_set)
    while True:
        _safely(app, "sweep", partial(sweep, queue, silence))
        _safely(app, "languages", languages.turn)
        _safely(app, "care", care.turn)
        _safely(app, "notices", sender.turn)
        _safely(app, "mailbox", mailbox.turn)
        _safely(app, "acknowledgements", answerer.turn)
        _safely(app, "news", teller.turn)
        if time.monotonic() - forgotten_at > FORGET_EVERY_S:
            forgotten_at = time.monotonic()
            _safely(app, "forget", forget)
        consumer.check_worker_health()
        if stop.wait(sweep_every):
            return


def _safely(app: Flask, name: str, work: Callable[[], object]) -> None:
    try:
        with app.app_context():
            work()
    except Exception as error:
        # A database that is away or busy now is asked again at the next turn; the worker lives on.
        log.warning("worker-turn-failed", turn=name, kind=type(error).__name__)


def sweep(queue: Queue, silence: timedelta = SILENCE) -> None:
    """Put every run that waits for a worker into the queue, unless it stands there already."""
    waiting = runs.sweep(silence)
    if waiting:
        queued = queue.waiting()
        for run_id in waiting:
            if run_id not in queued:
                queue.wake(run_id)


def forget() -> None:
    """Delete browser sessions, drafts, tries, films and captions past their time, and files that a crash left behind.

    Requests to join that nobody followed up go too, and addresses whose owners never said yes.
    """
    sessions.forget_expired()
    drafts.forget_expired()
    attempts.forget_old()
    signed_answers.delete_due()
    attachments.sweep(db.session())
    member_sessions.forget_ended()
    joining.forget_old()
    meetings.forget_captions()
    forum_files.sweep()
    news.forget_unconfirmed()
