"""The two ways into the analysis that background runs use; what comes out is kept as a proposal, never as a coding."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from consult.analysis.discovery import propose_groups
from consult.analysis.language_groups import LanguageGroup, language_groups
from consult.analysis.meanings import Meanings, Vectors
from consult.analysis.nearest import NOBODY, nearest_examples
from consult.analysis.precision import MeasuredCut, measured_cuts
from consult.analysis.proposals import (
    Example,
    Passage,
    Progress,
    ProposedGroup,
    Suggestion,
    Theme,
    no_progress,
    part_of,
)
from consult.analysis.suggestions import PLACES, Suggester, labels_of, train
from consult.analysis.texts import base_language

# Learning takes most of the time of a run: this part of its progress, in percent; then ranking; then neighbours.
LEARNING_PERCENT, RANKING_PERCENT = 50, 80


@dataclass(frozen=True)
class Discovery:
    """What a first reading by machine proposes; `unplaced` are the ids of texts that fit no group, in order."""

    groups: tuple[ProposedGroup, ...]
    unplaced: tuple[int, ...]
    texts: int


@dataclass(frozen=True)
class Ranking:
    """The themes proposed for one text, best first."""

    passage_id: int
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True)
class Rankings:
    """Rankings for all texts of a run; `stage` says what most of them rest on, `coded` on how many confirmed texts.

    `precision` are cuts measured on answers kept aside, of all languages; `precision_by_language` of each with enough.
    """

    rankings: tuple[Ranking, ...]
    stage: str
    coded: int
    precision: tuple[MeasuredCut, ...] = ()
    precision_by_language: tuple[MeasuredCut, ...] = ()


def discover(
    passages: Sequence[Passage], wanted: int, on_progress: Progress = no_progress,
    vectors: Mapping[int, np.ndarray] | None = None,
) -> Discovery:
    """Return about twice `wanted` groups of like texts, each language apart, and every text that fits none.

    By sentence vectors (by id) in the languages where every text has one, else by the words that texts share.
    """
    groups = propose_groups(passages, wanted, on_progress, vectors)
    placed = {member for group in groups for member in group.members}
    unplaced = tuple(passage.id for passage in passages if passage.id not in placed)
    return Discovery(groups, unplaced, len(passages))


def suggest(
    examples: Sequence[Example],
    themes: Sequence[Theme],
    passages: Sequence[Passage],
    places: int = PLACES,
    on_progress: Progress = no_progress,
    vectors: Vectors | None = None,
) -> Rankings:
    """Return up to `places` themes for each passage, learnt from `examples` that people confirmed.

    Each with the nearest example that holds the theme. A language with 100 examples learns from its own, the others
    together. Raises ValueError where there is no theme. The order of `passages` stays: the queue is coded in random
    order.
    """
    if not themes:
        raise ValueError("a ranking needs at least one theme")
    groups = language_groups(examples, passages, vectors.by_id if vectors else None)
    ranked: dict[int, tuple[Suggestion, ...]] = {}
    stages: dict[str, int] = {}
    measured = _Measured(themes)
    for number, group in enumerate(groups):
        part = part_of(on_progress, 100 * number // len(groups), 100 * (number + 1) // len(groups))
        work = _Work(group, examples, themes, passages, vectors if group.has_vectors else None)
        suggester = work.learn(part_of(part, 0, LEARNING_PERCENT))
        ranked |= zip(group.passages, work.rank(suggester, places, part), strict=True)
        stages[suggester.stage] = stages.get(suggester.stage, 0) + len(group.passages)
        measured.add(suggester.aside, work.taught, group.languages)
    on_progress(100, 100)
    rankings = tuple(Ranking(passage.id, ranked[number]) for number, passage in enumerate(passages))
    stage = max(stages, key=lambda name: stages[name]) if stages else "descriptions"
    return Rankings(rankings, stage, len(examples), measured.cuts(), measured.by_language())


class _Work:
    """One group: learns from its examples and ranks its passages."""

    def __init__(
        self, group: LanguageGroup, examples: Sequence[Example], themes: Sequence[Theme], passages: Sequence[Passage],
        vectors: Vectors | None,
    ) -> None:
        self.taught = [examples[number] for number in group.examples]
        self._passages = [passages[number] for number in group.passages]
        self._texts = [passage.text for passage in self._passages]
        self._themes = themes
        self._of_taught = None if vectors is None else vectors.rows([example.id for example in self.taught])
        self._of_texts = None if vectors is None else vectors.rows([passage.id for passage in self._passages])
        self._of_themes = None if vectors is None else vectors.others

    def learn(self, on_progress: Progress) -> Suggester:
        """Return what the group's examples teach."""
        meanings = None
        if self._of_taught is not None and self._of_themes is not None:
            meanings = Meanings(self._of_taught, self._of_themes)
        return train(self.taught, self._themes, on_progress, self._texts, meanings)

    def rank(self, suggester: Suggester, places: int, on_progress: Progress) -> list[tuple[Suggestion, ...]]:
        """Return the suggestions for each of the group's passages, each with its nearest example."""
        ranked = suggester.rank(self._texts, places, part_of(on_progress, LEARNING_PERCENT, RANKING_PERCENT),
                                self._of_texts)
        numbers = {theme.key: number for number, theme in enumerate(self._themes)}
        wanted = [[numbers[suggestion.theme] for suggestion in suggestions] for suggestions in ranked]
        near = self._nearest(suggester, wanted)
        on_progress(100, 100)
        return [tuple(replace(suggestion, nearest=None if at == NOBODY else self.taught[at].id)
                      for suggestion, at in zip(suggestions, found, strict=True))
                for suggestions, found in zip(ranked, near, strict=True)]

    def _nearest(self, suggester: Suggester, wanted: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
        if not self.taught:
            return [(NOBODY,) * len(themes) for themes in wanted]
        rows = {example.id: row for row, example in enumerate(self.taught) if example.id is not None}
        themselves = [rows.get(passage.id, NOBODY) for passage in self._passages]
        labels = labels_of(self.taught, self._themes)
        if self._of_texts is not None and self._of_taught is not None:
            return nearest_examples(self._of_texts, self._of_taught, labels, wanted, themselves)
        texts = suggester.features.word_rows(self._texts)
        coded = suggester.features.word_rows([example.text for example in self.taught])
        return nearest_examples(texts, coded, labels, wanted, themselves)


class _Measured:
    """Gathers scores of coded texts that were kept aside, each from the group that its language is ranked by."""

    def __init__(self, themes: Sequence[Theme]) -> None:
        self._themes = themes
        self._scores: list[np.ndarray] = []
        self._examples: list[Example] = []

    def add(self, aside: np.ndarray | None, taught: Sequence[Example], languages: frozenset[str]) -> None:
        """Take the scores of a group's examples in the languages that it ranks."""
        if aside is None:
            return
        counted = [row for row, example in enumerate(taught) if base_language(example.language) in languages]
        self._scores.append(aside[counted])
        self._examples += [taught[row] for row in counted]

    def cuts(self) -> tuple[MeasuredCut, ...]:
        """Return the cuts of all languages together, of all themes and of each."""
        if not self._examples:
            return ()
        keys = [theme.key for theme in self._themes]
        return tuple(measured_cuts(np.concatenate(self._scores), labels_of(self._examples, self._themes), keys))

    def by_language(self) -> tuple[MeasuredCut, ...]:
        """Return the cuts of all themes together for each base language."""
        found: list[MeasuredCut] = []
        languages = np.array([base_language(example.language) for example in self._examples])
        for language in sorted(set(languages.tolist())):
            rows = np.flatnonzero(languages == language)
            labels = labels_of([self._examples[row] for row in rows], self._themes)
            found += [cut for cut in measured_cuts(np.concatenate(self._scores)[rows], labels, (), language)]
        return tuple(found)
