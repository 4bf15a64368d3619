"""Families of answers that share a text: every copy found, nobody else's words, no two campaigns in one."""

import csv
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from consult.analysis.campaigns import Family, families, fitting
from consult.config import ROOT
from tests.analysis.letters import LETTERS, STRENGTHS, campaign, copy_of, ordinary, own_words

REAL = ROOT.parent / "shared" / "data" / "theming"
FILES = ("patient_comments_train.csv", "citizen_contributions_de.csv")
PHRASE = "Thank you for the opportunity to comment on the plan."  # ten words
URDU = ("میری گلی میں رات کو پولیس کے زیادہ اہلکار چاہییں کیونکہ بسوں کے آخری سٹاپ پر روشنی نہیں ہے۔ "
        "ہر کونسل پانچ دن میں ٹوٹا ہوا بلب بدلے اور ہمیں بتائے کہ کیا کام ہوا۔")
CHINESE = ("请不要关闭我们社区的警务办公室。这是没有互联网的人可以和警察面对面交谈的唯一地方。"
           "关闭它省不了多少钱，却会失去很多信任。")


@pytest.mark.parametrize("strength", ["untouched", "light", "middling"])
@pytest.mark.parametrize("count", [2, 3, 7, 40])
@pytest.mark.parametrize("seed", range(3))
def test_every_copy_is_found_up_to_one_word_in_twenty_and_a_fifth_of_the_sentences(strength, count, seed):
    texts, truth = mixed(strength, count, seed)
    assert missed(families(texts), truth) == 0


@pytest.mark.parametrize(("strength", "most"), [("strong", 0.02), ("very strong", 0.4)])
def test_copies_in_a_large_family_are_found_far_beyond_what_two_of_them_share(strength, most):
    texts, truth = mixed(strength, 60, 5)
    assert missed(families(texts), truth) <= most * 60 * len(LETTERS)


def test_a_long_story_around_the_letter_does_not_hide_it():
    rng = random.Random(3)
    letter = LETTERS[0]
    stories = [". ".join(own_words(rng) for _sentence in range(30)) for _person in range(4)]
    told = [f"{stories[0]}. {letter}", f"{letter} {stories[1]}", f"{stories[2]}. {letter} {stories[3]}"]
    found = families([*ordinary(200, 1), letter, letter, *told])
    assert [family.members for family in found] == [(200, 201, 202, 203, 204)]


def test_a_copy_that_lost_half_of_the_letter_is_found():
    letter = LETTERS[3]
    half = ". ".join(letter.split(". ")[:4])
    assert families([letter, *ordinary(50, 2), half])[0].members == (0, 51)


@pytest.mark.parametrize("change", [
    str.upper, str.lower, lambda text: text.replace(" ", "\n"), lambda text: text.replace(".", ";").replace(",", ""),
    lambda text: text.replace("'", "’"), lambda text: f"\n\n  {text}  ", lambda text: text.replace(" ", "  "),
])
def test_case_marks_and_line_breaks_make_no_difference(change):
    letter = LETTERS[1] + " Don't wait."
    assert families([letter, "Something else.", change(letter)]) == (Family((0, 2), 0),)


def test_short_phrases_that_are_the_same_are_no_family():
    assert families([PHRASE, PHRASE, PHRASE]) == ()
    assert families(["Yes"] * 50 + [""] * 50 + ["More police"] * 50) == ()


def test_twelve_words_that_are_the_same_are_a_family():
    assert families([f"{PHRASE} We agree.", "", f"{PHRASE} We agree."])[0].members == (0, 2)


@pytest.mark.parametrize("texts", [[], [""], ["one"], ["\0", " \n"], ["🚓" * 500] * 3, ["a " * 25_000] * 2,
                                   ["…"] * 20, ["word"] * 3])
def test_odd_texts_break_nothing(texts):
    assert len(families(texts)) <= 1


def test_other_scripts_are_compared_by_their_own_words():
    texts = [URDU, f"محترم میئر صاحب، {URDU} شکریہ", CHINESE, f"我支持。{CHINESE}谢谢。", "警察很好", "警察很好"]
    assert {family.members for family in families(texts)} == {(0, 1), (2, 3)}


def test_a_few_signs_of_chinese_are_no_family():
    assert families(["我希望有更多的警察巡逻。"] * 4) == ()


def test_an_answer_with_two_letters_does_not_join_two_campaigns():
    one, other = (campaign(letter, STRENGTHS["light"], 12, 1) for letter in LETTERS[:2])
    bridges = [f"{LETTERS[0]} {LETTERS[1]}"] * 3 + [f"{LETTERS[1]}\n{LETTERS[0]}"] * 3
    found = families([*one, *other, *bridges])
    assert [len(family.members) for family in found] == [18, 12]
    assert set(range(12)) <= set(found[0].members) or set(range(12, 24)) <= set(found[0].members)


