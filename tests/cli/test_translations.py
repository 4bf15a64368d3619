"""consult translations and consult catalogues: files out and in, their JSON, and what they refuse."""

from pathlib import Path

import pytest
from flask import Flask

from tests import databases
from tests.commands import Command
from tests.worlds import World

ASKED = "question/violence-words/text"
CATALOGUE = """msgid ""
msgstr ""
"Language: pl\\n"
"Content-Type: text/plain; charset=utf-8\\n"

msgid "fewer than 10"
msgstr "mniej niż 10"
"""


def test_texts_go_out_and_come_back_in(consult: Command, world: World, tmp_path: Path) -> None:
    file = tmp_path / "ur.xlf"
    said = consult("translations", "export", world.slug, "ur", "--out", file, "--json")
    assert said.code == 0 and said.json["units"] > 20 and said.json["language"] == "ur"
    file.write_text(file.read_text(encoding="utf-8").replace("آپ کیا بدلیں گے؟", "نیا متن"), encoding="utf-8")
    looked = consult("translations", "import", world.slug, file, "--dry-run", "--json")
    assert looked.code == 0 and looked.json["dry_run"] and "Nothing was stored" in looked.err
    said = consult("translations", "import", world.slug, file, "--json")
    assert (said.code, said.json["language"], said.json["counts"]["taken"]) == (0, "ur", 1)
    [taken] = [unit for unit in said.json["units"] if unit["outcome"] == "taken"]
    assert taken == {"key": ASKED, "outcome": "taken", "was": "draft", "code": "", "reason": ""}
    assert f"{ASKED}: taken in as a draft" in said.err and said.json["counts"] == looked.json["counts"]


def test_only_some_standings_can_be_asked_for(consult: Command, world: World, tmp_path: Path) -> None:
    file = tmp_path / "ur.xlf"
    said = consult("translations", "export", world.slug, "ur", "--out", file, "--only", "missing,stale", "--json")
    assert (said.code, said.json["units"]) == (0, 0)
    said = consult("translations", "export", world.slug, "ur", "--out", file, "--only", "missing,old")
    assert said.code == 2 and "“old” is none of missing, stale" in said.err


@pytest.mark.parametrize(("data", "code", "words"), [
    (b"<a><b>", "xliff-broken", "Check line 1"), (b"<html/>", "xliff-other", "not an XLIFF file"),
    (b'<!DOCTYPE a><a/>', "xliff-unsafe", "document type"),
])
def test_a_file_that_cannot_be_read_is_refused_in_words(
    consult: Command, world: World, tmp_path: Path, data: bytes, code: str, words: str,
) -> None:
    (tmp_path / "in.xlf").write_bytes(data)
    said = consult("translations", "import", world.slug, tmp_path / "in.xlf", "--json")
    assert (said.code, said.json["code"]) == (1, code) and words in said.err


def test_an_unknown_language_or_consultation_is_refused(consult: Command, world: World, tmp_path: Path) -> None:
    out = ("--out", tmp_path / "x.xlf", "--json")
    assert consult("translations", "export", world.slug, "fr", *out).json["code"] == "language-unknown"
    assert consult("translations", "export", "elsewhere", "ur", *out).json["code"] == "consultation-unknown"
    assert consult("translations", "import", world.slug, tmp_path / "none.xlf").code == 2


def test_a_refused_text_says_why_and_the_command_is_done(consult: Command, world: World, tmp_path: Path) -> None:
    file = tmp_path / "ur.xlf"
    consult("translations", "export", world.slug, "ur", "--out", file)
    file.write_text(file.read_text(encoding="utf-8").replace("آپ کیا بدلیں گے؟", "نیا ${x}"), encoding="utf-8")
    said = consult("translations", "import", world.slug, file, "--json")
    [refused] = [unit for unit in said.json["units"] if unit["outcome"] == "refused"]
    assert (said.code, refused["key"], refused["code"]) == (0, ASKED, "unit-placeholders") and "${x}" in said.err


def test_the_words_of_the_interface_go_out_and_come_back(consult: Command, app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "translations" / "pl" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    path.write_text(CATALOGUE, encoding="utf-8")
    before = app.config["CONSULT_SETTINGS"]
    app.config["CONSULT_SETTINGS"] = databases.settings(
        before.database_url, tmp_path, translations_dir=tmp_path / "translations")
    file = tmp_path / "pl.po"
    assert consult("catalogues", "export", "pl", "--out", file).code == 0
    file.write_text(file.read_text(encoding="utf-8").replace('"mniej niż 10"', '"poniżej 10"'), encoding="utf-8")
    looked = consult("catalogues", "import", file, "--dry-run", "--json")
    assert looked.json["counts"]["taken"] == 1 and not looked.json["written"] and path.read_text() == CATALOGUE
    said = consult("catalogues", "import", file, "--json")
    assert said.code == 0 and said.json["written"] and said.json["language"] == "pl"
    assert "poniżej 10" in path.read_text(encoding="utf-8")


def test_a_file_that_is_no_catalogue_is_refused(consult: Command, tmp_path: Path) -> None:
    (tmp_path / "x.po").write_text('msgid "unfinished\n')
    said = consult("catalogues", "import", tmp_path / "x.po", "--json")
    assert (said.code, said.json["code"]) == (1, "catalogue-broken")
    said = consult("catalogues", "export", "en", "--out", tmp_path / "y.po", "--json")
    assert (said.code, said.json["code"]) == (1, "language-unknown")
