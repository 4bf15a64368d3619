"""The folder of files: random names, nobody else's eyes, nothing half-written."""

import hashlib
import io
from pathlib import Path

import pytest

from consult.clients.files import FileStore, TooLarge


def test_a_file_comes_back_as_it_was_under_a_name_of_our_own(store: FileStore) -> None:
    kept = store.keep(io.BytesIO(b"words"), 5)
    assert (kept.size, kept.digest, len(kept.stored_as)) == (5, hashlib.sha256(b"words").hexdigest(), 43)
    with store.open(kept.stored_as) as stream:
        assert stream.read() == b"words"


def test_only_the_owner_can_read_folder_and_file(store: FileStore) -> None:
    kept = store.keep(io.BytesIO(b"words"), 5)
    assert store.folder.stat().st_mode & 0o777 == 0o700
    assert (store.folder / kept.stored_as).stat().st_mode & 0o777 == 0o600


def test_more_than_allowed_leaves_nothing_behind(store: FileStore) -> None:
    with pytest.raises(TooLarge):
        store.keep(io.BytesIO(b"x" * 200_000), 100_000)
    assert list(store.folder.iterdir()) == []


def test_a_stream_that_breaks_leaves_nothing_behind(store: FileStore) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError("the line is down")

    with pytest.raises(OSError, match="down"):
        store.keep(Broken(), 10)
    assert list(store.folder.iterdir()) == []


@pytest.mark.parametrize("name", [
    "../secret-key", "/etc/passwd", "..", "", "x" * 42, "a/" + "x" * 41, "x" * 42 + "\x00"])
def test_no_other_name_leads_anywhere(store: FileStore, name: str) -> None:
    (store.folder.parent / "secret-key").write_text("secret")
    with pytest.raises(FileNotFoundError):
        store.open(name)
    store.remove(name)
    assert (store.folder.parent / "secret-key").exists()


def test_what_nobody_wrote_for_long_is_listed_and_removed(store: FileStore) -> None:
    kept = store.keep(io.BytesIO(b"words"), 5)
    assert list(store.older_than(60)) == [] and list(store.older_than(-60)) == [kept.stored_as]
    store.remove(kept.stored_as)
    store.remove(kept.stored_as)
    assert list(store.older_than(-60)) == []


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")
