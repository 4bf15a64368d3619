"""Days on which the data of an edition come out, told beforehand; a correction is a release that stands beside the old.

Source: Code of Practice for Statistics, T3 (orderly release, announced days, corrections that are seen).
"""

from datetime import date

from consult.domain.errors import Conflict, Refused

PLANNED, RELEASED, CALLED_OFF = "planned", "released", "called-off"
RELEASE_STATES = (PLANNED, RELEASED, CALLED_OFF)
TITLE_LENGTH, NOTE_LENGTH = 200, 4000


def check_words(title: str, note: str, *, needs_note: bool) -> None:
    """Raise Refused where a title is missing or too long, or a note is, where one is needed."""
    if not title:
        raise Refused("title", "release-title-missing")
    if len(title) > TITLE_LENGTH:
        raise Refused("title", "release-title-long", {"limit": TITLE_LENGTH})
    if needs_note and not note:
        raise Refused("note", "release-note-missing")
    if len(note) > NOTE_LENGTH:
        raise Refused("note", "release-note-long", {"limit": NOTE_LENGTH})


def check_day(planned_on: date | None, today: date) -> date:
    """Return the day on which it comes out; raises Refused where there is none or it is past."""
    if planned_on is None:
        raise Refused("planned_on", "release-day-missing")
    if planned_on < today:
        raise Refused("planned_on", "release-day-past")
    return planned_on


def check_release(state: str, planned_on: date, today: date, *, is_checked: bool) -> None:
    """Raise Conflict unless a release may go out now: still planned, its day has come, and two people looked at it."""
    if state != PLANNED:
        raise Conflict("release-over")
    if today < planned_on:
        raise Conflict("release-too-early")
    if not is_checked:
        raise Conflict("release-not-checked")
