"""The words of the interface out as PO and back: only changed strings are written, and nothing newer is lost."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from consult.config import ROOT
from consult.domain.errors import Refused
from consult.services import catalogue_files
from consult.services.catalogue_files import Taken
from tests import databases

CATALOGUE = """# Urdu. Machine-drafted, not yet checked by a person.
msgid ""
msgstr ""
"Project-Id-Version: Consult 1\\n"
"Language: ur\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"X-Kept: as it is\\n"

#: consult/a.py
msgid "Back"
msgstr "واپس"

#: consult/a.py
#, python-format
msgid "Sent on %(day)s"
msgstr "بھیجا گیا %(day)s"

#: consult/b.py
#, python-format
msgid "%(num)s answer"
msgid_plural "%(num)s answers"
msgstr[0] "%(num)s جواب"
msgstr[1] "%(num)s جوابات"

msgid "A long text "
"in two lines"
msgstr ""
"""


def test_only_the_changed_strings_are_written_and_every_other_line_stays(catalogue: Path) -> None:
    sent = catalogue_files.export(language="ur").decode()
    back = sent.replace("واپس", "پیچھے").replace('in two lines"\nmsgstr ""', 'in two lines"\nmsgstr "لمبا \\"متن\\""')
    taken = take_in(back)
    assert told(taken) == {"Back": "taken", "A long text in two lines": "taken"} and taken.is_written
    assert catalogue.read_text(encoding="utf-8") == CATALOGUE.replace("واپس", "پیچھے").replace(
        'two lines"\nmsgstr ""', 'two lines"\nmsgstr "لمبا \\"متن\\""')


def test_a_string_that_was_changed_here_after_the_export_is_kept(catalogue: Path) -> None:
    sent = catalogue_files.export(language="ur").decode()
    catalogue.write_text(CATALOGUE.replace("واپس", "ہمارا"), encoding="utf-8")
    taken = take_in(sent.replace("واپس", "پیچھے"))
    assert told(taken) == {"Back": "kept-newer"} and not taken.is_written
    assert told(take_in(sent)) == {}


@pytest.mark.parametrize(("before", "after", "code"), [
    ("بھیجا گیا %(day)s", "بھیجا گیا", "message-placeholders"),
    ("بھیجا گیا %(day)s", "بھیجا گیا %(day)", "message-placeholders"),
    ('msgstr[1] "%(num)s جوابات"\n', 'msgstr[1] ""\n', "message-plurals"),
    ('msgid "Back"', 'msgid "Backwards"', "message-unknown"),
    ("واپس", "<script>واپس", "message-markup"),
    ('#: consult/a.py\nmsgid "Back"\nmsgstr "واپس"', '#, fuzzy\nmsgid "Back"\nmsgstr "پیچھے"', "message-unsure"),
])
def test_each_broken_string_is_named_and_not_written(catalogue: Path, before: str, after: str, code: str) -> None:
    sent = catalogue_files.export(language="ur").decode()
    assert before in sent
    taken = take_in(sent.replace(before, after))
    [refused] = [outcome.refused for outcome in taken.outcomes if outcome.refused]
    assert refused.code == code and catalogue.read_text(encoding="utf-8") == CATALOGUE


def test_a_string_that_lost_its_mark_is_taken_only_where_nothing_stands(catalogue: Path) -> None:
    back = CATALOGUE.replace("واپس", "پیچھے").replace('two lines"\nmsgstr ""', 'two lines"\nmsgstr "متن"')
    assert told(take_in(back)) == {"Back": "refused", "A long text in two lines": "taken"}


@pytest.mark.parametrize(("data", "code"), [
    (b"\xff\xfe", "catalogue-not-utf-8"), (b'msgid "a\n', "catalogue-broken"), (b"<html>", "catalogue-broken"),
    (b"", "catalogue-language"), (CATALOGUE.replace("Language: ur", "Language: xx").encode(), "catalogue-language"),
    (CATALOGUE.replace("(n != 1)", "(n > 1)").encode(), "catalogue-plural-rule"),
    (CATALOGUE.replace("nplurals=2; plural=(n != 1)", "nplurals=2; plural=(n/0)").encode(), "catalogue-broken"),
    (CATALOGUE.replace('msgid "Back"', 'msgid "Other"').split("#: consult/a.py\n#, p")[0].encode(),
     "catalogue-foreign"),
])
def test_a_file_that_is_none_of_ours_is_refused_whole(catalogue: Path, data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        catalogue_files.take_in(data=data)
    assert refused.value.code == code and catalogue.read_text(encoding="utf-8") == CATALOGUE


def test_a_dry_run_writes_nothing_and_a_file_that_is_too_big_is_refused(catalogue: Path) -> None:
    sent = catalogue_files.export(language="ur").decode().replace("واپس", "پیچھے")
    taken = catalogue_files.take_in(data=sent.encode(), is_dry_run=True)
    assert taken.counts["taken"] == 1 and not taken.is_written
    assert catalogue.read_text(encoding="utf-8") == CATALOGUE
    with pytest.raises(Refused, match="catalogue-large"):
        catalogue_files.take_in(data=b"#" * (catalogue_files.MAX_BYTES + 1))


@pytest.mark.parametrize("language", ["en", "fr", "../ur"])
def test_a_language_without_a_catalogue_cannot_be_taken_out(catalogue: Path, language: str) -> None:
    with pytest.raises(Refused, match="language-unknown"):
        catalogue_files.export(language=language)


def test_every_catalogue_of_this_site_comes_back_as_it_went_out(app: Flask) -> None:
    for path in sorted((ROOT / "translations").glob("*/LC_MESSAGES/messages.po")):
        language = {"zh_Hans": "zh-Hans"}.get(path.parts[-3], path.parts[-3])
        taken = catalogue_files.take_in(data=catalogue_files.export(language=language), is_dry_run=True)
        assert taken.language == language and told(taken) == {}


def take_in(text: str) -> Taken:
    return catalogue_files.take_in(data=text.encode())


def told(taken: Taken) -> dict[str, str]:
    return {outcome.key: outcome.outcome for outcome in taken.outcomes if outcome.outcome != "unchanged"}


@pytest.fixture
def catalogue(app: Flask, tmp_path: Path) -> Iterator[Path]:
    """The catalogue of an installation of its own, in a folder that the test may write."""
    folder = tmp_path / "translations"
    shutil.copytree(ROOT / "translations" / "ur", folder / "ur", ignore=shutil.ignore_patterns("*.po", "*.mo"))
    path = folder / "ur" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(exist_ok=True)
    path.write_text(CATALOGUE, encoding="utf-8")
    before = app.config["CONSULT_SETTINGS"]
    app.config["CONSULT_SETTINGS"] = databases.settings(before.database_url, tmp_path, translations_dir=folder)
    yield path
    app.config["CONSULT_SETTINGS"] = before
