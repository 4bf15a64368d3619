"""Proposes which part of a newer plan an older part became, by the likeness of their words; a person says whether."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.feature_extraction.text import TfidfVectorizer

from consult.domain.plan_changes import LIKENESS, Pair, Part

# Below this two parts share no more than the words that every promise of a plan has.
LEAST_LIKE = 0.2


def like_pairs(old: Sequence[Part], new: Sequence[Part]) -> list[Pair]:
    """Return at most one pair for each part, those of the greatest likeness together (cosine of word and word-pair
    TF-IDF, 0 to 1; the pairing is optimal over all of them: Kuhn and Munkres).

    A promise is only ever paired with a promise. Only pairs of LEAST_LIKE or more; the likest first.
    """
    if not old or not new:
        return []
    vectors = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, stop_words="english")
    read = vectors.build_analyzer()
    if not any(read(part.words) for part in (*old, *new)):
        return []
    vectors.fit([part.words for part in (*old, *new)])
    likeness = (vectors.transform([part.words for part in old]) @ vectors.transform([part.words for part in new]).T
                ).toarray()
    promise = np.array([[(a.kind == "commitment") == (b.kind == "commitment") for b in new] for a in old])
    likeness = np.where(promise, likeness, 0.0)
    rows, columns = linear_sum_assignment(-likeness)
    found = [Pair(old[row].id, new[column].id, LIKENESS, round(float(likeness[row, column]), 3))
             for row, column in zip(rows, columns, strict=True) if likeness[row, column] >= LEAST_LIKE]
    return sorted(found, key=lambda pair: -(pair.likeness or 0.0))
