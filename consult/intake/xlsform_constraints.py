"""Reads XLSForm's `constraint` into the limits of a question, clause by clause; what is no limit here is told."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

import regex

from consult.domain.surveys import TEXT_KINDS
from consult.intake.xlsform_expressions import Call, Literal, Node, Operation, Self, Unreadable, parse

LONGEST_PATTERN = 500
MOST_GRAPHEMES = 20_000
_FLIPPED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_CHOSEN_TOGETHER = (("count-selected", ">", "1"), ("count-selected", ">=", "2"))
_CHOSEN_ALONE = (("count-selected", "=", "1"), ("count-selected", "<=", "1"), ("count-selected", "<", "2"))


@dataclass
class Limits:
    """What an answer must keep to; `exclusive` are codes that stand alone, `lost` what could not be read."""

    minimum: str | None = None
    maximum: str | None = None
    min_choices: int | None = None
    max_choices: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    exclusive: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def read_limits(words: str, kind: str, *, is_decimal: bool) -> Limits:
    """Return the limits that a constraint sets for a question of that kind; nothing is raised."""
    limits = Limits()
    try:
        clauses = list(_clauses(parse(words)))
    except Unreadable as unreadable:
        limits.lost.append(unreadable.name)
        return limits
    for clause in clauses:
        if not _is_taken(clause, limits, kind, is_decimal):
            limits.lost.append(_said(clause))
    return limits


def _clauses(node: Node) -> Iterator[Node]:
    if isinstance(node, Operation) and node.sign == "and":
        yield from _clauses(node.left)
        yield from _clauses(node.right)
    else:
        yield node


def _is_taken(clause: Node, limits: Limits, kind: str, is_decimal: bool) -> bool:
    if isinstance(clause, Call) and clause.name == "regex":
        return _pattern(clause, limits, kind)
    if kind in ("several-choices", "ranking") and (code := _alone(clause)) is not None:
        limits.exclusive.append(code)
        return kind == "several-choices"
    if isinstance(clause, Operation) and clause.sign == "or":
        return _least_or_alone(clause, limits)
    found = _comparison(clause)
    if found is None:
        return False
    what, sign, value = found
    if what == "count-selected":
        return kind == "several-choices" and _counted(limits, sign, value)
    if what == "string-length":
        return kind in TEXT_KINDS and _length(limits, sign, value)
    return _range(limits, sign, value, kind, is_decimal)


def _pattern(call: Call, limits: Limits, kind: str) -> bool:
    if kind not in TEXT_KINDS or len(call.given) != 2 or limits.pattern is not None:
        return False
    asked, pattern = call.given
    if not isinstance(asked, Self) or not isinstance(pattern, Literal) or len(pattern.value) > LONGEST_PATTERN:
        return False
    try:
        regex.compile(pattern.value)
    except (regex.error, RecursionError):
        return False
    limits.pattern = pattern.value
    return True


def _comparison(node: Node) -> tuple[str, str, str] | None:
    """Return (function or ".", sign, value) for a comparison of this answer with a value; None for anything else."""
    if not isinstance(node, Operation) or node.sign not in _FLIPPED:
        return None
    left, sign, right = node.left, node.sign, node.right
    if isinstance(left, Literal):
        left, sign, right = right, _FLIPPED[sign], left
    if isinstance(right, Call) and right.name == "date" and len(right.given) == 1:
        right = right.given[0]
    if not isinstance(right, Literal):
        return None
    if isinstance(left, Self):
        return ".", sign, right.value
    if isinstance(left, Call) and left.name in ("count-selected", "string-length") and left.given == (Self(),):
        return left.name, sign, right.value
    return None


def _selected(node: Node) -> str | None:
    if (isinstance(node, Call) and node.name == "selected" and len(node.given) == 2
            and isinstance(node.given[0], Self) and isinstance(node.given[1], Literal)):
        return node.given[1].value
    return None


def _alone(node: Node) -> str | None:
    """Return the code that a clause lets nobody choose beside another, in the ways that forms write it."""
    if isinstance(node, Call) and node.name == "not" and len(node.given) == 1:
        return _pair(node.given[0], "and", _CHOSEN_TOGETHER, is_denied=False)
    if isinstance(node, Call) and node.name == "if" and len(node.given) == 3 and node.given[2] == Call("true", ()):
        return _selected(node.given[0]) if _comparison(node.given[1]) in _CHOSEN_ALONE else None
    return _pair(node, "or", _CHOSEN_ALONE, is_denied=True)


def _pair(node: Node, sign: str, counts: tuple[tuple[str, str, str], ...], *, is_denied: bool) -> str | None:
    if not isinstance(node, Operation) or node.sign != sign:
        return None
    for count, chosen in ((node.left, node.right), (node.right, node.left)):
        if _comparison(count) not in counts:
            continue
        if is_denied:
            is_not = isinstance(chosen, Call) and chosen.name == "not" and len(chosen.given) == 1
            return _selected(chosen.given[0]) if is_not and isinstance(chosen, Call) else None
        return _selected(chosen)
    return None


def _least_or_alone(node: Operation, limits: Limits) -> bool:
    """`count-selected(.) >= 2 or selected(., 'none')`: a least number that does not bind who chose "none"."""
    parts = [node.left, node.right]
    while isinstance(parts[0], Operation) and parts[0].sign == "or":
        parts[:1] = [parts[0].left, parts[0].right]
    found = _comparison(parts[0])
    alone = [_selected(part) for part in parts[1:]]
    if found is None or found[0] != "count-selected" or found[1] not in (">", ">=") or None in alone:
        return False
    return _counted(limits, found[1], found[2])


def _counted(limits: Limits, sign: str, value: str) -> bool:
    if not value.isdecimal() or len(value) > 6 or sign == "!=":
        return False
    number = int(value) + {">": 1, "<": -1}.get(sign, 0)
    if sign in (">", ">=", "="):
        limits.min_choices = number or None
    if sign in ("<", "<=", "="):
        limits.max_choices = number
    return number > 0 or sign in (">", ">=")


def _length(limits: Limits, sign: str, value: str) -> bool:
    if not value.isdecimal() or sign not in ("<", "<="):
        return (sign, value) in ((">", "0"), (">=", "1"), ("!=", "0"))
    number = int(value[:9]) - (sign == "<")
    if not 1 <= number <= MOST_GRAPHEMES or limits.max_length is not None:
        return False
    limits.max_length = number
    return True


def _range(limits: Limits, sign: str, value: str, kind: str, is_decimal: bool) -> bool:
    if sign == "!=" and value == "":
        return True
    if kind == "number":
        bound = _number(value, sign, is_decimal)
    elif kind == "date":
        bound = _day(value) if sign in (">=", "<=", "=") else None
    else:
        return False
    if bound is None or sign == "!=":
        return False
    if sign in (">", ">=", "="):
        limits.minimum = bound
    if sign in ("<", "<=", "="):
        limits.maximum = bound
    return True


def _number(value: str, sign: str, is_decimal: bool) -> str | None:
    """Return a bound that belongs to what is allowed: above 17 is from 18 on where only whole numbers are given."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    if not number.is_finite():
        return None
    if sign in (">=", "<=", "=", "!="):
        return value
    if is_decimal or number != number.to_integral_value():
        return None
    return str(int(number) + (1 if sign == ">" else -1))


def _day(value: str) -> str | None:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        return None


def _said(node: Node) -> str:
    if isinstance(node, Call):
        return f"{node.name}()"
    return f"{_said(node.left)} {node.sign} {_said(node.right)}"[:60] if isinstance(node, Operation) else (
        "." if isinstance(node, Self) else getattr(node, "value", "") or getattr(node, "name", ""))
