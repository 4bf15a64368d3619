"""Taking turns, medians and growth; absolute numbers differ between machines, ratios in one run are what counts."""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median

ROUNDS = 5
# What takes longer than this is not faster the second time.
WARM_S = 2.0


def in_turn(measures: Mapping[str, Callable[[], Sequence[float]]], rounds: int = ROUNDS) -> dict[str, list[float]]:
    """Run every measure once a round, and return the median of each of its numbers."""
    taken: dict[str, list[Sequence[float]]] = {name: [] for name in measures}
    for _round in range(rounds):
        for name, measure in measures.items():
            taken[name].append(measure())
    return {name: [median(column) for column in zip(*rows, strict=True)] for name, rows in taken.items()}


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median time of some work in seconds; a first go that was short does not count."""
    taken: list[float] = []
    while len(taken) <= rounds:
        started_at = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started_at)
        if taken[0] > WARM_S and len(taken) == rounds:
            return median(taken)
    return median(taken[1:])


def exponent(sizes: Sequence[int], times: Sequence[float]) -> float:
    """Return b of time = a × size^b, fitted by least squares in logarithms: 0 is flat, 1 is linear."""
    points = [(math.log(size), math.log(taken)) for size, taken in zip(sizes, times, strict=True)]
    mean_x, mean_y = (sum(values) / len(points) for values in zip(*points, strict=True))
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _y in points)


def heading(words: str) -> None:
    """Print what is measured next."""
    print(f"\n{words}", flush=True)


def line(name: str, *cells: str) -> None:
    """Print one measured thing."""
    print(f"  {name:<46}" + "".join(f"{cell:>18}" for cell in cells), flush=True)
