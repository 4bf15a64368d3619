"""The shape of a question's form in the builder, by its kind, and the question that was typed; not its condition."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField

from consult.domain.answers import plain, read_number
from consult.domain.errors import Refused
from consult.domain.surveys import OWN_OPTION_KINDS, STORES_ANSWERS, TEXT_KINDS, Question
from consult.queries.plan_choices import Group
from consult.web.fields import DatePartsField, choices
from consult.web.staff.plain_forms import Plain, at_most, tidy
from consult.web.staff.survey_forms import ANY_NODE, NO_NODE, made, node_field, node_typed
from consult.web.staff.survey_forms_options import option_data, option_fields, options_typed, rows_posted
from consult.web.staff.survey_languages import word_data, word_fields, words_typed

MOST_GRAPHEMES, MOST_NUMBER = 20_000, 500
# The age routes begin at 13 and end at 18: nothing finer is known of a person.
AGES = (("", _l("Everyone")), ("16", _l("People aged 16 or over")), ("18", _l("People aged 18 or over")))
ERROR_KINDS = {"number", "date", "short-text"}


@dataclass(frozen=True)
class Asked:
    """What a question's form is about: the question as it stands, where it stands, and what can be chosen."""

    question: Question
    tags: Sequence[str]
    stores: str = STORES_ANSWERS
    groups: Sequence[Group] = ()
    # Statements of one page share their answers, which are changed at the page.
    has_shared_answers: bool = False
    is_new: bool = False

    @property
    def has_options(self) -> bool:
        """Whether the form holds the answers to choose from."""
        return self.question.kind in OWN_OPTION_KINDS and not self.has_shared_answers


def question_form(asked: Asked) -> Plain:
    """Return the form of a question, filled with what stands or with what was posted."""
    question, tags = asked.question, asked.tags
    fields = {**word_fields("text", _l("Words between questions") if question.kind == "note" else _l("Question"),
                            tags, is_long=True),
              **word_fields("hint", _l("Hint below the question"), tags, is_long=True),
              **_limit_fields(question), **_rule_fields(asked)}
    data = {**word_data("text", question.text, tags), **word_data("hint", question.hint, tags),
            **_limit_data(question), "key": question.key, "is_required": question.is_required,
            "min_age": str(question.min_age or ""), "plan_node": question.plan_node or ""}
    if question.kind in ERROR_KINDS:
        fields |= word_fields("error", _l("Words shown when a limit is broken"), tags)
        data |= word_data("error", question.error, tags)
    if asked.has_options:
        count = rows_posted(len(question.options))
        fields |= option_fields(question.kind, tags, count)
        data |= option_data(question, tags)
    form: Plain = made("QuestionForm", fields, data)
    return form


def _rule_fields(asked: Asked) -> dict[str, Any]:
    question = asked.question
    found: dict[str, Any] = {"key": StringField(
        _l("Key"), filters=[tidy], validators=[at_most(80)],
        description=_l("The name of the column in files of answers. Leave it empty and one is made from the words.")
        if asked.is_new else _l("The name of the column in files of answers."))}
    if question.kind == "note":
        return found
    if asked.stores == STORES_ANSWERS:
        found["is_required"] = BooleanField(_l("People must answer this to go on"))
        none = ANY_NODE if question.kind == "plan-comment" else NO_NODE
        found["plan_node"] = node_field(asked.groups, question.plan_node, none)
    ages = [*AGES]
    if question.min_age and str(question.min_age) not in dict(AGES):
        ages.append((str(question.min_age), _l("From the age of %(age)s", age=question.min_age)))
    found["min_age"] = SelectField(_l("Who is asked"), validate_choice=False, choices=choices(ages))
    return found


