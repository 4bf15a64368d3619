"""Working days of England: weekends, bank holidays with their given days, days in London, and counting both ways."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.working_days import add, bank_holidays, between, easter_sunday, is_working_day, london_day

# As GOV.UK lists them for England and Wales.
LISTED = {
    2020: "1-1 4-10 4-13 5-8 5-25 8-31 12-25 12-28", 2021: "1-1 4-2 4-5 5-3 5-31 8-30 12-27 12-28",
    2022: "1-3 4-15 4-18 5-2 6-2 6-3 8-29 9-19 12-26 12-27", 2023: "1-2 4-7 4-10 5-1 5-8 5-29 8-28 12-25 12-26",
    2026: "1-1 4-3 4-6 5-4 5-25 8-31 12-25 12-28", 2027: "1-1 3-26 3-29 5-3 5-31 8-30 12-27 12-28",
}
DAYS = st.dates(date(2015, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(("year", "listed"), LISTED.items())
def test_the_bank_holidays_of_a_year_are_those_that_the_government_lists(year: int, listed: str) -> None:
    assert [f"{day.month}-{day.day}" for day in bank_holidays(year)] == listed.split()


def test_a_christmas_on_a_sunday_is_given_back_after_boxing_day() -> None:
    assert bank_holidays(2022)[date(2022, 12, 27)] == "christmas"
    assert bank_holidays(2022)[date(2022, 12, 26)] == "boxing-day"


@pytest.mark.parametrize(("year", "month", "day"), [(1961, 4, 2), (2000, 4, 23), (2026, 4, 5), (2038, 4, 25)])
def test_easter_falls_where_the_church_has_it(year: int, month: int, day: int) -> None:
    assert easter_sunday(year) == date(year, month, day)


@given(st.integers(1900, 2200))
def test_every_bank_holiday_is_on_a_weekday_and_nobody_works_on_it(year: int) -> None:
    assert len(bank_holidays(year)) >= 8
    assert all(day.weekday() < 5 and not is_working_day(day) for day in bank_holidays(year))


def test_ten_working_days_over_christmas_are_counted_without_the_holidays() -> None:
    assert add(date(2026, 12, 18), 10) == date(2027, 1, 6)
    assert add(date(2027, 1, 6), -10) == date(2026, 12, 18)


def test_a_period_that_begins_on_a_saturday_counts_from_monday() -> None:
    assert add(date(2026, 11, 21), 1) == date(2026, 11, 23)
    assert add(date(2026, 11, 21), 0) == date(2026, 11, 21)


@given(DAYS, st.integers(-60, 60))
def test_adding_and_counting_agree(day: date, n: int) -> None:
    assert between(day, add(day, n)) == n or not is_working_day(day)
    assert n == 0 or is_working_day(add(day, n))


@given(DAYS, DAYS)
def test_counting_backwards_is_the_same_number_with_a_minus(first: date, last: date) -> None:
    assert between(first, last) == -between(last, first)


def test_a_late_evening_in_summer_time_is_the_next_day_in_london() -> None:
    assert london_day(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == date(2026, 7, 2)
    assert london_day(datetime(2026, 12, 1, 23, 30, tzinfo=UTC)) == date(2026, 12, 1)


def test_one_week_without_a_holiday_has_five_working_days() -> None:
    assert between(date(2026, 6, 5), date(2026, 6, 5) + timedelta(days=7)) == 5
