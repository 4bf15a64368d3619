"""Ranks themes once enough is coded: one linear classifier a theme, weighed together on answers kept aside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from consult.analysis.descriptions import description_rows, description_texts
from consult.analysis.features import Features
from consult.analysis.proposals import Progress, Theme

# Chosen by trial on three draws of 200, 1,000 and 2,700 coded patient comments; see `fit_classifiers`.
PENALTY = 0.14
SMOOTHING = 0.1
FOLDS = 3
THRESHOLDS = 60
# Of the five clues, the likeness and the commonness.
WITHOUT_DISTANCE = slice(2, 4)


@dataclass(frozen=True)
class Lines:
    """One straight line a theme: `weights` themes × features, `offsets` themes."""

    weights: np.ndarray
    offsets: np.ndarray

    def distances(self, matrix: sparse.csr_matrix) -> np.ndarray:
        """Return texts × themes: how far on the theme's side each text lies."""
        return np.asarray(matrix @ self.weights.T + self.offsets)


@dataclass(frozen=True)
class Mixture:
    """Weighs clues to the log odds of a theme; those of a theme that no coded text holds come without a distance."""

    weights: np.ndarray
    intercept: float
    weights_unheard: np.ndarray
    intercept_unheard: float
    commonness: np.ndarray
    unheard: np.ndarray

    def odds(self, distances: np.ndarray, likeness: np.ndarray) -> np.ndarray:
        """Return texts × themes: log odds, from how far on a theme's side and how like its description a text is."""
        clues = _clues(distances, likeness, self.commonness)
        heard = np.tensordot(self.weights, clues, axes=1) + self.intercept
        unheard = np.tensordot(self.weights_unheard, clues[WITHOUT_DISTANCE], axes=1) + self.intercept_unheard
        return np.asarray(np.where(self.unheard, unheard, heard))


@dataclass(frozen=True)
class Classifiers:
    """Lines and theme descriptions, the mixture of both, and the one threshold (log odds) for all themes."""

    features: Features
    lines: Lines
    described: np.ndarray
    mixture: Mixture
    threshold: float
    stage: str = "classifiers"

    @property
    def evidence(self) -> np.ndarray:
        """Return what each feature says for a theme: themes × features."""
        return np.where(self.mixture.unheard[:, np.newaxis], self.described, self.lines.weights)

    def scores(self, matrix: sparse.csr_matrix) -> np.ndarray:
        """Return texts × themes in 0 to 1; .5 is the threshold, and no more than the order is meant."""
        odds = self.mixture.odds(self.lines.distances(matrix), np.asarray(matrix @ self.described.T))
        return np.asarray(1 / (1 + np.exp(self.threshold - odds)))

    def is_offered(self, scores: np.ndarray) -> np.ndarray:
        """Return which themes reach the threshold."""
        return np.asarray(scores >= 0.5)


def fit_classifiers(
    coded: Sequence[str],
    labels: np.ndarray,
    respondents: Sequence[str],
    themes: Sequence[Theme],
    on_progress: Progress,
) -> Classifiers:
    """Return classifiers for all themes at once from `coded` texts and `labels` (texts × themes, 0 or 1).

    Each feature is first scaled by the root of how strongly it parts the theme from the rest (after Wang and Manning
    2012, "Baselines and Bigrams"), then a LinearSVC with half-balanced classes draws the line. A logistic mixture of
    distance, lead over the text's best theme, likeness to the description and commonness, and one threshold for micro
    F1, are fitted on scores of answers whose respondents were kept aside. Memory grows with themes × features only.
    """
    step = _Steps(on_progress, 2 + (FOLDS + 1) * len(themes))
    described_texts = [part for parts in description_texts(themes) for part in parts]
    features = Features().fit([*coded, *described_texts])
    matrix = features.transform(coded)
    described = description_rows(features, themes)
    likeness = np.asarray(matrix @ described.T)
    step()
    folds = _folds(respondents)
    aside = np.zeros(labels.shape)
    for fold in range(FOLDS):
        kept = folds != fold
        aside[~kept] = _fit_lines(matrix[kept], labels[kept], step).distances(matrix[~kept])
    lines = _fit_lines(matrix, labels, step)
    mixture = _fit_mixture(aside, likeness, labels)
    threshold = _best_threshold(mixture.odds(aside, likeness), labels)
    step()
    return Classifiers(features, lines, described, mixture, threshold)


