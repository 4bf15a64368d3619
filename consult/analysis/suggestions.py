"""Ranks the themes of a code frame for texts, from what people have confirmed; a ranking is only ever a proposal."""

from collections.abc import Sequence

import numpy as np

from consult.analysis.classifiers import Classifiers, fit_classifiers
from consult.analysis.evidence import telling_words
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

    def scores(self, texts: Sequence[str]) -> np.ndarray:
        """Return texts × themes (in the order given to `train`), 0 to 1: an order, not a probability."""
        return self._model.scores(self._model.features.transform(texts))

    def offered(self, scores: np.ndarray) -> np.ndarray:
        """Return texts × themes: which to put before a person; the first theme of a text always is."""
        offered = self._model.is_offered(scores)
        offered[np.arange(len(scores)), scores.argmax(axis=1)] = True
        return offered

    def rank(
        self, texts: Sequence[str], places: int = PLACES, on_progress: Progress = no_progress
    ) -> list[tuple[Suggestion, ...]]:
        """Return for each text its first `places` themes, best first, each with up to three words that moved it.

        No text is coded by this: a person confirms or refuses each.
        """
        ranked: list[tuple[Suggestion, ...]] = []
        for start in range(0, len(texts), BATCH):
            ranked += self._rank_batch(texts[start : start + BATCH], places)
            on_progress(len(ranked), len(texts))
        return ranked

    def _rank_batch(self, texts: Sequence[str], places: int) -> list[tuple[Suggestion, ...]]:
        scores = self.scores(texts)
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
) -> Suggester:
    """Return a ranking learnt from texts that people coded; `uncoded` texts help while few are coded.

    Under 25 examples themes are ranked by their name and definition, under 100 by prototypes, then by classifiers.
    A key in an example that is not among `themes` is passed over. Raises ValueError where there is no theme.
    """
    if not themes:
        raise ValueError("a ranking needs at least one theme")
    taught = list(examples) if len(examples) >= CODED_FOR_PROTOTYPES else []
    texts = [example.text for example in taught]
    labels = np.array([[theme.key in example.themes for theme in themes] for example in taught], dtype=float)
    labels = labels.reshape(len(taught), len(themes))
    if len(taught) >= CODED_FOR_CLASSIFIERS and labels.any() and not labels.all():
        respondents = [example.respondent for example in taught]
        return Suggester(fit_classifiers(texts, labels, respondents, themes, on_progress), themes)
    sample = uncoded[:: len(uncoded) // MOST_UNCODED + 1]
    return Suggester(fit_prototypes(texts, labels, themes, sample, on_progress), themes)
