"""The month: a neutral page with every bank holiday by its name."""

from datetime import date

import pytest
from flask import Flask

from consult.domain.working_days import bank_holidays
from consult.web.public import month
from tests.linting import LintingClient


def test_every_bank_holiday_has_a_name(app: Flask) -> None:
    codes = {code for year in range(2020, 2040) for code in bank_holidays(year).values()}
    with app.test_request_context("/en/month"):
        assert codes and all(month.holiday_name(code) for code in codes) and month.holiday_name("") == ""


@pytest.mark.parametrize("on", [date(2026, 2, 1), date(2027, 2, 28), date(2028, 12, 25)])
def test_a_month_has_each_of_its_days_once(app: Flask, on: date) -> None:
    with app.test_request_context("/en/month"):
        weeks = month._weeks(on)
    days = [day for week in weeks for day in week if day]
    assert all(len(week) == 7 for week in weeks) and [day["number"] for day in days] == list(range(1, len(days) + 1))
    assert [day["number"] for day in days if day["is_today"]] == [on.day]


def test_the_page_is_the_same_for_who_is_in_and_who_is_not(client: LintingClient) -> None:
    before = client.get("/en/month")
    client.set_cookie("visit", "x" * 43)
    assert client.get("/en/month").data == before.data and "Set-Cookie" not in before.headers
