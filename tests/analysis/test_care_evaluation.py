"""The measure of care: counts by kind on texts of our own, with enough of them, each error named."""

import pytest

from consult.analysis import care_evaluation as care
from consult.analysis.care_words import read
from consult.domain.redactions import Span
from consult.domain.worries import WORRY_KINDS


@pytest.mark.parametrize("language", ["en", "ur"])
def test_there_are_enough_labelled_texts_and_half_of_them_give_no_worry(language: str) -> None:
    parts = read(f"labelled_{language}")
    worries = [parts["worries"][part] for part in care.PARTS]
    assert sum(len(texts) for part in worries for texts in part.values()) >= 120
    assert sum(len(part["none"]) for part in worries) >= 60
    assert sum(len(parts["details"][part]["texts"]) for part in care.PARTS) >= 120
    assert all({kind for label in part if label != "none" for kind in label.split("+")} == set(WORRY_KINDS)
               for part in worries)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_no_text_stands_in_both_parts(language: str) -> None:
    held = read(f"labelled_{language}")
    said = [text for part in care.PARTS for texts in held["worries"][part].values() for text in texts]
    said += [text for part in care.PARTS for text in held["details"][part]["texts"]]
    assert len(said) == len(set(said))


def test_marks_are_taken_out_and_say_where_details_stand() -> None:
    assert care.unmarked("Ring {name|Ann} on {phone|0123}.") == (
        "Ring Ann on 0123.", (Span(5, 8, "name"), Span(12, 16, "phone")))
    with pytest.raises(ValueError, match="secret"):
        care.unmarked("{secret|x}")


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("part", care.PARTS)
def test_counts_and_named_errors_agree(language: str, part: str) -> None:
    for measure in (care.measure_worries, care.measure_details):
        found = measure(language, part)
        kinds = [score for kind, score in found.scores.items() if kind != care.ANY]
        assert sum(score.labelled - score.found for score in kinds) == len(found.misses)
        assert sum(score.suggested - score.right for score in kinds) == len(found.false_alarms)
        assert all(score.found <= score.labelled and score.right <= score.suggested for score in kinds)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_what_the_lists_find_does_not_get_worse(language: str) -> None:
    worries, details = care.measure_worries(language, "held_out"), care.measure_details(language, "held_out")
    for found in (worries.of(care.ANY), details.of(care.ANY)):
        assert (found.recall or 0) >= 0.9 and (found.precision or 0) >= 0.85


def test_a_share_of_nothing_is_no_number() -> None:
    assert care.Score().recall is None and care.Score().precision is None
