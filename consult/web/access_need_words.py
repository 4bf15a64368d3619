"""What access needs and their states are called, for members and for officers who arrange them; never whose."""

from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

AREAS: dict[str, Any] = {
    "communication": _l("Talking and following"), "format": _l("Papers"), "environment": _l("The place"),
    "timing": _l("Time and breaks"), "support": _l("People with me"), "remote": _l("Taking part from elsewhere"),
    "sensory": _l("Light, noise and smell"), "diet": _l("Food"), "travel": _l("Getting there"),
}
NEEDS: dict[str, Any] = {
    "bsl": _l("A British Sign Language interpreter"), "sse": _l("Sign Supported English"),
    "lipspeaking": _l("A lipspeaker"), "captions": _l("Live captions by a person"),
    "deafblind": _l("An interpreter for deafblind people"), "language": _l("An interpreter for another language"),
    "note-taker": _l("Someone who takes notes for me"), "speak-by-text": _l("I speak by typing"),
    "easy-read": _l("Easy Read"), "bsl-film": _l("Films in British Sign Language"), "large-print": _l("Large print"),
    "audio": _l("Audio"), "braille": _l("Braille"), "paper-by-post": _l("Papers by post"),
    "step-free": _l("No steps"), "hearing-loop": _l("A hearing loop"), "quiet-room": _l("A quiet room"),
    "seat-near-door": _l("A seat near the door"), "toilet-near": _l("An accessible toilet close by"),
    "room-to-move": _l("Room for a wheelchair or a frame"),
    "more-breaks": _l("More breaks"), "ends-on-time": _l("It must end on time"), "day-only": _l("In the daytime"),
    "evening-only": _l("In the evening"), "shorter": _l("A shorter meeting"),
    "time-to-think": _l("Time to think before I answer"),
    "own-supporter": _l("I bring my own supporter"), "supporter-found": _l("Find a supporter for me"),
    "personal-assistant": _l("A personal assistant"), "advocate": _l("An advocate"),
    "assistance-dog": _l("I bring an assistance dog"),
    "by-video": _l("I join by video"), "by-phone": _l("I join by phone"), "by-chat": _l("I join by writing"),
    "by-post": _l("I take part by post"), "camera-off": _l("My camera stays off"),
    "help-to-join": _l("Help to get online"),
    "low-light": _l("Soft light"), "low-noise": _l("Little noise"), "no-scent": _l("No perfume"),
    "no-flash": _l("Nothing that flashes"), "pictures-described": _l("Pictures told in words"),
    "vegetarian": _l("Vegetarian"), "vegan": _l("Vegan"), "halal": _l("Halal"), "kosher": _l("Kosher"),
    "allergy": _l("I have an allergy"),
    "taxi": _l("A taxi"), "parking": _l("A parking space"), "met-at-station": _l("Someone meets me at the station"),
    "fare-before": _l("My fare paid before I travel"),
    **{f"other-{area}": _l("Something else") for area in AREAS},
}
STATES: dict[str, Any] = {
    "asked": _l("Not answered yet"), "booked": _l("Booked"), "offered": _l("Another way is offered"),
    "alternative": _l("Another way, agreed"), "not-met": _l("Cannot be met"), "withdrawn": _l("Taken back"),
}


def need(code: str) -> str:
    """Return what a need is called in the language of the page; raises KeyError for one that is none."""
    return str(NEEDS[code])


def late(state: str) -> str:
    """Return the warning for a need that is not settled: "" in time, "due" or "late" (domain.access_profiles)."""
    return {"due": gettext("Book it now"), "late": gettext("It may be too late to book")}.get(state, "")


def people(count: int) -> str:
    """Return how many people a need takes; empty where it takes none."""
    return ngettext("%(num)s person", "%(num)s people", count) if count else ""
