"""Turns the names and definitions of themes into rows beside the texts, for ranking before people have coded much."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from consult.analysis.features import Features
from consult.analysis.near_words import near_words
from consult.analysis.proposals import Theme
from consult.analysis.stop_words import EVERY_STOP_WORD
from consult.analysis.texts import normal, words

# The most alike of the uncoded texts lend a theme their words (relevance feedback, Rocchio 1971), at half weight.
LENDERS = 50
LENT_WEIGHT = 0.5


def description_texts(themes: Sequence[Theme]) -> list[tuple[str, ...]]:
    """Return for each theme its name, definition and near words, without stop words; each part may be empty."""
    return [
        (told_words(theme.name) or normal(theme.name), told_words(theme.definition),
         " ".join(near_words(_spoken(theme))))
        for theme in themes
    ]


def description_rows(features: Features, themes: Sequence[Theme]) -> np.ndarray:
    """Return a themes × features array: name, definition and near words in equal parts, each row of length one."""
    parts = description_texts(themes)
    rows = [unit_rows(features.transform(list(column)).toarray()) for column in zip(*parts, strict=True)]
    return unit_rows(np.asarray(np.sum(rows, axis=0)))


def widened(rows: np.ndarray, uncoded: sparse.csr_matrix) -> np.ndarray:
    """Return theme rows that also hold the words of the uncoded texts most like them."""
    if uncoded.shape[0] == 0:
        return rows
    alike = np.asarray(uncoded @ rows.T)
    wide = rows.copy()
    for theme in range(len(rows)):
        lenders = np.argsort(-alike[:, theme], kind="stable")[:LENDERS]
        lent = np.asarray(uncoded[lenders].T @ alike[lenders, theme])
        wide[theme] += LENT_WEIGHT * unit_rows(lent[np.newaxis])[0]
    return unit_rows(wide)


def unit_rows(rows: np.ndarray) -> np.ndarray:
    """Return the rows at length one; a row of zeros stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0))


def told_words(text: str) -> str:
    """Return the words of a text in normal form, without stop words of any language."""
    return " ".join(word for word in words(normal(text)) if word not in EVERY_STOP_WORD)


def _spoken(theme: Theme) -> list[str]:
    return [word for word in words(normal(theme.name)) if word not in EVERY_STOP_WORD]
