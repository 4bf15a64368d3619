"""Reads the file of ready-made equality questions (schema equality-questions/1); figures beside them are not read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import yaml

from consult.domain.conditions import Condition
from consult.domain.surveys import CHARACTERISTICS, SENSITIVE_MIN_AGE, SENSITIVE_QUESTIONS, Option, Question

VERSION = "1"
SCHEMA = f"equality-questions/{VERSION}"
# The file's own names where the product knows the characteristic by another.
KEYS = {"eq-disability-condition": "disability"}
# Younger people say their age at the start, which decides what they are asked at all.
YOUNGER = frozenset({"u16", "16-17"})
ADULT = 18


@dataclass(frozen=True)
class ReadyMade:
    """A question with fixed wording: where the wording comes from, what to mind, and whether that was verified."""

    question: Question
    version: str
    source: str
    is_verified: bool
    note: str

    @property
    def key(self) -> str:
        """The key under which a survey holds the question."""
        return self.question.key


def read_equality_questions(data: bytes, wordings: Iterable[Question] = ()) -> tuple[ReadyMade, ...]:
    """Return the questions of a UTF-8 file, in its order, for a section that stores characteristics.

    Words that `wordings` (questions of a survey) has for the same key, option codes and English come along, so that
    translations need not be made twice. Write-in boxes are left out: protected answers are never free text. Raises
    ValueError where the file is of another schema.
    """
    value = yaml.safe_load(data)
    if not isinstance(value, dict) or value.get("schema") != SCHEMA:
        raise ValueError(f"not a file of schema {SCHEMA}")
    known = {question.key: question for question in wordings}
    found = (_ready_made(row, known) for row in value["questions"])
    return tuple(ready for ready in found if ready.question.key in CHARACTERISTICS)


def _ready_made(row: Mapping[str, Any], known: Mapping[str, Question]) -> ReadyMade:
    key = KEYS.get(row["id"], row["id"].removeprefix("eq-"))
    is_borough = row.get("options_from") == "boroughs"
    question = Question(
        key=key, kind="borough" if is_borough else "several-choices" if row.get("multiple") else "one-choice",
        text={"en": row["text"]}, hint={"en": row["hint"]} if row.get("hint") else None,
        options=() if is_borough else _options(key, row["options"]), min_age=_min_age(key, row),
        show_if=_condition(row.get("show_if") or {}))
    source = row.get("source") or {}
    return ReadyMade(_translated(question, known.get(key)), VERSION, source.get("based_on", ""),
                     source.get("certainty") == "verified", row.get("note", ""))


def _options(key: str, rows: Iterable[Mapping[str, Any]]) -> tuple[Option, ...]:
    return tuple(Option(row["code"], {"en": row["label"]}, {"en": row["hint"]} if row.get("hint") else None)
                 for row in rows if not (key == "age" and row["code"] in YOUNGER))


def _min_age(key: str, row: Mapping[str, Any]) -> int | None:
    if key == "age":
        return ADULT
    least = row.get("min_age")
    return max(least or 0, SENSITIVE_MIN_AGE) if key in SENSITIVE_QUESTIONS else least


def _condition(rule: Mapping[str, Any]) -> Condition | None:
    for name, codes in rule.items():
        return Condition(KEYS.get(name, name.removeprefix("eq-")), tuple(codes))
    return None


def _translated(question: Question, known: Question | None) -> Question:
    """Return the question with the words of other languages that a survey has for the same English."""
    if known is None:
        return question
    labels = {option.code: option for option in known.options}

    def option_in(option: Option) -> Option:
        other = labels.get(option.code)
        return option if other is None else replace(
            option, label=_with(option.label, other.label), hint=_with(option.hint, other.hint))

    return replace(question, text=_with(question.text, known.text) or {}, hint=_with(question.hint, known.hint),
                   options=tuple(option_in(option) for option in question.options))


def _with(text: Any, other: Any) -> Any:
    return {**other, **text} if text and other and other.get("en") == text.get("en") else text
