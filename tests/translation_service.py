"""A translation service on this machine that speaks LibreTranslate's interface, and one that misbehaves; no test."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Service:
    """Where it runs and what it was asked, newest last; `translate` gives the answer to one text."""

    address: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    translate: Callable[[str], str] = str.upper
    # What it does instead of answering: any of the names below.
    trick: str = ""
    wants_key: str = ""


@contextmanager
def serving() -> Iterator[Service]:
    """Run the service on a free port."""
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        """Answers POST /translate."""

        def do_POST(self) -> None:
            """Read the question and answer it, truly or with a trick."""
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            service.asked.append({"path": self.path, **asked})
            _answer(self, service, asked)

        def do_GET(self) -> None:
            """Note that someone was led here."""
            service.asked.append({"path": self.path})
            _send(self, 200, b"{}")

        def log_message(self, *_words: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    service.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


def _answer(handler: BaseHTTPRequestHandler, service: Service, asked: dict[str, Any]) -> None:
    texts = [service.translate(text) for text in asked["q"]]
    if service.wants_key and asked.get("api_key") != service.wants_key:
        return _send(handler, 403, b'{"error": "Visit the portal to get an API key"}')
    tricks: dict[str, Callable[[], None]] = {
        "html": lambda: _send(handler, 200, b"<!doctype html><p>Welcome to this network"),
        "uneven": lambda: _send(handler, 200, json.dumps({"translatedText": texts[1:]}).encode()),
        "numbers": lambda: _send(handler, 200, json.dumps({"translatedText": [1 for _text in texts]}).encode()),
        "one": lambda: _send(handler, 200, json.dumps({"translatedText": "one text"}).encode()),
        "list": lambda: _send(handler, 200, b"[]"),
        "deep": lambda: _send(handler, 200, b"[" * 100_000),
        "hang": lambda: time.sleep(1.5),
        "drip": lambda: _drip(handler),
        "flood": lambda: _send(handler, 200, b" " * (5 * 1024 * 1024)),
        "redirect": lambda: _send(handler, 307, b"", Location="/elsewhere"),
        "busy": lambda: _send(handler, 429, b"{}"), "broken": lambda: _send(handler, 500, b"{}"),
        "unknown": lambda: _send(handler, 400, b'{"error": "xx is not supported"}'),
        "garbage": lambda: handler.wfile.write(b"\x00\x01 nothing of HTTP\r\n\r\n") and None,
    }
    tricks.get(service.trick, lambda: _send(handler, 200, json.dumps({"translatedText": texts}).encode()))()


def _send(handler: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    try:
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)
    except OSError:
        # Whoever asked has heard enough.
        handler.close_connection = True


def _drip(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        for _second in range(20):
            handler.wfile.write(b" ")
            time.sleep(0.1)
    except OSError:
        handler.close_connection = True
