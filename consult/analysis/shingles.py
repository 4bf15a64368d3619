"""Turns answers into sets of three words in a row and finds pairs that may share a text; it judges none of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy import sparse

from consult.analysis.plain_words import PLAIN_WORD, UNPLAIN
from consult.analysis.texts import normal, words

Ints = npt.NDArray[np.int64]

SHINGLE = 3
SHORTEST = 12  # words of an answer that can belong to a family: shorter phrases are alike by chance
STRETCH_WORDS = 5  # words in a row that two people rarely write alike
_WORD_BITS = 21
_PRIME = 1_000_003
# Copies of one letter stand near one another in the list of every shingle that they share; so a few neighbours in each
# list connect a family of any size, where all pairs of a list would be 50 million for 10,000 letters.
_NEIGHBOURS = 8
_BLOCK = 4_000_000  # pairs sorted at once
_LEAST_SHARED = 3
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002ffff]")


@dataclass(frozen=True)
class Shingled:
    """Different texts as sets of shingles.

    `texts` has a row for each text that differs in words from every other and is long enough; `of[k]` are the places
    of the answers with the text of row k, first come first. `shingles` is a matrix of zeros and ones, rows by shingles
    that stand in two rows or more; `sizes[k]` counts all shingles of row k; `lengths[k]` its words; `tokens[k]` are
    its words as numbers.
    """

    of: tuple[tuple[int, ...], ...]
    tokens: tuple[Ints, ...]
    shingles: sparse.csr_matrix
    sizes: Ints
    lengths: Ints

    _stretches: dict[int, Ints] = field(default_factory=dict, compare=False)

    def rows_of_words(self, row: int) -> Ints:
        """Return every STRETCH_WORDS words in a row of a text, in order, each as one number."""
        if row not in self._stretches:
            found = self.tokens[row]
            count = max(len(found) - STRETCH_WORDS + 1, 0)
            made = np.zeros(count, dtype=np.int64)
            for at in range(STRETCH_WORDS):
                made = made * _PRIME + found[at:at + count]
            self._stretches[row] = made
        return self._stretches[row]

    @property
    def weights(self) -> Ints:
        """Return how many answers have the text of each row."""
        return np.array([len(places) for places in self.of], dtype=np.int64)


def tokens(text: str) -> list[str]:
    """Return the words of `text` as they are compared: case, marks, addresses and apostrophes make no difference."""
    plain = normal(text)
    found = words(plain) if UNPLAIN.search(plain) else PLAIN_WORD.findall(plain)
    return [word.replace("'", "") for word in found] if "'" in plain else found


def length(found: Sequence[str]) -> int:
    """Return how long a text is in words, where two signs of Chinese or Japanese count as one word."""
    signs = sum(1 for word in found if len(word) == 1 and _UNSPACED.match(word))
    return len(found) - signs // 2


def shingled(texts: Sequence[str]) -> Shingled:
    """Return the texts of SHORTEST words and more as sets of shingles; deterministic, in the order of `texts`."""
    numbers: dict[str, int] = {}
    rows: dict[bytes, int] = {}
    places: list[list[int]] = []
    kept: list[Ints] = []
    for place, text in enumerate(texts):
        found = tokens(text)
        if length(found) < SHORTEST:
            continue
        row = np.array([numbers.setdefault(word, len(numbers)) for word in found], dtype=np.int64)
        at = rows.setdefault(row.tobytes(), len(kept))
        if at == len(kept):
            kept.append(row)
            places.append([])
        places[at].append(place)
    matrix, sizes = _matrix(kept)
    return Shingled(tuple(tuple(at) for at in places), tuple(kept), matrix, sizes,
                    np.array([len(row) for row in kept], dtype=np.int64))


def likely_pairs(texts: Shingled) -> tuple[Ints, Ints, Ints]:
    """Return pairs of rows that share shingles as (first, second, shared), first < second; `shared` is exact.

    Every text is paired with its next neighbours in the list of each of its shingles, so that each copy of a letter
    meets several other copies; not every pair of a large family is returned.
    """
    lists = sparse.csc_matrix(texts.shingles)
    lists.sort_indices()
    rows = lists.indices.astype(np.int64)
    ends = np.repeat(lists.indptr[1:].astype(np.int64), np.diff(lists.indptr))
    count = max(texts.shingles.shape[0], 1)
    parts = [_often(rows, ends, block, count) for block in _blocks(rows, count)]
    codes = np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
    first, second = codes // count, codes % count
    return first, second, shared(texts.shingles, first, second)


def shared(matrix: sparse.csr_matrix, first: Ints, second: Ints) -> Ints:
    """Return how many shingles each pair of rows has in common."""
    step = 20_000
    parts = [np.asarray(matrix[first[at:at + step]].multiply(matrix[second[at:at + step]]).sum(axis=1)).ravel()
             for at in range(0, len(first), step)]
    return np.concatenate(parts).astype(np.int64) if parts else np.zeros(0, dtype=np.int64)


def _matrix(kept: Sequence[Ints]) -> tuple[sparse.csr_matrix, Ints]:
    if not kept:
        return sparse.csr_matrix((0, 0), dtype=np.int32), np.zeros(0, dtype=np.int64)
    keys = [_keys(row) for row in kept]
    sizes = np.array([len(row) for row in keys], dtype=np.int64)
    _values, columns, counts = np.unique(np.concatenate(keys), return_inverse=True, return_counts=True)
    rows = np.repeat(np.arange(len(kept)), sizes)
    renumbered = np.cumsum(counts > 1) - 1
    twice = counts[columns] > 1
    columns = renumbered[columns[twice]]
    shape = (len(kept), int(renumbered[-1]) + 1)
    ones = np.ones(len(columns), dtype=np.int32)
    return sparse.csr_matrix((ones, (rows[twice], columns)), shape=shape), sizes


def _keys(row: Ints) -> Ints:
    """Return the different shingles of a row of words, each as one number."""
    low = row & ((1 << _WORD_BITS) - 1)
    return np.unique((low[:-2] << 2 * _WORD_BITS) | (low[1:-1] << _WORD_BITS) | low[2:])


def _blocks(rows: Ints, count: int) -> list[tuple[int, int]]:
    """Return ranges of rows whose pairs fit into memory together."""
    steps = max(1, -(-len(rows) * _NEIGHBOURS // _BLOCK))
    edges = np.linspace(0, count, steps + 1).astype(int)
    return list(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True))


def _often(rows: Ints, ends: Ints, block: tuple[int, int], count: int) -> Ints:
    """Return the pairs whose first row is in the block and that met in several lists, as first * count + second."""
    at = np.flatnonzero((rows >= block[0]) & (rows < block[1]))
    met = []
    for step in range(1, _NEIGHBOURS + 1):
        with_next = at[at + step < ends[at]]
        met.append(rows[with_next] * count + rows[with_next + step])
    codes, times = np.unique(np.concatenate(met), return_counts=True)
    found: Ints = codes[times >= _LEAST_SHARED]
    return found
