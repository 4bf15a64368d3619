"""Ranks themes once enough is coded: one linear classifier a theme, weighed together on answers kept aside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.svm import LinearSVC

from consult.analysis.closeness import Closeness, fit_closeness
from consult.analysis.descriptions import description_rows, description_texts
from consult.analysis.features import Features
from consult.analysis.meanings import Meanings
from consult.analysis.mixtures import Clues, Mixture, fit_mixture
from consult.analysis.proposals import Progress, Theme

# Chosen by trial on three draws of 200, 1,000 and 2,700 coded patient comments; see `fit_classifiers`.
PENALTY = 0.14
SMOOTHING = 0.1
FOLDS = 3
THRESHOLDS = 60
# Among so many texts a feature of one text alone tells nothing: measured, equal scores in two thirds of the time.
MANY = 1000
TOLERANCE = 0.1


@dataclass(frozen=True)
class Lines:
    """One straight line a theme: `weights` themes × features, `offsets` themes."""

    weights: np.ndarray
    offsets: np.ndarray

    def distances(self, matrix: sparse.csr_matrix) -> np.ndarray:
        """Return texts × themes: how far on the theme's side each text lies."""
        return np.asarray(matrix @ self.weights.T + self.offsets)


@dataclass(frozen=True)
class Classifiers:
    """Lines and theme descriptions, the mixture of all clues, and the one threshold (log odds) for all themes.

    `aside` holds the scores of the coded texts, each by what was learnt without its respondent: for measuring alone.
    """

    features: Features
    lines: Lines
    described: np.ndarray
    closeness: Closeness | None
    described_vectors: np.ndarray | None
    commonness: np.ndarray
    mixture: Mixture
    threshold: float
    aside: np.ndarray
    stage: str = "classifiers"

    @property
    def evidence(self) -> np.ndarray:
        """Return what each feature says for a theme: themes × features."""
        return np.where(self.mixture.unheard[:, np.newaxis], self.described, self.lines.weights)

    def scores(self, matrix: sparse.csr_matrix, vectors: np.ndarray | None = None) -> np.ndarray:
        """Return texts × themes in 0 to 1; .5 is the threshold, and no more than the order is meant.

        Raises ValueError where it was learnt with vectors and is given none.
        """
        distances, likeness = [self.lines.distances(matrix)], [np.asarray(matrix @ self.described.T)]
        if self.closeness is not None and self.described_vectors is not None:
            if vectors is None:
                raise ValueError("this ranking was learnt with sentence vectors")
            distances.append(self.closeness.distances(vectors))
            likeness.append(np.asarray(vectors @ self.described_vectors.T))
        return _scores(self.mixture.odds(Clues(distances, likeness, self.commonness)), self.threshold)

    def is_offered(self, scores: np.ndarray) -> np.ndarray:
        """Return which themes reach the threshold."""
        return np.asarray(scores >= 0.5)


def fit_classifiers(
    coded: Sequence[str],
    labels: np.ndarray,
    respondents: Sequence[str],
    themes: Sequence[Theme],
    on_progress: Progress,
    meanings: Meanings | None = None,
) -> Classifiers:
    """Return classifiers for all themes at once from `coded` texts and `labels` (texts × themes, 0 or 1).

    Each feature is first scaled by the root of how strongly it parts the theme from the rest (after Wang and Manning
    2012, "Baselines and Bigrams"), then a LinearSVC with half-balanced classes draws the line; where there are sentence
    vectors, a kernel ridge beside it. A logistic mixture of their distances, their lead over the text's best theme,
    likeness to the description and commonness, and one threshold for micro F1, are fitted on scores of answers whose
    respondents were kept aside. Memory grows with themes × features, and with the square of 4,000 vectors at most.
    """
    step = _Steps(on_progress, 2 + FOLDS + (FOLDS + 1) * len(themes))
    described_texts = [part for parts in description_texts(themes) for part in parts]
    features = Features(rarest=2 if len(coded) >= MANY else 1).fit([*coded, *described_texts])
    matrix = features.transform(coded)
    described = description_rows(features, themes)
    likeness = [np.asarray(matrix @ described.T)]
    step()
    folds = folds_of(respondents)
    lines, aside = _lines_and_aside(matrix, labels, folds, step)
    distances, closeness = [aside], None
    if meanings is not None:
        closeness, near = fit_closeness(meanings.coded, labels, folds, step)
        distances.append(near)
        likeness.append(np.asarray(meanings.coded @ meanings.themes.T))
    commonness = np.log((labels.sum(axis=0) + 1) / len(labels))
    clues = Clues(distances, likeness, commonness)
    mixture = fit_mixture(clues, labels)
    odds = _crossed(clues, labels, folds)
    threshold = _best_threshold(odds, labels)
    on_progress(1, 1)
    return Classifiers(features, lines, described, closeness, None if meanings is None else meanings.themes,
                       commonness, mixture, threshold, _scores(odds, threshold))


def _scores(odds: np.ndarray, threshold: float) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(np.clip(threshold - odds, -50, 50))))


def _lines_and_aside(
    matrix: sparse.csr_matrix, labels: np.ndarray, folds: np.ndarray, step: Callable[[], None]
) -> tuple[Lines, np.ndarray]:
    """Return the lines of all texts, and each text's distances by lines drawn without its fold."""
    aside = np.zeros(labels.shape)
    for fold in range(FOLDS):
        kept = folds != fold
        if kept.any():
            aside[~kept] = _fit_lines(matrix[kept], labels[kept], step).distances(matrix[~kept])
    return _fit_lines(matrix, labels, step), aside


def _crossed(clues: Clues, labels: np.ndarray, folds: np.ndarray) -> np.ndarray:
    """Return the log odds of each text by a mixture that was fitted without its fold."""
    odds = np.zeros(labels.shape)
    for fold in range(FOLDS):
        kept = folds != fold
        can_learn = labels[kept].any() and not labels[kept].all()
        mixture = fit_mixture(clues.rows(kept), labels[kept]) if can_learn else fit_mixture(clues, labels)
        odds[~kept] = mixture.odds(clues.rows(~kept))
    return odds


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
            machine = LinearSVC(C=PENALTY, class_weight=balance, tol=TOLERANCE, max_iter=5000, random_state=0)
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


def folds_of(respondents: Sequence[str]) -> np.ndarray:
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
