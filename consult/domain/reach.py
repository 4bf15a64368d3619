"""Whether a condition can hold at all: what earlier questions could be answered is tried out, within a bound."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from itertools import islice, product

from consult.domain.conditions import Compared, Condition, Counted, Rule, holds, leaves, questions_in
from consult.domain.surveys import CHOICE_KINDS, Question, options_of

# Past this many combinations the condition is taken to be possible: a list of what is wrong must not take minutes.
MOST_TRIED = 20_000
MOST_ANSWERS = 200


def can_hold(rule: Rule, asked: Mapping[str, Question]) -> bool:
    """Say whether some answers to the questions `asked` (by key) make the rule hold.

    Each question is taken as answered in any way that its kind allows, or not at all; whether an earlier condition
    hides it is not followed here.
    """
    keys = sorted(questions_in(rule))
    given = [list(islice(_answers(asked[key], rule), MOST_ANSWERS)) for key in keys]
    tried = 0
    for combination in product(*given):
        tried += 1
        if tried > MOST_TRIED or holds(rule, dict(zip(keys, combination, strict=True))):
            return True
    return any(len(one) == MOST_ANSWERS for one in given)


def _answers(question: Question, rule: Rule) -> Iterator[Sequence[str]]:
    """Give the answers of a question that the rule could tell apart, no answer first."""
    yield ()
    mine = [leaf for leaf in leaves(rule) if leaf.question == question.key]
    codes = [option.code for option in options_of(question)]
    if question.kind == "several-choices" or question.kind == "ranking":
        yield from _several(question, codes, mine)
    elif question.kind in CHOICE_KINDS:
        yield from ((code,) for code in codes)
    else:
        for leaf in mine:
            if isinstance(leaf, Compared):
                yield from ((value,) for value in _around(leaf.value) if _is_allowed(question, value))
        yield ("\ue000",) if question.kind not in ("number", "date") else (question.minimum or question.maximum or "1",)


def _several(question: Question, codes: list[str], mine: Sequence[object]) -> Iterator[Sequence[str]]:
    named = [code for leaf in mine if isinstance(leaf, Condition) for code in leaf.any_of if code in codes]
    alone = {option.code for option in question.options if option.is_exclusive}
    together = [code for code in dict.fromkeys((*named, *codes)) if code not in alone]
    most = question.max_choices or len(together)
    yield from ((code,) for code in codes)
    for first in range(len(together)):
        for size in range(2, most + 1):
            yield together[first:first + size]
    if any(isinstance(leaf, Counted) for leaf in mine):
        yield from (together[:size] for size in range(1, most + 1))


def _around(value: str) -> Iterator[str]:
    """Give a value and one on either side of it."""
    yield value
    try:
        number = Decimal(value)
    except InvalidOperation:
        yield from _days_around(value)
        return
    if number.is_finite():
        yield from (str(number + 1), str(number - 1), str(number + Decimal("0.5")))


def _days_around(value: str) -> Iterator[str]:
    """Give the days before and after an ISO date; none for what is no date, or the first or last that there is."""
    try:
        day = date.fromisoformat(value)
        yield from ((day - timedelta(days=1)).isoformat(), (day + timedelta(days=1)).isoformat())
    except (ValueError, OverflowError):
        return


def _is_allowed(question: Question, value: str) -> bool:
    """Say whether a number or a date keeps to the limits of its question."""
    if question.kind == "date":
        return (question.minimum or value) <= value <= (question.maximum or value)
    if question.kind != "number":
        return True
    try:
        number = Decimal(value)
    except InvalidOperation:
        return False
    low, high = question.minimum, question.maximum
    return (low is None or number >= Decimal(low)) and (high is None or number <= Decimal(high))
