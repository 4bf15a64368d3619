"""Agreement of two coders: equal to reference implementations, and silent where nothing can be said."""

import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score, f1_score

from consult.analysis.agreement import (
    Pair,
    ThemeKappa,
    agreement,
    alpha_masi,
    alpha_nominal,
    drift,
    masi_distance,
    renamed,
    stance_agreement,
    verdict,
)

FILE = json.loads((Path(__file__).parent / "agreement_cases.json").read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = FILE["cases"]
CLOSE = 1e-5


@pytest.mark.parametrize("measure", ["alpha_masi", "alpha_nominal", "exact", "samples_f1"])
def test_measures_are_those_of_the_reference_implementations(measure: str) -> None:
    assert len(CASES) >= 50
    for case in CASES:
        expected = case["expected"][measure]
        found = getattr(agreement(pairs_of(case["first"], case["second"])), measure)
        assert found == (None if expected is None else pytest.approx(expected, abs=CLOSE))


def test_kappa_of_each_theme_is_that_of_the_reference_implementation() -> None:
    undefined = 0
    for case in CASES:
        found = agreement(pairs_of(case["first"], case["second"])).kappa
        assert list(found) == sorted(case["expected"]["kappa"])
        for theme, (kappa, uses) in case["expected"]["kappa"].items():
            assert found[theme].n == uses
            assert found[theme].kappa == (None if kappa is None else pytest.approx(kappa, abs=CLOSE))
            undefined += kappa is None
    assert undefined > 0


@pytest.mark.parametrize("seed", range(12))
def test_kappa_and_f1_are_those_of_the_scikit_learn_that_is_installed(seed: int) -> None:
    pairs = drawn(seed, answers=60, themes="abcdef")
    found = agreement(pairs)
    first, second = (np.array([[theme in side for theme in "abcdef"] for side in sides], dtype=int)
                     for sides in ([pair.first for pair in pairs], [pair.second for pair in pairs]))
    f1 = f1_score(first, second, average="samples", zero_division=1.0)
    assert found.samples_f1 == pytest.approx(f1, abs=1e-9)
    for column, theme in enumerate("abcdef"):
        kappa = cohen_kappa_score(first[:, column], second[:, column])
        assert found.kappa[theme].kappa == pytest.approx(kappa, abs=1e-9)


def test_a_coder_agrees_fully_with_themselves_also_where_they_found_nothing() -> None:
    texts = ["a", "", "ab", "b", ""]
    found = agreement(pairs_of(texts, texts))
    assert (found.alpha_masi, found.alpha_nominal, found.exact, found.samples_f1) == (1, 1, 1, 1)
    assert found.without_themes == 2 and {theme.kappa for theme in found.kappa.values()} == {1}


def test_nothing_in_common_has_no_numbers() -> None:
    found = agreement([])
    assert (found.alpha_masi, found.alpha_nominal, found.exact, found.samples_f1, found.kappa) == (None,) * 4 + ({},)


def test_one_same_word_for_everything_shows_no_reliability() -> None:
    found = agreement(pairs_of(["a"] * 20, ["a"] * 20))
    assert (found.alpha_masi, found.alpha_nominal, found.kappa["a"].kappa) == (None, None, None)
    assert (found.exact, found.kappa["a"].n) == (1, 20)


def test_a_theme_that_one_coder_alone_uses_agrees_by_chance_only() -> None:
    found = agreement(pairs_of(["a", "a", "b", ""], ["", "", "b", ""]))
    assert (found.kappa["a"].kappa, found.kappa["a"].n) == (0, 2)


def test_the_nominal_alpha_stands_on_answers_with_one_theme_from_each() -> None:
    found = agreement(pairs_of(["a", "ab", "b", "", "a"], ["a", "a", "a", "a", "b"]))
    assert found.one_theme_each == 3
    assert found.alpha_nominal == alpha_nominal([("a", "a"), ("b", "a"), ("a", "b")])


def test_krippendorffs_own_example_of_two_coders_and_two_values() -> None:
    # Computing Krippendorff's Alpha-Reliability (2011), example A: alpha = .095.
    meg, owen = "0100000010", "1110010000"
    assert alpha_nominal(list(zip(meg, owen, strict=True))) == pytest.approx(.095, abs=.001)


@pytest.mark.parametrize(("one", "other", "distance"), [
    ("ab", "ab", 0), ("", "", 0), ("", "a", 1), ("a", "b", 1), ("a", "ab", 2 / 3), ("ab", "bc", 8 / 9)])
def test_sets_that_overlap_are_part_of_the_way_apart(one: str, other: str, distance: float) -> None:
    assert masi_distance(frozenset(one), frozenset(other)) == pytest.approx(distance)
    assert masi_distance(frozenset(other), frozenset(one)) == pytest.approx(distance)


@pytest.mark.parametrize(("kappa", "uses", "expected"), [
    (.9, 9, None), (None, 50, None), (.9, 10, "very-alike"), (.61, 10, "alike"), (.5, 10, "partly-alike"),
    (.4, 10, "apart"), (-.2, 10, "apart")])
def test_there_is_no_verdict_under_ten_uses(kappa: float | None, uses: int, expected: str | None) -> None:
    assert verdict(ThemeKappa(kappa, uses, uses, uses, uses)) == expected


def test_windows_of_drift_follow_the_order_and_hold_every_answer_once() -> None:
    alike, apart = pairs_of(["a", "b"] * 5, ["a", "b"] * 5), pairs_of(["a", "b"] * 6, ["b", "a"] * 6)
    found = drift([*alike, *apart], 10)
    assert [(one.start, one.answers, one.exact) for one in found] == [(1, 10, 1), (11, 12, 0)]
    first, second = found
    assert first.alpha_masi == 1 and second.alpha_masi is not None and second.alpha_masi < 0


def test_half_a_window_at_the_end_stands_by_itself() -> None:
    assert [one.answers for one in drift(pairs_of("a" * 25, "a" * 25), 10)] == [10, 10, 5]
    assert [one.answers for one in drift(pairs_of("aaa", "aaa"), 10)] == [3]
    assert drift([], 10) == []
    with pytest.raises(ValueError):
        drift([], 0)


def test_stances_agree_over_themes_that_both_gave() -> None:
    found = stance_agreement([("support", "support")] * 3 + [("oppose", "mixed")])
    assert (found.n, found.same, found.exact) == (4, 3, .75)
    assert stance_agreement([]).exact is None and stance_agreement([("none", "none")]).alpha is None


def test_merged_themes_are_one_for_both_coders() -> None:
    [pair] = renamed(pairs_of(["ab"], ["b"]), {"a": "b", "b": "b"}.__getitem__)
    assert pair == Pair(frozenset("b"), frozenset("b"))


def test_many_answers_and_five_hundred_themes_are_measured() -> None:
    pairs = drawn(1, answers=3000, themes=[f"theme {number}" for number in range(500)])
    found = alpha_masi(pairs)
    # Half of the second coders say the same, the others something else by chance.
    assert found is not None and 0.4 < found < 0.6


def pairs_of(first: Any, second: Any) -> list[Pair]:
    return [Pair(frozenset(one), frozenset(other)) for one, other in zip(first, second, strict=True)]


def drawn(seed: int, *, answers: int, themes: Any) -> list[Pair]:
    chance = random.Random(seed)

    def some() -> list[str]:
        return chance.sample(list(themes), chance.randint(0, 4))
    firsts = [some() for _ in range(answers)]
    return pairs_of(firsts, [one if chance.random() < .5 else some() for one in firsts])
