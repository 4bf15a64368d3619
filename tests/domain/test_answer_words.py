"""The steps of an answer's English: who waits for whom, and that nobody is their own second person."""

import pytest

from consult.domain.answer_words import CHECKED, NOT_NEEDED, WAITING, WRITTEN, check_second_person, state_for, state_in
from consult.domain.errors import Conflict
from consult.domain.languages import direction


@pytest.mark.parametrize(("language", "state"), [("en", NOT_NEEDED), ("en-GB", NOT_NEEDED), ("EN", NOT_NEEDED),
                                                 ("ur", WAITING), ("zh-Hans", WAITING), ("enm", WAITING)])
def test_all_but_english_waits_for_a_person(language: str, state: str) -> None:
    assert state_for(language) == state
    assert state_for(language, has_letters=False) == NOT_NEEDED


@pytest.mark.parametrize("state", [WAITING, WRITTEN, CHECKED])
def test_another_language_changes_nothing_of_what_was_done_for_it(state: str) -> None:
    assert state_in("pa", state, has_english=state != WAITING) == state
    assert state_in("en", state, has_english=True) == NOT_NEEDED


def test_english_that_was_there_before_has_to_be_checked_again() -> None:
    assert state_in("ur", NOT_NEEDED, has_english=True) == WRITTEN
    assert state_in("ur", NOT_NEEDED, has_english=False) == WAITING


def test_nobody_is_their_own_second_person() -> None:
    with pytest.raises(Conflict, match="own-words"):
        check_second_person(7, 7)
    check_second_person(7, 8)


def test_urdu_in_latin_letters_runs_from_left_to_right() -> None:
    assert [direction(tag) for tag in ("ur", "ur-Latn", "ar-LATN", "ps")] == ["rtl", "ltr", "ltr", "rtl"]
