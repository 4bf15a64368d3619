"""Shares of people with the interval that a sample leaves them in: plain numbers; what was sampled is others' to know.

One part of a share was read to the end (campaign texts, or everything), another is a random sample of its answers. The
interval of a sample is Wilson's score interval (Wilson 1927, J. Am. Stat. Assoc. 22:209) on the sample size that a
finite population leaves, n(N-1)/(N-n) (Cochran 1977, Sampling Techniques, 2.6): read to the end, it is one point.
Several sampled parts are joined by the method of variance estimates recovery (Newcombe 1998, Stat. Med. 17:873; Zou
and Donner 2008, Stat. Med. 27:1693), which for one sampled part beside parts read whole is Wilson's interval, moved
and scaled. Measured coverage: docs/decisions/0034-honest-numbers.md.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consult.domain.reports import PERCENT_BASE, whole_percent, words_for_share

# The standard normal quantile at 97.5 per cent.
Z = 1.959963984540054
# The smallest sample whose intervals are tested; a smaller one leaves too much open to be worth drawing.
LEAST_SAMPLE = 100
# Ways to answer that tell something of the person who chose them.
TELLING_WAYS = frozenset({"easy-read", "large-print", "bsl-video"})


@dataclass(frozen=True)
class Part:
    """People who answered, those of them whose words a person has read, and those of these who spoke of a theme.

    Raises ValueError unless 0 <= count <= read <= people.
    """

    people: int
    read: int
    count: int

    def __post_init__(self) -> None:
        if not 0 <= self.count <= self.read <= self.people:
            raise ValueError("a part needs 0 <= count <= read <= people")


@dataclass(frozen=True)
class Share:
    """`count` of `read` people spoke of it; of all `people` it is `estimate`, between `low` and `high` (0 to 1).

    Read to the end, the three are one number and `is_exact`. `low_people` and `high_people` are the same ends in whole
    people; neither contradicts what was read.
    """

    people: int
    read: int
    count: int
    estimate: float
    low: float
    high: float

    @property
    def is_exact(self) -> bool:
        """Whether every answer was read, so that nothing is estimated."""
        return self.read == self.people

    @property
    def is_small(self) -> bool:
        """Whether fewer people were read than a percentage needs: then the counts stand alone."""
        return self.read < PERCENT_BASE

    @property
    def low_people(self) -> int:
        """The fewest people of all who may have spoken of it."""
        return max(self.count, math.ceil(self.low * self.people - 1e-9))

    @property
    def high_people(self) -> int:
        """The most people of all who may have spoken of it."""
        return min(self.people - (self.read - self.count), math.floor(self.high * self.people + 1e-9))

    @property
    def percent(self) -> int | None:
        """The estimate as a whole percentage, halves up; None under a base of 30."""
        return None if self.is_small else math.floor(self.estimate * 100 + 0.5 + 1e-9)

    @property
    def percents(self) -> tuple[int, int] | None:
        """Both ends of the interval as whole percentages; None under a base of 30."""
        if self.is_small:
            return None
        return whole_percent(self.low_people, self.people), whole_percent(self.high_people, self.people)


def interval(count: int, read: int, people: int) -> tuple[float, float]:
    """Return the 95% interval of a share (0 to 1) from `count` found in `read` people, drawn at random out of `people`.

    All read: both ends are the share. Raises ValueError where nothing was read or the numbers do not fit together.
    """
    Part(people, read, count)
    if not read:
        raise ValueError("nothing was read, so nothing is known")
    share = count / read
    if read == people:
        return share, share
    size = read * (people - 1) / (people - read)
    shrink = 1 + Z * Z / size
    middle = (share + Z * Z / (2 * size)) / shrink
    half = Z * math.sqrt(share * (1 - share) / size + Z * Z / (4 * size * size)) / shrink
    return (max(0.0, middle - half) if count else 0.0), (min(1.0, middle + half) if count < read else 1.0)


def share(parts: Iterable[Part]) -> Share | None:
    """Return the share over all parts, each weighed by its people; None where there are no people or nothing was read.

    A part that nobody has read says nothing of its people: leave it out of the base and say so. With one here,
    ValueError is raised.
    """
    held = [part for part in parts if part.people]
    if not any(part.read for part in held):
        return None
    if not all(part.read for part in held):
        raise ValueError("a part that nobody has read cannot be estimated")
    people = sum(part.people for part in held)
    estimate, below, above = 0.0, 0.0, 0.0
    for part in held:
        weight, found = part.people / people, part.count / part.read
        low, high = interval(part.count, part.read, part.people)
        estimate += weight * found
        below += (weight * (found - low)) ** 2
        above += (weight * (high - found)) ** 2
    return Share(people, sum(part.read for part in held), sum(part.count for part in held), estimate,
                 max(0.0, estimate - math.sqrt(below)), min(1.0, estimate + math.sqrt(above)))


def words(found: Share) -> tuple[str, ...]:
    """Return the code of the words scale for a share, or the codes of both ends where the interval holds several.

    The scale is the report's (`words_for_share`), asked for either end in whole people: a word stands alone only where
    the whole interval lies in it. `counts` where fewer than 30 people were read: the numbers then stand alone.
    """
    if found.is_small:
        return ("counts",)
    low = words_for_share(found.low_people, found.people)
    high = words_for_share(found.high_people, found.people)
    return (low,) if low == high else (low, high)


def expected(percent: int, read: int, people: int) -> tuple[int, int] | None:
    """Return the ends, in whole percentages, to expect of a theme that so many per cent speak of, from such a sample.

    None under a base of 30. For whoever chooses the size of a sample: nothing was read yet.
    """
    read = min(read, people)
    if read < PERCENT_BASE:
        return None
    count = (percent * read + 50) // 100
    return Share(people, read, count, count / read, *interval(count, read, people)).percents


def ways_apart(read: Mapping[str, int]) -> list[tuple[str, ...]]:
    """Return the ways to answer (channels) whose shares may stand apart, the most read first, and the rest as the last.

    `read` are people read by channel. The rest are ways that tell of a disability and ways with under 30 people read;
    the smallest others join it until it has 30 and tells of nothing, so that no small number is left when the others
    are taken from all (disclosure contract). Empty where nothing could be set beside anything.
    """
    used = {way: count for way, count in read.items() if count}
    rest = [way for way, count in used.items() if way in TELLING_WAYS or count < PERCENT_BASE]
    apart = sorted(used.keys() - set(rest), key=lambda way: (-used[way], way))
    while rest and apart and (sum(used[way] for way in rest) < PERCENT_BASE or TELLING_WAYS.issuperset(rest)):
        rest.append(apart.pop())
    found = [(way,) for way in apart] + ([tuple(sorted(rest))] if rest else [])
    return found if len(found) > 1 else []
