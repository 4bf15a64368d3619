"""How right suggestions above a score are: worked out by hand, and from a whole run."""

import json

import numpy as np
import pytest

from consult.analysis.pipeline import suggest
from consult.analysis.precision import as_facts, measured_cuts, wilson_low
from consult.analysis.proposals import Example
from tests.analysis.answers import THEMES, examples, passages


def test_precision_coverage_and_number_of_a_cut_are_counted():
    scores = np.repeat([[0.95], [0.65], [0.2]], 40, axis=0)
    held = np.array([[row % 4 != 0] for row in range(120)], dtype=float)
    cuts = {cut.cut: cut for cut in measured_cuts(scores, held, ()) if cut.theme == ""}
    assert (cuts[0.9].n, cuts[0.9].precision, cuts[0.9].covered) == (40, 0.75, round(30 / 90, 4))
    assert (cuts[0.6].n, cuts[0.6].covered) == (80, round(60 / 90, 4))


def test_the_low_end_is_wilsons():
    assert wilson_low(81, 263) == pytest.approx(0.2553, abs=1e-4)
    assert wilson_low(0, 0) == 0.0


def test_a_theme_with_few_suggestions_has_no_measure():
    scores = np.full((50, 2), 0.99)
    scores[20:, 1] = 0.1
    found = measured_cuts(scores, np.ones((50, 2)), ("often", "rarely"))
    assert {cut.theme for cut in found} == {"", "often"}


def test_a_run_measures_on_answers_whose_people_it_never_saw():
    doubled = [Example(example.text, example.themes, f"P{number % 100}")
               for number, example in enumerate(examples(200))]
    run = suggest(doubled, THEMES, passages(each=3))
    by_cut = {cut.cut: cut for cut in run.precision if cut.theme == ""}
    assert by_cut[0.5].n >= 30 and 0.5 < by_cut[0.5].low <= by_cut[0.5].precision <= 1
    assert json.loads(json.dumps(as_facts(run.precision)))[0]["cut"] == 0.5


def test_labels_drawn_by_lot_are_not_called_precise():
    rng = np.random.default_rng(3)
    keys = [theme.key for theme in THEMES]
    lot = [Example(example.text, frozenset({keys[rng.integers(4)]}), f"P{number}")
           for number, example in enumerate(examples(300))]
    run = suggest(lot, THEMES, passages(each=3))
    assert all(cut.precision < 0.5 for cut in run.precision if cut.theme == "")


def test_languages_are_measured_apart():
    mixed = [Example(example.text, example.themes, example.respondent, number, "en" if number % 2 else "ur-PK")
             for number, example in enumerate(examples(240))]
    queue = [passage for passage in passages(each=3)]
    run = suggest(mixed, THEMES, [*queue[:6], *(type(one)(one.id + 5000, one.text, "ur") for one in queue[6:])])
    assert {cut.language for cut in run.precision_by_language} == {"en", "ur"}
    assert all(cut.theme == "" for cut in run.precision_by_language)


def test_before_there_is_enough_to_learn_from_nothing_is_promised():
    assert suggest(examples(40), THEMES, passages(each=3)).precision == ()
