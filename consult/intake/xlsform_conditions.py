"""Reads XLSForm's `relevant` into the tree that decides when a question shows; what it cannot say, it never guesses."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from consult.domain.conditions import (
    MAX_DEPTH,
    OPERATORS,
    All,
    Answered,
    AnyOf,
    Compared,
    Condition,
    Counted,
    Not,
    Rule,
)
from consult.domain.surveys import CHOICE_KINDS, MEDIA_KINDS
from consult.intake.xlsform_expressions import Call, Literal, Node, Operation, Ref, Unreadable, parse

ALWAYS, NEVER = All(()), AnyOf(())
_FLIPPED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_ORDER: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_SEVERAL = frozenset({"several-choices", "ranking"})


@dataclass(frozen=True)
class Asked:
    """A question as later conditions see it: its key, its kind, and the codes of its options by those of the file."""

    key: str
    kind: str
    codes: Mapping[str, str]
    is_apart: bool = False


class Conditions:
    """Reads conditions on the questions that were asked before; `asked` goes by the names of the file.

    `missing` collects the codes that a condition named and that no option has: nobody can choose them.
    """

    def __init__(self, asked: Mapping[str, Asked]) -> None:
        """`asked` may grow while the file is read."""
        self._asked = asked
        self.missing: list[str] = []

    def read(self, words: str) -> Rule:
        """Return the rule of an expression; All(()) is "always", AnyOf(()) "never". Raises Unreadable."""
        self.missing = []
        rule = simple(self._rule(parse(words)))
        if depth_of(rule) > MAX_DEPTH:
            raise Unreadable(words[:40])
        return rule

    def _rule(self, node: Node) -> Rule:
        if isinstance(node, Operation) and node.sign in ("or", "and"):
            parts = (self._rule(node.left), self._rule(node.right))
            return AnyOf(parts) if node.sign == "or" else All(parts)
        if isinstance(node, Operation) and node.sign in _FLIPPED:
            return self._compared(node)
        if isinstance(node, Call):
            return self._called(node)
        raise Unreadable(_said(node))

    def _called(self, call: Call) -> Rule:
        if call.name in ("true", "false") and not call.given:
            return ALWAYS if call.name == "true" else NEVER
        if call.name in ("not", "boolean") and len(call.given) == 1:
            rule = self._rule(call.given[0])
            return Not(rule) if call.name == "not" else rule
        if call.name == "selected" and len(call.given) == 2 and isinstance(call.given[1], Literal):
            asked = self._known(call.given[0])
            return self._chosen(asked, call.given[1].value)
        raise Unreadable(f"{call.name}()")

    def _known(self, node: Node) -> Asked:
        while isinstance(node, Call) and node.name in ("number", "string", "normalize-space") and len(node.given) == 1:
            node = node.given[0]
        if isinstance(node, Ref) and (asked := self._asked.get(node.name)) is not None:
            return asked
        raise Unreadable(_said(node))

    def _chosen(self, asked: Asked, code: str) -> Rule:
        if asked.kind not in CHOICE_KINDS and asked.kind != "ranking":
            return self._value(asked, "=", code)
        if code in asked.codes:
            return Condition(asked.key, (asked.codes[code],))
        self.missing.append(code)
        return NEVER

    def _compared(self, node: Operation) -> Rule:
        left, sign, right = node.left, node.sign, node.right
        if _is_value(left) and not _is_value(right):
            left, sign, right = right, _FLIPPED[sign], left
        if not _is_value(right):
            raise Unreadable(_said(right))
        value = _value_of(right)
        if isinstance(left, Call) and left.name in ("count-selected", "string-length", "selected-at"):
            return self._measured(left, sign, value)
        asked = self._known(left)
        if sign == "!=":
            return Not(self._value(asked, "=", value))
        return self._value(asked, sign, value)

    def _value(self, asked: Asked, sign: str, value: str) -> Rule:
        if value == "":
            return Not(Answered(asked.key)) if sign == "=" else NEVER
        if asked.kind in _SEVERAL:
            if sign != "=":
                raise Unreadable(asked.key)
            codes = value.split()
            return All((*(self._chosen(asked, code) for code in codes), Counted(asked.key, "=", len(codes))))
        if asked.kind in CHOICE_KINDS:
            return self._chosen(asked, value) if sign == "=" else self._in_order(asked, sign, value)
        if asked.kind in MEDIA_KINDS:
            raise Unreadable(asked.key)
        return Compared(asked.key, sign, value)

    def _in_order(self, asked: Asked, sign: str, value: str) -> Rule:
        """Options whose codes are numbers, as on scales from 1 to 5, can be compared; XPath lets no other code pass."""
        limit = _number(value)
        numbers = {code: _number(code) for code in asked.codes}
        codes = tuple(asked.codes[code] for code, number in numbers.items()
                      if limit is not None and number is not None and _ORDER[sign](number, limit))
        return Condition(asked.key, codes) if codes else NEVER

    def _measured(self, call: Call, sign: str, value: str) -> Rule:
        asked = self._known(call.given[0]) if call.given else None
        if asked is None:
            raise Unreadable(f"{call.name}()")
        if call.name == "selected-at" and len(call.given) == 2 and call.given[1] == Literal("0", is_number=True):
            rule: Rule = Compared(asked.key, "=" if sign == "!=" else sign, value)
            return Not(rule) if sign == "!=" else rule
        if call.name == "count-selected" and asked.codes and (number := _whole(value)) is not None:
            counted = Counted(asked.key, "=" if sign == "!=" else sign, number)
            return Not(counted) if sign == "!=" else counted
        if call.name == "string-length" and (sign, value) in ((">", "0"), (">=", "1"), ("!=", "0")):
            return Answered(asked.key)
        if call.name == "string-length" and (sign, value) in (("=", "0"), ("<", "1"), ("<=", "0")):
            return Not(Answered(asked.key))
        raise Unreadable(f"{call.name}()")


def _is_value(node: Node) -> bool:
    return isinstance(node, Literal) or (isinstance(node, Call) and node.name == "date" and len(node.given) == 1
                                         and isinstance(node.given[0], Literal))


def _value_of(node: Node) -> str:
    literal = node.given[0] if isinstance(node, Call) else node
    return literal.value if isinstance(literal, Literal) else ""


def _said(node: Node) -> str:
    if isinstance(node, Ref):
        return node.name
    if isinstance(node, Call):
        return f"{node.name}()"
    return node.value if isinstance(node, Literal) else node.sign if isinstance(node, Operation) else "."


def _number(words: str) -> Decimal | None:
    try:
        found = Decimal(words)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _whole(words: str) -> int | None:
    return int(words) if words.lstrip("-").isdecimal() and len(words) < 10 else None


def simple(rule: Rule) -> Rule:
    """Return a rule that holds for the same answers, flat, and with options of one question together."""
    if isinstance(rule, Not):
        return _opposite(simple(rule.rule))
    if not isinstance(rule, All | AnyOf):
        return NEVER if isinstance(rule, Condition) and not rule.any_of else rule
    same = All if isinstance(rule, All) else AnyOf
    other = NEVER if same is All else ALWAYS
    parts: list[Rule] = []
    for part in (simple(part) for part in rule.rules):
        if part == other:
            return other
        for each in part.rules if isinstance(part, same) else (part,):
            _join(parts, each, is_any=same is AnyOf)
    return parts[0] if len(parts) == 1 else same(tuple(parts))


def _opposite(rule: Rule) -> Rule:
    if rule in (ALWAYS, NEVER):
        return NEVER if rule == ALWAYS else ALWAYS
    return rule.rule if isinstance(rule, Not) else Not(rule)


def _join(parts: list[Rule], rule: Rule, *, is_any: bool) -> None:
    for place, part in enumerate(parts):
        if is_any and isinstance(rule, Condition) and isinstance(part, Condition) and part.question == rule.question:
            parts[place] = Condition(rule.question, tuple(dict.fromkeys((*part.any_of, *rule.any_of))))
            return
    if rule not in parts:
        parts.append(rule)


def both_of(first: Rule | None, second: Rule) -> Rule:
    """Return the simple rule that holds where both do; None stands for always."""
    return second if first is None else simple(All((first, second)))


def depth_of(rule: Rule) -> int:
    """Return how many parts stand inside one another."""
    if isinstance(rule, Not):
        return 1 + depth_of(rule.rule)
    if isinstance(rule, All | AnyOf):
        return 1 + max((depth_of(part) for part in rule.rules), default=0)
    return 0


def is_same(first: Rule, second: Rule, asked: Mapping[str, Asked]) -> bool:
    """Whether two rules are known to hold for the same answers; `asked` goes by the keys of the questions."""
    return simple(_spelt(first, asked)) == simple(_spelt(second, asked))


def _spelt(rule: Rule, asked: Mapping[str, Asked]) -> Rule:
    """Return the rule as `relevant` would say it: options that there are not are left out, values of choices are
    options."""
    if isinstance(rule, Not):
        return Not(_spelt(rule.rule, asked))
    if isinstance(rule, All | AnyOf):
        parts = tuple(_spelt(part, asked) for part in rule.rules)
        return All(parts) if isinstance(rule, All) else AnyOf(parts)
    found = asked.get(rule.question)
    if found is None or isinstance(rule, Answered | Counted):
        return rule
    reader = Conditions(asked)
    if isinstance(rule, Condition):
        return AnyOf(tuple(reader._chosen(found, code) for code in rule.any_of))
    if rule.value == "":
        return NEVER
    if found.kind in _SEVERAL or rule.operator not in OPERATORS:
        return rule
    try:
        return reader._value(found, rule.operator, rule.value)
    except Unreadable:
        return rule
