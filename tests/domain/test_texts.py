"""The one cleaning of what people send."""

from hypothesis import given
from hypothesis import strategies as st

from consult.domain.texts import clean


def test_nul_controls_and_lone_surrogates_go_and_the_words_stay() -> None:
    assert clean("a\x00b\x07c\ud800d") == "abcd"


def test_lines_and_tabs_stay_in_one_form() -> None:
    assert clean("a\r\nb\rc\td") == "a\nb\nc\td"


def test_emoji_joiners_and_right_to_left_marks_stay() -> None:
    family = "👩‍👩‍👧 \u200fاردو\u200e"
    assert clean(family) == family


def test_letters_are_composed() -> None:
    assert clean("e\u0301") == "é"


@given(st.text())
def test_what_was_cleaned_is_clean_and_can_be_stored(words: str) -> None:
    once = clean(words)
    assert clean(once) == once
    assert once.encode("utf-8") is not None
