"""The motivated intruder test: what two people look for in an edition before its data go out.

Source: the Information Commissioner's guidance on anonymisation (the test) and practice 3 (release checklist with
sign-off); the lines are ours.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

ITEMS = (
    "small-numbers", "subtraction", "earlier-editions", "other-sources", "somebody-close", "quotes", "own-words",
    "organisations", "file-properties", "taken-back",
)
SAFE, NOT_SAFE, NOT_THERE = "safe", "not-safe", "not-there"
ANSWERS = (SAFE, NOT_SAFE, NOT_THERE)
# How many people must have looked and found nothing.
PEOPLE = 2


@dataclass(frozen=True)
class Check:
    """One person's look: who (row id), and whether every line of it was found safe."""

    person_id: int
    is_passed: bool


def missing(answers: Mapping[str, str]) -> tuple[str, ...]:
    """Return the lines that have no answer, or one that is none of ANSWERS, in order."""
    return tuple(item for item in ITEMS if answers.get(item) not in ANSWERS)


def is_passed(answers: Mapping[str, str]) -> bool:
    """Say whether every line was looked at and nothing was found that shows somebody."""
    return not missing(answers) and NOT_SAFE not in answers.values()


def is_enough(checks: Iterable[Check]) -> bool:
    """Say whether the data may go out: two different people passed it, and nobody who looked found something."""
    looked = list(checks)
    return all(check.is_passed for check in looked) and len({check.person_id for check in looked}) >= PEOPLE
