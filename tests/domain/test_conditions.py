"""Conditions as a tree: what holds, what is written and read back, and that nothing but the tree decides."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    both,
    from_value,
    holds,
    leaves,
    questions_in,
    to_value,
)

keys = st.sampled_from(["a", "b", "c"])
values = st.sampled_from(["x", "y", "3", "10", "2.5", "2026-05-01", "2025-12-31", ""])
codes = st.lists(values, max_size=3).map(tuple)
answers = st.dictionaries(keys, st.lists(values, max_size=3))
leaf = st.one_of(
    st.builds(Condition, keys, codes), st.builds(Answered, keys),
    st.builds(Compared, keys, st.sampled_from(OPERATORS), values),
    st.builds(Counted, keys, st.sampled_from(OPERATORS), st.integers(0, 4)))


def joined(parts: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
    some = st.lists(parts, max_size=3).map(tuple)
    return st.one_of(st.builds(All, some), st.builds(AnyOf, some), st.builds(Not, parts))


rules = st.recursive(leaf, joined, max_leaves=8)


@given(rules)
def test_a_rule_comes_back_whole_from_json(rule: Rule) -> None:
    assert from_value(json.loads(json.dumps(to_value(rule)))) == rule


@given(rules, answers)
def test_a_rule_and_its_denial_never_agree(rule: Rule, given_answers: dict[str, list[str]]) -> None:
    assert holds(Not(rule), given_answers) is not holds(rule, given_answers)
    assert holds(Not(Not(rule)), given_answers) is holds(rule, given_answers)


@given(st.lists(rules, max_size=3).map(tuple), answers)
def test_all_of_several_fails_exactly_where_one_of_their_denials_holds(
    parts: tuple[Rule, ...], given_answers: dict[str, list[str]]
) -> None:
    denials = tuple(Not(part) for part in parts)
    assert holds(Not(All(parts)), given_answers) is holds(AnyOf(denials), given_answers)
    assert holds(Not(AnyOf(parts)), given_answers) is holds(All(denials), given_answers)


@given(rules, rules, answers)
def test_both_holds_where_each_does(first: Rule, second: Rule, given_answers: dict[str, list[str]]) -> None:
    joint = both(first, second)
    assert joint is not None
    assert holds(joint, given_answers) is (holds(first, given_answers) and holds(second, given_answers))
    assert both(first, None) == both(None, first) == first and both(None, None) is None


@given(rules, answers)
def test_only_the_questions_of_a_rule_decide_it(rule: Rule, given_answers: dict[str, list[str]]) -> None:
    mine = {key: given_answers[key] for key in questions_in(rule) if key in given_answers}
    assert holds(rule, given_answers) is holds(rule, {**mine, "elsewhere": ["x"]})
    assert questions_in(rule) == {found.question for found in leaves(rule)}


@given(st.integers(-10**6, 10**6), st.integers(-10**6, 10**6))
def test_numbers_compare_as_numbers_and_not_as_words(first: int, second: int) -> None:
    expected = {"=": first == second, "<": first < second, "<=": first <= second, ">": first > second,
                ">=": first >= second}
    for operator in OPERATORS:
        assert holds(Compared("a", operator, str(second)), {"a": [str(first)]}) is expected[operator]


@given(st.dates(), st.dates())
def test_dates_compare_as_days(first: object, second: object) -> None:
    given_answers = {"a": [str(first)]}
    assert holds(Compared("a", "<", str(second)), given_answers) is (str(first) < str(second))
    assert holds(Compared("a", ">=", str(second)), given_answers) is (str(first) >= str(second))


@pytest.mark.parametrize(("given_value", "operator", "value", "expected"), [
    ("10.0", "=", "10", True), ("9", "<", "10", True), ("blue", "=", "blue", True), ("blue", "<", "green", False),
    ("NaN", "=", "1", False), ("Infinity", ">", "1", False), ("2026-05-01", ">", "5", False), ("", "=", "", True),
])
def test_what_is_no_number_and_no_date_compares_only_as_the_same(
    given_value: str, operator: str, value: str, expected: bool
) -> None:
    assert holds(Compared("a", operator, value), {"a": [given_value]}) is expected


@pytest.mark.parametrize("rule", [Answered("a"), Condition("a", ("x",)), Compared("a", "=", ""), Counted("a", ">", 0)])
def test_a_question_without_an_answer_chose_nothing(rule: Rule) -> None:
    assert not holds(rule, {}) and not holds(rule, {"a": []})


def test_of_no_parts_all_hold_and_none_does() -> None:
    assert holds(All(()), {}) and not holds(AnyOf(()), {})


@pytest.mark.parametrize("value", [
    {}, {"question": "a"}, {"question": "a", "is": "here"}, {"question": "a", "count": "!=", "number": 1},
    {"question": "a", "compare": "~", "value": "1"},
])
def test_what_is_no_condition_is_refused(value: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="known form"):
        from_value(value)


def test_a_tree_that_is_too_deep_is_refused_and_one_at_the_bound_is_read() -> None:
    def nested(depth: int) -> dict[str, object]:
        return {"not": nested(depth - 1)} if depth else {"question": "a", "is": "answered"}

    assert from_value(nested(MAX_DEPTH))
    with pytest.raises(ValueError, match="too deep"):
        from_value(nested(MAX_DEPTH + 1))