def _fit_mixture(distances: np.ndarray, likeness: np.ndarray, labels: np.ndarray) -> Mixture:
    """Return a mixture for distances of texts that were kept aside."""
    commonness = np.log((labels.sum(axis=0) + 1) / len(labels))
    clues = _clues(distances, likeness, commonness)
    table = clues.reshape(len(clues), -1).T
    by_all = LogisticRegression(C=10.0).fit(table, labels.ravel())
    without = LogisticRegression(C=10.0).fit(table[:, WITHOUT_DISTANCE], labels.ravel())
    return Mixture(
        weights=by_all.coef_[0],
        intercept=float(by_all.intercept_[0]),
        weights_unheard=without.coef_[0],
        intercept_unheard=float(without.intercept_[0]),
        commonness=commonness,
        unheard=labels.sum(axis=0) == 0,
    )


def _fit_lines(matrix: sparse.csr_matrix, labels: np.ndarray, step: Callable[[], None]) -> Lines:
    """A theme that none or all of the texts hold gets no direction, and stands behind the others."""
    weights = np.zeros((labels.shape[1], matrix.shape[1]))
    offsets = np.full(labels.shape[1], -1.0)
    inside_all = np.asarray((matrix.T @ labels).T)
    in_all = np.asarray(matrix.sum(axis=0)).ravel()
    scaled = matrix.copy()
    for theme, label in enumerate(labels.T):
        held = int(label.sum())
        if 0 < held < len(label):
            scale = _partings(inside_all[theme], in_all)
            scaled.data = matrix.data * scale[matrix.indices]
            balance = {0: (len(label) / (len(label) - held)) ** 0.5, 1: (len(label) / held) ** 0.5}
            machine = LinearSVC(C=PENALTY, class_weight=balance, tol=1e-2, max_iter=5000, random_state=0)
            machine.fit(scaled, label)
            weights[theme] = machine.coef_[0] * scale
            offsets[theme] = machine.intercept_[0]
        step()
    return Lines(weights, offsets)


def _partings(inside: np.ndarray, in_all: np.ndarray) -> np.ndarray:
    """Return the root of the size of each feature's log ratio between texts with the theme and the rest."""
    held = inside + SMOOTHING
    rest = np.maximum(in_all - inside, 0) + SMOOTHING
    return np.asarray(np.sqrt(np.abs(np.log((held / held.sum()) / (rest / rest.sum())))))


def _clues(distances: np.ndarray, likeness: np.ndarray, commonness: np.ndarray) -> np.ndarray:
    """Return the five clues of the mixture: clues × texts × themes."""
    lead = distances - distances.max(axis=1, keepdims=True)
    common = np.broadcast_to(commonness, distances.shape)
    return np.stack([distances, lead, common, likeness, distances * common])


def _best_threshold(scores: np.ndarray, labels: np.ndarray) -> float:
    """Return the threshold with the best micro F1 where the first theme of each text is always offered."""
    tops = np.zeros(labels.shape, dtype=bool)
    tops[np.arange(len(scores)), scores.argmax(axis=1)] = True
    held = labels > 0
    lowest, highest = (float(edge) for edge in np.quantile(scores, (0.5, 0.999)))
    tried = np.linspace(lowest, highest, THRESHOLDS)
    return float(max(tried, key=lambda threshold: _micro_f1(tops | (scores >= threshold), held)))


def _micro_f1(offered: np.ndarray, held: np.ndarray) -> float:
    return float(2 * np.sum(offered & held) / max(np.sum(offered) + np.sum(held), 1))


def _folds(respondents: Sequence[str]) -> np.ndarray:
    """Return a fold for each text, the same for all texts of one respondent; a text without one stands alone."""
    numbers: dict[object, int] = {}
    return np.array([
        numbers.setdefault(respondent or ("alone", place), len(numbers)) % FOLDS
        for place, respondent in enumerate(respondents)
    ])


class _Steps:
    """Counts steps for a progress that may raise."""

    def __init__(self, on_progress: Progress, total: int) -> None:
        self._on_progress, self._total, self._done = on_progress, total, 0

    def __call__(self) -> None:
        self._done += 1
        self._on_progress(self._done, self._total)
