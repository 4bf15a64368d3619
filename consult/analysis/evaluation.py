"""Measures the ranking on answers that people coded and that it never saw; the figures of `consult evaluate themes`."""

import time
from collections.abc import Mapping, Sequence

import numpy as np
from sklearn.metrics import f1_score, label_ranking_average_precision_score

from consult.analysis.meanings import Meanings, theme_words
from consult.analysis.proposals import Example, Progress, Theme, no_progress
from consult.analysis.suggestions import labels_of, train
from consult.analysis.vectors import Encoder

ALL = "all"
DRAWS = 3
LARGEST_REPEATED = 1000
MACRO_FROM = 5
Scores = dict[str, dict[str, float]]
ALL_MEASURES_FROM = 26


def theme_scores(
    train_examples: Sequence[Example],
    test_examples: Sequence[Example],
    definitions: Mapping[str, str],
    sizes: Sequence[str] = ("0", "25", "50", "100", "200", "500", "1000", ALL),
    on_progress: Progress = no_progress,
    *,
    encoder: Encoder | None = None,
) -> Scores:
    """Return `{measure: {size: value}}` for rankings learnt from so many coded texts (a number as text, or `all`).

    Mean of three fixed random draws up to 1,000. Sizes under 26 give recall_at_3 only. macro_f1 is over themes
    with five or more test cases; recall_at_3 the mean over answers of the share of their themes among the first three;
    answers without a theme count in the F1 measures alone. The training texts that were not drawn count as uncoded.
    `suggestions_per_second` is answers ranked over all themes, from text, on this machine. Themes are those of both
    files and the definitions. A size above the training texts is left out. With an `encoder`, sentence vectors of all
    texts and themes join in, made once; they are not part of the times.
    """
    keys = sorted({key for example in (*train_examples, *test_examples) for key in example.themes} | set(definitions))
    themes = [Theme(key, key, definitions.get(key, "")) for key in keys]
    wanted = [size for size in sizes if size == ALL or int(size) <= len(train_examples)]
    vectors = _Vectors(encoder, train_examples, test_examples, themes)
    found: Scores = {}
    for done, size in enumerate(wanted, start=1):
        draws = [_measured(train_examples, order, test_examples, themes, vectors)
                 for order in _draws(len(train_examples), size)]
        for measure in draws[0]:
            found.setdefault(measure, {})[size] = float(np.mean([draw[measure] for draw in draws]))
        on_progress(done, len(wanted))
    return found


class _Vectors:
    """Sentence vectors of both files and the themes, or none."""

    def __init__(
        self, encoder: Encoder | None, taught: Sequence[Example], test: Sequence[Example], themes: Sequence[Theme]
    ) -> None:
        self.test: np.ndarray | None = None
        self._taught: np.ndarray | None = None
        if encoder is not None:
            self._taught = encoder.encode([example.text for example in taught])
            self.test = encoder.encode([example.text for example in test])
            self._themes = encoder.encode(theme_words(themes))

    def meanings(self, drawn: np.ndarray) -> Meanings | None:
        """Return those of the drawn examples (numbers) and of the themes."""
        return None if self._taught is None else Meanings(self._taught[drawn], self._themes)


def _draws(count: int, size: str) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return pairs of (numbers of drawn examples, numbers of the rest), the same on every machine."""
    drawn = count if size == ALL else int(size)
    orders = [np.random.default_rng(seed).permutation(count)
              for seed in range(DRAWS if size != ALL and drawn <= LARGEST_REPEATED else 1)]
    return [(order[:drawn], order[drawn:]) for order in orders]


def _measured(
    examples: Sequence[Example], drawn_and_rest: tuple[np.ndarray, np.ndarray], test: Sequence[Example],
    themes: Sequence[Theme], vectors: _Vectors,
) -> dict[str, float]:
    drawn, rest = drawn_and_rest
    meanings = vectors.meanings(drawn)
    started = time.perf_counter()
    suggester = train([examples[at] for at in drawn], themes, uncoded=[examples[at].text for at in rest],
                      meanings=meanings)
    fitted = time.perf_counter()
    scores = suggester.scores([example.text for example in test], vectors.test)
    ranked = time.perf_counter()
    held = labels_of(test, themes) > 0
    recall = {"recall_at_3": recall_at_3(scores, held)}
    if len(drawn) < ALL_MEASURES_FROM:
        return recall
    return recall | _other_measures(suggester.offered(scores), scores, held) | {
        "fit_seconds": fitted - started,
        "suggestions_per_second": len(test) / max(ranked - fitted, 1e-9),
    }


def _other_measures(offered: np.ndarray, scores: np.ndarray, held: np.ndarray) -> dict[str, float]:
    common = held.sum(axis=0) >= MACRO_FROM
    some = held.any(axis=1)
    return {
        "micro_f1": float(f1_score(held, offered, average="micro", zero_division=0)),
        "macro_f1": float(f1_score(held[:, common], offered[:, common], average="macro", zero_division=0)),
        "samples_f1": float(f1_score(held, offered, average="samples", zero_division=0)),
        "lrap": float(label_ranking_average_precision_score(held[some], scores[some])),
    }


def recall_at_3(scores: np.ndarray, held: np.ndarray) -> float:
    """Return the mean, over answers that hold a theme, of the share of their themes among the first three ranked."""
    first = np.argsort(-scores, axis=1, kind="stable")[:, :3]
    hits = np.take_along_axis(held, first, axis=1).sum(axis=1)
    counted = held.any(axis=1)
    return float(np.mean(hits[counted] / held[counted].sum(axis=1)))
