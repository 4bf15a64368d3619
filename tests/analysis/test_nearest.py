"""The coded answer beside a suggestion: the likest one that holds the theme, never the answer itself."""

import numpy as np

from consult.analysis.meanings import Vectors
from consult.analysis.nearest import NOBODY, nearest_examples
from consult.analysis.pipeline import suggest
from consult.analysis.proposals import Example, Passage
from tests.analysis.answers import THEMES, examples


def test_the_likest_holder_of_the_theme_is_found():
    coded = np.array([[1.0, 0.0], [0.8, 0.6], [0.0, 1.0]])
    labels = np.array([[1, 0], [0, 1], [0, 1]])
    found = nearest_examples(np.array([[1.0, 0.0]]), coded, labels, [[0, 1]], [NOBODY])
    assert found == [(0, 1)]


def test_no_answer_is_its_own_neighbour_and_far_ones_are_not_shown():
    coded = np.array([[1.0, 0.0], [0.0, 1.0]])
    found = nearest_examples(coded, coded, np.array([[1], [1]]), [[0], [0]], [0, 1])
    assert found == [(NOBODY,), (NOBODY,)]


def test_a_theme_that_nobody_coded_has_no_neighbour():
    assert nearest_examples(np.eye(2), np.eye(2), np.array([[1, 0], [1, 0]]), [[1], [0]], [NOBODY, NOBODY]) == [
        (NOBODY,), (1,)]


def test_a_run_names_the_nearest_coded_passage_by_words():
    coded = [Example(example.text, example.themes, example.respondent, 500 + number)
             for number, example in enumerate(examples(120))]
    first = suggest(coded, THEMES, [Passage(1, "They searched my son without a reason")]).rankings[0].suggestions[0]
    near = next(example for example in coded if example.id == first.nearest)
    assert first.theme in near.themes and "searched without a reason" in near.text


def test_a_run_with_vectors_takes_the_nearest_by_meaning():
    coded = [Example(example.text, example.themes, example.respondent, 500 + number)
             for number, example in enumerate(examples(120))]
    rows = np.eye(130, 8, dtype=np.float32)
    vectors = {example.id: rows[number % 7] for number, example in enumerate(coded)} | {1: rows[2]}
    run = suggest(coded, THEMES, [Passage(1, "no known word")], vectors=Vectors(vectors, np.zeros((4, 8), np.float32)))
    found = [one.nearest for one in run.rankings[0].suggestions if one.nearest is not None]
    assert found and all((number - 500) % 7 == 2 for number in found)
