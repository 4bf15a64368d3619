"""What is shown for why a post is held back, for the steps of a group's agreement, and for what came of them."""

from flask import Flask
from flask_babel import lazy_gettext as _l

REASONS = {
    "names-somebody": _l("It names somebody who did not want it."),
    "outs-somebody": _l("It tells others who somebody is."),
    "attack": _l("It attacks somebody here."),
    "hate": _l("It is hateful about a group of people."),
    "threat": _l("It threatens somebody."),
    "unlawful": _l("It breaks the law."),
    "not-for-here": _l("It has nothing to do with this group."),
}
STEPS = {
    "private-word": _l("A private word"), "pause": _l("A pause"), "group-decision": _l("The group decides"),
    "appeal": _l("Somebody independent looks"),
}
DECISIONS = {
    "nothing-more": _l("Nothing more"), "agreed": _l("You keep to what we agree with you"),
    "long-pause": _l("A longer pause"), "leave": _l("Leaving the group"),
}
HEARINGS = {"upheld": _l("It stays as it is"), "lifted": _l("It is taken back"),
            "overturned": _l("The message is shown again")}
STATES = {
    "held-back": _l("Held back"), "appealed": _l("Somebody independent looks"), "upheld": _l("It stays held back"),
    "overturned": _l("Shown again"), "lifted": _l("Shown again"),
}
REPORTS = {"sent": _l("Sent"), "seen": _l("Read"), "settled": _l("Answered")}


def init(app: Flask) -> None:
    """Give templates the words."""
    app.jinja_env.globals.update(
        reason_words=lambda code: REASONS.get(code, ""), step_words=lambda code: STEPS.get(code, ""),
        outcome_words=lambda code: {**DECISIONS, **HEARINGS}.get(code, ""),
        held_words=lambda code: STATES.get(code, ""), report_words=lambda code: REPORTS.get(code, ""))
