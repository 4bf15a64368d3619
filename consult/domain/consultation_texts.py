"""The texts around a survey one by one: a consultation's own words, its duties and steps, the headings of its plan."""

from collections.abc import Iterable, Mapping
from typing import Any

from consult.domain.text_units import SOURCE_LANGUAGE, Unit

# One text each; every other field is a list of paragraphs.
ONE_TEXT = ("title", "summary")
FIELDS = ("title", "summary", "what_can_change", "what_cannot_change", "before_free_text", "privacy_notice",
          "privacy_for_children", "under_13")
# Safety and what is agreed to: these can never be shown stale.
BINDING = frozenset({"before_free_text", "privacy_notice", "privacy_for_children", "under_13"})
# Commitments stay in English and are marked so: they are the promise itself.
STAYS_ENGLISH = "commitment"
NODE_FIELDS = ("title", "short_title", "short_text")


def units_of_words(words: Mapping[str, Any]) -> list[Unit]:
    """Return the texts of a consultation from its fields {name: {language: text or paragraphs}}, in a fixed order."""
    found = []
    for name in FIELDS:
        english = as_text((words.get(name) or {}).get(SOURCE_LANGUAGE))
        if english:
            found.append(Unit(f"consultation/{name}", f"consultation/{name}", english, name in BINDING))
    return found


def units_of_rows(noun: str, rows: Iterable[Mapping[str, Any]]) -> list[Unit]:
    """Return the texts of duties or steps (`noun`), each row {field: {language: text}}, counted from 1."""
    return [Unit(f"{noun}/{number}/{name}", f"{noun}/{number}", text[SOURCE_LANGUAGE])
            for number, row in enumerate(rows, 1) for name, text in row.items() if text.get(SOURCE_LANGUAGE)]


def units_of_nodes(nodes: Iterable[tuple[str, str, Mapping[str, str | None]]]) -> list[Unit]:
    """Return the headings of a plan from (key, kind, {field: English}); commitments have none."""
    return [Unit(f"plan/{key}/{name}", f"plan/{key}", english)
            for key, kind, words in nodes if kind != STAYS_ENGLISH and words.get("title")
            for name in NODE_FIELDS if (english := words.get(name))]


def as_text(value: Any) -> str:
    """Return paragraphs as one text with an empty line between them; a text stays as it is."""
    if isinstance(value, (list, tuple)):
        return "\n\n".join(str(paragraph) for paragraph in value)
    return str(value or "")


def as_stored(name: str, text: str) -> Any:
    """Return a text as the field of that name keeps it: one text, or a list of paragraphs."""
    return text if name in ONE_TEXT else [part.strip() for part in text.split("\n\n") if part.strip()]
