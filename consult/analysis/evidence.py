"""Says which words of a text moved a suggestion; words as the person wrote them, never a reason of its own."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from consult.analysis.features import Features
from consult.analysis.stop_words import EVERY_STOP_WORD
from consult.analysis.texts import normal, readable_words

MOST_WORDS = 3
LONGEST_WORD = 30


class Weighed(Protocol):
    """Anything that holds what each feature says for each theme."""

    @property
    def features(self) -> Features:
        """Return the features that the columns of `evidence` stand for."""

    @property
    def evidence(self) -> np.ndarray:
        """Return themes × features; above zero speaks for the theme."""


def telling_words(weighed: Weighed, texts: Sequence[str], ranked: np.ndarray) -> list[list[tuple[str, ...]]]:
    """Return for each text and each of its `ranked` themes (texts × places, theme numbers) up to three words.

    A word weighs what its own and its pieces' features weigh for the theme; words that weigh nothing are not named.
    """
    spoken = [_spoken(text) for text in texts]
    numbers = {key: number for number, key in enumerate(dict.fromkeys(key for said in spoken for key in said))}
    if not numbers:
        return [[() for _ in places] for places in ranked]
    weights = np.asarray(weighed.features.transform(list(numbers)) @ weighed.evidence.T)
    return [_best(said, numbers, weights, places) for said, places in zip(spoken, ranked, strict=True)]


def _spoken(text: str) -> dict[str, str]:
    """Return the words worth naming, in normal form with the way they were first written."""
    said: dict[str, str] = {}
    for word in readable_words(text):
        key = normal(word)
        if 1 < len(key) <= LONGEST_WORD and key not in EVERY_STOP_WORD and not key.isdigit():
            said.setdefault(key, word)
    return said


def _best(
    said: dict[str, str], numbers: dict[str, int], weights: np.ndarray, places: np.ndarray
) -> list[tuple[str, ...]]:
    if not said:
        return [() for _ in places]
    written = list(said.values())
    own = weights[[numbers[key] for key in said]][:, places]
    order = np.argsort(-own, axis=0, kind="stable")[:MOST_WORDS]
    return [
        tuple(written[row] for row in order[:, place] if own[row, place] > 0) for place in range(own.shape[1])
    ]
