"""Reads the letters in a mailbox by IMAP (RFC 3501) and changes nothing there; what they say is not its business.

The folder is opened for reading only and letters are peeked at, so that none is marked, moved or deleted: the mailbox
stays the body's own.
"""

import contextlib
import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import unquote, urlsplit

from consult.clients.mail import is_near

# Sealed from the first byte; or only after STARTTLS, which we insist on away from this machine and its own network.
SEALED, OPEN = "imaps", "imap"
PORTS = {SEALED: 993, OPEN: 143}
SECONDS = 30.0
INBOX = "INBOX"
# Why nothing was read; each has its sentence.
NONE, AWAY, TURNED_AWAY, NO_FOLDER, ODD = WHY = (
    "mailbox-none", "mailbox-away", "mailbox-refused", "mailbox-no-folder", "mailbox-odd")
_SIZE = re.compile(rb"RFC822\.SIZE (\d{1,12})")
_NUMBERS = re.compile(rb"\d{1,10}")
# So many bytes of a letter are asked for at once.
_STEP = 1024 * 1024


class Failed(Exception):
    """The mailbox could not be read: `why` is one of WHY."""

    def __init__(self, why: str) -> None:
        """`why` is one of WHY."""
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Message:
    """A letter in the folder by its number there; without `data` where it is larger than was asked for."""

    uid: int
    size: int
    data: bytes | None = field(repr=False)


class Folder(Protocol):
    """An open folder; `validity` changes where its numbers mean other letters than before (RFC 3501, 2.3.1.1)."""

    validity: int

    def numbers_after(self, uid: int) -> list[int]:
        """Return the numbers of letters above `uid`, the lowest first; raises Failed."""

    def message(self, uid: int, most: int) -> Message | None:
        """Return a letter, without its bytes where they are more than `most`; None where it is gone; raises Failed."""


class Mailbox(Protocol):
    """What letters come to; `is_there` says whether there is one, `folder` is the name of what is read."""

    is_there: bool
    folder: str

    def opened(self) -> contextlib.AbstractContextManager[Folder]:
        """Open the folder for reading; raises Failed."""


@dataclass(frozen=True)
class NoMailbox:
    """The twin that does nothing, for installations without a mailbox."""

    is_there: bool = False
    folder: str = ""

    @contextmanager
    def opened(self) -> Iterator[Folder]:
        """Raise Failed(NONE)."""
        raise Failed(NONE)
        yield


@dataclass(frozen=True)
class Imap:
    """A mailbox at `url`: imaps:// or imap://, its name before the @, the folder as its path (INBOX where it is none).
    """

    url: str
    password: str = field(default="", repr=False)
    seconds: float = SECONDS
    is_there: bool = True

    @property
    def folder(self) -> str:
        """The name of the folder that is read."""
        return unquote(urlsplit(self.url).path.strip("/")) or INBOX

    @contextmanager
    def opened(self) -> Iterator[Folder]:
        """Open the folder for reading; raises Failed."""
        with _talking():
            line = self._connected()
        try:
            with _talking():
                folder = self._selected(line)
            yield folder
        finally:
            with contextlib.suppress(imaplib.IMAP4.error, OSError, ValueError):
                line.logout()
            with contextlib.suppress(OSError):
                # A line that was cut cannot say goodbye, and would stay open on our side.
                line.shutdown()

    def _connected(self) -> imaplib.IMAP4:
        parts = urlsplit(self.url)
        host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
        if parts.scheme == SEALED:
            line: imaplib.IMAP4 = imaplib.IMAP4_SSL(host, port, ssl_context=ssl.create_default_context(),
                                                    timeout=self.seconds)
        else:
            line = imaplib.IMAP4(host, port, timeout=self.seconds)
        try:
            if parts.scheme == OPEN and not is_near(host):
                line.starttls(ssl_context=ssl.create_default_context())
            _login(line, unquote(parts.username or ""), self.password)
        except BaseException:
            with contextlib.suppress(OSError):
                line.shutdown()
            raise
        return line

    def _selected(self, line: imaplib.IMAP4) -> "_ImapFolder":
        name = self.folder
        if not name.isprintable() or '"' in name or "\\" in name or not name.isascii():
            raise Failed(NO_FOLDER)
        answer, _count = line.select(f'"{name}"', readonly=True)
        if answer != "OK":
            raise Failed(NO_FOLDER)
        _name, found = line.response("UIDVALIDITY")
        validity = next((int(each) for each in found if each), 0)
        return _ImapFolder(line, validity)


@contextmanager
def _talking() -> Iterator[None]:
    """Turn whatever goes wrong between the server and us into Failed."""
    try:
        yield
    except (imaplib.IMAP4.abort, OSError, EOFError):
        raise Failed(AWAY) from None
    except (imaplib.IMAP4.error, ValueError, IndexError, TypeError):
        raise Failed(ODD) from None


def _login(line: imaplib.IMAP4, name: str, password: str) -> None:
    try:
        line.login(name, password)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        raise Failed(TURNED_AWAY) from None


@dataclass
class _ImapFolder:
    """The folder of an open line."""

    line: imaplib.IMAP4
    validity: int

    def numbers_after(self, uid: int) -> list[int]:
        """Return the numbers of letters above `uid`, the lowest first; raises Failed."""
        found = self._asked("SEARCH", None, f"UID {uid + 1}:*")
        # A server gives the last letter for `n:*` even where its number is below n.
        return sorted({number for each in found if isinstance(each, bytes)
                       for number in map(int, _NUMBERS.findall(each)) if number > uid})

    def message(self, uid: int, most: int) -> Message | None:
        """Return a letter, without its bytes where they are more than `most`; None where it is gone; raises Failed.

        A server that tells a wrong size cannot make us hold more: the bytes are asked for in pieces.
        """
        told = next((match for each in self._asked("FETCH", str(uid), "(RFC822.SIZE)")
                     if (match := _SIZE.search(each if isinstance(each, bytes) else each[0]))), None)
        if told is None:
            return None
        size = int(told.group(1))
        if size > most:
            return Message(uid, size, None)
        pieces: list[bytes] = []
        held = 0
        while held <= most:
            piece = self._piece(uid, held)
            pieces.append(piece)
            held += len(piece)
            if len(piece) < _STEP:
                return Message(uid, held, b"".join(pieces))
        return Message(uid, held, None)

    def _piece(self, uid: int, start: int) -> bytes:
        found = self._asked("FETCH", str(uid), f"(BODY.PEEK[]<{start}.{_STEP}>)")
        return next((each[1] for each in found if isinstance(each, tuple)), b"")

    def _asked(self, command: str, *words: str | None) -> list[bytes | tuple[bytes, bytes]]:
        with _talking():
            answer, found = self.line.uid(command, *words)  # type: ignore[arg-type]
        if answer != "OK":
            raise Failed(ODD)
        return [each for each in found if each]


def mailbox(url: str, password: str = "") -> Mailbox:
    """Return the mailbox at `url`; the one that does nothing where it is empty."""
    return Imap(url, password) if url else NoMailbox()
