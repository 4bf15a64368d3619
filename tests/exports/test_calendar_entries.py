"""Calendar entries: the member's own title and the time, and nothing from which anyone could guess a group."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from consult.exports.calendar_entries import entry

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
START = datetime(2026, 7, 10, 18, 30, tzinfo=ZoneInfo("Europe/London"))


def made(title: str) -> bytes:
    return entry(uid="k7f2", title=title, starts_at=START, minutes=90, now=NOW)


def test_the_entry_has_the_members_own_title_and_the_time_in_utc() -> None:
    event = Calendar.from_ical(made("Dentist")).walk("VEVENT")[0]
    assert str(event["summary"]) == "Dentist"
    assert event.decoded("dtstart") == datetime(2026, 7, 10, 17, 30, tzinfo=UTC)
    assert (event.decoded("dtend") - event.decoded("dtstart")).seconds == 90 * 60


def test_nothing_else_stands_in_the_entry() -> None:
    names = {line.split(":")[0].split(";")[0] for line in made("Dentist").decode().splitlines()}
    assert names == {"BEGIN", "END", "VERSION", "PRODID", "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "CLASS"}


@pytest.mark.parametrize("title", [
    "A\r\nDESCRIPTION:who I am", "A\nEND:VEVENT\nBEGIN:VEVENT", "\u202eA\u2066", "x" * 500, "قرار ملاقات\u200cها",
    "A;B,C\\n:",
])
def test_no_title_adds_a_line_or_turns_the_text_round(title: str) -> None:
    events = Calendar.from_ical(made(title)).walk("VEVENT")
    assert len(events) == 1 and set(events[0]) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "CLASS"}
    assert len(str(events[0]["summary"])) <= 80
    assert not set(str(events[0]["summary"])) & set("\u202e\u2066\r\n")


def test_every_line_ends_as_calendars_expect_and_is_short() -> None:
    assert all(len(line) <= 75 for line in made("é" * 80).split(b"\r\n"))
