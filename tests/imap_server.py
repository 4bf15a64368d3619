"""A small mailbox that speaks IMAP on this machine, for tests: its letters, and what was asked of it."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

NAME, PASSWORD = "plan", "a secret of the test"


@dataclass
class Box:
    """One folder: letters by number, the validity of the numbers, and every command that came, without passwords."""

    letters: dict[int, bytes] = field(default_factory=dict)
    validity: int = 7
    folder: str = "INBOX"
    heard: list[str] = field(default_factory=list)
    # Letters whose size the server tells wrongly, and one after which the line is cut.
    tells_size: dict[int, int] = field(default_factory=dict)
    breaks_at: int | None = None
    url: str = ""

    def add(self, data: bytes) -> int:
        """Put a letter into the folder and return its number."""
        uid = max(self.letters, default=0) + 1
        self.letters[uid] = data
        return uid


@contextmanager
def serving(box: Box) -> Iterator[Box]:
    """Serve a folder for as long as the test lasts; `box.url` is its address."""
    class Line(_Line):
        def setup(self) -> None:
            self.box = box
            super().setup()

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Line) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        box.url = f"imap://{NAME}@127.0.0.1:{server.server_address[1]}"
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()


class _Line(socketserver.StreamRequestHandler):
    """One client: commands in, answers out, until it leaves."""

    box: Box

    def handle(self) -> None:
        self._say("* OK ready")
        while line := self.rfile.readline(8192):
            tag, _space, rest = line.decode().strip().partition(" ")
            word = rest.split(" ")[0].upper()
            self.box.heard.append("LOGIN" if word == "LOGIN" else rest)
            answer = getattr(self, f"_{word.lower()}", self._unknown)(rest)
            if answer is None:
                return
            self._say(f"{tag} {answer}")
            if word == "LOGOUT":
                return

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def _unknown(self, _rest: str) -> str:
        return "BAD what"

    def _capability(self, _rest: str) -> str:
        self._say("* CAPABILITY IMAP4rev1")
        return "OK done"

    def _login(self, rest: str) -> str:
        return "OK in" if rest.split(" ", 1)[1].replace('"', "") == f"{NAME} {PASSWORD}" else "NO not you"

    def _examine(self, rest: str) -> str:
        if rest.split(" ", 1)[1].strip('"') != self.box.folder:
            return "NO no such folder"
        self._say(f"* {len(self.box.letters)} EXISTS")
        self._say(f"* OK [UIDVALIDITY {self.box.validity}] numbers")
        return "OK [READ-ONLY] done"

    def _uid(self, rest: str) -> str | None:
        _uid, command, *words = rest.split(" ", 3)
        if command.upper() == "SEARCH":
            return self._search(int(re.findall(r"(\d+):\*", rest)[0]))
        return self._fetch(int(words[0]), words[1])

    def _search(self, first: int) -> str:
        found = [uid for uid in sorted(self.box.letters) if uid >= first] or sorted(self.box.letters)[-1:]
        self._say("* SEARCH " + " ".join(map(str, found)))
        return "OK done"

    def _fetch(self, uid: int, wanted: str) -> str | None:
        data = self.box.letters.get(uid)
        if data is None:
            return "OK nothing"
        if "SIZE" in wanted:
            self._say(f"* 1 FETCH (UID {uid} RFC822.SIZE {self.box.tells_size.get(uid, len(data))})")
            return "OK done"
        if uid == self.box.breaks_at:
            return None
        start, step = map(int, re.findall(r"<(\d+)\.(\d+)>", wanted)[0])
        piece = data[start:start + step]
        self.wfile.write(b"* 1 FETCH (UID %d BODY[]<%d> {%d}\r\n" % (uid, start, len(piece)) + piece + b")\r\n")
        return "OK done"

    def _logout(self, _rest: str) -> str:
        self._say("* BYE")
        return "OK bye"
