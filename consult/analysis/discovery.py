"""Proposes groups of texts that share words, for people to merge, name or drop; it names and counts no theme."""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.decomposition import NMF
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer

from consult.analysis.meaning_groups import meaning_groups
from consult.analysis.proposals import Passage, Progress, ProposedGroup, no_progress
from consult.analysis.stop_words import stop_words
from consult.analysis.texts import base_language, normal, words

GROUPS_PER_THEME_WANTED = 2
# A group that would hold fewer texts is not worth a name.
TEXTS_PER_GROUP = 5
FEWEST_MEMBERS = 2
# The part of a text (of length one) that its group must explain; measured, 11 to 16% of short comments stay below.
PLACED_FROM = 0.05
MOST_COLUMNS = 20_000
# In a language without a list of stop words, a word in more of the texts than this is taken for one.
COMMONEST = 0.8
TERMS, TYPICAL, EDGE = 8, 5, 3
STEPS_PER_LANGUAGE = 3


@dataclass(frozen=True)
class _Split:
    """The texts of one language in words, and how many groups they may have."""

    language: str
    passages: tuple[Passage, ...]
    groups: int


def propose_groups(
    texts: Sequence[Passage], wanted: int, on_progress: Progress = no_progress,
    vectors: Mapping[int, np.ndarray] | None = None,
) -> tuple[ProposedGroup, ...]:
    """Return about twice as many groups as themes are `wanted`, each language apart, the largest group first.

    Where every text of a language has a sentence vector in `vectors` (by id), KMeans on those; elsewhere non-negative
    matrix factorisation of word (1 to 2) TF-IDF. The latter was tried beside SVD with KMeans on 3,608 coded comments
    with 30 groups: equal purity (homogeneity .29), but KMeans puts 13 to 22% into one group of everything, NMF 7%; with
    PLACED_FROM the purity is .34 and no text is forced into a group. Texts that fit nowhere are in no group: they are
    `texts` less all `members`. The same texts in the same order give the same groups.
    """
    splits = _split_by_language(texts, wanted)
    total = max(1, STEPS_PER_LANGUAGE * len(splits))
    on_progress(0, total)
    found: list[ProposedGroup] = []
    for number, split in enumerate(splits):
        done = STEPS_PER_LANGUAGE * number
        weighed = _weighed(split)
        on_progress(done + 1, total)
        if weighed is not None:
            matrix, terms = weighed
            strengths, topics = _grouped(split, matrix, vectors or {})
            on_progress(done + 2, total)
            found += _groups(split, strengths, _named(topics, terms))
        on_progress(done + 3, total)
    return tuple(sorted(found, key=lambda group: (-group.size, group.members)))


