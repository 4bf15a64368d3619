"""Languages by BCP 47 tag, one folder each under translations/: own name, direction, locale, option labels, terms.

A new language is a folder with a language.toml and a catalogue, and no line of code.
"""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

FOLDER = Path(__file__).resolve().parents[2] / "translations"


@dataclass(frozen=True)
class Language:
    """A language that the interface can be shown in.

    `locale` is Babel's name for it, `script` the ISO 15924 code that its letters are of, `braille` the table of
    liblouis that writes it in braille. `options` are the labels of the lists that questions bring with them, as
    {list: {code: label}}; `terms` the words of the field, as {English: the language's}.
    """

    tag: str
    name: str
    direction: str
    locale: str
    english_name: str = ""
    script: str = "Latn"
    braille: str = ""
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict, compare=False, repr=False)
    terms: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def is_latin(self) -> bool:
        """Whether it is written in the letters of English."""
        return self.script == "Latn"


def read_folder(folder: Path) -> Language:
    """Return the language that a folder holds. Raises OSError, KeyError or ValueError where its files are not right."""
    facts: dict[str, Any] = tomllib.loads((folder / "language.toml").read_text(encoding="utf-8"))
    if facts["direction"] not in ("ltr", "rtl"):
        raise ValueError(f"{folder.name}/language.toml: direction is ltr or rtl")
    return Language(
        tag=facts["tag"], name=facts["name"], direction=facts["direction"], locale=facts["locale"],
        english_name=facts["english_name"], script=facts["script"], braille=facts.get("braille", ""),
        options=_json(folder / "options.json"), terms=_json(folder / "terms.json"),
    )


def _json(path: Path) -> Mapping[str, Any]:
    return MappingProxyType(json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {})


def read_all(folder: Path) -> dict[str, Language]:
    """Return the languages that have a folder here by tag, English first, then by their English names."""
    found = [read_folder(path.parent) for path in sorted(folder.glob("*/language.toml"))]
    found.sort(key=lambda language: (language.tag != "en", language.english_name))
    return {language.tag: language for language in found}


# English is served as it is written here (en_GB): plain `en` would print American dates.
LANGUAGES = read_all(FOLDER)
RIGHT_TO_LEFT = frozenset({"ar", "ur", "fa", "he", "ps", "sd", "ckb", "yi"})


def direction(tag: str) -> str:
    """Return `rtl` or `ltr` for any BCP 47 tag, offered or not."""
    first, *rest = tag.lower().split("-")
    return "rtl" if first in RIGHT_TO_LEFT and "latn" not in rest else "ltr"


def is_latin(tag: str) -> bool:
    """Say whether a language (BCP 47) is written in Latin letters; one that has no folder here is taken to be."""
    language = LANGUAGES.get(tag)
    return language.is_latin if language is not None else direction(tag) == "ltr"


def best_match(accepted: Sequence[str], offered: Sequence[str]) -> str:
    """Return the first offered tag that a reader accepts: the whole tag, then its first part either way; else English.

    `zh-CN` finds `zh-Hans`, `pa-IN` finds `pa`; traditional Chinese (zh-TW, zh-Hant) does not find simplified.
    """
    by_lower = {tag.lower(): tag for tag in offered}
    for tag in (accept.lower() for accept in accepted):
        if tag in by_lower:
            return by_lower[tag]
        first = tag.split("-")[0]
        if first in by_lower:
            return by_lower[first]
        if "hans" in tag or tag in ("zh", "zh-cn", "zh-sg"):
            simplified = next((by_lower[at] for at in by_lower if at.startswith(f"{first}-hans")), None)
            if simplified is not None:
                return simplified
    return "en"
