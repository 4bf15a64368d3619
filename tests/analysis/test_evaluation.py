"""The measures of a suggester, against values worked out by hand."""

import csv
from pathlib import Path

import numpy as np
import pytest

from consult.analysis.evaluation import recall_at_3, theme_scores
from consult.analysis.proposals import Example
from tests.analysis.answers import examples

COMMENTS = Path(__file__).parents[2].parent / "shared" / "data" / "theming" / "patient_comments_train.csv"


def test_recall_at_3_is_the_mean_share_of_an_answers_themes_among_its_first_three():
    scores = np.array([[0.9, 0.8, 0.7, 0.1], [0.9, 0.8, 0.7, 0.1], [0.9, 0.8, 0.7, 0.1]])
    held = np.array([[True, False, False, True], [False, True, False, False], [False, False, False, False]])
    assert recall_at_3(scores, held) == pytest.approx(0.75)


def test_small_sizes_give_recall_alone_and_larger_ones_every_measure():
    found = theme_scores(examples(120), examples(40), {"patrols": "officers on foot"}, ("0", "25", "100", "500", "all"))
    assert set(found["recall_at_3"]) == {"0", "25", "100", "all"}
    assert {measure: set(by_size) for measure, by_size in found.items() if measure != "recall_at_3"} == dict.fromkeys(
        ("micro_f1", "macro_f1", "samples_f1", "lrap", "fit_seconds", "suggestions_per_second"), {"100", "all"}
    )


def test_answers_without_a_theme_cost_precision_and_no_recall():
    silent = [Example("Nothing to add", frozenset()) for _ in range(20)]
    plain = theme_scores(examples(120), examples(40), {}, ("100",))
    mixed = theme_scores(examples(120), [*examples(40), *silent], {}, ("100",))
    assert mixed["recall_at_3"] == plain["recall_at_3"]
    assert mixed["micro_f1"]["100"] < plain["micro_f1"]["100"]


@pytest.mark.skipif(not COMMENTS.exists(), reason="The coded patient comments are not beside this repository.")
def test_real_comments_are_ranked_as_well_as_the_targets_ask():
    coded = real_comments()[:1300]
    aside = set(sorted({example.respondent for example in coded})[::3])
    taught = [example for example in coded if example.respondent not in aside]
    test = [example for example in coded if example.respondent in aside]
    found = theme_scores(taught, test, {}, ("0", "25", "200"))
    assert found["recall_at_3"]["0"] >= 0.43 and found["recall_at_3"]["25"] >= 0.60
    assert found["micro_f1"]["200"] >= 0.53


def real_comments():
    with COMMENTS.open(encoding="utf-8", newline="") as lines:
        return [
            Example(row["text"], frozenset(row["themes"].split("|")), row["respondent"])
            for row in csv.DictReader(lines)
        ]
