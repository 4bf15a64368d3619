"""A forecast is made of working days that were, and is not made where there are too few of them."""

from datetime import date, timedelta

import pytest

from consult.domain import forecasts
from consult.domain.forecasts import forecast, working_day_after, working_days_before, working_days_until

FRIDAY = date(2026, 3, 20)
MONDAY = date(2026, 3, 23)


def test_the_pace_is_the_median_of_the_last_seven_working_days():
    found = forecast(1_000, 400, week(10, 20, 30, 40, 50, 60, 700), MONDAY)
    assert (found.pace, found.days, found.remaining) == (40, 7, 600)
    assert found.finish_on == working_day_after(MONDAY, 15)


def test_with_too_few_days_there_is_no_date_and_the_reason_is_said():
    found = forecast(1_000, 90, {FRIDAY: 50, FRIDAY - timedelta(days=1): 40}, MONDAY)
    assert (found.finish_on, found.pace, found.days, found.reason) == (None, None, 2, forecasts.TOO_EARLY)


def test_before_anything_is_read_there_is_no_date():
    assert forecast(1_000, 0, {}, MONDAY).reason == forecasts.TOO_EARLY
    assert forecast(1_000, 0, {FRIDAY: 0}, MONDAY).days == 0


def test_today_is_left_out_because_it_is_not_over():
    days = week(40, 40, 40)
    assert forecast(500, 200, days, MONDAY) == forecast(500, 200, {**days, MONDAY: 3}, MONDAY)


def test_idle_days_since_the_first_reading_count():
    days = {working_days_before(MONDAY, 7)[6]: 90}
    found = forecast(1_000, 90, days, MONDAY)
    assert (found.pace, found.days, found.finish_on, found.reason) == (0, 7, None, forecasts.NO_PACE)


def test_days_before_the_team_began_do_not_slow_the_pace():
    found = forecast(1_000, 120, week(40, 40, 40), MONDAY)
    assert (found.pace, found.days) == (40, 3)


def test_reading_at_a_weekend_moves_no_pace():
    days = week(40, 40, 40)
    assert forecast(500, 200, {**days, date(2026, 3, 22): 500}, MONDAY).pace == 40


def test_a_date_years_away_is_not_named():
    assert forecast(100_000, 5, week(1, 1, 1), MONDAY).reason == forecasts.NO_PACE


@pytest.mark.parametrize("total, read, reason", [
    (10, 10, forecasts.DONE), (10, 12, forecasts.DONE), (0, 0, forecasts.NOTHING_TO_READ)])
def test_nothing_left_needs_no_date(total, read, reason):
    found = forecast(total, read, week(5, 5, 5), MONDAY, MONDAY)
    assert (found.remaining, found.finish_on, found.needed, found.reason) == (0, None, None, reason)


def test_the_report_date_is_met_or_missed_and_the_pace_that_would_meet_it_is_said():
    days = week(40, 40, 40)
    in_time = forecast(500, 300, days, MONDAY, date(2026, 3, 30))
    late = forecast(500, 300, days, MONDAY, date(2026, 3, 27))
    assert (in_time.finish_on, in_time.is_in_time, in_time.needed) == (date(2026, 3, 30), True, 40)
    assert (late.is_in_time, late.needed) == (False, 50)
    assert forecast(500, 300, days, MONDAY).is_in_time is None


def test_a_report_date_that_has_passed_needs_no_pace():
    found = forecast(500, 300, week(40, 40, 40), MONDAY, FRIDAY)
    assert found.needed is None and found.is_in_time is False


def test_working_days_leave_out_weekends():
    assert working_days_before(MONDAY, 2) == [FRIDAY, date(2026, 3, 19)]
    assert working_day_after(FRIDAY, 1) == MONDAY and working_day_after(FRIDAY, 0) == FRIDAY
    assert working_days_until(FRIDAY, MONDAY) == 1 and working_days_until(MONDAY, FRIDAY) == 0


def week(*counts: int) -> dict[date, int]:
    """Answers read on the last working days before Monday, the oldest first."""
    days = working_days_before(MONDAY, len(counts))
    return dict(zip(reversed(days), counts, strict=True))
