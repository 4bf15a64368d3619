"""Worries that an answer gives its reader: kinds, the hours in which a person looks, how one is closed, and when words
may be passed on; who may see one is `domain/access.py`'s to say.

Passing nothing on is the rule. A worry is passed on only where one of the published thresholds of its kind is met, to
somebody who is named, with a reason that is kept (practice 3.2; security 2.6).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from consult.domain.errors import Conflict, Refused

HARM, CHILD, THREAT, ABUSE, CRIME, OFFICER = "harm", "child", "threat", "abuse", "crime", "officer"
# In the order in which they are looked at when the time is the same.
WORRY_KINDS = (HARM, CHILD, THREAT, ABUSE, CRIME, OFFICER)
# Who said so: a list of rules suggests and decides nothing, a person flags.
RULE, PERSON = "rule", "person"
WORRY_SOURCES = (RULE, PERSON)
# How plainly the words say it. A weak sign alone is not put before anybody: it tells of long ago, or of a fear.
WEAK, PLAIN, STRONG = 1, 2, 3
STRENGTHS = (WEAK, PLAIN, STRONG)
SUGGESTED_FROM = PLAIN

WAITING, TAKEN, CLOSED = "waiting", "taken", "closed"
WORRY_STATES = (WAITING, TAKEN, CLOSED)
NO_WORRY, NOT_PASSED_ON, PASSED_ON = "no-worry", "not-passed-on", "passed-on"
OUTCOMES = (NO_WORRY, NOT_PASSED_ON, PASSED_ON)
USUAL_OUTCOME = NOT_PASSED_ON

# Hours until a trained person has looked, by the clock and not by office hours; and where the writer is under 18.
HOURS = {HARM: 4, CHILD: 4, THREAT: 8, ABUSE: 24, CRIME: 72, OFFICER: 120}
HOURS_UNDER_18 = {HARM: 2, CHILD: 2, THREAT: 4, ABUSE: 4, CRIME: 24, OFFICER: 48}

# What must be true before anything is passed on. Published as sentences by these names.
THRESHOLDS = ("danger-to-life", "child-at-serious-risk", "adult-at-serious-risk", "attack-planned", "writer-asked",
              "law-requires")
THRESHOLDS_OF = {
    HARM: ("danger-to-life", "writer-asked", "law-requires"),
    CHILD: ("danger-to-life", "child-at-serious-risk", "writer-asked", "law-requires"),
    THREAT: ("danger-to-life", "attack-planned", "child-at-serious-risk", "adult-at-serious-risk", "writer-asked",
             "law-requires"),
    ABUSE: ("danger-to-life", "child-at-serious-risk", "adult-at-serious-risk", "writer-asked", "law-requires"),
    CRIME: ("danger-to-life", "child-at-serious-risk", "adult-at-serious-risk", "writer-asked", "law-requires"),
    OFFICER: ("danger-to-life", "child-at-serious-risk", "adult-at-serious-risk", "writer-asked", "law-requires"),
}
RECIPIENTS = ("emergency-services", "children-services", "adult-services", "police", "police-complaints",
              "support-service", "other")
# In code points.
MOST_REASON, MOST_NOTE = 2000, 2000


@dataclass(frozen=True)
class Outcome:
    """How a worry is closed: what was decided, why, and where it was passed on, by which threshold and to whom."""

    outcome: str = USUAL_OUTCOME
    reason: str = ""
    threshold: str = ""
    passed_to: str = ""

    @property
    def is_passed_on(self) -> bool:
        """Whether words left the platform."""
        return self.outcome == PASSED_ON


def target_hours(kind: str, *, is_under_18: bool) -> int:
    """Return the hours from flag to first look."""
    return (HOURS_UNDER_18 if is_under_18 else HOURS)[kind]


def due_at(kind: str, flagged_at: datetime, *, is_under_18: bool) -> datetime:
    """Return the instant (UTC) by which a person has looked at a worry that was flagged then."""
    return flagged_at + timedelta(hours=target_hours(kind, is_under_18=is_under_18))


def is_overdue(state: str, due: datetime, now: datetime) -> bool:
    """Say whether nobody has closed a worry in its time."""
    return state != CLOSED and now > due


def hours_left(due: datetime, now: datetime) -> int:
    """Return the whole hours that are left, below 0 the hours, begun ones too, that it is late."""
    return math.floor((due - now).total_seconds() / 3600)


def withholds(states: Iterable[str]) -> bool:
    """Say whether an answer whose worries stand so is kept from everybody but those who handle worries."""
    return any(state != CLOSED for state in states)


def check_kind(kind: str) -> str:
    """Return the kind; raise Refused where there is none of that name."""
    if kind not in WORRY_KINDS:
        raise Refused("kind", "worry-kind-missing")
    return kind


def check_taking(state: str) -> None:
    """Raise Conflict where a worry was closed before somebody took it."""
    if state == CLOSED:
        raise Conflict("worry-closed")


def check_outcome(kind: str, state: str, given: Outcome) -> Outcome:
    """Return how a worry is closed, its words without space around them.

    Raises Conflict where it is closed already; Refused where the outcome is unknown, or where something is passed on
    without a threshold of this kind, a recipient and a reason.
    """
    if state == CLOSED:
        raise Conflict("worry-closed")
    if given.outcome not in OUTCOMES:
        raise Refused("outcome", "worry-outcome-missing")
    reason = given.reason.strip()
    if len(reason) > MOST_REASON:
        raise Refused("reason", "worry-reason-long", {"most": MOST_REASON})
    if given.outcome != PASSED_ON:
        return Outcome(given.outcome, reason)
    if given.threshold not in THRESHOLDS_OF[kind]:
        raise Refused("threshold", "worry-threshold-missing")
    if given.passed_to not in RECIPIENTS:
        raise Refused("passed_to", "worry-recipient-missing")
    if not reason:
        raise Refused("reason", "worry-reason-missing")
    return Outcome(PASSED_ON, reason, given.threshold, given.passed_to)
