"""What states, ways, formats, guests and cards of meetings are called."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import format_datetime, gettext, ngettext
from flask_babel import lazy_gettext as _l

WAYS: dict[str, Any] = {
    "in_person": _l("In person"), "remote": _l("Online"), "phone": _l("By phone"), "post": _l("By post"),
}
STATES: dict[str, Any] = {
    "planned": _l("Planned"), "confirmed": _l("Confirmed"), "held": _l("It took place"), "postponed": _l("Put off"),
    "cancelled": _l("Called off"),
}
TAGS = {"planned": "govuk-tag--yellow", "confirmed": "govuk-tag--green", "held": "govuk-tag--grey",
        "postponed": "govuk-tag--orange", "cancelled": "govuk-tag--red"}
GUESTS: dict[str, Any] = {
    "officer": _l("An officer of a public body"), "police": _l("The police"), "press": _l("The press"),
    "researcher": _l("A researcher"), "other": _l("Somebody else"),
}
ANSWERS: dict[str, Any] = {
    "announced": _l("Comes only if the group says yes"), "agreed": _l("The group said yes"),
    "refused": _l("Does not come"),
}
FORMS: dict[str, Any] = {
    "text": _l("Words"), "easy-read": _l("Easy Read"), "bsl": _l("British Sign Language"),
    "large-print": _l("Large print"), "audio": _l("Audio"), "braille": _l("Braille"),
    "language": _l("Another language"),
}
CARDS: dict[str, Any] = {
    "slow-down": _l("Slow down"), "say-again": _l("Say it again"), "break": _l("I need a break"),
    "hand": _l("I want to speak"),
}


def line(kind: str) -> str:
    """Return what a line of the running order is called; "" for an item, which has its own title."""
    return {"rule": gettext("The rule is read out"), "break": gettext("Break"),
            "close": gettext("Looking back, and goodbye")}.get(kind, "")


def clock(starts_at: datetime, minute: int) -> str:
    """Return the time in London so many minutes after a start, as HH:MM."""
    return format_datetime(starts_at + timedelta(minutes=minute), "HH:mm")


def minutes(count: int) -> str:
    """Return a length in words."""
    return ngettext("%(num)s minute", "%(num)s minutes", count)
