"""Ranks the themes of a code frame for texts, from what people have confirmed; a ranking is only ever a proposal."""

from collections.abc import Sequence

import numpy as np

from consult.analysis.classifiers import Classifiers, fit_classifiers
from consult.analysis.evidence import telling_words
from consult.analysis.features import Features
from consult.analysis.meanings import Meanings
from consult.analysis.proposals import Example, Progress, Suggestion, Theme, no_progress
from consult.analysis.prototypes import Prototypes, fit_prototypes

# Measured micro F1: with 50 coded, prototypes .49 and classifiers .39; with 100 both .51, on longer texts .70 and .78.
CODED_FOR_PROTOTYPES = 25
CODED_FOR_CLASSIFIERS = 100
BATCH = 2000
# More uncoded texts teach no more about which words are common.
MOST_UNCODED = 10_000
PLACES = 5


class Suggester:
    """A ranking of themes for any text; made by `train`, never changed after."""

    def __init__(self, model: Prototypes | Classifiers, themes: Sequence[Theme]) -> None:
        """Hold a fitted model and the themes in the order of its rows."""
        self._model = model
        self._themes = tuple(themes)

    @property
    def stage(self) -> str:
        """Return what the ranking rests on: `descriptions`, `prototypes` or `classifiers`."""
        return self._model.stage

    @property
    def features(self) -> Features:
        """Return the features that the texts were learnt by."""
        return self._model.features

    @property
    def aside(self) -> np.ndarray | None:
        """Return scores of the coded texts by what was learnt without their respondents; None before `classifiers`."""
        return self._model.aside if isinstance(self._model, Classifiers) else None

    def scores(self, texts: Sequence[str], vectors: np.ndarray | None = None) -> np.ndarray:
        """Return texts × themes (in the order given to `train`), 0 to 1: an order, not a probability.

        `vectors` (texts × width) are needed where it was trained with some.
        """
        return self._model.scores(self._model.features.transform(texts), vectors)

    def offered(self, scores: np.ndarray) -> np.ndarray:
        """Return texts × themes: which to put before a person; the first theme of a text always is."""
        offered = self._model.is_offered(scores)
        offered[np.arange(len(scores)), scores.argmax(axis=1)] = True
        return offered

    def rank(
        self, texts: Sequence[str], places: int = PLACES, on_progress: Progress = no_progress,
        vectors: np.ndarray | None = None,
    ) -> list[tuple[Suggestion, ...]]:
        """Return for each text its first `places` themes, best first, each with up to three words that moved it.

        No text is coded by this: a person confirms or refuses each.
        """
        ranked: list[tuple[Suggestion, ...]] = []
        for start in range(0, len(texts), BATCH):
            some = slice(start, start + BATCH)
            ranked += self._rank_batch(texts[some], places, None if vectors is None else vectors[some])
            on_progress(len(ranked), len(texts))
        return ranked

    def _rank_batch(
        self, texts: Sequence[str], places: int, vectors: np.ndarray | None
    ) -> list[tuple[Suggestion, ...]]:
        scores = self.scores(texts, vectors)
        offered = self.offered(scores)
        order = np.argsort(-scores, axis=1, kind="stable")[:, :places]
        reasons = telling_words(self._model, texts, order)
        return [
            tuple(
                Suggestion(self._themes[theme].key, float(scores[row, theme]), why, bool(offered[row, theme]))
                for theme, why in zip(order[row], reasons[row], strict=True)
            )
            for row in range(len(texts))
        ]


def train(
    examples: Sequence[Example],
    themes: Sequence[Theme],
    on_progress: Progress = no_progress,
    uncoded: Sequence[str] = (),
    meanings: Meanings | None = None,
) -> Suggester:
    """Return a ranking learnt from texts that people coded; `uncoded` texts help while few are coded.

    Under 25 examples themes are ranked by their name and definition, under 100 by prototypes, then by classifiers;
    with `meanings` (vectors of the examples and of the themes, in their order) also by sentence vectors.
    A key in an example that is not among `themes` is passed over. Raises ValueError where there is no theme.
    """
    if not themes:
        raise ValueError("a ranking needs at least one theme")
    taught = list(examples) if len(examples) >= CODED_FOR_PROTOTYPES else []
    texts = [example.text for example in taught]
    labels = labels_of(taught, themes)
    if meanings is not None:
        meanings = meanings.of(range(len(taught)))
    if len(taught) >= CODED_FOR_CLASSIFIERS and _can_be_learnt(labels):
        respondents = [example.respondent for example in taught]
        return Suggester(fit_classifiers(texts, labels, respondents, themes, on_progress, meanings), themes)
    sample = uncoded[:: len(uncoded) // MOST_UNCODED + 1]
    return Suggester(fit_prototypes(texts, labels, themes, sample, on_progress, meanings), themes)


def labels_of(examples: Sequence[Example], themes: Sequence[Theme]) -> np.ndarray:
    """Return examples × themes: 1 where an example holds a theme, else 0."""
    numbers = {theme.key: number for number, theme in enumerate(themes)}
    labels = np.zeros((len(examples), len(themes)))
    for row, example in enumerate(examples):
        labels[row, [numbers[key] for key in example.themes if key in numbers]] = 1
    return labels


def _can_be_learnt(labels: np.ndarray) -> bool:
    return bool(labels.any() and not labels.all())
