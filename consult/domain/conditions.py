"""When a question shows: a small tree over earlier answers, evaluated without any text being run as code."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

Answers = Mapping[str, Sequence[str]]

OPERATORS = ("=", "<", "<=", ">", ">=")
# A tree that people can still read; it also keeps the walk from ever running out of stack.
MAX_DEPTH = 12


@dataclass(frozen=True)
class Condition:
    """Holds where the answer to `question` contains one of the codes in `any_of`."""

    question: str
    any_of: tuple[str, ...]


@dataclass(frozen=True)
class Answered:
    """Holds where `question` has an answer."""

    question: str


@dataclass(frozen=True)
class Compared:
    """Holds where the answer to `question` stands to `value` as `operator` says; never where there is no answer.

    Numbers compare as numbers, dates (ISO) as dates, anything else only with `=`.
    """

    question: str
    operator: str
    value: str


@dataclass(frozen=True)
class Counted:
    """Holds where the number of options chosen in `question` stands to `number` as `operator` says."""

    question: str
    operator: str
    number: int


@dataclass(frozen=True)
class All:
    """Holds where every one of `rules` does."""

    rules: tuple["Rule", ...]


@dataclass(frozen=True)
class AnyOf:
    """Holds where at least one of `rules` does."""

    rules: tuple["Rule", ...]


@dataclass(frozen=True)
class Not:
    """Holds where `rule` does not."""

    rule: "Rule"


Leaf = Condition | Answered | Compared | Counted
Rule = Leaf | All | AnyOf | Not

_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
}


def holds(rule: Rule, answers: Answers) -> bool:
    """Say whether the rule holds for these answers; a question without an answer chose nothing."""
    if isinstance(rule, All):
        return all(holds(part, answers) for part in rule.rules)
    if isinstance(rule, AnyOf):
        return any(holds(part, answers) for part in rule.rules)
    if isinstance(rule, Not):
        return not holds(rule.rule, answers)
    given = answers.get(rule.question, ())
    if isinstance(rule, Condition):
        return bool(set(given) & set(rule.any_of))
    if isinstance(rule, Answered):
        return bool(given)
    if isinstance(rule, Counted):
        return _COMPARE[rule.operator](len(given), rule.number)
    return bool(given) and _compare(given[0], rule.operator, rule.value)


def _compare(given: str, operator: str, value: str) -> bool:
    left, right = _number(given), _number(value)
    if left is not None and right is not None:
        return _COMPARE[operator](left, right)
    if operator == "=" or (_is_date(given) and _is_date(value)):
        return _COMPARE[operator](given, value)
    return False


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _is_date(text: str) -> bool:
    return len(text) == 10 and text[4] == text[7] == "-"


def leaves(rule: Rule) -> Iterator[Leaf]:
    """Give every part of the rule that looks at one question."""
    if isinstance(rule, Not):
        yield from leaves(rule.rule)
    elif isinstance(rule, All | AnyOf):
        for part in rule.rules:
            yield from leaves(part)
    else:
        yield rule


def questions_in(rule: Rule) -> frozenset[str]:
    """Return the keys of the questions that the rule looks at."""
    return frozenset(leaf.question for leaf in leaves(rule))


def both(first: Rule | None, second: Rule | None) -> Rule | None:
    """Return the rule that holds where both do; None stands for "always"."""
    if first is None or second is None:
        return first or second
    parts = (*(first.rules if isinstance(first, All) else (first,)),
             *(second.rules if isinstance(second, All) else (second,)))
    return All(parts)


def to_value(rule: Rule) -> dict[str, Any]:
    """Return the rule as plain values, ready for JSON."""
    if isinstance(rule, All | AnyOf):
        return {"all" if isinstance(rule, All) else "any": [to_value(part) for part in rule.rules]}
    if isinstance(rule, Not):
        return {"not": to_value(rule.rule)}
    if isinstance(rule, Condition):
        return {"question": rule.question, "any_of": list(rule.any_of)}
    if isinstance(rule, Answered):
        return {"question": rule.question, "is": "answered"}
    if isinstance(rule, Counted):
        return {"question": rule.question, "count": rule.operator, "number": rule.number}
    return {"question": rule.question, "compare": rule.operator, "value": rule.value}


def from_value(value: Mapping[str, Any], depth: int = 0) -> Rule:
    """Return the rule that `to_value` wrote. Raises ValueError where it is none, or deeper than MAX_DEPTH."""
    if depth > MAX_DEPTH:
        raise ValueError("a condition is too deep")
    for name, kind in (("all", All), ("any", AnyOf)):
        if name in value:
            return kind(tuple(from_value(part, depth + 1) for part in value[name]))
    if "not" in value:
        return Not(from_value(value["not"], depth + 1))
    return _leaf(value)


def _leaf(value: Mapping[str, Any]) -> Leaf:
    question = str(value.get("question") or "")
    if "any_of" in value:
        return Condition(question, tuple(value["any_of"]))
    if value.get("is") == "answered":
        return Answered(question)
    if value.get("count") in OPERATORS:
        return Counted(question, value["count"], int(value["number"]))
    if value.get("compare") in OPERATORS:
        return Compared(question, value["compare"], str(value["value"]))
    raise ValueError("no condition of a known form")
