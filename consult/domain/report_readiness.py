"""What a report still lacks before it is published, and what must be settled before it is signed off."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from consult.domain.errors import Refused
from consult.domain.report_editions import SignOff, Waiting
from consult.domain.texts import clean

# What an edition says of itself: anything may still wait (interim), or everything was weighed (signed off).
INTERIM, SIGNED_OFF = "interim", "signed-off"
EDITION_KINDS = (INTERIM, SIGNED_OFF)
# What keeps a report from being signed off (Gunning 4: every answer weighed before the decision is final).
UNREAD, UNCODED, AT_DESK, UNDECIDED = "unread", "uncoded", "at-desk", "undecided"
STOPPING = (UNREAD, UNCODED, AT_DESK, UNDECIDED)
# What an author should know, and nothing waits for.
OPEN, UNCONFIRMED, UNPLACED, QUOTES, TRANSLATIONS, EASY_READ, BSL = (
    "open", "unconfirmed", "unplaced", "quotes-to-read", "translations", "easy-read", "bsl")
HOSTS, SUMMARIES = "hosts-checking", "summaries-unchecked"
NOTING = (OPEN, UNCONFIRMED, UNPLACED, HOSTS, SUMMARIES, QUOTES, TRANSLATIONS, EASY_READ, BSL)
NAME_LENGTH, WHY_LENGTH, CHANGES_LENGTH = 120, 2000, 2000


@dataclass(frozen=True)
class Standing:
    """The counts that readiness looks at: responses, submissions, findings, themes, events, quotes, chapters."""

    unread: int = 0
    uncoded: int = 0
    at_desk: int = 0
    undecided: int = 0
    unconfirmed: int = 0
    unplaced: int = 0
    hosts: int = 0
    summaries: int = 0
    quotes: int = 0
    easy_read: int = 0
    bsl: int = 0
    is_open: bool = False
    translations: Mapping[str, int] = field(default_factory=dict)


def waiting(standing: Standing) -> tuple[Waiting, ...]:
    """Return what is not done, what stops a sign-off first; empty where all is done."""
    counts = {
        UNREAD: standing.unread, UNCODED: standing.uncoded, AT_DESK: standing.at_desk, UNDECIDED: standing.undecided,
        OPEN: int(standing.is_open), UNCONFIRMED: standing.unconfirmed, UNPLACED: standing.unplaced,
        HOSTS: standing.hosts, SUMMARIES: standing.summaries, QUOTES: standing.quotes,
        EASY_READ: standing.easy_read, BSL: standing.bsl,
    }
    found = [Waiting(code, count) for code, count in counts.items() if count]
    found += [Waiting(TRANSLATIONS, count, tag) for tag, count in sorted(standing.translations.items()) if count]
    return tuple(sorted(found, key=lambda one: (*STOPPING, *NOTING).index(one.code)))


def stopping(found: Iterable[Waiting]) -> tuple[Waiting, ...]:
    """Return what a report cannot be signed off with."""
    return tuple(one for one in found if one.code in STOPPING)


def told(found: Iterable[Waiting]) -> tuple[Waiting, ...]:
    """Return what an edition says of itself to everyone: what may still change its numbers or its answers."""
    return tuple(one for one in found if one.code in (*STOPPING, OPEN))


def signed_off(found: Iterable[Waiting], *, name: str, office: str, why: str = "") -> SignOff:
    """Return who signs a report off, and why although things wait, where any do: `waiting` freezes how many.

    Raises Refused("why", "sign-off-waiting", facts: how many of each wait) where something stops it and nobody states
    why; Refused by field where the name or the office is missing, or words are too long.
    """
    stops = stopping(found)
    name, office, why = (" ".join(clean(words).split()) for words in (name, office, why))
    if not name:
        raise Refused("name", "sign-off-name-missing")
    if not office:
        raise Refused("office", "sign-off-office-missing")
    for where, words, limit in (("name", name, NAME_LENGTH), ("office", office, NAME_LENGTH), ("why", why, WHY_LENGTH)):
        if len(words) > limit:
            raise Refused(where, "words-long", {"limit": limit})
    if stops and not why:
        raise Refused("why", "sign-off-waiting", {one.code: one.count for one in stops})
    return SignOff(name, office, why if stops else "", stops)


def check_changes(number: int, changes: Mapping[str, str]) -> None:
    """Raise Refused("changes", …) where an edition after the first does not say in English what changed, or says it
    at too great a length."""
    if number > 1 and not changes.get("en"):
        raise Refused("changes", "changes-missing")
    if any(len(words) > CHANGES_LENGTH for words in changes.values()):
        raise Refused("changes", "words-long", {"limit": CHANGES_LENGTH})
