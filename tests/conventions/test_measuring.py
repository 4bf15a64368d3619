"""What the benchmark makes of its numbers: a wrong fit or a wrong median would praise or blame the product falsely."""

import pytest

from tests.bench.measuring import exponent, in_turn

SIZES = (1_000, 10_000, 100_000)


@pytest.mark.parametrize("power", [0, 0.5, 1, 2])
def test_the_fitted_exponent_is_the_one_that_was_planted(power: float) -> None:
    assert exponent(SIZES, [0.003 * size**power for size in SIZES]) == pytest.approx(power)


def test_measures_take_turns_and_the_median_is_kept() -> None:
    order: list[str] = []
    numbers = iter([5, 1, 9, 2, 7, 3])

    def measure(name: str) -> tuple[float, float]:
        order.append(name)
        return float(next(numbers)), 1.0

    found = in_turn({"floor": lambda: measure("floor"), "product": lambda: measure("product")}, rounds=3)
    assert order == ["floor", "product"] * 3 and found == {"floor": [7.0, 1.0], "product": [2.0, 1.0]}
