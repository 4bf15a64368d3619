"""The bucket keeps the same promises as the folder of files, against a server that speaks S3."""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from consult.clients.bucket_files import Bucket, BucketStore
from consult.clients.files import TooLarge
from consult.config import SettingsError, from_environment


def test_a_file_comes_back_as_it_was_under_a_name_of_our_own(bucket: Bucket) -> None:
    store = BucketStore(bucket, "files")
    kept = store.keep(io.BytesIO(b"words" * 5_000_000), 25_000_000)
    assert (kept.size, kept.digest) == (25_000_000, hashlib.sha256(b"words" * 5_000_000).hexdigest())
    with store.open(kept.stored_as) as stream:
        assert stream.read() == b"words" * 5_000_000 and stream.seek(0) == 0 and stream.read(5) == b"words"


def test_more_than_allowed_leaves_nothing_behind(bucket: Bucket) -> None:
    store = BucketStore(bucket, "files")
    with pytest.raises(TooLarge):
        store.keep(io.BytesIO(b"x" * 200_000), 100_000)
    assert list(store.older_than(-60)) == []


def test_a_removed_file_is_gone_and_removing_it_again_is_no_error(bucket: Bucket) -> None:
    store = BucketStore(bucket, "files")
    kept = store.keep(io.BytesIO(b"words"), 5)
    store.remove(kept.stored_as)
    store.remove(kept.stored_as)
    with pytest.raises(FileNotFoundError):
        store.open(kept.stored_as)


@pytest.mark.parametrize("name", ["../secret", "", "a" * 42, "a" * 43 + "/x"])
def test_no_name_from_outside_is_asked_for(bucket: Bucket, name: str) -> None:
    with pytest.raises(FileNotFoundError):
        BucketStore(bucket, "files").open(name)


def test_folders_lie_apart_and_the_old_ones_of_each_are_named(bucket: Bucket) -> None:
    files, forums = BucketStore(bucket, "files"), BucketStore(bucket, "forum-files")
    kept = files.keep(io.BytesIO(b"words"), 5)
    assert list(files.older_than(-60)) == [kept.stored_as]
    assert list(forums.older_than(-60)) == [] and list(files.older_than(3600)) == []
    with pytest.raises(FileNotFoundError):
        forums.open(kept.stored_as)


def test_a_service_that_refuses_or_does_not_answer_is_a_full_disk(bucket: Bucket) -> None:
    missing = Bucket(f"{bucket.host}/nowhere", bucket.key, bucket.secret)
    with pytest.raises(OSError, match="refused"):
        BucketStore(missing, "files").keep(io.BytesIO(b"x"), 5)
    with pytest.raises(OSError, match="answer"):
        BucketStore(Bucket("http://127.0.0.1:9/none", "k", "s"), "files").open("a" * 43)


def test_the_address_of_a_bucket_tells_host_name_and_folder() -> None:
    found = Bucket("https://s3.example.org/plans/london")
    assert (found.host, found.name, found.folder) == ("https://s3.example.org", "plans", "london")
    assert "hush" not in repr(Bucket("https://s3.example.org/plans", "key", "hush"))


@pytest.mark.parametrize("url", ["http://s3.example.org/plans", "https://s3.example.org", "s3://plans",
                                 "https://key:secret@s3.example.org/plans"])
def test_an_address_that_is_no_bucket_stops_the_start(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsError, match="CONSULT_FILES_S3"):
        from_environment({"CONSULT_DATA_DIR": str(tmp_path), "CONSULT_FILES_S3": url})


def test_the_settings_of_a_bucket_are_read_and_its_secret_is_not_shown(tmp_path: Path) -> None:
    found = from_environment({
        "CONSULT_DATA_DIR": str(tmp_path), "CONSULT_FILES_S3": "https://s3.example.org/plans",
        "CONSULT_FILES_S3_KEY": "key", "CONSULT_FILES_S3_SECRET": "hush", "CONSULT_FILES_S3_REGION": "eu-west-2"})
    assert (found.files_s3, found.files_s3_region) == ("https://s3.example.org/plans", "eu-west-2")
    assert "hush" not in repr(found)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server: str, request: pytest.FixtureRequest) -> Bucket:
    name = f"plans-{hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:20]}"
    found = Bucket(f"{server}/{name}/london", "key", "secret")
    boto3.session.Session().client("s3", endpoint_url=server, region_name="us-east-1", aws_access_key_id="key",
                                   aws_secret_access_key="secret").create_bucket(Bucket=name)
    return found
