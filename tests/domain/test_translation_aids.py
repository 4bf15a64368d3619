"""What helps a translator: what changed, the words of the field, near texts, and how long is too long."""

import pytest

from consult.domain.translation_aids import (
    IN,
    MOST_NEAR,
    OUT,
    SAME,
    Piece,
    changes,
    is_long,
    nearest,
    nearness,
    terms_in,
)


def test_a_changed_word_stands_as_taken_out_and_then_put_in() -> None:
    assert changes("More officers on foot", "More officers on bikes") == (
        Piece(SAME, "More officers on "), Piece(OUT, "foot "), Piece(IN, "bikes"))


@pytest.mark.parametrize(("before", "after"), [
    ("", "New words"), ("Old words", ""), ("The same", "The same"), ("a b c d", "d c b a"),
    ("One\n\nTwo", "One\n\nTwo and a half"), ("ends here", "ends here now"), ("دو لفظ", "دو نئے لفظ"),
])
def test_both_texts_can_be_read_out_of_their_difference(before: str, after: str) -> None:
    found = changes(before, after)
    assert "".join(piece.words for piece in found if piece.kind != IN).split() == before.split()
    assert "".join(piece.words for piece in found if piece.kind != OUT) == after


def test_a_word_at_the_end_that_gets_a_follower_did_not_change() -> None:
    assert [piece.kind for piece in changes("ends here", "ends here now")] == [SAME, IN]


def test_words_of_the_field_are_found_in_any_case_and_number_and_the_longest_wins() -> None:
    terms = {"crime": "جرم", "hate crime": "نفرت", "survey": "سروے"}
    assert terms_in("Two Surveys on hate crimes", terms) == [("survey", "سروے"), ("hate crime", "نفرت")]
    assert terms_in("Hate crime is a crime", terms) == [("hate crime", "نفرت"), ("crime", "جرم")]
    assert terms_in("Criminals were surveyed", terms) == []


def test_texts_are_near_from_four_fifths_on() -> None:
    assert nearness("What would you change?", "What would you change here?") > 0.8
    assert nearness("What would you change?", "Call 999.") == 0
    assert nearness("", "") == 1


def test_the_nearest_come_first_each_once_and_only_a_few() -> None:
    known = [("Do you agree?", "a"), ("Do you agree!", "b"), ("Do you agree?", "a"), ("Something else", "c")]
    found = nearest("Do you agree?", known)
    assert [words for _ratio, _source, words in found] == ["a", "b"] and found[0][0] == 1
    assert len(nearest("Do you agree?", [("Do you agree?", str(number)) for number in range(9)])) == MOST_NEAR


@pytest.mark.parametrize(("english", "words", "expected"), [
    (10, 30, False), (10, 41, True), (40, 64, False), (40, 65, True), (100, 90, False),
])
def test_a_translation_is_long_past_its_place_only_where_it_is_not_short_anyway(
    english: int, words: int, expected: bool
) -> None:
    assert is_long(english, words) is expected