def test_a_chain_of_likenesses_does_not_make_one_family():
    rng = random.Random(7)
    said = [own_words(rng) for _sentence in range(40)]
    chain = [". ".join(said[at:at + 8]) for at in range(0, 33, 2)]
    found = families(chain)
    assert max(len(family.members) for family in found) <= 9


def test_a_heading_that_everyone_was_given_is_no_campaign():
    rng = random.Random(9)
    heading = "Response to the consultation on the draft police and crime plan for London, section two, violence."
    texts = [heading + "\n" + ". ".join(own_words(rng, may_share=False) for _sentence in range(6))
             for _person in range(60)]
    assert families(texts) == ()


def test_families_come_largest_first_and_the_same_every_time():
    texts = [*campaign(LETTERS[0], STRENGTHS["light"], 3, 1), *campaign(LETTERS[1], STRENGTHS["light"], 9, 1),
             *ordinary(100, 4)]
    random.Random(2).shuffle(texts)
    found = families(texts)
    assert [len(family.members) for family in found] == [9, 3]
    assert found == families(texts)


def test_the_order_of_the_answers_changes_no_family():
    texts = [*campaign(LETTERS[2], STRENGTHS["middling"], 20, 3), *ordinary(100, 5)]
    other = texts[::-1]
    assert sorted(texts[at] for at in families(texts)[0].members) == sorted(
        other[at] for at in families(other)[0].members)


def test_the_typical_text_is_the_one_that_most_sent():
    texts = [*campaign(LETTERS[0], STRENGTHS["middling"], 12, 2), LETTERS[0], LETTERS[0]]
    assert texts[families(texts)[0].typical] == LETTERS[0]


def test_later_answers_are_laid_beside_letters():
    rng = random.Random(1)
    later = [copy_of(LETTERS[1], STRENGTHS["light"], rng), "Nothing of the kind.", LETTERS[0], own_words(rng)]
    assert fitting([LETTERS[0], LETTERS[1]], later) == (1, None, 0, None)
    assert fitting([], later) == (None,) * 4
    assert fitting(["Too short"], later) == (None,) * 4


def test_every_letter_is_found_among_five_thousand_answers():
    texts = ordinary(4000, 1)
    for letter in LETTERS:
        texts += campaign(letter, STRENGTHS["middling"], 200, 1)
    found = families(texts)
    assert len(found) == len(LETTERS) and all(place >= 4000 for family in found for place in family.members)


@pytest.mark.parametrize("files", [FILES[:1], FILES[1:], FILES])
def test_no_false_family_of_three_stands_among_ordinary_comments(files):
    texts = [text for name in files for text in real(name)]
    for family in families(texts):
        said = {" ".join(texts[place].split()).casefold() for place in family.members}
        # Three people of one file sent the same 18 words each, letter for letter: that is a family.
        assert len(family.members) < 3 or len(said) == 1


@pytest.mark.parametrize("strength", ["light", "middling"])
def test_letters_among_ordinary_comments_are_found_and_nobody_elses(strength):
    texts = [text for name in FILES for text in real(name)]
    letters = [text for letter in LETTERS for text in campaign(letter, STRENGTHS[strength], 10, 8)]
    truth: list[int | None] = [None] * len(texts) + [at // 10 for at in range(len(letters))]
    found = families([*texts, *letters])
    assert missed(found, truth) == 0
    assert not any(len({truth[place] for place in family.members}) > 1 for family in found)


def real(name: str) -> list[str]:
    """Return the texts of a file of other people's comments, or skip where it is not there."""
    path: Path = REAL / name
    if not path.exists():
        pytest.skip("The comments that this is measured on are not on this machine.")
    with path.open(newline="") as rows:
        return [row["text"] for row in csv.DictReader(rows)]


def mixed(strength: str, count: int, seed: int) -> tuple[list[str], list[int | None]]:
    """Return copies of every letter among ordinary answers, shuffled, and which letter each was written from."""
    told: list[tuple[str, int | None]] = [(text, None) for text in ordinary(300, seed)]
    for at, letter in enumerate(LETTERS):
        told += [(text, at) for text in campaign(letter, STRENGTHS[strength], count, seed)]
    random.Random(seed).shuffle(told)
    return [text for text, _letter in told], [letter for _text, letter in told]


def missed(found: Sequence[Family], truth: Sequence[int | None]) -> int:
    """Return how many copies stand in no family, or not in the largest one of their letter; others' answers forbid."""
    best: Counter[int] = Counter()
    for family in found:
        letters = Counter(truth[place] for place in family.members)
        if set(letters) != {None}:
            assert len(letters) == 1
        for letter, count in letters.items():
            if letter is not None:
                best[letter] = max(best[letter], count)
    return sum(letter is not None for letter in truth) - best.total()
