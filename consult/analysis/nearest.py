"""Finds, for a suggested theme, the coded answer that is most like the text: a reason for a person to look at."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse

BATCH = 500
# Below this two texts share no more than common words.
LEAST_LIKENESS = 0.1
NOBODY = -1


def nearest_examples(
    texts: sparse.csr_matrix | np.ndarray,
    coded: sparse.csr_matrix | np.ndarray,
    labels: np.ndarray,
    wanted: Sequence[Sequence[int]],
    themselves: Sequence[int],
) -> list[tuple[int, ...]]:
    """Return for each text and each of its `wanted` themes (numbers) the row of the likest coded text, or -1.

    `texts` and `coded` are rows of length one, of TF-IDF or of vectors; `labels` says which themes a coded text holds
    (coded × themes). `themselves` is the row of a text among the coded, -1 where it is not: none is its own neighbour.
    """
    found: list[tuple[int, ...]] = []
    own = np.asarray(themselves)
    held = labels.T > 0
    for start in range(0, len(wanted), BATCH):
        rows = slice(start, start + BATCH)
        likeness = _likeness(texts[rows], coded)
        inside = np.flatnonzero(own[rows] >= 0)
        likeness[inside, own[rows][inside]] = 0.0
        found += _best(likeness, held, wanted[rows])
    return found


def _likeness(texts: sparse.csr_matrix | np.ndarray, coded: sparse.csr_matrix | np.ndarray) -> np.ndarray:
    product = texts @ coded.T
    return product.toarray() if sparse.issparse(product) else np.array(product)


def _best(likeness: np.ndarray, held: np.ndarray, wanted: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    best = np.full((len(wanted), len(held)), NOBODY)
    for theme in {theme for themes in wanted for theme in themes}:
        holders = np.flatnonzero(held[theme])
        asking = np.array([row for row, themes in enumerate(wanted) if theme in themes])
        if len(holders):
            near = likeness[np.ix_(asking, holders)]
            first = near.argmax(axis=1)
            is_near = near[np.arange(len(asking)), first] >= LEAST_LIKENESS
            best[asking, theme] = np.where(is_near, holders[first], NOBODY)
    return [tuple(int(best[row, theme]) for theme in themes) for row, themes in enumerate(wanted)]
