"""Crossings inside: two or three characteristics, a reason, boroughs never, and the one rule of protection."""

import pytest

from consult.domain.errors import Refused
from consult.domain.inside_crossings import check, protected

KNOWN = ("age", "sex", "ethnic-group", "borough", "religion")
REASON = "For the equality assessment of the aim on trust."


def test_a_reason_comes_back_tidied() -> None:
    assert check(["age", "sex", "ethnic-group"], f"  {REASON}\n ", KNOWN) == REASON


@pytest.mark.parametrize(("keys", "reason", "field", "code"), [
    (["age"], REASON, "questions", "crossing-of-two-or-three"),
    (["age", "age"], REASON, "questions", "crossing-of-two-or-three"),
    (["age", "sex", "ethnic-group", "religion"], REASON, "questions", "crossing-of-two-or-three"),
    (["age", "shoe-size"], REASON, "questions", "question-unknown"),
    (["age", "borough"], REASON, "questions", "borough-crossed"),
    (["age", "sex"], "Because.", "reason", "crossing-reason-short"),
    (["age", "sex"], "x" * 2001, "reason", "crossing-reason-long"),
])
def test_a_crossing_that_may_not_be_looked_at_is_refused(keys: list[str], reason: str, field: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        check(keys, reason, KNOWN)
    assert (refused.value.field, refused.value.code) == (field, code)


def test_young_black_women_are_hidden_where_they_are_few_and_rounded_where_not() -> None:
    options = [["young", "old"], ["black", "white"], ["female", "male"]]
    counts = {("young", "black", "female"): 4, ("young", "black", "male"): 23, ("young", "white", "female"): 61,
              ("young", "white", "male"): 58, ("old", "black", "female"): 31, ("old", "black", "male"): 29,
              ("old", "white", "female"): 77, ("old", "white", "male"): 83}
    cells = protected(counts, options).cells
    assert cells["young / black", "female"].suppression == "small-number"
    assert cells["young / black", "male"].count is None
    assert cells["old / white", "female"].count in (75, None)
    assert all(cell.count is None or cell.count % 5 == 0 for cell in cells.values())


def test_combinations_that_nobody_is_in_are_hidden_like_other_small_ones() -> None:
    cells = protected({("a", "x"): 40, ("b", "x"): 40, ("b", "y"): 40}, [["a", "b"], ["x", "y"]]).cells
    assert cells["a", "y"].suppression == "small-number"
