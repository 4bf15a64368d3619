"""Weighted shares and the effective base, against sums done by hand."""

from consult.domain.weights import Weighed, weighted_percent


def test_equal_weights_lose_nothing() -> None:
    assert Weighed(500, 500.0, 500.0).effective_base == 500


def test_uneven_weights_are_worth_fewer_people() -> None:
    # 100 people of weight 0.5 and 100 of weight 1.5: (200)² / (25 + 225) = 160.
    assert Weighed(200, 200.0, 250.0).effective_base == 160


def test_a_share_is_of_weights_and_not_of_people() -> None:
    # One in four people agrees, and stands for half of everyone.
    assert weighted_percent(Weighed(25, 75.0, 225.0), Weighed(100, 150.0, 300.0)) == 50


def test_a_half_goes_up() -> None:
    assert weighted_percent(Weighed(1, 1.1, 1.21), Weighed(8, 8.8, 9.68)) == 13


def test_nobody_has_no_share() -> None:
    assert weighted_percent(Weighed(), Weighed()) is None
    assert Weighed().effective_base == 0
