"""Measures how far two coders agree who coded the same answers; not which answers those are, nor who was right.

Each measure is the plain formula of its paper; tests hold them against krippendorff, nltk and scikit-learn. A measure
that divides by nothing is None, never a number: two coders who always say the same one thing show no reliability.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

# Fewer uses say too little for a verdict (theming measurements, finding 6).
VERDICT_FROM = 10
# Landis and Koch, Biometrics 33 (1977): from .81 almost perfect, .61 substantial, .41 moderate, below fair or less.
VERDICTS = ((0.81, "very-alike"), (0.61, "alike"), (0.41, "partly-alike"))
APART = "apart"
# So many distances are held at once: 32 MB each of a few tables.
DISTANCES = 4_000_000
Themes = frozenset[str]
Value = TypeVar("Value", bound=Hashable)


@dataclass(frozen=True)
class Pair:
    """The themes that each of two coders gave to one answer; no theme at all is a finding too."""

    first: Themes
    second: Themes


@dataclass(frozen=True)
class ThemeKappa:
    """Cohen's kappa for one theme. `n` counts the answers where at least one of the two used it."""

    kappa: float | None
    n: int
    first: int
    second: int
    both: int


@dataclass(frozen=True)
class Agreement:
    """All measures over a set of answers; `one_theme_each` is what the nominal alpha stands on."""

    answers: int
    without_themes: int
    one_theme_each: int
    alpha_masi: float | None
    alpha_nominal: float | None
    exact: float | None
    samples_f1: float | None
    kappa: dict[str, ThemeKappa]


@dataclass(frozen=True)
class Window:
    """Some answers that were coded one after the other: from the `start`-th (counted from 1), so many."""

    start: int
    answers: int
    alpha_masi: float | None
    exact: float | None
    samples_f1: float | None


@dataclass(frozen=True)
class StanceAgreement:
    """How far two coders agree on the stance, over the `n` times that both gave an answer the same theme."""

    n: int
    same: int
    exact: float | None
    alpha: float | None


def agreement(pairs: Sequence[Pair]) -> Agreement:
    """Return every measure over the answers that both coded; the themes of `kappa` in the order of the alphabet."""
    single = [(next(iter(pair.first)), next(iter(pair.second)))
              for pair in pairs if len(pair.first) == len(pair.second) == 1]
    return Agreement(
        answers=len(pairs), without_themes=sum(not pair.first and not pair.second for pair in pairs),
        one_theme_each=len(single), alpha_masi=alpha_masi(pairs), alpha_nominal=alpha_nominal(single),
        exact=exact_match(pairs), samples_f1=samples_f1(pairs), kappa=kappas(pairs))


def kappas(pairs: Sequence[Pair]) -> dict[str, ThemeKappa]:
    """Return for each theme that either used Cohen's kappa of "used or not" over all the answers.

    J. Cohen, Educational and Psychological Measurement 20 (1960). None where chance alone makes both agree fully,
    which is where each of the two used the theme in every answer.
    """
    first = Counter(theme for pair in pairs for theme in pair.first)
    second = Counter(theme for pair in pairs for theme in pair.second)
    both = Counter(theme for pair in pairs for theme in pair.first & pair.second)
    return {theme: _kappa(len(pairs), first[theme], second[theme], both[theme]) for theme in sorted(first | second)}


def _kappa(answers: int, first: int, second: int, both: int) -> ThemeKappa:
    # Whole numbers up to the one division, so that "fully by chance" is found exactly.
    used = first + second - both
    observed = (answers - used + both) * answers
    chance = first * second + (answers - first) * (answers - second)
    kappa = (observed - chance) / (answers**2 - chance) if chance != answers**2 else None
    return ThemeKappa(kappa, used, first, second, both)


def verdict(theme: ThemeKappa) -> str | None:
    """Return how alike the two used a theme, in the bands of Landis and Koch; None where there is too little to say."""
    if theme.kappa is None or theme.n < VERDICT_FROM:
        return None
    return next((name for least, name in VERDICTS if theme.kappa >= least), APART)


def alpha_nominal(values: Sequence[tuple[Value, Value]]) -> float | None:
    """Return Krippendorff's alpha for pairs of single values of which two are the same or not.

    K. Krippendorff, Content Analysis (4th ed. 2018), ch. 12. None without answers or where all values are the same.
    """
    counts = Counter(value for pair in values for value in pair)
    total = 2 * len(values)
    expected = total**2 - sum(count**2 for count in counts.values())
    if expected == 0:
        return None
    observed = 2 * sum(one != other for one, other in values)
    return 1 - (total - 1) * observed / expected


