"""The shape of the form that says when a question shows: lines of question, test and answer, without JavaScript."""

import re
from collections.abc import Mapping
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, SelectMultipleField, StringField

from consult.domain.condition_lines import ALL, ANY, TESTS, WITHOUT_VALUE, Line, lines_of
from consult.domain.conditions import Rule
from consult.domain.surveys import CHOICE_KINDS, Question, Survey, options_of
from consult.web.fields import choices
from consult.web.pages import words
from consult.web.staff.plain_forms import Plain, at_most, tidy
from consult.web.staff.survey_forms import made

MOST_LINES = 10
LINE_FIELD = re.compile(r"line-([0-9]{1,2})-question")
TEST_WORDS = {
    "is": _l("is"), "is-not": _l("is not"), "answered": _l("is answered"), "not-answered": _l("is not answered"),
    "at-least": _l("is at least"), "more-than": _l("is more than"), "at-most": _l("is at most"),
    "less-than": _l("is less than"), "chose-at-least": _l("has at least so many answers chosen"),
    "chose-at-most": _l("has at most so many answers chosen"),
    "chose-exactly": _l("has exactly so many answers chosen"),
}


def is_adding() -> bool:
    """Say whether the button was the one for another line, or for the answers of the questions chosen."""
    return request.form.get("do") == "lines"


def condition_form(survey: Survey, rule: Rule | None, offered: Mapping[str, Question]) -> Plain:
    """Return the form, filled with the rule's lines or with what was posted; a tree leaves the lines empty."""
    joined, lines = lines_of(rule) or (ALL, ())
    is_tree = rule is not None and not lines
    fields: dict[str, Any] = {"when": _when(is_tree)}
    data: dict[str, Any] = {"when": "as-it-is" if is_tree else joined if lines else "always"}
    for number in range(_count(len(lines))):
        line = lines[number] if number < len(lines) else Line("", "is")
        key = request.form.get(f"line-{number}-question", "") if request.method == "POST" else line.question
        fields |= _line_fields(number, offered, offered.get(key))
        data |= {f"line-{number}-question": line.question, f"line-{number}-test": line.test,
                 f"line-{number}-values": list(line.values),
                 f"line-{number}-value": "".join(line.values[:1])}
    form: Plain = made("ConditionForm", fields, data)
    return form


def _when(is_tree: bool) -> RadioField:
    rows = [("always", _l("Always")), (ALL, _l("If all of these are true")), (ANY, _l("If any of these is true"))]
    if is_tree:
        rows.insert(0, ("as-it-is", _l("As it is now (this form cannot show it as lines)")))
    return RadioField(_l("Show this question"), validate_choice=False, choices=choices(rows))


def _count(standing: int) -> int:
    if request.method != "POST":
        return min(standing + 1, MOST_LINES)
    numbers = [int(found.group(1)) for name in request.form if (found := LINE_FIELD.fullmatch(name))]
    filled = [number for number in numbers if request.form.get(f"line-{number}-question")]
    more = max(filled, default=-1) + 2 if is_adding() else 0
    return min(max(max(numbers, default=0) + 1, more), MOST_LINES)


def _line_fields(number: int, offered: Mapping[str, Question], chosen: Question | None) -> dict[str, Any]:
    at = f"line-{number}"
    found: dict[str, Any] = {
        f"{at}-question": SelectField(_l("Earlier question"), validate_choice=False, choices=choices([
            ("", _l("Choose a question")), *((key, words(asked.text)) for key, asked in offered.items())])),
        f"{at}-test": SelectField(_l("Its answer"), validate_choice=False,
                                  choices=choices((test, TEST_WORDS[test]) for test in TESTS))}
    if chosen is not None and chosen.kind in CHOICE_KINDS:
        found[f"{at}-values"] = SelectMultipleField(
            _l("Any of these answers"), validate_choice=False,
            choices=choices((option.code, words(option.label)) for option in options_of(chosen)))
    if chosen is None or chosen.kind not in CHOICE_KINDS or chosen.kind == "several-choices":
        found[f"{at}-value"] = StringField(
            _l("Number, date or words"), filters=[tidy], validators=[at_most(200)],
            description=_l("A date as year, month and day, like 2026-03-27"))
    return found


def lines_typed(form: Plain) -> tuple[list[int], list[Line]]:
    """Return the lines in which a question was chosen, with their numbers in the form."""
    numbers, lines, number = list[int](), list[Line](), 0
    while f"line-{number}-question" in form:
        key, test = form[f"line-{number}-question"].data, form[f"line-{number}-test"].data or ""
        if key:
            numbers.append(number)
            lines.append(Line(key, test, () if test in WITHOUT_VALUE else _values(form, number, test)))
        number += 1
    return numbers, lines


def _values(form: Plain, number: int, test: str) -> tuple[str, ...]:
    several, one = f"line-{number}-values", f"line-{number}-value"
    if several in form and not test.startswith("chose-"):
        return tuple(form[several].data or ())
    return (form[one].data or "",) if one in form else ()
