"""A person's way through the whole survey over HTTP, one request after the other, and how many can be made a second."""

import http.client
import re
import socket
import threading
import time
from urllib.parse import urlencode

import brotli

from tests.bench.worlds import BASE

ANSWERS = {
    "matters": ["knives", "officers", "young"], "first": ["agree"], "second": ["disagree"], "third": ["agree"],
    "fourth": ["neither"], "words": ["More officers on foot in my street, at the times when people come home."],
}
# What a person's browser sends, in order; forms are sent as they were filled in, tokens as the page gave them.
STEPS: tuple[tuple[str, str, dict[str, list[str]]], ...] = (
    ("GET", "", {}), ("POST", "", {"who": ["self"]}), ("GET", "/age", {}), ("POST", "/age", {"age": ["adult"]}),
    ("GET", "/before-you-start", {}),
    ("GET", "/topics", {}), ("POST", "/topics", {"extent": ["whole"]}), ("GET", "/parts", {}),
    ("GET", "/questions/all", {}), ("POST", "/questions/all", ANSWERS), ("GET", "/check", {}),
    ("GET", "/about-you", {}), ("POST", "/about-you", {"wants": ["no"]}),
    ("GET", "/send", {}), ("POST", "/send", {"consent": ["y"], "quotes": ["y"]}), ("GET", "/receipt", {}),
)
SURVEY_PAGE = "/questions/all"
HIDDEN = re.compile(r'name="(csrf_token|submission)" value="([^"]+)"')
RECEIPT = re.compile(r"[0-9A-Z]{4}(-[0-9A-Z]{2,5}){4,}")


class Visitor:
    """One browser with its cookies, on one connection that stays open."""

    def __init__(self, port: int) -> None:
        """Visit the server at this port of this machine."""
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies: dict[str, str] = {}
        self._hidden: dict[str, str] = {}
        self.pages: dict[str, str] = {}

    def request(self, method: str, path: str, form: dict[str, list[str]]) -> tuple[int, str]:
        """Send one request and return status and body; remembers cookies and hidden fields."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode({**self._hidden, **form}, doseq=True)
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if method == "GET":
            self._hidden = dict(HIDDEN.findall(text))
        return answer.status, text

    def travelled(self, path: str, accepted: str) -> tuple[str, int]:
        """Fetch a page as a browser does that takes compressed ones; return it opened, and how many bytes came."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
                   "Accept-Encoding": accepted}
        self._connection.request("GET", path, None, headers)
        answer = self._connection.getresponse()
        body = answer.read()
        assert answer.status == 200, f"{path}: {answer.status}"
        is_small = answer.headers.get("Content-Encoding") == "br"
        return (brotli.decompress(body) if is_small else body).decode(), len(body)

    def walk(self, steps: int = len(STEPS)) -> None:
        """Answer the whole survey, or its first steps; raises AssertionError where the site does not go along."""
        for method, path, form in STEPS[:steps]:
            status, text = self.request(method, BASE + path, form)
            assert status == (200 if method == "GET" else 303), f"{method} {path}: {status}"
            if method == "GET":
                self.pages[path] = text
        assert steps < len(STEPS) or RECEIPT.search(self.pages["/receipt"]), "there is no receipt"

    def close(self) -> None:
        """End the connection."""
        self._connection.close()


def completed(port: int, clients: int, window: float) -> int:
    """Let several people answer at once for `window` seconds and return how many whole responses were sent."""
    until, done, failed = time.monotonic() + window, [0] * clients, []

    def answer(place: int) -> None:
        try:
            while time.monotonic() < until:
                visitor = Visitor(port)
                visitor.walk()
                visitor.close()
                done[place] += 1
        except Exception as error:
            failed.append(error)

    _together(answer, clients)
    if failed:
        raise failed[0]
    return sum(done)


def fetched(port: int, visitor: Visitor, path: str, connections: int, window: float) -> int:
    """Fetch one page again and again for `window` seconds and return how often it came, whole and right."""
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\n\r\n".encode()
    until, done = time.monotonic() + window, [0] * connections

    def fetch(place: int) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            while time.monotonic() < until:
                connection.sendall(request)
                _read_page(connection)
                done[place] += 1

    _together(fetch, connections)
    return sum(done)


def _read_page(connection: socket.socket) -> None:
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65536)
    head, _, body = received.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head[:200]
    found = re.search(rb"(?i)content-length: (\d+)", head)
    assert found is not None, "the server does not say how long the page is"
    left = int(found.group(1)) - len(body)
    while left > 0:
        left -= len(connection.recv(65536))


def _together(work: "object", count: int) -> None:
    threads = [threading.Thread(target=work, args=(place,)) for place in range(count)]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
