"""Settles which answers are learnt from, and ranked, together: by language, and by whether they have vectors."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from consult.analysis.proposals import Example, Passage
from consult.analysis.texts import base_language

# From here a language's own answers teach a line a theme; below, the answers of all languages teach together.
CODED_FOR_A_LANGUAGE = 100


@dataclass(frozen=True)
class LanguageGroup:
    """Numbers of the examples to learn from and of the passages to rank; `languages` are those of the passages."""

    languages: frozenset[str]
    examples: tuple[int, ...]
    passages: tuple[int, ...]
    has_vectors: bool


def language_groups(
    examples: Sequence[Example], passages: Sequence[Passage], vectors: Mapping[int, np.ndarray] | None
) -> list[LanguageGroup]:
    """Return the groups; every passage is in one of them. `vectors` are by the ids of passages and examples.

    A language with 100 coded answers learns from its own. The others learn from all, those with vectors from those with
    vectors, and stand in two groups at most.
    """
    known = vectors or {}
    counts = Counter(base_language(example.language) for example in examples)
    rich = {language for language, count in counts.items() if count >= CODED_FOR_A_LANGUAGE}
    places: dict[tuple[str, bool], list[int]] = {}
    for number, passage in enumerate(passages):
        language = base_language(passage.language)
        own = language if language in rich else ""
        places.setdefault((own, passage.id in known), []).append(number)
    return [_group(own, has_vectors, numbers, examples, passages, known)
            for (own, has_vectors), numbers in sorted(places.items())]


def _group(
    own: str, has_vectors: bool, numbers: Sequence[int], examples: Sequence[Example], passages: Sequence[Passage],
    known: Mapping[int, np.ndarray],
) -> LanguageGroup:
    taught = tuple(
        number for number, example in enumerate(examples)
        if (not own or base_language(example.language) == own) and (not has_vectors or example.id in known))
    languages = frozenset(base_language(passages[number].language) for number in numbers)
    return LanguageGroup(languages, taught, tuple(numbers), has_vectors)
