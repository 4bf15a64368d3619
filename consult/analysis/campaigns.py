"""Finds families of answers that share one text, however people changed it; what a campaign is, a person decides."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from consult.analysis.shingles import Ints, Shingled, likely_pairs, shingled

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

# Broder, "On the resemblance and containment of documents" (1997): resemblance is the Jaccard likeness of the sets of
# shingles, containment is the part of the smaller set that stands in the other. The bounds are measured: among 4,305
# ordinary comments no two people shared more than 11 shingles unless one text was written from the other.
RESEMBLANCE = 0.5
CONTAINMENT = 0.8
CONTAINED_SHINGLES = 12
HALF = 0.5
HALF_SHINGLES = 20
# Less than half of the shorter text, but in several stretches: one stretch may be a heading that all were given.
# (part of the shorter text, shingles, stretches)
PARTS = ((0.3, 12, 2), (0.2, 15, 4))
# The same words in the same order, but changed too often for three in a row to survive.
ALIGNED = 0.7
ALIGNED_SHINGLES = 4
ALIGNED_RESEMBLANCE = 0.12
ALIGNED_LONGEST = 400
# Against a letter that three or more share, which is no accident.
OF_LETTER = 0.3
OF_LETTER_SHINGLES = 10
# A family falls apart where those who have less than so much of its letter leave a fifth of it without likeness.
WHOLE, APART = 0.7, 0.2
MOSTLY_SHINGLES = 15
_SAMPLE = 256
_TARGETS = 1024
_ROUNDS = 4
_USUAL, _UPPER = 0.6, 0.75

_Heap = tuple[Ints, tuple[Ints, Ints]]


@dataclass(frozen=True)
class Family:
    """Answers that share a text: their places in order, and the place of the answer that is most like all others."""

    members: tuple[int, ...]
    typical: int


def families(texts: Sequence[str]) -> tuple[Family, ...]:
    """Return the families of two answers and more among `texts`, largest first, then by first place; deterministic.

    Each member fits the family's shared text (`_fitting`), not only a neighbour: a chain of likenesses does not join
    two campaigns. Answers under 12 words belong to none.
    """
    rows = shingled(texts)
    if len(rows.of) == 0:
        return ()
    found = _Families(rows).found()
    made = [_family(rows, members, letter) for members, letter in found]
    return tuple(sorted((family for family in made if len(family.members) > 1),
                        key=lambda family: (-len(family.members), family.members)))


def fitting(letters: Sequence[str], texts: Sequence[str]) -> tuple[int | None, ...]:
    """Return for each of `texts` the place of the first of `letters` that it was written from, None where none is."""
    rows = shingled([*letters, *texts])
    row_of = {place: row for row, places in enumerate(rows.of) for place in places}
    found: list[int | None] = [None] * len(texts)
    for at in reversed(range(len(letters))):
        if at not in row_of:
            continue
        fits = _fitting(rows, row_of[at], np.arange(len(rows.of)))
        for place in range(len(texts)):
            row = row_of.get(place + len(letters))
            if row is not None and fits[row]:
                found[place] = at
    return tuple(found)


@dataclass(frozen=True)
class _Letter:
    """The shared text of a family: a row that stands for it and, where three or more share it, its shingles.

    `weights` is a row over all shingles, 0 to 1: how much a shingle tells this family from all other answers, so that
    a heading that everyone was given says little. Empty where two share the text.
    """

    row: int
    weights: sparse.csr_matrix | None

    @property
    def whole(self) -> float:
        """Return the weight of all shingles of the letter."""
        return 0.0 if self.weights is None else float(self.weights.sum())


class _Families:
    """The search itself: likely pairs are judged, and each connected heap is parted round its centres."""

    def __init__(self, rows: Shingled) -> None:
        self.rows = rows
        self.weights = rows.weights
        self.matrix = rows.shingles
        self.everywhere = np.asarray(self.matrix.T @ self.weights).ravel()

    def found(self) -> list[tuple[Ints, _Letter]]:
        """Return the families as (rows, letter), largest first."""
        first, second, common = likely_pairs(self.rows)
        judged = _plainly(self.rows, first, second, common)
        # The slow look is for pairs that nothing joins yet: in a family of thousands that leaves a few.
        apart = np.flatnonzero(~judged & _apart((first[judged], second[judged]), first, second))
        judged[apart] = _written_from(self.rows, first[apart], second[apart], common[apart])
        found: list[tuple[Ints, _Letter]] = []
        for heap in _heaps((first[judged], second[judged])):
            found += self._parted(heap)
        linked = {row for members, _letter in found for row in members.tolist()}
        found += [(np.array([row]), _Letter(row, None)) for row in np.flatnonzero(self.weights > 1).tolist()
                  if row not in linked]
        return self._gathered(found)

    def _parted(self, heap: _Heap) -> list[tuple[Ints, _Letter]]:
        """Take the family of the heap's most typical text out, again and again, until no two fit one another."""
        found = []
        waiting = [heap]
        while waiting:
            rows, edges = waiting.pop()
            letter, members = self._centred(rows)
            if len(members) > 1:
                found.append((members, letter))
            inside = ~np.isin(edges[0], members) & ~np.isin(edges[1], members)
            waiting += _heaps((edges[0][inside], edges[1][inside]))
        return found

    def _centred(self, heap: Ints) -> tuple[_Letter, Ints]:
        """Return the text that most of the heap was written from, and the rows that fit it.

        An answer that holds two letters would draw the copies of both to it: then it is one of the two that counts.
        """
        letter, members = self._grown(_typical(self.rows, heap), heap)
        if letter.weights is None:
            return letter, members
        in_part = members[_dense(self.matrix[members] @ letter.weights.T) < WHOLE * letter.whole]
        if len(in_part) < 2:
            return letter, members
        other, near = self._grown(_typical(self.rows, in_part), heap)
        apart = np.setdiff1d(members, near)
        return (other, near) if len(apart) >= max(3, APART * len(members)) else (letter, members)

    def _grown(self, centre: int, heap: Ints) -> tuple[_Letter, Ints]:
        """Return the text that rows near `centre` share, and the rows that fit it."""
        letter = _Letter(centre, None)
        members = heap[_fitting(self.rows, centre, heap)]
        for _round in range(_ROUNDS):
            letter = self._letter(members, centre)
            again = heap[self._fitting_letter(letter, heap)]
            if np.array_equal(again, members):
                break
            members = again
        return letter, members

    def _letter(self, members: Ints, centre: int) -> _Letter:
        """Return what the members share: the shingles that are nearly as common among them as the centre's own are."""
        if len(members) < 3:
            return _Letter(centre, None)
        have = np.asarray(self.matrix[members].T @ self.weights[members]).ravel()
        own = have[self.matrix[centre].indices]
        kept = np.flatnonzero(have >= max(2.0, _USUAL * float(np.quantile(own, _UPPER)))) if len(own) else own
        if len(kept) < OF_LETTER_SHINGLES:
            return _Letter(centre, None)
        telling = have[kept] / self.everywhere[kept]
        values = (telling / telling.max(), (np.zeros(len(kept), dtype=int), kept))
        return _Letter(centre, sparse.csr_matrix(values, shape=(1, self.matrix.shape[1])))

    def _fitting_letter(self, letter: _Letter, among: Ints) -> Flags:
        """Say of each of `among` whether it has enough of the letter, or was written from its typical text."""
        if letter.weights is None:
            return _fitting(self.rows, letter.row, among)
        weight = _dense(self.matrix[among] @ letter.weights.T)
        common = _dense(self.matrix[among] @ letter.weights.sign().T)
        found = _has_letter(common, weight, self.rows.sizes[among], letter.whole)
        found[~found] = _fitting(self.rows, letter.row, among[~found])
        return found

    def _gathered(self, found: list[tuple[Ints, _Letter]]) -> list[tuple[Ints, _Letter]]:
        """Give each text to the largest family whose letter it fits, whichever heap it came from."""
        found = sorted(found, key=lambda one: (-int(self.weights[one[0]].sum()), int(one[0][0])))
        family = np.full(len(self.rows.of), len(found))
        for at, (members, letter) in enumerate(found):
            family[members] = np.minimum(family[members], at)
            if letter.weights is not None:
                common = _dense(self.matrix @ letter.weights.sign().T)
                near = np.flatnonzero((common >= OF_LETTER_SHINGLES) & (family > at))
                family[near[self._fitting_letter(letter, near)]] = at
        return [(np.flatnonzero(family == at), letter) for at, (_members, letter) in enumerate(found)]