def _limit_fields(question: Question) -> dict[str, Any]:
    kind, found = question.kind, {}
    if kind in ("several-choices", "ranking"):
        found["min_choices"] = _short(_l("Fewest answers"))
        found["max_choices"] = _short(_l("Most answers"))
    if kind in TEXT_KINDS:
        found["max_length"] = _short(_l("Most characters"))
    if kind == "short-text":
        found["pattern"] = StringField(
            _l("Pattern"), filters=[tidy], validators=[at_most(200)],
            description=_l("Only where an answer must have one form: a regular expression that fits all of it."))
    if kind == "number":
        found["minimum"], found["maximum"] = _short(_l("Lowest number")), _short(_l("Highest number"))
        found["is_decimal"] = BooleanField(_l("Decimals are allowed, like 1.5"))
    if kind == "date":
        found["minimum"], found["maximum"] = DatePartsField(_l("Earliest date")), DatePartsField(_l("Latest date"))
    if kind in ("one-choice", "borough"):
        found["is_dropdown"] = BooleanField(_l("Show the answers as a list that opens. Use this for long lists only."))
    return found


def _short(label: Any) -> StringField:
    return StringField(label, filters=[tidy], validators=[at_most(30)], render_kw={"width": "5"})


def _limit_data(question: Question) -> dict[str, Any]:
    low, high = question.minimum, question.maximum
    found: dict[str, Any] = {
        "min_choices": str(question.min_choices or ""), "max_choices": str(question.max_choices or ""),
        "max_length": str(question.max_length or ""), "pattern": question.pattern or "",
        "is_decimal": question.is_decimal, "is_dropdown": question.is_dropdown, "minimum": low or "",
        "maximum": high or ""}
    if question.kind == "date":
        found["minimum"], found["maximum"] = _day(low), _day(high)
    return found


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


def question_typed(form: Plain, asked: Asked) -> Question:
    """Return the question as it was typed. Raises Refused on the field that is not right."""
    standing, tags = asked.question, asked.tags
    found = replace(
        standing, key=form["key"].data or ("" if asked.is_new else standing.key),
        text=words_typed(form, "text", tags, standing.text),
        hint=words_typed(form, "hint", tags, standing.hint) or None)
    if "error-" + tags[0] in form:
        found = replace(found, error=words_typed(form, "error", tags, standing.error) or None)
    found = replace(found, **_limits_typed(form, standing), **_rules_typed(form, standing))
    if asked.has_options:
        found = replace(found, options=options_typed(form, standing, tags))
    return found


def _rules_typed(form: Plain, standing: Question) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if "is_required" in form:
        found["is_required"] = bool(form["is_required"].data)
    if "plan_node" in form:
        found["plan_node"] = node_typed(form)
    if "min_age" in form:
        age = form["min_age"].data or ""
        if age not in {*dict(AGES), str(standing.min_age)}:
            raise Refused("min_age", "option-unknown")
        found["min_age"] = int(age) if age else None
    return found


def _limits_typed(form: Plain, standing: Question) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, most in (("min_choices", MOST_NUMBER), ("max_choices", MOST_NUMBER), ("max_length", MOST_GRAPHEMES)):
        if name in form:
            found[name] = _whole(name, form[name].data, most)
    for name in ("minimum", "maximum"):
        if name in form:
            found[name] = _bound(name, form[name].data)
    for name in ("is_decimal", "is_dropdown"):
        if name in form:
            found[name] = bool(form[name].data)
    if "pattern" in form:
        found["pattern"] = _pattern(form["pattern"].data)
    return found


def _whole(name: str, typed: str | None, most: int) -> int | None:
    if not typed:
        return None
    number = read_number(typed)
    if number is None or number != number.to_integral_value():
        raise Refused(name, "number-whole")
    if not 1 <= number <= most:
        raise Refused(name, "number-between", {"least": 1, "most": most})
    return int(number)


def _bound(name: str, typed: Any) -> str | None:
    if not typed:
        return None
    if isinstance(typed, date):
        return typed.isoformat()
    number = read_number(typed)
    if number is None:
        raise Refused(name, "number-shape")
    return plain(number)


def _pattern(typed: str | None) -> str | None:
    try:
        re.compile(typed or "")
    except re.error:
        raise Refused("pattern", "pattern-shape") from None
    return typed or None
