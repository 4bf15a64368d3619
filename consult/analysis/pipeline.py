"""The two ways into the analysis that background runs use; what comes out is kept as a proposal, never as a coding."""

from collections.abc import Sequence
from dataclasses import dataclass

from consult.analysis.discovery import propose_groups
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
from consult.analysis.suggestions import PLACES, train

# Learning takes most of the time of a run: this part of its progress, in percent.
LEARNING_PERCENT = 60


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
    """Rankings for all texts of a run; `stage` says what they rest on, `coded` on how many confirmed texts."""

    rankings: tuple[Ranking, ...]
    stage: str
    coded: int


def discover(passages: Sequence[Passage], wanted: int, on_progress: Progress = no_progress) -> Discovery:
    """Return about twice `wanted` groups of like texts, each language apart, and every text that fits none."""
    groups = propose_groups(passages, wanted, on_progress)
    placed = {member for group in groups for member in group.members}
    unplaced = tuple(passage.id for passage in passages if passage.id not in placed)
    return Discovery(groups, unplaced, len(passages))


def suggest(
    examples: Sequence[Example],
    themes: Sequence[Theme],
    passages: Sequence[Passage],
    places: int = PLACES,
    on_progress: Progress = no_progress,
) -> Rankings:
    """Return up to `places` themes for each passage, learnt from `examples` that people confirmed.

    Raises ValueError where there is no theme. The order of `passages` stays: the queue is coded in random order.
    """
    texts = [passage.text for passage in passages]
    suggester = train(examples, themes, part_of(on_progress, 0, LEARNING_PERCENT), uncoded=texts)
    ranked = suggester.rank(texts, places, part_of(on_progress, LEARNING_PERCENT, 100))
    on_progress(100, 100)
    rankings = tuple(
        Ranking(passage.id, suggestions) for passage, suggestions in zip(passages, ranked, strict=True)
    )
    return Rankings(rankings, suggester.stage, len(examples))
