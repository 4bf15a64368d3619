"""The summary of what an organisation said, which it checks before it is printed; writing it is a person's work.

The organisation reads our words, says that they are right, or puts them right. What is printed says which it was
(practice 2.2, 12: a checked summary of each).
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from consult.domain.errors import Conflict, Refused
from consult.domain.texts import clean
from consult.domain.working_days import london_day

DRAFT, SENT, AGREED, CORRECTED, TAKEN, KEPT = "draft", "sent", "agreed", "corrected", "taken", "kept"
# Written by us; shown to the organisation; it agreed; it sent words of its own; we took these over; we kept ours, for a
# reason that is printed beside both.
SUMMARY_STATES = (DRAFT, SENT, AGREED, CORRECTED, TAKEN, KEPT)
# Kinds of bodies that answer consultations on policing; what the report groups them by.
ORGANISATION_KINDS = ("charity", "community-group", "faith-group", "victims-service", "council", "police-body",
                      "health", "justice", "education", "business", "union", "other")
POSITIONS = ("support", "mixed", "oppose", "none")
_NEXT: Mapping[str, frozenset[str]] = {
    DRAFT: frozenset({SENT}),
    SENT: frozenset({DRAFT, SENT, AGREED, CORRECTED}),
    AGREED: frozenset({DRAFT, CORRECTED}),
    CORRECTED: frozenset({DRAFT, CORRECTED, TAKEN, KEPT}),
    TAKEN: frozenset({DRAFT}),
    KEPT: frozenset({DRAFT, TAKEN}),
}
# States in which the organisation has said its word on the text that stands.
CHECKED = frozenset({AGREED, TAKEN})
# What is printed beside a summary that stands in a state.
UNCHECKED_NOTE, CHECKED_NOTE, OWN_WORDS_NOTE, DIFFER_NOTE, WAITING_NOTE = (
    "summary-unchecked", "summary-checked", "summary-own-words", "summary-differs", "summary-waiting")
_NOTES: Mapping[str, str] = {DRAFT: UNCHECKED_NOTE, SENT: UNCHECKED_NOTE, AGREED: CHECKED_NOTE,
                             TAKEN: OWN_WORDS_NOTE, KEPT: DIFFER_NOTE, CORRECTED: WAITING_NOTE}
MOST_WORDS, MOST_REASON = 3_000, 500
# Calendar days in which an organisation is asked to answer; later answers are taken too, until an edition is frozen.
DAYS = 14


def checked_words(field: str, words: str, most: int = MOST_WORDS) -> str:
    """Return a text without space around it; raises Refused(field, "text-missing" or "text-long")."""
    kept = clean(words).strip()
    if not kept:
        raise Refused(field, "text-missing")
    if len(kept) > most:
        raise Refused(field, "text-long", {"limit": most})
    return kept


def checked_position(position: Mapping[str, str], nodes: Collection[str]) -> dict[str, str]:
    """Return where an organisation stands on parts of the plan (key to one of POSITIONS), those without one left out.

    Raises Refused("position", "option-unknown").
    """
    kept = {node: stance for node, stance in position.items() if stance}
    if set(kept) - set(nodes) or set(kept.values()) - set(POSITIONS):
        raise Refused("position", "option-unknown")
    return kept


def check_kind(kind: str) -> str:
    """Return the kind of an organisation; raises Refused("kind", "option-unknown")."""
    if kind not in ORGANISATION_KINDS:
        raise Refused("kind", "option-unknown")
    return kind


def check_step(state: str, to: str) -> None:
    """Raise Conflict("summary-moved-on") unless a summary in this state may come to that one."""
    if to not in _NEXT[state]:
        raise Conflict("summary-moved-on")


def may_step(state: str, to: str) -> bool:
    """Say whether a summary in this state may come to that one."""
    return to in _NEXT[state]


def note_of(state: str) -> str:
    """Return the code of what is printed beside a summary: who has looked at it, and what they said."""
    return _NOTES[state]


def answer_by(asked_at: datetime) -> date:
    """Return the day in London by which the organisation is asked to answer."""
    return london_day(asked_at) + timedelta(days=DAYS)
