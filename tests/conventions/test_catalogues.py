"""Catalogues: every message translated in every language offered, with its placeholders, in its own letters."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from consult.config import ROOT
from consult.domain.languages import FOLDER, LANGUAGES
from consult.web.locale import DOMAINS

# What Londoners read is whole in every language; what staff read in those languages that have a staff catalogue.
CATALOGUES = [(language, domain) for language in LANGUAGES.values() if language.tag != "en" for domain in DOMAINS
              if domain == "messages" or (FOLDER / language.locale / "LC_MESSAGES" / f"{domain}.po").is_file()]
CONFIGS = {"messages": "babel.cfg", "staff": "staff.cfg"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%\{\w+\}")
KEYWORDS = ("-k", "_l", "-k", "N_", "-k", "NN_:1,2", "-k", "translate", "-k", "lazy_gettext")


@pytest.mark.parametrize(("language", "domain"), CATALOGUES, ids=lambda given: getattr(given, "tag", given))
def test_every_message_is_translated(templates: dict[str, Catalog], language, domain: str) -> None:
    catalogue = read(language.locale, domain)
    missing = [message.id for message in templates[domain] if message.id and not translated(catalogue, message.id)]
    assert missing == []


@pytest.mark.parametrize(("language", "domain"), CATALOGUES, ids=lambda given: getattr(given, "tag", given))
def test_no_translation_breaks_a_placeholder_or_a_plural(language, domain: str) -> None:
    assert faults(read(language.locale, domain)) == []


def test_a_broken_placeholder_and_a_lost_plural_are_named() -> None:
    broken = Catalog(locale="ar")
    broken.add("Sent on %(day)s", "أُرسل في")
    broken.add(("%(num)s answer", "%(num)s answers"), ("%(num)s", "", "", "", "", ""))
    assert faults(broken) == ["Sent on %(day)s: placeholders", "%(num)s answer: plural forms"]


def faults(catalogue: Catalog) -> list[str]:
    """Return what is wrong with each translation: a lost placeholder, a form that is not there.

    A form for one number alone (zero, one, two) may say the number in words.
    """
    found = []
    for message in catalogue:
        said = forms(message.string)
        if not message.id or not any(said):
            continue
        name, wanted = forms(message.id)[0], set(PLACEHOLDER.findall(forms(message.id)[-1]))
        if len(said) > 1 and (not all(said) or len(said) != catalogue.num_plurals):
            found.append(f"{name}: plural forms")
        elif any(set(PLACEHOLDER.findall(form)) - wanted for form in said) or set(
                PLACEHOLDER.findall(said[-1])) != wanted:
            found.append(f"{name}: placeholders")
    return found


def translated(catalogue: Catalog, message_id: str | tuple[str, ...]) -> bool:
    found = catalogue.get(forms(message_id)[0])
    return found is not None and "fuzzy" not in found.flags and all(forms(found.string)) and (
        isinstance(found.id, tuple) is isinstance(message_id, tuple))


def forms(value: str | tuple[str, ...] | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def read(locale: str, domain: str) -> Catalog:
    with open(FOLDER / locale / "LC_MESSAGES" / f"{domain}.po", "rb") as file:
        return read_po(file, locale=locale)


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Catalog]:
    folder: Path = tmp_path_factory.mktemp("catalogue")
    found = {}
    for domain, config in CONFIGS.items():
        path = folder / f"{domain}.pot"
        subprocess.run(
            [str(Path(sys.executable).parent / "pybabel"), "-q", "extract", "-F", f"translations/{config}", *KEYWORDS,
             "--no-wrap", "-o", str(path), "."], cwd=ROOT, check=True, capture_output=True)
        with open(path, "rb") as file:
            found[domain] = read_po(file)
    return found
