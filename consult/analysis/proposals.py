"""The values that go into the analysis and come out of it; what comes out is a proposal until a person confirms it."""

from collections.abc import Callable
from dataclasses import dataclass

# Called with (steps done, steps in all); whatever it raises ends the work, which is how a run is cancelled.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Passage:
    """A text to be placed: an answer or a part of one, with its language as a BCP 47 tag."""

    id: int
    text: str
    language: str = "en"


@dataclass(frozen=True)
class Theme:
    """A theme of the code frame, in the words that the people who made it chose."""

    key: str
    name: str
    definition: str = ""


@dataclass(frozen=True)
class Example:
    """A text with the themes that people confirmed for it (none: it was read and holds no theme).

    `respondent` keeps the answers of one person together where scores are checked on answers kept aside. `id` is the
    passage that it was, where it was one; `language` a BCP 47 tag.
    """

    text: str
    themes: frozenset[str]
    respondent: str = ""
    id: int | None = None
    language: str = "en"


@dataclass(frozen=True)
class ProposedGroup:
    """Texts of one language that share words, for people to merge, name or drop.

    `members` are the ids of all, most central first; `terms` the words that tell the group from the rest.
    """

    language: str
    terms: tuple[str, ...]
    members: tuple[int, ...]
    typical: tuple[int, ...]
    edge: tuple[int, ...]

    @property
    def size(self) -> int:
        """Return how many texts were placed here: a hint for the reader, never a count to publish."""
        return len(self.members)


@dataclass(frozen=True)
class Suggestion:
    """A theme proposed for a text: `score` (0 to 1) orders and is no probability, `why` are words of the text.

    `nearest` is the id of the example with the theme that is most like the text, where one is near enough.
    """

    theme: str
    score: float
    why: tuple[str, ...]
    is_offered: bool
    nearest: int | None = None


def no_progress(done: int, total: int) -> None:
    """Report to nobody."""


def part_of(on_progress: Progress, first: int, last: int) -> Progress:
    """Return a progress that fills `first` to `last` percent of `on_progress`."""

    def report(done: int, total: int) -> None:
        on_progress(first + (last - first) * done // max(total, 1), 100)

    return report
