"""The answers of one page, checked together."""

from consult.domain.page_answers import check_page, keepable
from consult.services.measures import MEASURES
from tests.every_kind import DISTRICT, QUESTIONS

TRAVEL = QUESTIONS["one-choice"]


def codes(typed: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(refused.field, refused.code) for refused in check_page([TRAVEL], typed, MEASURES).refusals]


def test_words_beside_a_chosen_option_are_kept_with_it() -> None:
    found = check_page([TRAVEL], {"travel": ["other"], "travel-other": ["By boat"]}, MEASURES)
    assert found.answers == {"travel": ("other",), "travel-other": ("By boat",)} and found.refusals == ()


def test_words_beside_an_option_that_is_not_chosen_are_refused_and_not_dropped() -> None:
    assert codes({"travel": ["bus"], "travel-other": ["By boat"]}) == [("travel-other", "other-not-ticked")]
    assert codes({"travel-other": ["By boat"]}) == [("travel-other", "other-not-ticked"), ("travel", "answer-missing")]


def test_a_companion_is_needed_only_with_its_option() -> None:
    assert codes({"travel": ["other"]}) == [("travel-other", "answer-missing")]
    assert check_page([TRAVEL], {"travel": ["bus"]}, MEASURES).answers == {"travel": ("bus",), "travel-other": ()}


def test_a_note_asks_nothing() -> None:
    assert check_page([QUESTIONS["note"]], {}, MEASURES).answers == {}


def test_only_the_first_half_of_a_postcode_is_fit_to_be_kept() -> None:
    for typed, kept in (("SE15 4AB", "SE15"), ("se154ab", "SE15"), ("e1 6an", "E1"), ("SE15 4ABC", "SE15"), ("", "")):
        assert keepable([DISTRICT], {"district": [typed]}) == {"district": [kept]}


def test_what_was_typed_for_a_file_is_never_kept() -> None:
    assert keepable([QUESTIONS["file"]], {"paper": ["an-id"]}) == {}
