"""Conditions as a form shows them: a few lines, all or any of which must hold; a deeper tree is no list of lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from consult.domain.answers import plain, postcode_district, read_number
from consult.domain.conditions import All, Answered, AnyOf, Compared, Condition, Counted, Leaf, Not, Rule
from consult.domain.errors import Refused
from consult.domain.surveys import (
    CHOICE_KINDS,
    MEDIA_KINDS,
    NOTE,
    STORES_ANSWERS,
    STORES_CHARACTERISTICS,
    Question,
    Survey,
    is_open_comment,
    options_of,
)

ALL, ANY = "all", "any"
_SIGNS = {"at-least": ">=", "more-than": ">", "at-most": "<=", "less-than": "<"}
_COUNTS = {"chose-at-least": ">=", "chose-more-than": ">", "chose-at-most": "<=", "chose-less-than": "<",
           "chose-exactly": "="}
# What can be said of an answer, in the order of the form.
TESTS = ("is", "is-not", "answered", "not-answered", *_SIGNS, "chose-at-least", "chose-at-most", "chose-exactly")
WITHOUT_VALUE = frozenset({"answered", "not-answered"})


@dataclass(frozen=True)
class Line:
    """One line of a condition: `values` are option codes, or one number, date or text as it was typed."""

    question: str
    test: str
    values: tuple[str, ...] = ()


def offered(survey: Survey, key: str) -> dict[str, Question]:
    """Return the questions that a condition on the question of that key may name: those on earlier pages, by key.

    What is kept apart decides only what is kept apart itself: exact answers would else count the people of a group.
    """
    found: dict[str, tuple[str, Question]] = {}
    for section in survey.sections:
        for page in section.pages:
            if any(question.key == key for question in page.questions):
                return {name: question for name, (stores, question) in found.items()
                        if section.stores == STORES_CHARACTERISTICS or stores == STORES_ANSWERS}
            found.update({question.key: (section.stores, question) for question in page.questions
                          if question.kind != NOTE and not is_open_comment(question)})
    return {}


def tests_for(question: Question) -> tuple[str, ...]:
    """Return what can be said of the answer to a question, by its kind."""
    if question.kind == "several-choices":
        return ("is", "is-not", "answered", "not-answered", "chose-at-least", "chose-at-most", "chose-exactly")
    if question.kind in CHOICE_KINDS:
        return ("is", "is-not", "answered", "not-answered")
    if question.kind in ("number", "date"):
        return ("is", "is-not", "answered", "not-answered", *_SIGNS)
    if question.kind in MEDIA_KINDS | {"ranking", "long-text", "plan-comment"}:
        return ("answered", "not-answered")
    return ("is", "is-not", "answered", "not-answered")


def lines_of(rule: Rule | None) -> tuple[str, tuple[Line, ...]] | None:
    """Return "all" or "any" with the lines, or None where the rule is more than lines can say."""
    if rule is None:
        return ALL, ()
    parts = rule.rules if isinstance(rule, All | AnyOf) else (rule,)
    lines = tuple(line for line in (_line(part) for part in parts) if line is not None)
    if len(lines) < len(parts):
        return None
    return (ANY if isinstance(rule, AnyOf) else ALL), lines


def _line(rule: Rule) -> Line | None:
    if isinstance(rule, Not):
        line = _line(rule.rule) if isinstance(rule.rule, Condition | Answered | Compared) else None
        turned = {"is": "is-not", "answered": "not-answered"}
        return Line(line.question, turned[line.test], line.values) if line and line.test in turned else None
    if isinstance(rule, All | AnyOf):
        return None
    return _of_leaf(rule)


def _of_leaf(leaf: Leaf) -> Line | None:
    if isinstance(leaf, Condition):
        return Line(leaf.question, "is", leaf.any_of)
    if isinstance(leaf, Answered):
        return Line(leaf.question, "answered")
    if isinstance(leaf, Counted):
        test = next((name for name, sign in _COUNTS.items() if sign == leaf.operator), "")
        return Line(leaf.question, test, (str(leaf.number),)) if test in TESTS else None
    test = next((name for name, sign in _SIGNS.items() if sign == leaf.operator), "is")
    return Line(leaf.question, test, (leaf.value,))


def rule_of(joined: str, lines: Sequence[Line], asked: Mapping[str, Question]) -> Rule | None:
    """Return the rule that lines say, None where there is no line. `asked` are the questions that may be named.

    Raises Refused("<number of the line, from 0>", code): condition-question-unknown, condition-test-unknown,
    condition-answer-missing, option-unknown, number-shape, number-whole, date-invalid, postcode-shape.
    """
    rules = tuple(_rule(str(number), line, asked) for number, line in enumerate(lines))
    if not rules:
        return None
    if len(rules) == 1:
        return rules[0]
    return AnyOf(rules) if joined == ANY else All(rules)


def _rule(number: str, line: Line, asked: Mapping[str, Question]) -> Rule:
    question = asked.get(line.question)
    if question is None:
        raise Refused(number, "condition-question-unknown")
    if line.test not in tests_for(question):
        raise Refused(number, "condition-test-unknown")
    if line.test in WITHOUT_VALUE:
        found: Rule = Answered(question.key)
        return Not(found) if line.test == "not-answered" else found
    given = tuple(value.strip() for value in line.values if value.strip())
    if not given:
        raise Refused(number, "condition-answer-missing")
    if line.test in _COUNTS:
        return Counted(question.key, _COUNTS[line.test], _count(number, given[0]))
    if line.test in _SIGNS:
        return Compared(question.key, _SIGNS[line.test], _value(number, question, given[0]))
    found = _is(number, question, given)
    return Not(found) if line.test == "is-not" else found


def _is(number: str, question: Question, given: tuple[str, ...]) -> Rule:
    if question.kind not in CHOICE_KINDS:
        return Compared(question.key, "=", _value(number, question, given[0]))
    codes = [option.code for option in options_of(question)]
    if not set(given) <= set(codes):
        raise Refused(number, "option-unknown")
    return Condition(question.key, tuple(code for code in codes if code in given))


def _count(number: str, typed: str) -> int:
    read = read_number(typed)
    if read is None or read != read.to_integral_value() or not 0 <= read <= 1000:
        raise Refused(number, "number-whole")
    return int(read)


def _value(number: str, question: Question, typed: str) -> str:
    """Return what was typed as answers of that kind are kept, so that the two can be compared."""
    if question.kind == "number":
        read = read_number(typed)
        if read is None:
            raise Refused(number, "number-shape")
        return plain(read)
    if question.kind == "postcode-district":
        district = postcode_district(typed)
        if district is None:
            raise Refused(number, "postcode-shape")
        return district
    return typed if question.kind != "date" else _date(number, typed)


def _date(number: str, typed: str) -> str:
    try:
        return date.fromisoformat(typed).isoformat()
    except ValueError:
        raise Refused(number, "date-invalid") from None
