"""Measures how many worries and personal details the lists find in texts that we wrote and labelled; no claim beyond
those texts, which were written by the same hand as the lists."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from consult.analysis import identifiers, worries
from consult.analysis.care_words import FOLDER, read
from consult.domain.redactions import REDACTION_KINDS, Span
from consult.domain.worries import WORRY_KINDS

PARTS = ("held_out", "tuned")
ANY, NONE = "any", "none"
_MARKED = re.compile(r"\{([a-z-]{1,20})\|([^{}]{1,200})\}")


@dataclass
class Score:
    """Counts of one kind: how many are labelled, how many of those were found, how many suggested, how many rightly."""

    labelled: int = 0
    found: int = 0
    suggested: int = 0
    right: int = 0

    @property
    def recall(self) -> float | None:
        """The share of what is labelled that was found; None where nothing is labelled."""
        return self.found / self.labelled if self.labelled else None

    @property
    def precision(self) -> float | None:
        """The share of what was suggested that is labelled so; None where nothing was suggested."""
        return self.right / self.suggested if self.suggested else None


@dataclass
class Measured:
    """What came out for one language, one part of its texts, worries or details: counts by kind, and each error.

    A miss or a false alarm is (kind, the text or the words, the whole text).
    """

    texts: int = 0
    scores: dict[str, Score] = field(default_factory=dict)
    misses: list[tuple[str, str, str]] = field(default_factory=list)
    false_alarms: list[tuple[str, str, str]] = field(default_factory=list)

    def of(self, kind: str) -> Score:
        """Return the counts of a kind."""
        return self.scores.setdefault(kind, Score())


def labelled_languages() -> tuple[str, ...]:
    """Return the languages (BCP 47) in which there are labelled texts."""
    return tuple(sorted(path.stem.removeprefix("labelled_") for path in FOLDER.glob("labelled_*.toml")))


def measure_worries(language: str, part: str) -> Measured:
    """Measure the worries: a text counts as found for a kind where that kind is suggested, for ANY where one is."""
    found = Measured()
    labelled: Mapping[str, list[str]] = read(f"labelled_{language}")["worries"][part]
    for label, texts in labelled.items():
        wanted = set() if label == NONE else set(label.split("+"))
        for text in texts:
            found.texts += 1
            given = {suggestion.kind: suggestion for suggestion in worries.suggest(text)}
            _count(found.of(ANY), bool(wanted), bool(given))
            for kind in sorted(wanted | set(given), key=WORRY_KINDS.index):
                _count(found.of(kind), kind in wanted, kind in given)
                if kind not in given:
                    found.misses.append((kind, "", text))
                elif kind not in wanted:
                    found.false_alarms.append((kind, " … ".join(given[kind].words_of(text)), text))
    return found


def _count(score: Score, is_labelled: bool, is_given: bool) -> None:
    score.labelled += is_labelled
    score.found += is_labelled and is_given
    score.suggested += is_given
    score.right += is_labelled and is_given


def measure_details(language: str, part: str) -> Measured:
    """Measure the details.

    A labelled one is found where suggestions hide every letter of it and one of them is of its kind; a suggestion is
    right where it overlaps a labelled detail of its kind.
    """
    found = Measured()
    for marked in read(f"labelled_{language}")["details"][part]["texts"]:
        text, labelled = unmarked(marked)
        given = identifiers.suggest(text)
        found.texts += 1
        for span, is_found in _hits(labelled, given):
            for kind in (ANY, span.kind):
                found.of(kind).labelled += 1
                found.of(kind).found += is_found
            if not is_found:
                found.misses.append((span.kind, text[span.start : span.end], text))
        for span in given:
            is_right = any(span.kind == other.kind and span.overlaps(other) for other in labelled)
            for kind in (ANY, span.kind):
                found.of(kind).suggested += 1
                found.of(kind).right += is_right
            if not is_right:
                found.false_alarms.append((span.kind, text[span.start : span.end], text))
    return found


def unmarked(marked: str) -> tuple[str, tuple[Span, ...]]:
    """Return a text without its marks, and what they say; raises ValueError for a kind that there is not."""
    parts: list[str] = []
    spans: list[Span] = []
    at = length = 0
    for match in _MARKED.finditer(marked):
        kind, told = match.groups()
        if kind not in REDACTION_KINDS:
            raise ValueError(kind)
        length += match.start() - at
        spans.append(Span(length, length + len(told), kind))
        parts += [marked[at : match.start()], told]
        at, length = match.end(), length + len(told)
    return "".join([*parts, marked[at:]]), tuple(spans)


def _hits(labelled: tuple[Span, ...], given: tuple[Span, ...]) -> Iterator[tuple[Span, bool]]:
    hidden = {place for span in given for place in range(span.start, span.end)}
    for span in labelled:
        is_of_kind = any(span.kind == other.kind and span.overlaps(other) for other in given)
        yield span, is_of_kind and hidden.issuperset(range(span.start, span.end))
