"""Sentences and words in many scripts, by offsets that fit the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.analysis.texts import base_language, normal, readable_words, sentences, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("More patrols. Why not? Now!", ["More patrols.", "Why not?", "Now!"]),
        ("یہ اچھا ہے۔ کیوں؟ ٹھیک", ["یہ اچھا ہے۔", "کیوں؟", "ٹھیک"]),
        ("नमस्ते। यह ठीक है", ["नमस्ते।", "यह ठीक है"]),
        ("警察很好。为什么？好！结束", ["警察很好。", "为什么？", "好！", "结束"]),
        ("One line\n\nanother line", ["One line", "another line"]),
        ("He said “Stop!” They ran.", ["He said “Stop!”", "They ran."]),
    ],
)
def test_sentences_end_where_their_script_ends_them(text, expected):
    assert [text[start:end] for start, end in sentences(text)] == expected


@pytest.mark.parametrize(
    "text", ["Dr. Khan helped us.", "J. Smith came at 3.30 today.", "1. More patrols", "See www.example.org for it."]
)
def test_a_full_stop_inside_a_sentence_does_not_end_it(text):
    assert sentences(text) == ((0, len(text)),)


@given(st.text(alphabet=st.characters() | st.sampled_from(" .!?\n۔।。”A1")))
def test_sentences_cover_every_word_once_and_none_is_empty(text):
    end_before = 0
    for start, end in sentences(text):
        assert not text[end_before:start].strip()
        assert text[start:end] == text[start:end].strip() != ""
        end_before = end
    assert not text[end_before:].strip()


def test_two_spellings_of_the_same_words_have_one_normal_form():
    assert normal("Don’t  STOP\nhere") == normal("don't stop here")
    assert normal("پوليس") == normal("پولیس")
    assert normal("see https://example.org/a?b=c now") == "see now"


def test_words_keep_their_vowel_signs_and_unspaced_scripts_fall_into_signs():
    assert words("हिन्दी don't x_y") == ["हिन्दी", "don't", "x", "y"]
    assert words("警察很好") == ["警", "察", "很", "好"]
    assert readable_words("警察很好 ok") == ["警察", "很好", "ok"]


def test_a_language_is_known_by_its_first_part():
    assert [base_language(tag) for tag in ("en-GB", "zh_Hant", "UR", "")] == ["en", "zh", "ur", "und"]
