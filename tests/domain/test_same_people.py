"""What may be one person's: the same address, code, or words by two ways in; never more than a question."""

from consult.domain.same_people import CODE, SENDER, WORDS, Pair, Seen, not_yet_known, pair_by_words, pairs_by_mark


def test_two_e_mails_from_one_address_may_be_one_persons() -> None:
    assert pairs_by_mark({"a": [seen(7), seen(3)], "b": [seen(5)]}, SENDER) == [Pair(3, 7, SENDER)]


def test_each_stands_beside_the_first_of_its_mark() -> None:
    assert pairs_by_mark({"a": [seen(1), seen(2), seen(3)]}, CODE) == [Pair(1, 2, CODE), Pair(1, 3, CODE)]


def test_a_person_and_the_organisation_whose_letters_they_send_are_two_voices() -> None:
    answers = [seen(1), seen(2, speaks_for="Doorways"), seen(3, speaks_for="doorways ")]
    assert pairs_by_mark({"a": answers}, SENDER) == [Pair(2, 3, SENDER)]


def test_a_helper_who_sends_for_others_is_no_proof() -> None:
    assert pairs_by_mark({"a": [seen(1), seen(2, was_helped=True)]}, SENDER) == []
    assert pairs_by_mark({"a": [seen(1), seen(2, was_helped=True)]}, CODE) == [Pair(1, 2, CODE)]


def test_an_address_that_sends_many_passes_on_what_others_say() -> None:
    assert len(pairs_by_mark({"a": [seen(at) for at in range(1, 7)]}, SENDER)) == 5
    assert pairs_by_mark({"a": [seen(at) for at in range(1, 8)]}, SENDER) == []


def test_what_is_counted_together_is_not_asked_about_again() -> None:
    assert pairs_by_mark({"a": [seen(1), seen(2, unit=1)]}, SENDER) == []
    assert pair_by_words(seen(1), seen(2, unit=1, channel="post"), common=40, shorter=40) is None


def test_the_same_words_by_two_ways_in_may_be_one_persons() -> None:
    assert pair_by_words(seen(9), seen(4, channel="post"), common=22, shorter=23) == Pair(4, 9, WORDS)
    assert pair_by_words(seen(9), seen(4), common=22, shorter=23) is None


def test_few_words_and_half_of_the_words_prove_nothing() -> None:
    assert pair_by_words(seen(1), seen(2, channel="post"), common=11, shorter=11) is None
    assert pair_by_words(seen(1), seen(2, channel="post"), common=50, shorter=100) is None


def test_a_pair_is_asked_about_once_for_its_strongest_reason() -> None:
    pairs = [Pair(2, 3, WORDS), Pair(1, 2, WORDS), Pair(1, 2, CODE), Pair(1, 2, SENDER), Pair(5, 6, SENDER)]
    assert not_yet_known(pairs, {(5, 6)}) == [Pair(1, 2, CODE), Pair(2, 3, WORDS)]


def seen(at: int, *, unit: int | None = None, channel: str = "email", speaks_for: str = "",
         was_helped: bool = False) -> Seen:
    """Return a response."""
    return Seen(at, at if unit is None else unit, channel, speaks_for, was_helped)
