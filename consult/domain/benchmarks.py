"""What London's people are like by a named source, and the arithmetic of setting shares beside it; no answers here."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from consult.domain.errors import Refused

# How sure it is that a benchmark is right; only a verified one gives a verdict.
VERIFIED, FROM_MEMORY, NOT_TO_BE_USED = "verified", "memory", "do-not-use"
CERTAINTIES = (VERIFIED, FROM_MEMORY, NOT_TO_BE_USED)
# Answers that name no group: they stand apart from those who said what they are, on both sides.
NOT_SAID = frozenset({"pnts", "unsure", "not-sure"})
ALL_AGES = "all"
AGES = re.compile(r"all|[0-9]{1,2}\+|[0-9]{1,3}-[0-9]{1,3}")
# What must be said with a share, and the most characters that it may have.
LONGEST = {"area": 120, "period": 80, "source": 2000}
# A band of ages that ends here has no end.
OLDEST = 110
# Between the codes of choices that one benchmark stands for together, as "bisexual+gay-lesbian".
TOGETHER = "+"
# The most characters that their codes may have, put together.
MOST_TOGETHER = 200
# Shares that add up to this much leave nobody out but for rounding.
WHOLE = 99.0
# The normal deviate of a 95% interval.
Z95 = 1.959964


@dataclass(frozen=True)
class Benchmark:
    """The share of `choices` of a question among the people of an area, as a named source has it.

    `ages` says whom the source counts: `all`, or from an age on as `16+`, or the band of ages that it is of, `0-14`.
    """

    question_key: str
    choices: tuple[str, ...]
    percent: float
    ages: str = ALL_AGES
    area: str = ""
    period: str = ""
    source: str = ""
    certainty: str = VERIFIED

    def __post_init__(self) -> None:
        if not 0 <= self.percent <= 100:
            raise Refused("percent", "not-a-share")
        if self.certainty not in CERTAINTIES:
            raise Refused("certainty", "option-unknown")


def check(benchmark: Benchmark, choices: Iterable[str]) -> None:
    """Raise Refused where a benchmark may not be kept: `choices` are those of its question.

    Each carries its source, its area, its period and whom it counts; `ages` is `all`, `16+`, or a band `0-14`.
    """
    if not benchmark.choices or not set(benchmark.choices) <= set(choices):
        raise Refused("groups", "benchmark-choice-missing")
    if not AGES.fullmatch(benchmark.ages):
        raise Refused("ages", "benchmark-ages-wrong")
    if len(TOGETHER.join(benchmark.choices)) > MOST_TOGETHER:
        raise Refused("groups", "benchmark-words-long", {"limit": MOST_TOGETHER})
    for name, limit in LONGEST.items():
        words = getattr(benchmark, name)
        if not words.strip():
            raise Refused(name, "benchmark-words-missing")
        if len(words) > limit:
            raise Refused(name, "benchmark-words-long", {"limit": limit})


def wilson(count: float, base: int) -> tuple[float, float]:
    """Return the ends (shares from 0 to 1) of the 95% score interval of `count` out of `base` (Wilson 1927).

    It stays within 0 and 1 and does not shrink to a point at nobody or everybody, as the usual one does. Raises
    ValueError unless 0 <= count <= base and base > 0.
    """
    if base <= 0 or not 0 <= count <= base:
        raise ValueError("an interval needs 0 <= count <= base and a base")
    share, square = count / base, Z95 * Z95
    middle = (share + square / (2 * base)) / (1 + square / base)
    half = Z95 / (1 + square / base) * sqrt(share * (1 - share) / base + square / (4 * base * base))
    return max(0.0, middle - half), min(1.0, middle + half)


def likeness(ours: Sequence[float], theirs: Sequence[float]) -> int:
    """Return 100 less the index of dissimilarity (Duncan and Duncan 1955) of two sets of shares, as a whole number.

    100 where both are alike, 0 where no group is in both. An empty group costs its own share and no more, where an
    index of products or ratios would fall to nothing or grow without end. Both sets are brought to a sum of one first;
    raises ValueError where they differ in length or one is empty of people.
    """
    if len(ours) != len(theirs) or sum(ours) <= 0 or sum(theirs) <= 0:
        raise ValueError("two sets of shares of the same groups are needed")
    ours_all, theirs_all = sum(ours), sum(theirs)
    apart = sum(abs(a / ours_all - b / theirs_all) for a, b in zip(ours, theirs, strict=True)) / 2
    return round(100 * (1 - apart))


def rebased(benchmarks: Iterable[Benchmark], rows: Iterable[str]) -> Mapping[tuple[str, ...], float]:
    """Return the share (0 to 1) of each benchmark among people who could be in the table and said what they are.

    `rows` are the choices of the table. What the source has for no answer, and its bands of ages that nobody was asked
    for, are taken out of the whole. A benchmark of a choice that the table does not have is left out, as are those
    that are not to be used.
    """
    here, usable = set(rows), [one for one in benchmarks if one.certainty != NOT_TO_BE_USED]
    found = [one for one in usable if set(one.choices) <= here - NOT_SAID]
    outside = sum(one.percent for one in usable if one not in found
                  and (set(one.choices) <= NOT_SAID or "-" in one.ages))
    inside = sum(one.percent for one in found)
    whole = inside if inside + outside >= WHOLE else 100 - outside
    return {one.choices: min(1.0, one.percent / whole) for one in found} if whole > 0 else {}
