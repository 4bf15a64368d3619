"""Sentence vectors beside texts, themes and uncoded texts, in bundles; it makes none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from consult.analysis.proposals import Theme


@dataclass(frozen=True)
class Meanings:
    """Vectors of length one in the order of the texts: of coded texts and of themes; a row of zeros is no vector."""

    coded: np.ndarray
    themes: np.ndarray

    def of(self, rows: Sequence[int]) -> "Meanings":
        """Return the same with these rows of the coded texts alone."""
        return Meanings(self.coded[list(rows)], self.themes)


@dataclass(frozen=True)
class Vectors:
    """Sentence vectors of length one: by the ids of passages and examples, and one for each of some `others` in order.

    The others are themes or parts of a plan: what passages are ranked against.
    """

    by_id: Mapping[int, np.ndarray]
    others: np.ndarray

    def rows(self, ids: Sequence[int | None]) -> np.ndarray:
        """Return a row for each id; zeros where it has none."""
        nothing = np.zeros(self.others.shape[1], dtype=np.float32)
        return np.array([nothing if number is None else self.by_id.get(number, nothing) for number in ids],
                        dtype=np.float32).reshape(len(ids), len(nothing))


def theme_words(themes: Sequence[Theme]) -> list[str]:
    """Return what a theme's vector is made of: its name, and its definition where it has one."""
    return [f"{theme.name}. {theme.definition}" if theme.definition else theme.name for theme in themes]
