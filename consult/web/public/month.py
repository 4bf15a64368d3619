"""This month with its bank holidays: a page that anyone may have open; where the way out of the space leads."""

from calendar import Calendar
from datetime import date
from typing import Any

from babel import Locale
from babel.dates import format_skeleton
from flask import render_template
from flask_babel import get_locale, gettext

from consult.domain import working_days
from consult.domain.instants import utc_now
from consult.web.access import Guarded, everyone

blueprint = Guarded("public_month", __name__)

# Weeks begin on Monday, as calendars in England do.
WEEKS = Calendar(firstweekday=0)


@blueprint.get("/<lang>/month")
@everyone()
def show() -> str:
    """Show the days of this month and the bank holidays of this year."""
    today = working_days.london_day(utc_now())
    holidays = working_days.bank_holidays(today.year)
    return render_template("public/month.html", weeks=_weeks(today), day_names=_day_names(),
                           month=format_skeleton("yMMMM", today, locale=get_locale() or "en_GB"),
                           holidays=[(on, holiday_name(code)) for on, code in holidays.items()])


def _weeks(today: date) -> list[list[dict[str, Any] | None]]:
    """Return the weeks of a month as rows of seven: a day's number and marks, None for a day of another month."""
    holidays = working_days.bank_holidays(today.year)
    return [[{"number": day, "is_today": day == today.day,
              "holiday": holiday_name(holidays.get(today.replace(day=day), ""))} if day else None
             for day in week] for week in WEEKS.monthdayscalendar(today.year, today.month)]


def _day_names() -> list[tuple[str, str]]:
    """Return the short and the whole name of each day of the week in the page's language, Monday first."""
    names = (get_locale() or Locale("en", "GB")).days["stand-alone"]
    return [(names["abbreviated"][at], names["wide"][at]) for at in range(7)]


def holiday_name(code: str) -> str:
    """Return the name of a bank holiday; empty for an ordinary day."""
    return {
        "new-year": gettext("New Year’s Day"), "good-friday": gettext("Good Friday"),
        "easter-monday": gettext("Easter Monday"), "early-may": gettext("Early May bank holiday"),
        "spring": gettext("Spring bank holiday"), "summer": gettext("Summer bank holiday"),
        "christmas": gettext("Christmas Day"), "boxing-day": gettext("Boxing Day"), "added": gettext("Bank holiday"),
    }.get(code, "")
