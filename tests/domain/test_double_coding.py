"""Which answers are coded twice, and how two coders' codes are laid side by side."""

import random

import pytest

from consult.domain.control_share import is_drawn
from consult.domain.double_coding import (
    Code,
    ThemeBeside,
    Wish,
    beside,
    check_second,
    one_stance,
    outcome,
    reason,
    remark,
    themes_now,
)
from consult.domain.errors import NotAllowed, Refused

SHUFFLES = random.Random(7).choices(range(2**31), k=20_000)


def test_the_first_fifty_read_of_a_question_are_coded_twice() -> None:
    assert [asked(read_before=before) for before in (0, 49, 50, 5000)] == ["first", "first", None, None]
    assert asked(read_before=0, wish=Wish(first=0, share=0)) is None


@pytest.mark.parametrize(("language", "expected"), [
    ("bfi", "signed"), ("ur", "translated"), ("zh-Hant", "translated"), ("en", None), ("en-GB", None), ("und", None)])
def test_signed_and_translated_answers_always_are(language: str, expected: str | None) -> None:
    assert asked(language=language, read_before=900, wish=Wish(first=0, share=0)) == expected
    assert asked(language=language, read_before=0) == (expected or "first")


def test_later_answers_are_drawn_by_the_last_digits_of_their_shuffle_number() -> None:
    assert asked(shuffle=1_230_909, read_before=60) == "share" and asked(shuffle=1_230_910, read_before=60) is None
    assert asked(shuffle=1_230_900, read_before=60, wish=Wish(share=0)) is None
    assert asked(shuffle=1_239_999, read_before=60, wish=Wish(share=100)) == "share"


@pytest.mark.parametrize("share", [1, 10, 50])
def test_so_many_of_a_hundred_are_drawn_early_and_late_in_the_reading_order(share: int) -> None:
    order = sorted(SHUFFLES)
    for some in (order[:10_000], order[10_000:]):
        drawn = [asked(shuffle=shuffle, wish=Wish(share=share)) for shuffle in some]
        assert drawn.count("share") / len(some) == pytest.approx(share / 100, abs=.02)


def test_a_larger_share_keeps_what_a_smaller_one_drew() -> None:
    assert all(is_drawn(shuffle, 20) for shuffle in SHUFFLES if is_drawn(shuffle, 10))


def test_nobody_codes_for_the_second_time_what_they_coded_or_read() -> None:
    check_second(2, first_by_id=1, others=(3, 4))
    for person in (1, 3):
        with pytest.raises(NotAllowed):
            check_second(person, first_by_id=1, others=(3, 4))


def test_a_theme_merged_twice_is_found_at_the_end_and_a_circle_ends() -> None:
    assert themes_now({1: 2, 2: 3, 3: None, 4: None}) == {1: 3, 2: 3, 3: 3, 4: 4}
    assert set(themes_now({1: 2, 2: 1})) == {1, 2}


def test_both_sides_stand_beside_each_other_by_theme() -> None:
    rows = beside([Code(5, "support"), Code(9, "none")], [Code(5, "oppose"), Code(2, "none")])
    assert rows == [ThemeBeside(2, None, "none"), ThemeBeside(5, "support", "oppose"), ThemeBeside(9, "none", None)]
    assert [(row.is_same, row.is_settled) for row in rows] == [(False, False), (True, False), (False, False)]


def test_themes_that_were_merged_since_are_one_for_both_sides() -> None:
    rows = beside([Code(1, "support")], [Code(2, "support")], themes_now({1: 2, 2: None}))
    assert rows == [ThemeBeside(2, "support", "support")] and outcome(rows) == "agreed"


@pytest.mark.parametrize(("stances", "expected"), [
    (["support"], "support"), (["none", "oppose"], "oppose"), (["support", "oppose"], "mixed"),
    (["none", "none"], "none"), (["mixed", "support"], "mixed")])
def test_passages_of_one_answer_make_one_stance(stances: list[str], expected: str) -> None:
    assert one_stance(stances) == expected


def test_an_unknown_stance_is_refused() -> None:
    with pytest.raises(Refused):
        one_stance(["for"])


def test_they_agree_where_themes_and_stances_are_the_same_and_where_neither_found_any() -> None:
    assert outcome([]) == outcome(beside([Code(1, "none")], [Code(1, "none", 4, 9)])) == "agreed"
    assert outcome(beside([Code(1, "none")], [])) == "differs"
    assert outcome(beside([Code(1, "none")], [Code(1, "support")])) == "differs"


def test_a_remark_is_tidied_and_may_be_neither_empty_nor_a_book() -> None:
    assert remark("  Is this about buses? \n") == "Is this about buses?"
    for words, code in ((" \n", "remark-missing"), ("a" * 2001, "remark-long")):
        with pytest.raises(Refused) as refused:
            remark(words)
        assert refused.value.code == code


def asked(*, language: str = "en", shuffle: int = 99, read_before: int = 60, wish: Wish | None = None) -> str | None:
    return reason(language=language, original="en", shuffle=shuffle, read_before=read_before, wish=wish or Wish())
