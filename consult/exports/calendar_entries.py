"""A calendar entry that says only what its owner wrote; no name of a group, no place, no address, no sender.

Phones show entries to whoever holds them: so nothing here comes from anywhere but the member (CP-16).
"""

import unicodedata
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

# Names nothing: a product name would give the place away on every phone that shows it.
PRODUCT = "-//Calendar//Calendar 1.0//EN"
MOST_TITLE = 80
JOINERS = "\u200c\u200d"
TYPE, FILE_NAME = "text/calendar; charset=utf-8", "calendar.ics"


def entry(*, uid: str, title: str, starts_at: datetime, minutes: int, now: datetime) -> bytes:
    """Return one iCalendar file (RFC 5545) with one event.

    `uid` is any unguessable word, the same each time for the same person and meeting, so that a changed time replaces
    the old one; `title` is the person's own, one line, at most 80 characters of it; instants are aware, in any zone.
    """
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", starts_at.astimezone(UTC).replace(microsecond=0))
    event.add("dtend", starts_at.astimezone(UTC).replace(microsecond=0) + timedelta(minutes=minutes))
    event.add("summary", one_line(title))
    event.add("class", "PRIVATE")
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def one_line(title: str) -> str:
    """Return a title on one line, without controls of direction or other hidden marks, cut to its longest.

    The joiners stay: Persian, Urdu and joined pictures cannot be written without them.
    """
    seen = (letter for letter in " ".join(title.split()) if letter in JOINERS or unicodedata.category(letter)[0] != "C")
    return "".join(seen)[:MOST_TITLE].strip()
