"""Where files of this installation are kept: a folder, or a bucket where one is set up (CONSULT_FILES_S3)."""

from collections.abc import Iterator
from typing import BinaryIO, Protocol

from flask import current_app

from consult.clients.bucket_files import Bucket, BucketStore
from consult.clients.files import FileStore, Kept


class Store(Protocol):
    """What keeps files under names of its own making."""

    def keep(self, stream: BinaryIO, most: int) -> Kept:
        """Store all of the stream; raises files.TooLarge beyond `most` bytes, OSError where it cannot."""

    def open(self, stored_as: str) -> BinaryIO:
        """Open a stored file for reading and going back; raises FileNotFoundError, else OSError."""

    def remove(self, stored_as: str) -> None:
        """Delete a stored file; one that is gone already is no error."""

    def older_than(self, seconds: float) -> Iterator[str]:
        """Give the names of files that nobody has written for so long."""


def opened(folder: str) -> Store:
    """Return the store of that name: files of different kinds lie apart, for nothing leads from one to the other."""
    settings = current_app.config["CONSULT_SETTINGS"]
    if settings.files_s3:
        return BucketStore(Bucket(settings.files_s3, settings.files_s3_key, settings.files_s3_secret,
                                  settings.files_s3_region), folder)
    return FileStore(settings.data_dir / folder)
