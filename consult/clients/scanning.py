"""Asks a clamd daemon whether a file is harmful; without one nothing is known, and nothing is said to be clean."""

import socket
import struct
from dataclasses import dataclass
from typing import BinaryIO, Protocol

CLEAN, HARMFUL, UNKNOWN = "clean", "harmful", "unknown"
_CHUNK = 64 * 1024
_SECONDS = 30.0
_LONGEST_ANSWER = 4096


class Scanner(Protocol):
    """What looks into files; `is_there` says whether it ever can."""

    is_there: bool

    def verdict(self, stream: BinaryIO) -> str:
        """Return CLEAN, HARMFUL, or UNKNOWN where it could not look."""


@dataclass(frozen=True)
class NoScanner:
    """The twin that does nothing, for installations without a scanner."""

    is_there: bool = False

    def verdict(self, stream: BinaryIO) -> str:
        """Return UNKNOWN."""
        return UNKNOWN


@dataclass(frozen=True)
class Clamd:
    """A clamd at `place`: host:port, or the path of its socket. Its StreamMaxLength must be 100 MB or more."""

    place: str
    is_there: bool = True

    def verdict(self, stream: BinaryIO) -> str:
        """Send the stream (clamd's INSTREAM) and return what it says; any failure is UNKNOWN, never CLEAN."""
        try:
            with self._connected() as line:
                line.sendall(b"zINSTREAM\0")
                while chunk := stream.read(_CHUNK):
                    line.sendall(struct.pack(">L", len(chunk)) + chunk)
                line.sendall(struct.pack(">L", 0))
                answer = _read(line)
        except (OSError, ValueError):
            return UNKNOWN
        if answer == "stream: OK":
            return CLEAN
        return HARMFUL if answer.endswith(" FOUND") else UNKNOWN

    def _connected(self) -> socket.socket:
        if "/" in self.place:
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                line.settimeout(_SECONDS)
                line.connect(self.place)
            except OSError:
                line.close()
                raise
            return line
        host, _colon, port = self.place.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=_SECONDS)


def _read(line: socket.socket) -> str:
    answer = b""
    while len(answer) < _LONGEST_ANSWER and (part := line.recv(1024)):
        answer += part
    return answer.rstrip(b"\0\n").decode("ascii", "replace")


def scanner(place: str) -> Scanner:
    """Return the scanner at `place`; the one that does nothing where it is empty."""
    return Clamd(place) if place else NoScanner()
