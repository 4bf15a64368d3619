"""Writes conditions and limits as XLSForm expressions; what the format has no words for is another column's."""

import re
from collections.abc import Iterator, Mapping

import regex

from consult.domain.conditions import All, Answered, AnyOf, Compared, Condition, Counted, Not, Rule
from consult.domain.surveys import TEXT_KINDS, Question, options_of

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LONGEST_PATTERN = 500
SEVERAL = frozenset({"several-choices", "ranking"})


def quoted(words: str) -> str:
    """Return a text as XPath 1.0 writes it, which knows no escape: pieces with either quotation mark are joined."""
    if "'" not in words:
        return f"'{words}'"
    if '"' not in words:
        return f'"{words}"'
    pieces = [f"'{piece}'" if "'" not in piece else f'"{piece}"' for piece in re.findall(r"'+|[^']+", words)]
    return f"concat({', '.join(pieces)})"


def relevant(rule: Rule, names: Mapping[str, str], kinds: Mapping[str, str]) -> str:
    """Return the rule as `relevant`; `names` gives the name of each question in the file, `kinds` its kind."""
    if isinstance(rule, Not):
        return f"not({relevant(rule.rule, names, kinds)})"
    if isinstance(rule, All | AnyOf):
        sign, nothing = (" and ", "true()") if isinstance(rule, All) else (" or ", "false()")
        parts = [relevant(part, names, kinds) for part in rule.rules]
        return f"({sign.join(parts)})" if len(parts) > 1 else parts[0] if parts else nothing
    asked = f"${{{names.get(rule.question, rule.question)}}}"
    if isinstance(rule, Condition):
        chosen = [f"selected({asked}, {quoted(code)})" for code in rule.any_of]
        return f"({' or '.join(chosen)})" if len(chosen) > 1 else chosen[0] if chosen else "false()"
    if isinstance(rule, Answered):
        return f"{asked} != ''"
    if isinstance(rule, Counted):
        return f"count-selected({asked}) {rule.operator} {rule.number}"
    return _compared(rule, asked, kinds.get(rule.question, ""))


def _compared(rule: Compared, asked: str, kind: str) -> str:
    if rule.value == "":
        return "false()"
    left = f"selected-at({asked}, 0)" if kind in SEVERAL else asked
    return f"{left} {rule.operator} {_value(rule.value, is_text=kind in TEXT_KINDS)}"


def _value(words: str, *, is_text: bool = False) -> str:
    if DAY.fullmatch(words):
        return f"date('{words}')"
    return words if NUMBER.fullmatch(words) and not is_text else quoted(words)


def constraint(question: Question) -> tuple[str, frozenset[str]]:
    """Return the limits of a question as `constraint`, and the names of the fields that it says."""
    found = list(_clauses(question))
    return " and ".join(clause for _name, clause in found), frozenset(name for name, _clause in found)


def _clauses(question: Question) -> Iterator[tuple[str, str]]:
    kind, shape = question.kind, DAY if question.kind == "date" else NUMBER
    for name, sign, bound in (("minimum", ">=", question.minimum), ("maximum", "<=", question.maximum)):
        if kind in ("number", "date") and bound is not None and shape.fullmatch(bound):
            yield name, f". {sign} {_value(bound)}"
    if kind in TEXT_KINDS:
        if question.pattern is not None and _is_pattern(question.pattern):
            yield "pattern", f"regex(., {quoted(question.pattern)})"
        if question.max_length is not None and 1 <= question.max_length <= 20_000:
            yield "max_length", f"string-length(.) <= {question.max_length}"
    if kind == "several-choices":
        yield from _of_choices(question)


def _is_pattern(words: str) -> bool:
    """Whether other tools could use the pattern; one that is broken travels as it is, in our own column."""
    try:
        regex.compile(words)
    except (regex.error, RecursionError):
        return False
    return 0 < len(words) <= LONGEST_PATTERN


def _of_choices(question: Question) -> Iterator[tuple[str, str]]:
    alone = [option.code for option in options_of(question) if option.is_exclusive]
    if question.min_choices is not None and 1 <= question.min_choices < 1_000:
        least = f"count-selected(.) >= {question.min_choices}"
        others = "".join(f" or selected(., {quoted(code)})" for code in alone)
        yield "min_choices", f"({least}{others})" if others else least
    if question.max_choices is not None and 1 <= question.max_choices < 1_000:
        yield "max_choices", f"count-selected(.) <= {question.max_choices}"
    for code in alone:
        yield "exclusive", f"not(selected(., {quoted(code)}) and count-selected(.) > 1)"
