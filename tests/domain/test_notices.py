"""When a notice goes out: in safe hours of London, spread by chance, one a day at most, whatever happens (CP-16)."""

from datetime import UTC, datetime, timedelta

import pytest

from consult.domain.notices import due_at, is_safe

# A Monday; London is one hour before UTC in summer.
MONDAY = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
USUAL = {"quiet_from": 20, "quiet_until": 9}
NIGHTS = {"quiet_from": 6, "quiet_until": 22}


def test_nothing_goes_out_in_the_quiet_hours() -> None:
    assert is_safe(MONDAY, **USUAL) and not is_safe(MONDAY.replace(hour=2), **USUAL)
    assert is_safe(datetime(2026, 6, 1, 18, 59, tzinfo=UTC), **USUAL)
    assert not is_safe(datetime(2026, 6, 1, 19, 0, tzinfo=UTC), **USUAL)


def test_safe_hours_can_lie_over_midnight() -> None:
    assert is_safe(datetime(2026, 6, 1, 23, 30, tzinfo=UTC), **NIGHTS) and not is_safe(MONDAY, **NIGHTS)
    assert due_at(MONDAY, **NIGHTS, chance=0.5) == datetime(2026, 6, 2, 1, 0, tzinfo=UTC)


def test_without_quiet_hours_any_time_is_safe() -> None:
    assert all(is_safe(MONDAY + timedelta(hours=hour), quiet_from=9, quiet_until=9) for hour in range(24))
    assert due_at(MONDAY, quiet_from=9, quiet_until=9, chance=0.0) == datetime(2026, 6, 2, 8, 0, tzinfo=UTC)


def test_the_hour_is_londons_in_winter_too() -> None:
    assert due_at(datetime(2026, 12, 1, tzinfo=UTC), **USUAL, chance=0.0) == datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize("chance", [0.0, 0.3, 0.9999])
@pytest.mark.parametrize("hours", [USUAL, NIGHTS, {"quiet_from": 23, "quiet_until": 22}])
@pytest.mark.parametrize("happened_at", [MONDAY, datetime(2026, 3, 28, 23, 30, tzinfo=UTC),
                                         datetime(2026, 10, 24, 22, 30, tzinfo=UTC)])
def test_whatever_the_chance_a_notice_goes_out_in_safe_hours_and_after_what_happened(
    happened_at: datetime, hours: dict[str, int], chance: float
) -> None:
    due = due_at(happened_at, **hours, chance=chance)
    assert happened_at < due < happened_at + timedelta(hours=50) and is_safe(due, **hours)


def test_all_that_happens_in_a_day_makes_one_notice_in_the_hours_of_the_next() -> None:
    morning, evening = (due_at(MONDAY + timedelta(hours=later), **USUAL, chance=0.0) for later in (0, 12))
    assert morning == evening == datetime(2026, 6, 2, 8, 0, tzinfo=UTC)


def test_chance_moves_a_notice_within_the_safe_hours() -> None:
    assert due_at(MONDAY, **USUAL, chance=0.5) == datetime(2026, 6, 2, 13, 30, tzinfo=UTC)
