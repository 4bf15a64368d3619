"""A survey as canonical JSON and back, to keep a version and to tell two apart; it judges nothing.

What a survey may say since later versions of the product stands in the JSON only where a survey says it, so that a
survey without it keeps the form, and the fingerprint, that it always had.
"""

import json
from collections.abc import Mapping
from typing import Any

from consult.domain.conditions import from_value, to_value
from consult.domain.surveys import Option, Page, Question, Section, Survey, Text

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
        "pages": [_page(page) for page in section.pages],
    }


def _page(page: Page) -> dict[str, object]:
    return {"key": page.key, "title": _words(page.title), "questions": [_question(q) for q in page.questions],
            **_said(intro=_words(page.intro))}


def _said(**values: object) -> dict[str, object]:
    """Return only what says something: neither None nor False."""
    return {name: value for name, value in values.items() if value is not None and value is not False}


def _question(question: Question) -> dict[str, object]:
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
        "show_if": None if question.show_if is None else to_value(question.show_if),
        **_said(min_choices=question.min_choices, minimum=question.minimum, maximum=question.maximum,
                is_decimal=question.is_decimal, is_dropdown=question.is_dropdown, pattern=question.pattern,
                error=_words(question.error)),
    }


def _option(option: Option) -> dict[str, object]:
    return {
        "code": option.code,
        "label": dict(option.label),
        "hint": _words(option.hint),
        "is_exclusive": option.is_exclusive,
        **_said(asks=None if option.asks is None else _question(option.asks)),
    }


def _words(text: Text | None) -> dict[str, str] | None:
    return None if text is None else dict(text)


def _read_section(value: Mapping[str, Any]) -> Section:
    pages = tuple(_read_page(page) for page in value["pages"])
    return Section(**{**value, "pages": pages})


def _read_page(value: Mapping[str, Any]) -> Page:
    return Page(**{**value, "questions": tuple(_read_question(question) for question in value["questions"])})


def _read_question(value: Mapping[str, Any]) -> Question:
    rule = value["show_if"]
    read = {
        "options": tuple(_read_option(option) for option in value["options"]),
        "show_if": None if rule is None else from_value(rule),
    }
    return Question(**{**value, **read})


def _read_option(value: Mapping[str, Any]) -> Option:
    asks = value.get("asks")
    return Option(**{**value, "asks": None if asks is None else _read_question(asks)})