def _has_letter(common: Floats, weight: Floats, sizes: Ints, whole: float) -> Flags:
    """Say of each text whether it has enough of a letter, or is for the most part from it."""
    much = (weight >= OF_LETTER * whole) & (common >= OF_LETTER_SHINGLES)
    mostly = (weight >= HALF * sizes) & (common >= MOSTLY_SHINGLES)
    found: Flags = much | mostly
    return found


def _plainly(rows: Shingled, first: Ints, second: Ints, common: Ints) -> Flags:
    """Say of each pair of rows whether the shingles that they share are enough by their number."""
    one, other = rows.sizes[first], rows.sizes[second]
    least = np.minimum(one, other)
    found: Flags = common >= RESEMBLANCE * (one + other - common)
    found |= (common >= CONTAINMENT * least) & (common >= CONTAINED_SHINGLES)
    found |= (common >= HALF * least) & (common >= HALF_SHINGLES)
    return found


def _written_from(rows: Shingled, first: Ints, second: Ints, common: Ints) -> Flags:
    """Say of each pair of rows whether one text was written from the other, by number or by where the words stand."""
    found = _plainly(rows, first, second, common)
    one, other = rows.sizes[first], rows.sizes[second]
    least, either = np.minimum(one, other), one + other - common
    wanted = _stretches_wanted(common, least)
    for at in np.flatnonzero(~found & (wanted > 0)).tolist():
        found[at] = _stretches(rows.rows_of_words(first[at]), rows.rows_of_words(second[at])) >= wanted[at]
    short, long = (pick(rows.lengths[first], rows.lengths[second]) for pick in (np.minimum, np.maximum))
    unsure = ~found & (common >= ALIGNED_SHINGLES) & (common >= ALIGNED_RESEMBLANCE * either)
    for at in np.flatnonzero(unsure & (short >= ALIGNED * long) & (long <= ALIGNED_LONGEST)).tolist():
        found[at] = _in_order(rows.tokens[first[at]], rows.tokens[second[at]]) >= ALIGNED * long[at]
    return found


