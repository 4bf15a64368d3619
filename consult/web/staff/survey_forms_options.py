"""The answers to choose from as rows of a form that grows without JavaScript: what stands, then some empty ones."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField

from consult.domain.answers import read_number
from consult.domain.errors import Refused
from consult.domain.survey_editing import free_key
from consult.domain.survey_problems import MAX_CODE, MAX_OPTIONS
from consult.domain.surveys import Option, Question, Text
from consult.web.staff.plain_forms import Plain, at_most, tidy
from consult.web.staff.survey_languages import word_data, word_fields, words_typed

EMPTY_ROWS = 3
ROW_FIELD = re.compile(r"option-([0-9]{1,3})-.+")


def rows_posted(standing: int) -> int:
    """Return how many rows the form has: those posted, else those that stand and some empty ones."""
    if request.method != "POST":
        return min(standing + EMPTY_ROWS, MAX_OPTIONS + EMPTY_ROWS)
    numbers = [int(found.group(1)) for name in request.form if (found := ROW_FIELD.fullmatch(name))]
    return min(max(numbers, default=-1) + 1, MAX_OPTIONS + EMPTY_ROWS)


def option_fields(kind: str, tags: Sequence[str], count: int) -> dict[str, Any]:
    """Return the fields of all rows, named `option-<number>-<part>`."""
    found: dict[str, Any] = {}
    for number in range(count):
        at = f"option-{number}"
        found |= word_fields(f"{at}-label", _l("Words"), tags)
        found |= word_fields(f"{at}-hint", _l("Hint"), tags)
        found[f"{at}-code"] = StringField(_l("Code"), filters=[tidy], validators=[at_most(MAX_CODE)])
        found[f"{at}-place"] = StringField(_l("Place"), filters=[tidy], validators=[at_most(5)])
        if kind == "several-choices":
            found[f"{at}-alone"] = BooleanField(_l("Stands alone, like “none of these”"))
        if kind != "ranking":
            found |= word_fields(f"{at}-asks", _l("Also ask"), tags)
    return found


def option_data(question: Question, tags: Sequence[str]) -> dict[str, Any]:
    """Return the options of a question by the names of their fields."""
    found: dict[str, Any] = {}
    for number, option in enumerate(question.options):
        at = f"option-{number}"
        found |= word_data(f"{at}-label", option.label, tags) | word_data(f"{at}-hint", option.hint, tags)
        found |= {f"{at}-code": option.code, f"{at}-place": str(number + 1), f"{at}-alone": option.is_exclusive}
        if option.asks is not None:
            found |= word_data(f"{at}-asks", option.asks.text, tags)
    return found


def options_typed(form: Plain, standing: Question, tags: Sequence[str]) -> tuple[Option, ...]:
    """Return the options in the order of their places; a row without words is left out.

    Raises Refused on the code of a row that another has, or on a place that is no number.
    """
    kept = {option.code: option for option in standing.options}
    rows: list[tuple[float, int, Option]] = []
    taken: set[str] = set()
    number = 0
    while f"option-{number}-code" in form:
        option = _option(form, number, tags, kept, taken)
        if option is not None:
            rows.append((_place(form, number), number, option))
            taken.add(option.code)
        number += 1
    return tuple(option for _place, _number, option in sorted(rows, key=lambda row: row[:2]))


def _option(form: Plain, number: int, tags: Sequence[str], kept: dict[str, Option], taken: set[str]) -> Option | None:
    at, code = f"option-{number}", form[f"option-{number}-code"].data or ""
    before = kept.get(code)
    label = words_typed(form, f"{at}-label", tags, before.label if before else None)
    if not any(form[f"{at}-label-{tag}"].data for tag in tags):
        return None
    if code in taken:
        raise Refused(f"{at}-code", "option-code-taken", {"name": code})
    if any(character.isspace() or not character.isprintable() for character in code):
        raise Refused(f"{at}-code", "option-code-shape")
    code = code or free_key(label.get("en") or next(iter(label.values())), {*taken, *kept}, "answer")
    hint = words_typed(form, f"{at}-hint", tags, before.hint if before else None) or None
    alone = form[f"{at}-alone"].data if f"{at}-alone" in form else before is not None and before.is_exclusive
    return Option(code, label, hint, bool(alone), _asks(form, at, tags, before))


def _asks(form: Plain, at: str, tags: Sequence[str], before: Option | None) -> Question | None:
    """Return the text question beside an option; without words there is none. Its key is made where it is new."""
    standing = before.asks if before else None
    if f"{at}-asks-{tags[0]}" not in form or not any(form[f"{at}-asks-{tag}"].data for tag in tags):
        return None
    words: Text = words_typed(form, f"{at}-asks", tags, standing.text if standing else None)
    return replace(standing, text=words) if standing else Question("", "short-text", words)


def _place(form: Plain, number: int) -> float:
    """Return where a row wants to stand; one that says nothing stays where it is."""
    typed = form[f"option-{number}-place"].data
    if not typed:
        return float(number + 1)
    read = read_number(typed)
    if read is None:
        raise Refused(f"option-{number}-place", "number-shape")
    # A row that moves up goes before the one whose place it takes.
    place = float(read)
    return place - 0.5 if place < number + 1 else place + 0.5 if place > number + 1 else place
