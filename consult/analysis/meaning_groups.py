"""Groups texts by their sentence vectors; which words name a group comes from the texts themselves."""

import numpy as np
from scipy import sparse
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits

# The cosine to the middle of its group that a text must reach; below it, it is placed nowhere. Measured on 3,608 coded
# comments, 30 groups: 5% stay below, the largest group holds 5%, homogeneity .31; by words 14%, 6% and .24.
PLACED_FROM = 0.4
STARTS = 3


def meaning_groups(vectors: np.ndarray, matrix: sparse.csr_matrix, groups: int) -> tuple[np.ndarray, np.ndarray]:
    """Return texts × groups (likeness to the group's middle, 0 in the others) and groups × terms (how telling).

    KMeans on `vectors` (texts × width, length one; a row of zeros is placed nowhere); `matrix` is texts × terms in the
    same order. A term tells a group by how much more it weighs there than in all texts.
    """
    told = np.flatnonzero(vectors.any(axis=1))
    groups = max(1, min(groups, len(told)))
    strengths = np.zeros((len(vectors), groups))
    if not len(told):
        return strengths, np.zeros((groups, matrix.shape[1]))
    count = min(groups, len(np.unique(vectors[told], axis=0)))
    with threadpool_limits(1):
        found = KMeans(count, n_init=STARTS, random_state=0).fit_predict(vectors[told])
    middles = np.stack([vectors[told[found == group]].mean(axis=0) for group in range(count)])
    middles /= np.maximum(np.linalg.norm(middles, axis=1, keepdims=True), 1e-9)
    alike = np.einsum("ij,ij->i", vectors[told], middles[found])
    strengths[told, found] = np.where(alike >= PLACED_FROM, alike, 0.0)
    return strengths, _telling(strengths > 0, matrix)


def _telling(inside: np.ndarray, matrix: sparse.csr_matrix) -> np.ndarray:
    sizes = np.maximum(inside.sum(axis=0), 1)[:, np.newaxis]
    own = np.asarray((matrix.T @ inside.astype(float)).T) / sizes
    overall = np.asarray(matrix.mean(axis=0))
    return np.asarray(np.maximum(own - overall, 0))
