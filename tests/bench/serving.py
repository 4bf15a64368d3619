"""Servers of their own process, each with the settings of `consult serve`: the product, or its floor."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import psutil
from flask import Flask
from sqlalchemy import text
from waitress import serve

from consult.cli.servers import CONNECTION_LIMIT, THREADS
from consult.config import ROOT
from consult.extensions import db
from tests.bench.floors import bare_flask
from tests.bench.worlds import application


class Server:
    """A running server: its port, and the processor time that it has used."""

    def __init__(self, port: int, process: "subprocess.Popen[bytes]") -> None:
        """Hold a started server."""
        self.port, self._process = port, psutil.Process(process.pid)

    def cpu_seconds(self) -> float:
        """Return the processor time used so far, in seconds."""
        used = self._process.cpu_times()
        return float(used.user + used.system)


@contextmanager
def served(kind: str, url: str, folder: Path) -> Iterator[Server]:
    """Serve the `product` on this database, or the `floor` with `pages.json` of the folder, until the end."""
    port = _free_port()
    command = [sys.executable, "-m", "tests.bench.serving", kind, url, str(folder), str(port)]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        _wait(port, process)
        yield Server(port, process)
    finally:
        process.terminate()
        process.wait(10)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _try in range(300):
        if process.poll() is not None:
            raise RuntimeError("the server ended at once")
        try:
            with urlopen(f"http://127.0.0.1:{port}/health", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not answer within 30 seconds")


def check_promises(app: Flask) -> None:
    """Stop unless the product runs as safely as it does for people: nothing is measured without it."""
    assert app.config.get("WTF_CSRF_ENABLED", True) and not app.testing
    with app.app_context(), db.engine.connect() as connection:
        if db.engine.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
            assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
        else:
            assert connection.execute(text("SHOW synchronous_commit")).scalar() == "on"
            assert connection.execute(text("SHOW fsync")).scalar() == "on"


def main(kind: str, url: str, folder: str, port: str) -> None:
    """Serve in this process."""
    if kind == "product":
        app = application(url, Path(folder), port=int(port))
        check_promises(app)
    else:
        app = bare_flask(Path(folder) / "pages.json", url)
    serve(app, host="127.0.0.1", port=int(port), threads=THREADS, connection_limit=CONNECTION_LIMIT, ident=None,
          asyncore_use_poll=True, _quiet=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
