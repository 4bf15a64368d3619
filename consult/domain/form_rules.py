"""A condition as paper can tell it: without what a form never asks, and every "not" beside the one thing it denies."""

from collections.abc import Container
from dataclasses import dataclass

from consult.domain.conditions import All, AnyOf, Leaf, Not, Rule, holds


@dataclass(frozen=True)
class Told:
    """One thing to look up in an earlier answer; `is_not` where it must not be so."""

    leaf: Leaf
    is_not: bool = False


@dataclass(frozen=True)
class Several:
    """Things of which all, or at least one, must be so."""

    is_all: bool
    parts: tuple["Clause", ...]


Clause = Told | Several


def told(rule: Rule | None, asked: Container[str]) -> Clause | bool:
    """Return a rule as it can be told where only the questions in `asked` stand on the paper before it.

    True where it always holds, False where it never can. What is not asked has no answer.
    """
    return True if rule is None else _told(rule, asked, is_not=False)


def _told(rule: Rule, asked: Container[str], *, is_not: bool) -> Clause | bool:
    if isinstance(rule, Not):
        return _told(rule.rule, asked, is_not=not is_not)
    if isinstance(rule, All | AnyOf):
        # De Morgan: a "not" before several things is a "not" before each, and "all" and "one" change places.
        is_all = isinstance(rule, All) != is_not
        return _joined(is_all, [_told(part, asked, is_not=is_not) for part in rule.rules])
    return Told(rule, is_not) if rule.question in asked else _unanswered(rule) != is_not


def _unanswered(leaf: Leaf) -> bool:
    """Say whether a leaf holds where its question has no answer: only a count can, as in "fewer than 2"."""
    return holds(leaf, {})


def _joined(is_all: bool, parts: list[Clause | bool]) -> Clause | bool:
    if (not is_all) in [part for part in parts if isinstance(part, bool)]:
        return not is_all
    kept: list[Clause] = []
    for part in parts:
        if isinstance(part, Several) and part.is_all == is_all:
            kept += part.parts
        elif not isinstance(part, bool):
            kept.append(part)
    if not kept:
        return is_all
    return kept[0] if len(kept) == 1 else Several(is_all, tuple(kept))
