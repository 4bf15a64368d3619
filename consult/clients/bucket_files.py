"""Files in a bucket of an S3 service under names that we make up, with the same promises as the folder of files.py."""

import hashlib
import re
import secrets
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, BinaryIO, cast
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from consult.clients.files import CHUNK, Kept, TooLarge

_NAME = re.compile(r"[A-Za-z0-9_-]{43}")
# What is read stands in memory up to here, and in a file without a name beyond it: a reader goes back and forth.
_IN_MEMORY = 8_000_000
_GONE = frozenset({"NoSuchKey", "404", "NotFound"})


@dataclass(frozen=True)
class Bucket:
    """Where the bucket is (`https://host/bucket` or `https://host/bucket/folder`), and the key to it."""

    url: str
    key: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    region: str = ""

    @property
    def host(self) -> str:
        """Return the address of the service."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def name(self) -> str:
        """Return the name of the bucket."""
        return urlsplit(self.url).path.strip("/").partition("/")[0]

    @property
    def folder(self) -> str:
        """Return what the names of our files begin with in it."""
        return urlsplit(self.url).path.strip("/").partition("/")[2]


class BucketStore:
    """Keeps files in one folder of a bucket; whoever can read them is the bucket's own rule."""

    def __init__(self, bucket: Bucket, folder: str) -> None:
        """Use `folder` below the bucket's own; nothing is asked of the service before the first file."""
        self._bucket = bucket
        self._before = "/".join(part for part in (bucket.folder, folder) if part) + "/"

    def keep(self, stream: BinaryIO, most: int) -> Kept:
        """Store all of the stream under a new random name; raises TooLarge beyond `most` bytes, OSError if it fails.

        Everything is read and weighed before the first byte goes to the service.
        """
        name, digest, size = secrets.token_urlsafe(32), hashlib.sha256(), 0
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as held:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > most:
                    raise TooLarge
                digest.update(chunk)
                held.write(chunk)
            held.seek(0)
            with _told():
                self._client().put_object(Bucket=self._bucket.name, Key=self._before + name, Body=held,
                                          ContentLength=size)
        return Kept(name, size, digest.hexdigest())

    def open(self, stored_as: str) -> BinaryIO:
        """Open a stored file for reading; raises FileNotFoundError where there is none of that name, else OSError."""
        held = tempfile.SpooledTemporaryFile(_IN_MEMORY)
        try:
            with _told():
                body = self._client().get_object(Bucket=self._bucket.name, Key=self._key(stored_as))["Body"]
                for chunk in body.iter_chunks(CHUNK):
                    held.write(chunk)
            held.seek(0)
        except BaseException:
            held.close()
            raise
        return cast(BinaryIO, held)

    def remove(self, stored_as: str) -> None:
        """Delete a stored file; one that is gone already is no error."""
        with _told():
            self._client().delete_object(Bucket=self._bucket.name, Key=self._key(stored_as))

    def older_than(self, seconds: float) -> Iterator[str]:
        """Give the names of files that were stored so long ago."""
        before = time.time() - seconds
        with _told():
            pages = self._client().get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket.name, Prefix=self._before)
            for page in pages:
                for found in page.get("Contents", ()):
                    name = found["Key"].removeprefix(self._before)
                    if _NAME.fullmatch(name) and found["LastModified"].timestamp() < before:
                        yield name

    def _key(self, name: str) -> str:
        if not _NAME.fullmatch(name):
            raise FileNotFoundError(name)
        return self._before + name

    def _client(self) -> Any:
        return _connected(self._bucket)


@lru_cache(maxsize=4)
def _connected(bucket: Bucket) -> Any:
    """Return the one client of a bucket in this process: it holds the connections, and may be used by many threads."""
    return boto3.session.Session().client(
        "s3", endpoint_url=bucket.host, region_name=bucket.region or "us-east-1",
        aws_access_key_id=bucket.key or None, aws_secret_access_key=bucket.secret or None,
        config=Config(connect_timeout=5, read_timeout=30, retries={"max_attempts": 3}, s3={"addressing_style": "path"},
                      request_checksum_calculation="when_required", response_checksum_validation="when_required"))


@contextmanager
def _told() -> Iterator[None]:
    """Raise what the service says as a folder would say it."""
    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in _GONE:
            raise FileNotFoundError from None
        raise OSError("the file store refused") from error
    except BotoCoreError as error:
        raise OSError("the file store does not answer") from error
