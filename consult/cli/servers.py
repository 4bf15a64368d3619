"""The web server: waitress on one socket, until told to stop; addresses and pages are the application's own."""

import errno
import logging
import signal
from types import FrameType
from typing import Any

from flask import Flask
from waitress.server import create_server

from consult.cli import words
from consult.cli.shell import Shell

THREADS = 8
# Slow bodies cost waitress a connection and no thread; this many held every good request in measurements.
CONNECTION_LIMIT = 1000
# Beyond any limit of a page, so that the page itself can answer; no more than this is kept on disk for a request.
MOST_BYTES = 112 * 1024 * 1024


def listen(shell: Shell, app: Flask) -> Any:
    """Return a server that listens at the address of the settings; stops the command where it cannot."""
    settings = app.config["CONSULT_SETTINGS"]
    logging.getLogger("waitress").setLevel(logging.ERROR)
    place: dict[str, Any] = {"host": settings.host, "port": settings.port}
    try:
        return create_server(app, **place, threads=THREADS, connection_limit=CONNECTION_LIMIT, ident=None,
                             asyncore_use_poll=True, max_request_body_size=MOST_BYTES)
    except (OSError, ValueError) as error:
        if getattr(error, "errno", None) == errno.EADDRINUSE:
            shell.stop(words.PORT_TAKEN.format(**place, other=settings.port % 65535 + 1), "port-taken")
        shell.stop(words.CANNOT_LISTEN.format(**place), "setting-wrong")


def run(server: Any) -> None:
    """Serve until SIGTERM or Ctrl-C; requests in hand are given a few seconds to end."""
    server.run()
    server.close()


def stop_on_signals() -> None:
    """Let SIGTERM and Ctrl-C end this process in an orderly way, from wherever it is."""
    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        raise SystemExit(0)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
