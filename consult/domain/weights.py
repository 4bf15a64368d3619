"""Shares in a weighted sample, and how many unweighted people it is worth; a panel's only, never the open survey's."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True)
class Weighed:
    """People with their weights: how many, the sum of the weights, and the sum of their squares."""

    people: int = 0
    weight: float = 0.0
    squares: float = 0.0

    @property
    def effective_base(self) -> int:
        """The people of an unweighted sample that would tell as much: (Σw)² / Σw² (Kish 1965), to the nearest whole."""
        return _whole(self.weight ** 2 / self.squares) if self.squares else 0


def weighted_percent(part: Weighed, base: Weighed) -> int | None:
    """Return the weighted share as a whole percentage, halves up; None where nobody is in the base."""
    if base.weight <= 0:
        return None
    return min(100, _whole(100 * part.weight / base.weight))


def _whole(number: float) -> int:
    # Weights are decimals: what is a half to a reader must not fall to the side of its binary neighbour.
    return int(Decimal(repr(round(number, 6))).quantize(Decimal(1), ROUND_HALF_UP))
