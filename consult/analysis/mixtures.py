"""Weighs several clues to one log odds for each text and theme, and sets each theme right by its own record."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

# How slowly a theme's own record moves its offset and its slope away from those of all themes.
OFFSET_SHRINKAGE, SLOPE_SHRINKAGE = 3.0, 30.0
ROUNDS = 8
LEAST_DETERMINANT = 1e-9
# More pairs of a text and a theme say no more about a dozen weights.
MOST_PAIRS = 60_000


@dataclass(frozen=True)
class Clues:
    """What is known of texts × themes: `distances` of learnt classifiers (the first leads), `likeness` to descriptions.

    `commonness` is one number a theme, the log of its share.
    """

    distances: Sequence[np.ndarray]
    likeness: Sequence[np.ndarray]
    commonness: np.ndarray

    def rows(self, texts: np.ndarray) -> "Clues":
        """Return the same for some of the texts (a mask or numbers)."""
        return Clues([one[texts] for one in self.distances], [one[texts] for one in self.likeness], self.commonness)

    def without_distances(self) -> np.ndarray:
        """Return the clues to a theme that no coded text holds: clues × texts × themes."""
        return np.stack([np.broadcast_to(self.commonness, self.likeness[0].shape), *self.likeness])

    def table(self) -> np.ndarray:
        """Return all clues: distances, their lead over the text's best theme, and the rest; clues × texts × themes."""
        leads = [one - one.max(axis=1, keepdims=True) for one in self.distances]
        return np.concatenate([
            np.stack([*self.distances, *leads, self.distances[0] * self.commonness]), self.without_distances()])


@dataclass(frozen=True)
class Mixture:
    """Weights of the clues, and slope and offset of each theme; `unheard` themes are those no coded text holds."""

    weights: np.ndarray
    intercept: float
    weights_unheard: np.ndarray
    intercept_unheard: float
    slopes: np.ndarray
    offsets: np.ndarray
    unheard: np.ndarray

    def odds(self, clues: Clues) -> np.ndarray:
        """Return texts × themes: log odds."""
        heard = np.tensordot(self.weights, clues.table(), axes=1) + self.intercept
        unheard = np.tensordot(self.weights_unheard, clues.without_distances(), axes=1) + self.intercept_unheard
        return np.asarray(np.where(self.unheard, unheard, heard * self.slopes + self.offsets))


def fit_mixture(clues: Clues, labels: np.ndarray) -> Mixture:
    """Return a mixture for clues of texts that were kept aside, with `labels` (texts × themes, 0 or 1)."""
    kept = _enough(labels)
    table, held = clues.table(), labels[kept].ravel()
    by_all = LogisticRegression(C=10.0, max_iter=300).fit(_columns(table[:, kept]), held)
    without = LogisticRegression(C=10.0, max_iter=300).fit(_columns(clues.rows(kept).without_distances()), held)
    odds = by_all.decision_function(_columns(table)).reshape(labels.shape)
    slopes, offsets = _own_records(odds, labels)
    return Mixture(by_all.coef_[0], float(by_all.intercept_[0]), without.coef_[0], float(without.intercept_[0]),
                   slopes, offsets, labels.sum(axis=0) == 0)


def _enough(labels: np.ndarray) -> np.ndarray:
    """Return numbers of evenly spread texts that make MOST_PAIRS with the themes; all where those hold one answer."""
    every = np.arange(len(labels))
    kept = every[:: labels.size // MOST_PAIRS + 1]
    return kept if labels[kept].any() and not labels[kept].all() else every


def _columns(clues: np.ndarray) -> np.ndarray:
    return clues.reshape(len(clues), -1).T


def _own_records(odds: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return slope and offset for each theme by Newton's method, drawn towards 1 and 0 (Platt 1999, with priors)."""
    slopes, offsets = np.ones(labels.shape[1]), np.zeros(labels.shape[1])
    for _round in range(ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(slopes * odds + offsets, -30, 30)))
        spread = chance * (1 - chance)
        up = (chance - labels).sum(axis=0) + OFFSET_SHRINKAGE * offsets
        along = ((chance - labels) * odds).sum(axis=0) + SLOPE_SHRINKAGE * (slopes - 1)
        bend = spread.sum(axis=0) + OFFSET_SHRINKAGE
        bend_along = (spread * odds * odds).sum(axis=0) + SLOPE_SHRINKAGE
        both = (spread * odds).sum(axis=0)
        whole = np.maximum(bend * bend_along - both**2, LEAST_DETERMINANT)
        offsets = offsets - (bend_along * up - both * along) / whole
        slopes = np.clip(slopes - (bend * along - both * up) / whole, 0.2, 3.0)
    return slopes, offsets
