"""What staff read for the codes of events: formats, states, hosts, access, kinds of notes; lazy, in their language."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from consult.domain import events as rules

FORMATS: Mapping[str, object] = {
    "in-person": _l("People meet in one place"), "online": _l("Online"),
    "both": _l("In one place and online together"), "phone": _l("By phone"),
}
STATES: Mapping[str, object] = {
    rules.PLANNED: _l("Planned"), rules.HELD: _l("Held"), rules.CANCELLED: _l("Called off"),
}
HOSTS: Mapping[str, object] = {
    rules.TEAM: _l("Our team"), "community-group": _l("A community group"), "youth-group": _l("A youth group"),
    "school": _l("A school"), "faith-group": _l("A faith group"), "charity": _l("A charity"),
    "council": _l("A council"), "business": _l("A business"), "other": _l("Another kind of group"),
}
ACCESS: Mapping[str, object] = {
    "bsl": _l("British Sign Language interpreters"), "captions": _l("Live captions by a person"),
    "lipspeaking": _l("Lipspeaker"), "deafblind": _l("Interpreter for deafblind people"),
    "language": _l("Interpreters for other languages"), "step-free": _l("No steps, or a lift"),
    "toilets": _l("A toilet that everyone can use"), "transport": _l("Step-free bus or train, or parking, near by"),
    "hearing-loop": _l("Hearing loop, tested"), "quiet-room": _l("Quiet room"), "childcare": _l("Child care"),
    "easy-read": _l("Papers in Easy Read"), "large-print": _l("Papers in large print"),
    "travel-paid": _l("Travel is paid"), "supporters": _l("Supporters, carers and assistance dogs can come"),
    "remote": _l("People can join by phone or video"), "food": _l("Food for what people eat"),
    "prayer-space": _l("A place to pray"), "someone-to-talk-to": _l("Someone to talk to if it gets too much"),
    "breaks": _l("A break at least each 45 minutes"), "seating": _l("Room to move, and seats near the door"),
}
ACCESS_STATES: Mapping[str, object] = {
    rules.WANTED: _l("To arrange"), rules.BOOKED: _l("Arranged"), rules.NOT_NEEDED: _l("Not needed"),
    rules.THERE: _l("It was there"), rules.NOT_MET: _l("It was not there"),
}
NOTE_KINDS: Mapping[str, object] = {
    rules.STATEMENT: _l("Something that was said"), rules.QUESTION: _l("A question that was asked"),
    rules.AGREEMENT: _l("What the table agreed on"), rules.DISAGREEMENT: _l("Where people did not agree"),
    rules.QUOTE: _l("Somebody's own words"),
}
