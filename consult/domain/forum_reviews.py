"""The yearly review of a forum by its members: four principles, the group's words on each, and when it is due.

The principles are those of the Social Care Institute for Excellence (Co-production: what it is and how to do it):
equality, diversity, accessibility, reciprocity. No storage, no names and no words for readers here.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from consult.domain.errors import Conflict, Refused

EQUALITY, DIVERSITY, ACCESSIBILITY, RECIPROCITY = "equality", "diversity", "accessibility", "reciprocity"
PRINCIPLES = (EQUALITY, DIVERSITY, ACCESSIBILITY, RECIPROCITY)
EACH_DAYS = 365
MOST_WORDS = 5000


def due_on(begun: date, reviewed: Iterable[date] = ()) -> date:
    """Return the day by which the next review is due: a year after the last one, or after the forum opened."""
    return max([begun, *reviewed]) + timedelta(days=EACH_DAYS)


def check_texts(given: Mapping[str, str]) -> dict[str, str]:
    """Return what is written of each principle so far, tidied, empty ones left out; raises Refused by principle."""
    texts = {principle: given.get(principle, "").strip() for principle in PRINCIPLES}
    for principle, words in texts.items():
        if len(words) > MOST_WORDS:
            raise Refused(principle, "forum-words-long", {"most": MOST_WORDS})
    return {principle: words for principle, words in texts.items() if words}


def missing(texts: Mapping[str, str]) -> tuple[str, ...]:
    """Return the principles of which nothing is said yet."""
    return tuple(principle for principle in PRINCIPLES if not texts.get(principle, "").strip())


def check_draft(published: object) -> None:
    """Raise Conflict where a review was published: it is the group's word of that year."""
    if published is not None:
        raise Conflict("review-published")


def check_ready(texts: Mapping[str, str], published: object) -> None:
    """Raise Conflict where a review cannot be put to the members: published, or a principle is without words."""
    check_draft(published)
    if missing(texts):
        raise Conflict("review-not-ready")
