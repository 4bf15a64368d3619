"""A survey as canonical JSON and back, to keep a version and to tell two apart; it judges nothing."""

import json
from collections.abc import Mapping
from typing import Any

from consult.domain.surveys import Condition, Option, Page, Question, Section, Survey, Text

SCHEMA = "consult-survey-version/1"


def to_json(survey: Survey) -> str:
    """Return the survey as JSON: one form for one survey (sorted names, no spaces, letters as they are)."""
    value = {
        "schema": SCHEMA,
        "key": survey.key,
        "title": dict(survey.title),
        "languages": list(survey.languages),
        "translations": dict(survey.translations),
        "sections": [_section(section) for section in survey.sections],
    }
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> Survey:
    """Return the survey that `to_json` wrote. Raises ValueError where the text is not of this schema."""
    value = json.loads(text)
    if not isinstance(value, dict) or value.get("schema") != SCHEMA:
        raise ValueError(f"not a survey of schema {SCHEMA}")
    return Survey(
        key=value["key"],
        title=value["title"],
        languages=tuple(value["languages"]),
        sections=tuple(_read_section(section) for section in value["sections"]),
        translations=value["translations"],
    )


def _section(section: Section) -> dict[str, object]:
    return {
        "key": section.key,
        "title": dict(section.title),
        "intro": _words(section.intro),
        "plan_node": section.plan_node,
        "is_for_13_to_15": section.is_for_13_to_15,
        "stores": section.stores,
        "pages": [
            {"key": page.key, "title": _words(page.title), "questions": [_question(q) for q in page.questions]}
            for page in section.pages
        ],
    }


def _question(question: Question) -> dict[str, object]:
    rule = question.show_if
    return {
        "key": question.key,
        "kind": question.kind,
        "text": dict(question.text),
        "hint": _words(question.hint),
        "options": [_option(option) for option in question.options],
        "is_required": question.is_required,
        "plan_node": question.plan_node,
        "min_age": question.min_age,
        "max_choices": question.max_choices,
        "max_length": question.max_length,
        "show_if": None if rule is None else {"question": rule.question, "any_of": list(rule.any_of)},
    }


def _option(option: Option) -> dict[str, object]:
    return {
        "code": option.code,
        "label": dict(option.label),
        "hint": _words(option.hint),
        "is_exclusive": option.is_exclusive,
    }


def _words(text: Text | None) -> dict[str, str] | None:
    return None if text is None else dict(text)


def _read_section(value: Mapping[str, Any]) -> Section:
    pages = (
        Page(page["key"], page["title"], tuple(_read_question(question) for question in page["questions"]))
        for page in value["pages"]
    )
    return Section(**{**value, "pages": tuple(pages)})


def _read_question(value: Mapping[str, Any]) -> Question:
    rule = value["show_if"]
    read = {
        "options": tuple(Option(**option) for option in value["options"]),
        "show_if": None if rule is None else Condition(rule["question"], tuple(rule["any_of"])),
    }
    return Question(**{**value, **read})
