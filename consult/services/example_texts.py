"""The example's texts in other languages: one file a language, put beside the English before anything is stored."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from consult.domain import consultation_texts as texts
from consult.domain.languages import LANGUAGES
from consult.domain.surveys import Survey
from consult.domain.text_units import with_texts

Texts = Mapping[str, Mapping[str, str]]


def tags(folder: Path) -> list[str]:
    """Return the languages that the example is in besides English, in the order of the site."""
    return [tag for tag in LANGUAGES if (folder / f"{tag}.yaml").is_file()]


def put_around(facts: dict[str, Any], found: Texts) -> dict[str, Any]:
    """Return the facts of the consultation with every language in its words, duties and steps, and its languages."""
    done = {**facts, "languages": ["en", *found]}
    for name in texts.FIELDS:
        done[name] = _with(facts[name], found, f"consultation/{name}", name)
    for noun, rows, names in (("duty", "duties", ("title", "text")), ("stage", "stages", ("title",))):
        done[rows] = [{**row, **{name: _with(row[name], found, f"{noun}/{number}/{name}", "title") for name in names}}
                      for number, row in enumerate(facts[rows], 1)]
    return done


def _with(english: Mapping[str, Any], found: Texts, key: str, name: str) -> dict[str, Any]:
    return {**english, **{tag: texts.as_stored(name, said[key]) for tag, said in found.items() if key in said}}


def in_every_language(survey: Survey, found: Texts) -> Survey:
    """Return the survey with the texts of every language put in, marked as drafted by a machine."""
    for tag, said in found.items():
        survey = with_texts(survey, tag, said)
    return replace(survey, languages=("en", *found), translations=dict.fromkeys(found, "machine-drafted"))


def headings(said: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return the plan's headings of one language as {node key: {field: words}}."""
    nodes: dict[str, dict[str, str]] = {}
    for key, words in said.items():
        if key.startswith("plan/"):
            _noun, node, name = key.split("/")
            nodes.setdefault(node, {})[name] = words
    return nodes
