"""Masks: as long as what they hide, whatever overlaps, in any script; words found where they stand as whole words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain import redactions
from consult.domain.errors import Conflict, Refused
from consult.domain.redactions import MASK, NAME, PHONE, Span, find_words, joined, masked

TEXT = "Ring Dave Smith on 07700 900123, Dave said."
SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)).map(lambda pair: Span(pair[0], sum(pair))))


def test_every_hidden_code_point_becomes_one_mask() -> None:
    assert masked("Ring Dave", [Span(5, 9, NAME)]) == "Ring ████"
    assert masked("میرا نام احمد ہے", [Span(9, 13, NAME)]) == "میرا نام ████ ہے"
    assert masked("👩🏽‍🦱 x", [Span(0, 4, NAME)]) == "████ x"


@given(st.text(max_size=50), SPANS)
def test_a_masked_text_is_as_long_and_differs_only_inside_the_spans(text: str, spans: list[Span]) -> None:
    found = masked(text, spans)
    hidden = {place for span in spans for place in range(span.start, span.end)}
    assert len(found) == len(text)
    assert all(after == (MASK if place in hidden else before)
               for place, (before, after) in enumerate(zip(text, found, strict=True)))


@given(SPANS)
def test_joined_spans_stand_in_order_and_apart_and_cover_the_same(spans: list[Span]) -> None:
    found = joined(spans)
    assert all(one.end < other.start for one, other in zip(found, found[1:], strict=False))
    assert {place for span in found for place in range(span.start, span.end)} == {
        place for span in spans for place in range(span.start, span.end)}


def test_masking_twice_changes_nothing_more() -> None:
    once = masked(TEXT, [Span(5, 15, NAME)])
    assert masked(once, [Span(5, 15, NAME)]) == once


def test_what_overlaps_is_one_mask_of_the_kind_of_the_longest() -> None:
    assert joined([Span(0, 4, NAME), Span(2, 12, PHONE), Span(20, 21, NAME)]) == (
        Span(0, 12, PHONE), Span(20, 21, NAME))


def test_a_span_beyond_words_that_became_shorter_is_cut() -> None:
    assert masked("short", [Span(2, 99), Span(50, 60)]) == "sh███"


def test_pieces_tell_what_was_taken_out() -> None:
    assert redactions.pieces(TEXT, [Span(5, 15, NAME), Span(19, 31, PHONE)]) == (
        ("Ring ", ""), ("", NAME), (" on ", ""), ("", PHONE), (", Dave said.", ""))
    assert redactions.pieces("", [Span(0, 3)]) == ()


def test_runs_of_masks_are_found_in_a_masked_text() -> None:
    assert redactions.mask_runs(masked(TEXT, [Span(5, 15), Span(42, 43)])) == ((5, 15), (42, 43))


def test_typed_words_are_found_wherever_they_stand_whole_in_any_case() -> None:
    assert find_words(TEXT, "dave", NAME) == (Span(5, 9, NAME), Span(33, 37, NAME))
    assert find_words("Ann\n  Lee came", "ann lee", NAME) == (Span(0, 9, NAME),)
    assert find_words("我叫李明。", "李明", NAME) == (Span(2, 4, NAME),)
    assert find_words("ان کا نام زینب ہے", "زینب", NAME) == (Span(10, 14, NAME),)


@pytest.mark.parametrize(("words", "code"), [
    ("Dav", "redaction-words-not-there"), ("", "redaction-words-missing"), ("x" * 501, "redaction-words-long"),
    (" \n", "redaction-words-missing"),
])
def test_words_that_do_not_stand_there_are_refused(words: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        find_words(TEXT, words, NAME)


def test_a_span_is_checked_and_loses_the_space_at_its_ends() -> None:
    assert redactions.check_span(TEXT, 4, 16, NAME) == Span(5, 15, NAME)
    for start, end, kind in ((4, 5, NAME), (9, 9, NAME), (-1, 3, NAME), (0, 99, NAME), (0, 4, "secret")):
        with pytest.raises(Refused):
            redactions.check_span(TEXT, start, end, kind)


def test_a_detail_that_was_refused_is_not_suggested_again() -> None:
    assert redactions.new_spans([Span(5, 9), Span(19, 31)], [Span(5, 15)]) == (Span(19, 31),)


def test_a_decision_is_made_once_and_can_be_undone() -> None:
    assert redactions.check_deciding("suggested", "confirmed") == "confirmed"
    assert redactions.check_deciding("confirmed", "undone") == "undone"
    assert redactions.check_deciding("refused", "confirmed") == "confirmed"
    for state, wanted in (("confirmed", "confirmed"), ("suggested", "undone"), ("refused", "refused")):
        with pytest.raises(Conflict, match="redaction-decided"):
            redactions.check_deciding(state, wanted)
    with pytest.raises(Refused):
        redactions.check_deciding("suggested", "suggested")
