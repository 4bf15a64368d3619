"""Measures how often suggestions above a score are right, on answers kept aside; it accepts nothing."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

# A suggestion stands at .5 or above (see `Classifiers.scores`); the cuts that a person may choose from.
CUTS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
# A share of fewer is no measure: nothing is offered for such a group or theme.
LEAST_SUGGESTIONS = 30
Z_95 = 1.959964


@dataclass(frozen=True)
class MeasuredCut:
    """Of `n` suggestions at or above `cut`, the share `precision` was right; 95% surely at least `low`.

    `covered` is the share of all codes that people gave which these suggestions hold. `theme` is a key, empty for all
    themes; `language` a base language, empty for all.
    """

    theme: str
    language: str
    cut: float
    precision: float
    low: float
    n: int
    covered: float


def measured_cuts(
    scores: np.ndarray, held: np.ndarray, themes: Sequence[str], language: str = ""
) -> list[MeasuredCut]:
    """Return the cuts of all themes together, then of each theme; scores and held (what people gave): texts × themes.

    `scores` must come from rankings that never saw the text nor another by its respondent. Groups with fewer than 30
    suggestions at a cut are left out there.
    """
    found = _cuts(scores.ravel(), held.ravel() > 0, "", language)
    for column, theme in enumerate(themes):
        found += _cuts(scores[:, column], held[:, column] > 0, theme, language)
    return found


def as_facts(cuts: Sequence[MeasuredCut]) -> list[dict[str, str | float | int]]:
    """Return plain values for JSON."""
    return [asdict(cut) for cut in cuts]


def wilson_low(right: int, n: int) -> float:
    """Return the lower end of the 95% score interval of a share (Wilson 1927); 0 of nothing."""
    if not n:
        return 0.0
    share, square = right / n, Z_95**2
    middle = share + square / (2 * n)
    spread = Z_95 * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    return max(0.0, (middle - spread) / (1 + square / n))


def _cuts(scores: np.ndarray, held: np.ndarray, theme: str, language: str) -> list[MeasuredCut]:
    found = []
    for cut in CUTS:
        above = scores >= cut
        n, right = int(above.sum()), int((above & held).sum())
        if n >= LEAST_SUGGESTIONS:
            found.append(MeasuredCut(theme, language, cut, round(right / n, 4), round(wilson_low(right, n), 4), n,
                                     round(right / max(int(held.sum()), 1), 4)))
    return found