def _fitting(rows: Shingled, centre: int, among: Ints) -> Flags:
    """Say of each of `among` whether it was written from the text of the row `centre`, or is that text."""
    common = _dense(rows.shingles[among] @ rows.shingles[centre].T).astype(np.int64)
    found: Flags = _written_from(rows, np.full(len(among), centre), among, common) | (among == centre)
    return found


def _stretches_wanted(common: Ints, least: Ints) -> Ints:
    """Return how many stretches each pair must share, 0 where no number of them would do."""
    wanted = np.zeros(len(common), dtype=np.int64)
    for part, shingles, stretches in reversed(PARTS):
        wanted[(common >= part * least) & (common >= shingles)] = stretches
    return wanted


def _stretches(one: Ints, other: Ints) -> int:
    """Return how many stretches of the first text stand in the second, each of five words or more."""
    inside = np.isin(one, other, kind="sort")
    return int(inside[:1].sum() + (inside[1:] & ~inside[:-1]).sum())


def _in_order(one: Ints, other: Ints) -> int:
    """Return the length of the longest common subsequence of two rows of words.

    By whole numbers as rows of bits: Hyyrö, "Bit-parallel LCS-length computation revisited" (2004).
    """
    full = (1 << len(one)) - 1
    where: dict[int, int] = {}
    for place, word in enumerate(one.tolist()):
        where[word] = where.get(word, 0) | (1 << place)
    line = full
    for word in other.tolist():
        met = line & where.get(word, 0)
        line = ((line + met) | (line - met)) & full
    return len(one) - line.bit_count()


def _typical(rows: Shingled, heap: Ints) -> int:
    """Return the row that is most like the others of its heap, by squared likeness; the first of equals.

    Squares, because an answer that holds two letters is half like the copies of both and would join them.
    """
    some = heap[np.unique(np.linspace(0, len(heap) - 1, _SAMPLE).astype(int))]
    others = heap[np.unique(np.linspace(0, len(heap) - 1, _TARGETS).astype(int))]
    common = np.asarray((rows.shingles[some] @ rows.shingles[others].T).todense(), dtype=np.float64)
    either = rows.sizes[some][:, None] + rows.sizes[others][None, :] - common
    likeness: Floats = ((common / either) ** 2) @ rows.weights[others]
    return int(some[int(np.argmax(likeness))])


def _heaps(edges: tuple[Ints, Ints]) -> list[_Heap]:
    """Return the rows that hang together with their edges, rows in order, heaps in the order of their first row."""
    ends = np.unique(np.concatenate(edges))
    if len(ends) == 0:
        return []
    first, second = np.searchsorted(ends, edges[0]), np.searchsorted(ends, edges[1])
    graph = sparse.coo_matrix((np.ones(len(first)), (first, second)), shape=(len(ends), len(ends)))
    count, labels = connected_components(graph, directed=False)
    parts = _grouped(labels, count)
    joins = _grouped(labels[first], count)
    return [(ends[part], (edges[0][join], edges[1][join])) for part, join in zip(parts, joins, strict=True)]


def _apart(edges: tuple[Ints, Ints], first: Ints, second: Ints) -> Flags:
    """Say of each pair whether its rows hang together by no edges."""
    count = int(max(first.max(initial=-1), second.max(initial=-1))) + 1
    graph = sparse.coo_matrix((np.ones(len(edges[0])), edges), shape=(count, count))
    _count, labels = connected_components(graph, directed=False)
    found: Flags = labels[first] != labels[second]
    return found


def _grouped(labels: Ints, count: int) -> list[Ints]:
    """Return the places of each label from 0 to count - 1."""
    order = np.argsort(labels, kind="stable")
    return np.split(order, np.searchsorted(labels[order], np.arange(1, count)))


def _dense(column: sparse.spmatrix) -> Floats:
    return np.asarray(column.todense(), dtype=np.float64).ravel()


def _family(rows: Shingled, members: Ints, letter: _Letter) -> Family:
    """Return the family in places of answers; typical is the text nearest to the letter, the commonest of equals."""
    if len(members) == 0:
        return Family((), 0)
    line = rows.shingles[letter.row] if letter.weights is None else letter.weights.sign()
    common = _dense(rows.shingles[members] @ line.T)
    likeness = common / (rows.sizes[members] + line.sum() - common)
    best = max(range(len(members)), key=lambda at: (likeness[at], len(rows.of[members[at]]), -members[at]))
    places = sorted(place for row in members.tolist() for place in rows.of[row])
    return Family(tuple(places), rows.of[int(members[best])][0])
