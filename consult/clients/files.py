"""A folder of files under names that we make up: no name from outside ever becomes a part of a path."""

import contextlib
import hashlib
import os
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

CHUNK = 64 * 1024
_NAME = re.compile(r"[A-Za-z0-9_-]{43}")
_UNFINISHED = ".part"


class TooLarge(Exception):
    """There were more bytes than may be kept; nothing of them is."""


@dataclass(frozen=True)
class Kept:
    """A file in the folder: its name there, its bytes, and their SHA-256 in hex."""

    stored_as: str
    size: int
    digest: str


class FileStore:
    """Keeps files in one folder that only its owner can read."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`, which is made when the first file comes."""
        self.folder = folder

    def keep(self, stream: BinaryIO, most: int) -> Kept:
        """Store all of the stream under a new random name; raises TooLarge beyond `most` bytes, OSError when full."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = secrets.token_urlsafe(32)
        unfinished, digest, size = self.folder / (name + _UNFINISHED), hashlib.sha256(), 0
        try:
            with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                while chunk := stream.read(CHUNK):
                    size += len(chunk)
                    if size > most:
                        raise TooLarge
                    digest.update(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            unfinished.rename(self._path(name))
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        return Kept(name, size, digest.hexdigest())

    def open(self, stored_as: str) -> BinaryIO:
        """Open a stored file for reading; raises FileNotFoundError where there is none of that name."""
        return open(self._path(stored_as), "rb")

    def remove(self, stored_as: str) -> None:
        """Delete a stored file; one that is gone already is no error."""
        with contextlib.suppress(FileNotFoundError):
            self._path(stored_as).unlink()

    def older_than(self, seconds: float) -> Iterator[str]:
        """Give the names of files, unfinished ones too, that nobody has written for so long."""
        if not self.folder.is_dir():
            return
        before = time.time() - seconds
        for path in self.folder.iterdir():
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime < before:
                    yield path.name

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name.removesuffix(_UNFINISHED)):
            raise FileNotFoundError(name)
        return self.folder / name
