"""Opens a document that is a zip of parts, within bounds that none reaches; which part says what is others'."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from types import TracebackType

from consult.domain.errors import Refused

MOST_PARTS = 5_000
# What all parts may come to when they are unpacked, and what a part that is read as a whole may.
MOST_UNPACKED = 250_000_000
MOST_OF_A_PART = 40_000_000
# A part may be this much larger than it is packed; Word's own XML reaches about fifty.
MOST_RATIO = 400
# Below this a ratio says nothing: an empty picture packs to next to nothing.
_SMALL = 1_000_000
_CHUNK = 64 * 1024
UNREADABLE = (EOFError, IndexError, KeyError, NotImplementedError, OSError, RuntimeError, ValueError,
              zipfile.BadZipFile, zlib.error)


class Package:
    """The parts of one document, weighed before any of them is read; nothing is ever unpacked to a disk."""

    def __init__(self, data: bytes) -> None:
        """Weigh the parts. Raises Refused("file", code): `document-broken`, `document-bomb`, `document-locked`."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except UNREADABLE:
            raise Refused("file", "document-broken") from None
        self.parts = self._zip.infolist()
        self.names = frozenset(part.filename for part in self.parts)
        if len(self.parts) > MOST_PARTS or any(_is_bomb(part) for part in self.parts):
            raise Refused("file", "document-bomb")
        if sum(part.file_size for part in self.parts) > MOST_UNPACKED:
            raise Refused("file", "document-bomb")
        if len(self.names) < len(self.parts) or any(_leads_out(name) for name in self.names):
            raise Refused("file", "document-broken")
        if any(part.flag_bits & 1 for part in self.parts):
            raise Refused("file", "document-locked")

    def __enter__(self) -> "Package":
        """Return itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None,
                 trace: TracebackType | None) -> None:
        """Let go of the bytes."""
        self._zip.close()

    def read(self, name: str) -> bytes:
        """Return a whole part. Raises Refused("file", `document-broken` or `document-bomb`)."""
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """Give a part piece by piece. Raises Refused("file", `document-broken` or `document-bomb`)."""
        read = 0
        try:
            with self._zip.open(name) as part:
                while chunk := part.read(_CHUNK):
                    read += len(chunk)
                    if read > MOST_OF_A_PART:
                        raise Refused("file", "document-bomb")
                    yield chunk
        except UNREADABLE:
            raise Refused("file", "document-broken") from None


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > _SMALL and part.file_size > MOST_RATIO * max(part.compress_size, 1)


def _leads_out(name: str) -> bool:
    """Say whether the name of a part wants to be unpacked somewhere else."""
    plain = name.replace("\\", "/")
    return plain.startswith("/") or ".." in plain.split("/") or "\0" in name or ":" in plain.split("/")[0]