def _split_by_language(texts: Sequence[Passage], wanted: int) -> list[_Split]:
    """Share the groups out by the number of texts; every language that has texts gets at least one."""
    apart: dict[str, list[Passage]] = {}
    for passage in texts:
        apart.setdefault(base_language(passage.language), []).append(passage)
    splits = []
    for language, passages in sorted(apart.items()):
        share = round(GROUPS_PER_THEME_WANTED * max(wanted, 1) * len(passages) / len(texts))
        most = max(1, len(passages) // TEXTS_PER_GROUP)
        splits.append(_Split(language, tuple(passages), min(max(1, share), most)))
    return splits


def _weighed(split: _Split) -> tuple[sparse.csr_matrix, np.ndarray] | None:
    """Return texts × terms and the terms; None where no text has a word that tells anything."""
    left_out = stop_words(split.language)
    ready = [
        " ".join(word for word in words(normal(passage.text)) if word not in left_out and _tells(word))
        for passage in split.passages
    ]
    if not any(ready):
        return None
    many = len(ready) > 10 * TEXTS_PER_GROUP
    vectorizer = TfidfVectorizer(
        tokenizer=str.split, token_pattern=None, lowercase=False, ngram_range=(1, 2), sublinear_tf=True,
        min_df=2 if many else 1, max_df=1.0 if left_out or not many else COMMONEST, max_features=MOST_COLUMNS,
    )
    try:
        matrix = vectorizer.fit_transform(ready)
    except ValueError:  # Every word stands in one text, or in nearly all.
        vectorizer.set_params(min_df=1, max_df=1.0)
        matrix = vectorizer.fit_transform(ready)
    return sparse.csr_matrix(matrix), vectorizer.get_feature_names_out()


def _tells(word: str) -> bool:
    """Say whether a word may name a group: not a number, not a lone letter; a sign of Chinese or Japanese may."""
    return not word.isdigit() and (len(word) > 1 or word > "\u3040")


def _grouped(
    split: _Split, matrix: sparse.csr_matrix, vectors: Mapping[int, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Return texts × groups (how strongly a text belongs there) and groups × terms (how telling a term is)."""
    if all(passage.id in vectors for passage in split.passages):
        return meaning_groups(np.stack([vectors[passage.id] for passage in split.passages]), matrix, split.groups)
    return _factorised(matrix, split.groups)


def _factorised(matrix: sparse.csr_matrix, groups: int) -> tuple[np.ndarray, np.ndarray]:
    """Return texts × groups (what part of each text a group explains) and groups × terms of length one."""
    groups = max(1, min(groups, *matrix.shape))
    factors = NMF(groups, init="nndsvda", random_state=0, max_iter=150, tol=1e-3)
    # A fit without any rest makes scikit-learn take the root of a rounding error below zero.
    with warnings.catch_warnings(), np.errstate(invalid="ignore"):
        # Groups for people to look at need no last decimals: stopping at `max_iter` is meant.
        warnings.simplefilter("ignore", ConvergenceWarning)
        strengths = factors.fit_transform(matrix)
    lengths = np.linalg.norm(factors.components_, axis=1)
    topics = np.divide(factors.components_.T, lengths, out=np.zeros_like(factors.components_.T), where=lengths > 0).T
    return strengths * lengths, topics


def _named(topics: np.ndarray, terms: np.ndarray) -> list[tuple[str, ...]]:
    """Return the terms that weigh most in each group; a word is not repeated as part of a pair, or the other way."""
    ordered = (np.argsort(-topic, kind="stable")[: 4 * TERMS] for topic in topics)
    return [
        _different([str(terms[at]) for at in order if topic[at] > 0])
        for topic, order in zip(topics, ordered, strict=True)
    ]


def _different(terms: Sequence[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for term in terms:
        if not any(set(term.split()) & set(other.split()) for other in kept):
            kept.append(term)
    return tuple(kept[:TERMS])


def _groups(split: _Split, strengths: np.ndarray, terms: Sequence[tuple[str, ...]]) -> list[ProposedGroup]:
    """Place each text in its strongest group, in the next one where that stays too small, or nowhere."""
    strengths = np.where(strengths >= PLACED_FROM, strengths, 0.0)
    smallest = min(FEWEST_MEMBERS, len(split.passages))
    counts = np.bincount(strengths.argmax(axis=1)[strengths.any(axis=1)], minlength=strengths.shape[1])
    strengths[:, counts < smallest] = 0.0
    best = np.where(strengths.any(axis=1), strengths.argmax(axis=1), -1)
    groups = []
    for group in range(strengths.shape[1]):
        inside = np.flatnonzero(best == group)
        if len(inside) and terms[group]:
            central = inside[np.argsort(-strengths[inside, group], kind="stable")]
            members = tuple(split.passages[at].id for at in central)
            groups.append(ProposedGroup(split.language, terms[group], members, members[:TYPICAL], _edge(members)))
    return groups


def _edge(members: tuple[int, ...]) -> tuple[int, ...]:
    """Return the least central members, the last first, without those shown as typical."""
    return members[TYPICAL:][-EDGE:][::-1]
