"""Catalogues: every message translated in every language offered, with its placeholders, in its own letters."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from consult.config import ROOT
from consult.domain.languages import LANGUAGES

OTHERS = [language for language in LANGUAGES.values() if language.tag != "en"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%\{\w+\}")
KEYWORDS = ("-k", "_l", "-k", "N_", "-k", "NN_:1,2", "-k", "translate", "-k", "lazy_gettext")


@pytest.mark.parametrize("language", OTHERS, ids=lambda language: language.tag)
def test_every_message_is_translated(template: Catalog, language) -> None:
    catalogue = read(language.locale)
    missing = [message.id for message in template if message.id and not translated(catalogue, message.id)]
    assert missing == []


@pytest.mark.parametrize("language", OTHERS, ids=lambda language: language.tag)
def test_every_translation_keeps_the_placeholders(language) -> None:
    wrong = []
    for message in read(language.locale):
        if message.id and message.string:
            wanted = set(PLACEHOLDER.findall("".join(forms(message.id))))
            wrong += [message.id for form in forms(message.string) if set(PLACEHOLDER.findall(form)) != wanted]
    assert wrong == []


def translated(catalogue: Catalog, message_id: str | tuple[str, ...]) -> bool:
    found = catalogue.get(forms(message_id)[0])
    return found is not None and "fuzzy" not in found.flags and all(forms(found.string)) and (
        isinstance(found.id, tuple) is isinstance(message_id, tuple))


def forms(value: str | tuple[str, ...] | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def read(locale: str) -> Catalog:
    with open(ROOT / "translations" / locale / "LC_MESSAGES" / "messages.po", "rb") as file:
        return read_po(file, locale=locale)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    path: Path = tmp_path_factory.mktemp("catalogue") / "messages.pot"
    subprocess.run(
        [str(Path(sys.executable).parent / "pybabel"), "-q", "extract", "-F", "translations/babel.cfg", *KEYWORDS,
         "--no-wrap", "-o", str(path), "."], cwd=ROOT, check=True, capture_output=True)
    with open(path, "rb") as file:
        return read_po(file)
