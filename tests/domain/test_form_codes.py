"""Codes on paper forms: a slip of the pen is told from a code that we printed."""

from hypothesis import given
from hypothesis import strategies as st

from consult.domain.form_codes import LENGTH, LETTERS, is_whole, with_check

letters = st.text(st.sampled_from(LETTERS), min_size=LENGTH, max_size=LENGTH)


@given(letters)
def test_a_code_with_its_check_letter_is_whole(code: str) -> None:
    assert is_whole(with_check(code)) and len(with_check(code)) == LENGTH + 1


@given(letters, st.integers(0, LENGTH), st.sampled_from(LETTERS))
def test_one_wrong_letter_is_always_told(code: str, place: int, wrong: str) -> None:
    whole = with_check(code)
    slipped = whole[:place] + wrong + whole[place + 1:]
    assert is_whole(slipped) == (slipped == whole)


@given(letters, st.integers(0, LENGTH - 1))
def test_two_letters_that_changed_places_are_told_but_for_0_and_z(code: str, place: int) -> None:
    whole = with_check(code)
    slipped = whole[:place] + whole[place + 1] + whole[place] + whole[place + 2:]
    assert is_whole(slipped) == (slipped == whole or set(whole[place:place + 2]) == {"0", "Z"})


def test_what_is_no_code_at_all_is_not_whole() -> None:
    assert not any(is_whole(code) for code in ("", "0", "0" * 12, "u" * 11, "00000-00000"))
