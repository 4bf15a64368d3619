"""What a copy of a letter keeps, drops, changes and adds, in code points of the text as it stands."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.analysis.differences import compare, pieces, stretch_in
from tests.analysis.letters import LETTERS, STRENGTHS, copy_of

LETTER = "Keep the office open. It is the only place to talk to an officer face to face. Trust needs a door."


def test_the_same_words_are_one_piece_whatever_their_case():
    [piece] = pieces(LETTER, LETTER.upper())
    assert (piece.kind, piece.copy) == ("same", (0, len(LETTER) - 1))


def test_words_put_in_taken_out_and_changed_are_told_apart():
    copy = "Keep the old office open. It is the only place to talk to a constable face to face."
    found = [(piece.kind, LETTER[slice(*piece.letter)], copy[slice(*piece.copy)]) for piece in pieces(LETTER, copy)]
    assert ("added", "", "old") in found
    assert ("swapped", "an officer", "a constable") in found
    assert ("dropped", "Trust needs a door", "") in found


def test_a_story_before_and_behind_is_own_words():
    before, behind = "I am ninety and I walk there on Mondays.", "My cat agrees with all of it."
    copy = f"{before} {LETTER}\n{behind}"
    found = compare(LETTER, copy)
    assert found is not None
    assert [copy[start:end] for start, end in found.additions] == [before, behind]
    assert copy[found.start:found.end] == LETTER
    assert not found.is_identical


def test_a_name_below_the_letter_is_no_own_words():
    found = compare(LETTER, f"{LETTER}\nRegards, Ann Lee")
    assert found is not None and found.additions == ()
    assert not found.is_identical


def test_a_word_turned_round_is_not_the_same_text():
    found = compare("We support the plan for the night bus.", "We oppose the plan for the night bus.")
    assert found is not None and not found.is_identical


def test_a_paragraph_that_was_moved_is_the_same_words():
    first, second = LETTER[:22], LETTER[22:]
    copy = f"{second} {first}"
    found = compare(LETTER, copy)
    assert found is not None and found.additions == ()


def test_texts_with_nothing_in_common_have_no_comparison():
    assert compare(LETTER, "Nothing of this kind at all") is None
    assert compare("", "") is None and compare(LETTER, "") is None


def test_the_same_text_is_the_whole_of_it():
    found = compare(LETTER, LETTER)
    assert found is not None
    assert (found.start, found.end, found.likeness, found.is_identical) == (0, len(LETTER), 1.0, True)


@pytest.mark.parametrize(("stretch", "expected"), [
    ("It is the only place to talk", "It is the only place to talk"),
    ("Trust needs a door.", None), ("", None), ("open", "open"),
    ("It is the one place to talk to an officer", "It is the only place to talk to an officer"),
])
def test_a_passage_is_found_where_its_words_stand(stretch, expected):
    copy = "I say: keep it open! It is the only place to talk to an officer."
    span = stretch_in(stretch, copy)
    assert (copy[slice(*span)] if span else None) == expected


def test_an_emoji_and_urdu_are_counted_in_code_points():
    urdu = "میری گلی میں رات کو زیادہ پولیس چاہیے۔"
    copy = f"👩🏽‍🚒 {urdu} شکریہ"
    found = compare(urdu, copy)
    assert found is not None and copy[found.start:found.end] == urdu


def test_a_text_of_fifty_thousand_signs_is_compared_at_its_start_and_the_rest_is_added():
    copy = LETTER + " word" * 10_000
    found = compare(LETTER, copy)
    assert found is not None and found.additions[-1][1] == len(copy)
    assert copy[found.start:found.end] == LETTER


@pytest.mark.parametrize("strength", STRENGTHS)
@pytest.mark.parametrize("seed", range(5))
def test_every_word_of_a_copy_stands_in_one_piece(strength, seed):
    copy = copy_of(LETTERS[seed], STRENGTHS[strength], random.Random(seed))
    end = 0
    for piece in pieces(LETTERS[seed], copy):
        if piece.copy[0] < piece.copy[1]:
            assert not any(sign.isalnum() for sign in copy[end:piece.copy[0]])
            end = piece.copy[1]
    assert not any(sign.isalnum() for sign in copy[end:])


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_can_be_compared(letter, copy):
    found = compare(letter, copy)
    if found is not None:
        assert 0 <= found.start < found.end <= len(copy)
        assert all(0 <= start < end <= len(copy) for start, end in found.additions)
