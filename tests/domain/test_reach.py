"""Whether a condition can hold at all: what could be answered is tried, and a doubt speaks for the condition."""

import pytest

from consult.domain.conditions import All, Answered, AnyOf, Compared, Condition, Counted, Not, Rule
from consult.domain.reach import can_hold
from consult.domain.surveys import Option, Question

POSSIBLE: list[Rule] = [
    Answered("one"), Not(Answered("one")), Condition("one", ("red",)), Not(Condition("one", ("red", "blue"))),
    All((Condition("some", ("a",)), Condition("some", ("b",)))), Counted("some", "=", 2),
    All((Counted("some", ">=", 1), Not(Condition("some", ("a",))))), Condition("some", ("none",)),
    Compared("times", ">", "9"), Compared("times", "=", "10"), Compared("times", "<", "1"),
    Compared("day", ">", "2026-05-01"), Compared("day", "<", "2026-05-01"), Compared("day", "=", "2026-05-01"),
    Compared("words", "=", "yes"), Not(Compared("words", "=", "yes")), All((Answered("words"), Answered("one"))),
    Condition("rank", ("a",)), AnyOf((Condition("one", ("green",)), Answered("words"))),
]
IMPOSSIBLE: list[Rule] = [
    Condition("one", ("green",)), All((Condition("one", ("red",)), Condition("one", ("blue",)))),
    All((Answered("one"), Not(Answered("one")))), Counted("some", ">", 2), Counted("one", ">", 1),
    All((Condition("some", ("none",)), Condition("some", ("a",)))), Compared("times", ">", "10"),
    Compared("times", "<", "0"), Compared("words", "<", "yes"), AnyOf(()), Compared("day", ">", "2026-12-31"),
    All((Compared("times", ">", "5"), Compared("times", "<", "4"))),
]


@pytest.mark.parametrize("rule", POSSIBLE)
def test_what_someone_could_answer_can_hold(rule: Rule, asked: dict[str, Question]) -> None:
    assert can_hold(rule, asked)


@pytest.mark.parametrize("rule", IMPOSSIBLE)
def test_what_nobody_could_answer_cannot_hold(rule: Rule, asked: dict[str, Question]) -> None:
    assert not can_hold(rule, asked)


def test_past_its_bound_a_condition_is_taken_to_be_possible() -> None:
    many = tuple(Option(f"o{n}", {"en": str(n)}) for n in range(60))
    asked = {f"q{n}": Question(f"q{n}", "one-choice", {"en": "?"}, options=many) for n in range(4)}
    never = All(tuple(All((Condition(key, ("o1",)), Condition(key, ("o2",)))) for key in asked))
    assert can_hold(never, asked)


@pytest.fixture
def asked() -> dict[str, Question]:
    """One question of each kind that a condition can look at."""
    def options(*codes: str) -> tuple[Option, ...]:
        return tuple(Option(code, {"en": code}, is_exclusive=code == "none") for code in codes)

    return {
        "one": Question("one", "one-choice", {"en": "?"}, options=options("red", "blue")),
        "some": Question("some", "several-choices", {"en": "?"}, options=options("a", "b", "c", "none"), max_choices=2),
        "rank": Question("rank", "ranking", {"en": "?"}, options=options("a", "b")),
        "times": Question("times", "number", {"en": "?"}, minimum="0", maximum="10"),
        "day": Question("day", "date", {"en": "?"}, minimum="2026-01-01", maximum="2026-12-31"),
        "words": Question("words", "short-text", {"en": "?"}),
    }
