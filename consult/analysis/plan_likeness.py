"""Ranks the parts of a plan for an answer by likeness to their words; a person ties an answer to the plan, not this."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from consult.analysis.descriptions import told_words, unit_rows
from consult.analysis.features import Features
from consult.analysis.meanings import Vectors
from consult.analysis.proposals import Passage, Progress, no_progress

PLACES = 3
BATCH = 1000
# Below this an answer shares no more with a part of the plan than any words do; likeness of vectors starts higher.
LEAST_SCORE, LEAST_WITH_VECTORS = 0.07, 0.14
# Measured on 206 passages that people tied to one of 250 parts: the right one is among the first three for .26 by words
# alone and for .30 with vectors, it or the part above or below it for .34 and .39. So it is a hint, not a ranking.
VECTOR_SHARE = 0.5
BELOW_WEIGHT = 0.3


@dataclass(frozen=True)
class Node:
    """A part of the plan that an answer can be tied to: its own words, and those of what lies directly below it."""

    id: int
    words: str
    below: str = ""


@dataclass(frozen=True)
class LikeNode:
    """A node that an answer is like: `score` (0 to 1) orders and is no probability."""

    node_id: int
    score: float


def like_nodes(
    passages: Sequence[Passage],
    nodes: Sequence[Node],
    on_progress: Progress = no_progress,
    vectors: Vectors | None = None,
) -> list[tuple[LikeNode, ...]]:
    """Return for each passage up to three nodes, the likest first; none where nothing is alike.

    Cosine of word and character TF-IDF learnt from both sides; `vectors` (the others are the nodes) join in for
    passages that have one.
    """
    if not nodes:
        return [() for _ in passages]
    told = [told_words(node.words) or node.words for node in nodes]
    below = [told_words(node.below) for node in nodes]
    features = Features(rarest=2 if len(passages) > 2000 else 1).fit(
        [*told, *below, *(passage.text for passage in passages)])
    rows = unit_rows(unit_rows(features.transform(told).toarray())
                     + BELOW_WEIGHT * unit_rows(features.transform(below).toarray()))
    found: list[tuple[LikeNode, ...]] = []
    for start in range(0, len(passages), BATCH):
        some = passages[start : start + BATCH]
        texts = features.transform([told_words(passage.text) for passage in some])
        lengths = np.sqrt(np.asarray(texts.multiply(texts).sum(axis=1)))
        scores = np.asarray(texts @ rows.T) / np.maximum(lengths, 1e-9)
        floors = np.full(len(some), LEAST_SCORE)
        if vectors is not None:
            given = vectors.rows([passage.id for passage in some])
            scores = _joined(scores, given, vectors.others)
            floors[np.asarray(given.any(axis=1))] = LEAST_WITH_VECTORS
        found += [_first(row, nodes, least) for row, least in zip(scores, floors, strict=True)]
        on_progress(len(found), len(passages))
    return found


def _joined(scores: np.ndarray, texts: np.ndarray, nodes: np.ndarray) -> np.ndarray:
    """Return the scores with likeness in vectors weighed in for texts that have one."""
    alike = np.maximum(texts @ nodes.T, 0)
    joined = (1 - VECTOR_SHARE) * scores + VECTOR_SHARE * alike
    return np.where(np.asarray(texts.any(axis=1)).reshape(-1, 1), joined, scores)


def _first(scores: np.ndarray, nodes: Sequence[Node], least: float) -> tuple[LikeNode, ...]:
    order = np.argsort(-scores, kind="stable")[:PLACES]
    return tuple(LikeNode(nodes[at].id, round(float(min(scores[at], 1.0)), 4))
                 for at in order if scores[at] >= least)