def alpha_masi(pairs: Sequence[Pair]) -> float | None:
    """Return Krippendorff's alpha for sets of themes, with the distance MASI: sets that overlap agree in part.

    None without answers or where all sets are the same. "No theme" is a set like another: alike to itself, wholly
    unlike each other one.
    """
    counts = Counter(themes for pair in pairs for themes in (pair.first, pair.second))
    if len(counts) < 2:
        return None
    total = 2 * len(pairs)
    observed = 2 * sum(masi_distance(pair.first, pair.second) for pair in pairs)
    return float(1 - (total - 1) * observed / _all_distances(counts))


def masi_distance(one: Themes, other: Themes) -> float:
    """Return 1 - Jaccard x (1 for equal sets, 2/3 where one holds the other, 1/3 where they overlap, else 0).

    R. Passonneau, Measuring Agreement on Set-valued Items, LREC 2006. (Early versions of nltk round these to .67, .33.)
    """
    if one == other:
        return 0.0
    shared = len(one & other)
    held = 2 / 3 if shared == min(len(one), len(other)) else 1 / 3
    return 1 - shared / len(one | other) * held


def _all_distances(counts: Counter[Themes]) -> float:
    """Return the sum of the distances of every two of the sets, in both orders."""
    places = {theme: place for place, theme in enumerate(sorted({theme for themes in counts for theme in themes}))}
    held = np.zeros((len(counts), len(places)), dtype=np.float32)
    for row, themes in enumerate(counts):
        held[row, [places[theme] for theme in themes]] = 1
    sizes, times = held.sum(axis=1), np.array(list(counts.values()), dtype=np.float64)
    step = max(1, DISTANCES // len(counts))
    return sum(float(times[at:at + step] @ _distances(held, sizes, slice(at, at + step)) @ times)
               for at in range(0, len(counts), step))


def _distances(held: NDArray[np.float32], sizes: NDArray[np.float32], rows: slice) -> NDArray[np.float64]:
    """Return MASI between some of the sets, one a row, and all of them; no two sets are the same."""
    shared = (held[rows] @ held.T).astype(np.float64)
    some = sizes[rows, None].astype(np.float64)
    factor = np.where(shared == np.minimum(some, sizes[None, :]), 2 / 3, 1 / 3)
    found = 1 - factor * shared / np.maximum(some + sizes[None, :] - shared, 1)
    itself = np.arange(len(found))
    found[itself, rows.start + itself] = 0
    return found


def exact_match(pairs: Sequence[Pair]) -> float | None:
    """Return the share of answers where both gave the very same themes; both none is the same."""
    return _mean(float(pair.first == pair.second) for pair in pairs)


def samples_f1(pairs: Sequence[Pair]) -> float | None:
    """Return the mean over answers of F1 between the two sets; scikit-learn's average="samples", zero_division=1.

    Two coders who both found no theme agree: 1. (With zero_division=0 a coder would disagree with themselves.)
    """
    return _mean(_f1(pair) for pair in pairs)


def _f1(pair: Pair) -> float:
    given = len(pair.first) + len(pair.second)
    return 2 * len(pair.first & pair.second) / given if given else 1.0


def _mean(values: Iterable[float]) -> float | None:
    held = list(values)
    return float(np.mean(held)) if held else None


def drift(pairs: Sequence[Pair], window: int) -> list[Window]:
    """Return the measures in windows of so many answers, in the order given, which is that of the coding.

    Answers left over at the end are a window of their own where they are at least half of one; fewer join the last.
    """
    if window < 1:
        raise ValueError("a window holds at least one answer")
    if not pairs:
        return []
    starts = list(range(0, len(pairs), window))
    if len(starts) > 1 and 2 * (len(pairs) - starts[-1]) < window:
        starts.pop()
    return [_window(start, pairs[start:end]) for start, end in zip(starts, [*starts[1:], len(pairs)], strict=True)]


def _window(start: int, pairs: Sequence[Pair]) -> Window:
    return Window(start + 1, len(pairs), alpha_masi(pairs), exact_match(pairs), samples_f1(pairs))


def stance_agreement(stances: Sequence[tuple[str, str]]) -> StanceAgreement:
    """Return how far two coders agree on stances, one pair for each answer and theme that both gave."""
    same = sum(one == other for one, other in stances)
    return StanceAgreement(len(stances), same, same / len(stances) if stances else None, alpha_nominal(stances))


def renamed(pairs: Iterable[Pair], name: Callable[[str], str]) -> list[Pair]:
    """Return the pairs with every theme as `name` has it now: themes that were merged become one."""
    return [Pair(frozenset(map(name, pair.first)), frozenset(map(name, pair.second))) for pair in pairs]
