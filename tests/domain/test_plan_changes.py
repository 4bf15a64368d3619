"""What became of the parts of a plan: pairs that need nobody, pairs that somebody said, and what is left open."""

import pytest

from consult.domain.errors import Refused
from consult.domain.plan_changes import (
    CHANGED,
    DROPPED,
    KEPT,
    NEW,
    SAME_KEY,
    SAME_WORDS,
    UNSAID,
    Part,
    Said,
    changes,
    reason,
    sure_pairs,
    tally,
)


def test_the_same_words_are_a_pair_whatever_their_key_letters_and_spaces() -> None:
    [pair] = sure_pairs([part(1, "a", "More  Officers.")], [part(2, "b", "more officers")])
    assert (pair.old_id, pair.new_id, pair.basis) == (1, 2, SAME_WORDS)


def test_the_same_key_is_a_pair_where_the_words_changed() -> None:
    [pair] = sure_pairs([part(1, "a", "More officers")], [part(2, "a", "More lights")])
    assert pair.basis == SAME_KEY


def test_words_that_stand_twice_in_a_plan_pair_nothing_by_themselves() -> None:
    old = [part(1, "a", "Principle"), part(2, "b", "Principle")]
    assert [pair.basis for pair in sure_pairs(old, [part(3, "a", "Principle")])] == [SAME_KEY]


def test_a_part_that_was_made_of_an_older_one_is_not_called_new_besides() -> None:
    old, new = [part(1, "a", "One")], [part(11, "b", "One and more")]
    found = changes(old, new, [Said(1, None, 11, "All new."), Said(2, 1, 11), Said(3, 1, None)])
    assert [(one.kind, one.pair_id) for one in found] == [(CHANGED, 2)]
    assert tally(found) == dict.fromkeys((KEPT, NEW, DROPPED, UNSAID), 0) | {CHANGED: 1}


def test_every_part_stands_somewhere_and_what_nobody_said_is_said_to_be_so() -> None:
    old = [part(1, "a", "One"), part(2, "b", "Two"), part(3, "c", "Three"), part(4, "d", "Four")]
    new = [part(11, "a", "One"), part(12, "b", "Two and more"), part(13, "e", "Five"), part(14, "f", "Six")]
    said = [Said(1, 1, 11), Said(2, 2, 12, "It grew."), Said(3, None, 13), Said(4, 3, None, "It is done.")]
    found = [(change.kind, change.old_id, change.new_id) for change in changes(old, new, said)]
    assert found == [(KEPT, 1, 11), (CHANGED, 2, 12), (NEW, None, 13), (UNSAID, None, 14), (DROPPED, 3, None),
                     (UNSAID, 4, None)]
    assert tally(changes(old, new, said)) == {KEPT: 1, CHANGED: 1, NEW: 1, DROPPED: 1, UNSAID: 2}


def test_a_part_made_of_two_is_counted_once() -> None:
    old, new = [part(1, "a", "One"), part(2, "b", "Two")], [part(11, "c", "One and two")]
    found = changes(old, new, [Said(1, 1, 11), Said(2, 2, 11)])
    assert len(found) == 2 and tally(found)[CHANGED] == 1


def test_a_reason_past_its_length_is_refused() -> None:
    with pytest.raises(Refused, match="pair-reason-long"):
        reason("x" * 501)


def part(row_id: int, key: str, words: str) -> Part:
    return Part(row_id, key, "commitment", words)
