"""The rules of coding: a machine proposes, only a person confirms; no storage and no learning here."""

from collections.abc import Iterable
from dataclasses import dataclass

from consult.domain.errors import NotAllowed, Refused

STANCES = ("support", "oppose", "mixed", "none")
THEME_STATES = ("active", "merged", "retired")
# What a passage is (practice.md 2.3).
KINDS = ("concern", "experience", "suggestion", "question", "praise", "out-of-scope")
# Whom a passage says is affected: the equality sub-codes of the code frame, after the Equality Act's characteristics
# and the groups that the source documents name.
AFFECTED = (
    "children", "young-people", "older-people", "disabled-people", "deaf-people", "black-people", "asian-people",
    "mixed-people", "gypsy-roma-traveller", "other-ethnic-groups", "women-and-girls", "men-and-boys", "lgb-people",
    "trans-people", "religious-groups", "pregnant-people", "carers", "people-on-low-incomes", "migrants", "victims",
)
# What the plan or the thing spoken of does to them; asks: something that would make it better is asked for.
IMPACTS = ("worse", "better", "asks", "unsaid")
CODING_ACTS = ("coded", "withdrew", "read", "unread")
# A change of the code frame, or of the words, after which a person looks at an answer again.
RECHECK_REASONS = ("merged", "split", "moved", "retired", "words")
NAME_LENGTH = 120
NOTE_LENGTH = 2000
# From here on a ranking beside each answer is worth showing (theming measurements, 25 coded passages).
CODED_BEFORE_SUGGESTIONS = 25


@dataclass(frozen=True)
class Confirmation:
    """A person's word that a passage speaks of a theme."""

    person_id: int
    theme_id: int
    stance: str
    start: int
    end: int


def confirm(person_id: int | None, *, theme_id: int, stance: str, span: tuple[int, int], text: str) -> Confirmation:
    """Return the confirmed coding of `text[start:end]` (code points).

    Raises NotAllowed where no person stands behind it, Refused where the passage or the stance is not real.
    """
    if person_id is None:
        raise NotAllowed()
    start, end = span
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise Refused("passage", "passage-empty")
    if stance not in STANCES:
        raise Refused("stance", "stance-unknown")
    return Confirmation(person_id, theme_id, stance, start, end)


def check_beside(kinds: Iterable[str], affected: Iterable[str], impact: str) -> None:
    """Raise Refused where what is said beside a theme is not among the words for it."""
    if any(kind not in KINDS for kind in kinds):
        raise Refused("kind", "kind-unknown")
    if any(group not in AFFECTED for group in affected) or impact not in IMPACTS:
        raise Refused("affected", "affected-unknown")


def theme_name(words: str) -> str:
    """Return a theme's name with its spaces tidied; raises Refused where it is empty or too long."""
    name = " ".join(words.split())
    if not name:
        raise Refused("name", "theme-name-missing")
    if len(name) > NAME_LENGTH:
        raise Refused("name", "theme-name-long", {"limit": NAME_LENGTH})
    return name


def name_key(name: str) -> str:
    """Return what two names share when people would call them the same."""
    return " ".join(name.casefold().split())


def can_merge(theme_id: int, into_id: int, states: Iterable[str]) -> None:
    """Raise Refused unless two different active themes are to become one."""
    if theme_id == into_id:
        raise Refused("into", "merge-with-itself")
    if any(state != "active" for state in states):
        raise Refused("into", "theme-not-active")


def suggestions_are_due(coded: int, coded_at_last_run: int | None) -> bool:
    """Say whether a new ranking is worth a run: at 25 coded passages, then at each fifth more."""
    if coded < CODED_BEFORE_SUGGESTIONS:
        return False
    return coded_at_last_run is None or coded >= coded_at_last_run * 1.2
