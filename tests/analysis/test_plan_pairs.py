"""Pairs of parts of two plans by the likeness of their words."""

import pytest

from consult.analysis.plan_pairs import like_pairs
from consult.domain.plan_changes import Part


@pytest.mark.parametrize("words", [("The", "And so on"), ("1", "2"), ("A", "B"), ("", "")])
def test_parts_without_a_word_that_tells_anything_are_like_nothing(words: tuple[str, str]) -> None:
    assert like_pairs([part(1, words[0])], [part(2, words[1])]) == []


def test_each_part_is_paired_once_with_the_one_that_it_is_most_like() -> None:
    found = like_pairs([part(1, "More officers on foot"), part(2, "Fewer knives in school")],
                       [part(3, "Fewer knives near a school"), part(4, "Officers on foot and on bicycles")])
    assert {(pair.old_id, pair.new_id) for pair in found} == {(1, 4), (2, 3)}


def test_a_promise_is_only_paired_with_a_promise() -> None:
    assert like_pairs([part(1, "More officers", "commitment")], [part(2, "More officers", "objective")]) == []


def part(row_id: int, words: str, kind: str = "objective") -> Part:
    return Part(row_id, f"part-{row_id}", kind, words)
