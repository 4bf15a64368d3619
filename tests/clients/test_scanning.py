"""A scanner says clean only where it said so; anything else is never clean (security case F07)."""

import io
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from consult.clients.scanning import CLEAN, HARMFUL, UNKNOWN, Clamd, NoScanner, scanner


@pytest.mark.parametrize(("answer", "verdict"), [
    (b"stream: OK\0", CLEAN), (b"stream: Eicar-Test-Signature FOUND\0", HARMFUL),
    (b"INSTREAM size limit exceeded. ERROR\0", UNKNOWN), (b"", UNKNOWN), (b"stream: OK but odd\0", UNKNOWN),
])
def test_what_the_scanner_says_is_understood(tmp_path: Path, answer: bytes, verdict: str) -> None:
    with clamd(tmp_path, answer) as (place, heard):
        assert Clamd(place).verdict(io.BytesIO(b"x" * 100_000)) == verdict
    assert heard == [b"x" * 100_000]


def test_a_scanner_that_is_stopped_passes_nothing(tmp_path: Path) -> None:
    assert Clamd(str(tmp_path / "no-socket")).verdict(io.BytesIO(b"x")) == UNKNOWN
    assert Clamd("127.0.0.1:1").verdict(io.BytesIO(b"x")) == UNKNOWN
    assert Clamd("127.0.0.1").verdict(io.BytesIO(b"x")) == UNKNOWN


def test_without_a_scanner_nothing_is_known() -> None:
    assert scanner("") == NoScanner() and not scanner("").is_there
    assert NoScanner().verdict(io.BytesIO(b"x")) == UNKNOWN and scanner("/run/clamd").is_there


@contextmanager
def clamd(folder: Path, answer: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """Run a small clamd on a socket that gives this answer; what it was sent is in the list."""
    heard: list[bytes] = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            assert self.rfile.read(10) == b"zINSTREAM\0"
            data = b""
            while size := int.from_bytes(self.rfile.read(4), "big"):
                data += self.rfile.read(size)
            heard.append(data)
            self.wfile.write(answer)

    place = str(folder / "clamd.sock")
    with socketserver.UnixStreamServer(place, Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield place, heard
        server.shutdown()
        thread.join()
