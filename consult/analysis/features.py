"""Turns texts into sparse numbers: weighed words, word pairs and pieces of words; it learns no theme."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

from consult.analysis.texts import normal, words

# A corpus of nothing but signs still needs a column; no text that was written has this one.
_STAND_IN = "nowordatall"


class Features:
    """Word (1 to 2) and character (`char_wb` 3 to 5) TF-IDF side by side; each half of a row has length one.

    Deterministic: the same texts in the same order give the same columns and values.
    """

    def __init__(self, rarest: int = 1) -> None:
        """Columns that stand in fewer than `rarest` of the fitted texts are left out."""
        self._words = CountVectorizer(
            tokenizer=words, token_pattern=None, ngram_range=(1, 2), lowercase=False, dtype=np.float64
        )
        self._pieces = CountVectorizer(analyzer="char_wb", ngram_range=(3, 5), lowercase=False, dtype=np.float64)
        self._weigh_words = TfidfTransformer(sublinear_tf=True)
        self._weigh_pieces = TfidfTransformer(sublinear_tf=True)
        self._kept: np.ndarray = np.empty(0, dtype=np.intp)
        self._rarest = rarest

    def fit(self, texts: Sequence[str]) -> "Features":
        """Learn the columns and how common each is; texts without a single word teach nothing, and do not fail."""
        ready = [normal(text) for text in texts]
        if not any(words(text) for text in ready):
            ready.append(_STAND_IN)
        word_counts = self._words.fit_transform(ready)
        tokens = CountVectorizer(analyzer=str.split, lowercase=False, dtype=np.float64)
        token_counts = tokens.fit_transform(ready)
        piece_counts = token_counts @ self._pieces.fit_transform(tokens.get_feature_names_out())
        self._weigh_words.fit(word_counts)
        self._weigh_pieces.fit(piece_counts)
        uses = np.concatenate([_texts_with(word_counts), _texts_with(piece_counts)])
        self._kept = np.flatnonzero(uses >= self._rarest)
        return self

    def transform(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Return one row a text and one column a feature, float64; a text without a known feature is a row of zeros."""
        if not texts:
            return sparse.csr_matrix((0, len(self._kept)), dtype=np.float64)
        ready = [normal(text) for text in texts]
        both = [
            self._weigh_words.transform(self._words.transform(ready)),
            self._weigh_pieces.transform(self._piece_counts(ready)),
        ]
        joined = sparse.csr_matrix(sparse.hstack(both, format="csr"))
        return joined if len(self._kept) == joined.shape[1] else joined[:, self._kept]

    def word_rows(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Return one row a text in words and word pairs alone, of length one or zero: for likeness between texts."""
        return sparse.csr_matrix(self._weigh_words.transform(self._words.transform([normal(text) for text in texts])))

    def _piece_counts(self, ready: list[str]) -> sparse.csr_matrix:
        """Pieces never cross a space, so that each different token is cut once and then only counted."""
        tokens = CountVectorizer(analyzer=str.split, lowercase=False, dtype=np.float64)
        try:
            token_counts = tokens.fit_transform(ready)
        except ValueError:  # No text has a single token.
            return sparse.csr_matrix((len(ready), len(self._pieces.vocabulary_)), dtype=np.float64)
        return sparse.csr_matrix(token_counts @ self._pieces.transform(tokens.get_feature_names_out()))


def _texts_with(counts: sparse.csr_matrix) -> np.ndarray:
    return np.bincount(counts.indices, minlength=counts.shape[1])
