"""How a text in another language or format stands beside the English of today."""

import itertools

import pytest

from consult.domain.readiness import parts_of
from consult.domain.text_units import Unit
from consult.domain.variants import (
    APPROVED,
    AUDIO,
    BSL,
    CHECKED,
    DRAFT,
    EASY_READ,
    LANGUAGE,
    MISSING,
    PERSON,
    SIGNED,
    STALE,
    STANDINGS,
    STATES,
    Made,
    by_place,
    standing,
    worst,
)

LANGUAGES = ("ar", "ur")
FORMATS = ((EASY_READ, "en"), (BSL, SIGNED), (AUDIO, "en"))


@pytest.mark.parametrize("state", STATES)
def test_any_state_is_stale_from_the_moment_that_the_english_differs(state: str) -> None:
    made = variant("question/a/text", LANGUAGE, "ur", "Old words", state)
    assert standing(made, "Old words") == state and standing(made, "New words") == STALE
    assert standing(None, "Old words") == MISSING


@pytest.mark.parametrize("edited", ["question/a/text", "question/a/hint", "question/b/text", "section/s/title"])
def test_editing_one_english_text_makes_exactly_its_own_variants_stale(edited: str) -> None:
    made = everything(UNITS)
    changed = [Unit(unit.key, unit.part, "Other words" if unit.key == edited else unit.english) for unit in UNITS]
    part = next(unit.part for unit in UNITS if unit.key == edited)
    expected = {(edited, LANGUAGE, tag) for tag in LANGUAGES} | {(part, form, tag) for form, tag in FORMATS}
    assert stale(made, changed) == expected
    assert stale(made, UNITS) == set()


def test_putting_the_english_back_makes_its_variants_current_again() -> None:
    changed = [Unit(unit.key, unit.part, unit.english + "!") for unit in UNITS]
    made = everything(UNITS)
    assert len(stale(made, changed)) == len(made) and stale(made, list(UNITS)) == set()


def test_a_whole_stands_as_its_worst_piece_does() -> None:
    assert worst([]) == APPROVED
    for one, other in itertools.combinations(STANDINGS, 2):
        assert worst([other, one]) == one
    assert worst([APPROVED, CHECKED, DRAFT]) == DRAFT


def stale(made: list[Made], units: list[Unit]) -> set[tuple[str, str, str]]:
    """Return the places of the variants that have gone stale."""
    english = {**{unit.key: unit.english for unit in units}, **parts_of(units)}
    return {place for place, one in by_place(made).items() if standing(one, english[place[0]]) == STALE}


def everything(units: list[Unit]) -> list[Made]:
    """Return an approved variant of every text in each language, and of every part in each format."""
    texts = [variant(unit.key, LANGUAGE, tag, unit.english) for unit in units for tag in LANGUAGES]
    return texts + [variant(part, form, tag, english) for part, english in parts_of(units).items()
                    for form, tag in FORMATS]


def variant(key: str, form: str, language: str, source: str, state: str = APPROVED) -> Made:
    return Made(key, form, language, source, "words", state, PERSON)


UNITS = [
    Unit("section/s/title", "section/s", "Part"), Unit("question/a/text", "question/a", "First?"),
    Unit("question/a/hint", "question/a", "A hint"), Unit("question/b/text", "question/b", "Second?"),
]
