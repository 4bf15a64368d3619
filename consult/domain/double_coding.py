"""Which answers two people code without seeing each other's codes, and how their codes are laid side by side.

No storage, no statistics and no words for readers here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consult.domain.codebooks import STANCES
from consult.domain.control_share import is_drawn
from consult.domain.errors import NotAllowed, Refused
from consult.domain.variants import SIGNED

FIRST, TRANSLATED, BY_HAND, SHARE = "first", "translated", "signed", "share"
REASONS = (FIRST, TRANSLATED, BY_HAND, SHARE)
STATES = ("waiting", "agreed", "differs", "settled")
SIDES = ("first", "second")
# Who began a second coding and left it for so long loses it to whoever comes next.
CLAIM_HOURS = 48
# Coders learn and tire over an afternoon's work, not from one answer to the next.
DRIFT_WINDOW = 25
REMARK_LENGTH = 2000
KNOWN = frozenset(STANCES)


@dataclass(frozen=True)
class Wish:
    """What the lead chose: so many answers read first of each question, and a share of the rest in whole percent."""

    first: int = 50
    share: int = 10


@dataclass(frozen=True)
class Code:
    """A theme that one side gave to a passage of an answer, with its stance."""

    theme_id: int
    stance: str
    start: int = 0
    end: int = 1
    of_english: bool = False


@dataclass(frozen=True)
class ThemeBeside:
    """One theme as both sides used it in an answer; None: that side did not use it."""

    theme_id: int
    first: str | None
    second: str | None

    @property
    def is_same(self) -> bool:
        """Whether both sides used the theme; with another stance they still agree on the theme."""
        return self.first is not None and self.second is not None

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to talk about: both sides used the theme with one stance."""
        return self.is_same and self.first == self.second


def reason(*, language: str, original: str, shuffle: int, read_before: int, wish: Wish) -> str | None:
    """Return why an answer that is read now is coded twice, or None where one coder is enough.

    `language` is that of the answer's text, `original` that in which the consultation is coded; `read_before` counts
    the answers to the question that were read already. Signed and translated answers always are (practice.md 2.3).
    """
    if language == SIGNED:
        return BY_HAND
    if _language(language) not in ("", "und", _language(original)):
        return TRANSLATED
    if read_before < wish.first:
        return FIRST
    # Not by the size of the number, which is the order of reading: those read first are coded twice anyway.
    return SHARE if is_drawn(shuffle, wish.share) else None


def _language(tag: str) -> str:
    return tag.split("-")[0].lower()


def check_second(person_id: int, first_by_id: int, others: Iterable[int] = ()) -> None:
    """Raise NotAllowed where someone would code for the second time what they coded or read before."""
    if person_id == first_by_id or person_id in others:
        raise NotAllowed()


def themes_now(merged: Mapping[int, int | None]) -> dict[int, int]:
    """Return for each theme the one that it is now: `merged` leads from a theme to what it was merged into, or None.

    Follows merges of merges; one that would go round in a circle ends where it began to.
    """
    found = {}
    for theme in merged:
        now, seen = theme, {theme}
        while (further := merged.get(now)) is not None and further not in seen:
            now = further
            seen.add(now)
        found[theme] = now
    return found


def beside(first: Iterable[Code], second: Iterable[Code], now: Mapping[int, int] | None = None) -> list[ThemeBeside]:
    """Return the themes that either side used, in the order of their ids, with the stance of each side.

    `now` leads from a theme to what it was merged into (`themes_now`); themes that it does not know stay.
    """
    sides = [_stances(codes, now or {}) for codes in (first, second)]
    return [ThemeBeside(theme, *(side.get(theme) for side in sides)) for theme in sorted({*sides[0], *sides[1]})]


def _stances(codes: Iterable[Code], now: Mapping[int, int]) -> dict[int, str]:
    held: dict[int, list[str]] = {}
    for code in codes:
        held.setdefault(now.get(code.theme_id, code.theme_id), []).append(code.stance)
    return {theme: one_stance(stances) for theme, stances in held.items()}


def one_stance(stances: Iterable[str]) -> str:
    """Return the stance of an answer on a theme from those of its passages: support and oppose make mixed.

    `none` says nothing where another passage takes a stance.
    """
    taken = set(stances)
    if not taken <= KNOWN:
        raise Refused("stance", "stance-unknown")
    sides = taken - {"none"}
    if not sides:
        return "none"
    return sides.pop() if len(sides) == 1 else "mixed"


def outcome(rows: Iterable[ThemeBeside]) -> str:
    """Return the state of an answer when both have coded it: agreed where themes and stances are the same."""
    return "agreed" if all(row.is_settled for row in rows) else "differs"


def remark(words: str) -> str:
    """Return what someone says about an answer, tidied; raises Refused where it is empty or too long."""
    tidy = words.strip()
    if not tidy:
        raise Refused("words", "remark-missing")
    if len(tidy) > REMARK_LENGTH:
        raise Refused("words", "remark-long", {"limit": REMARK_LENGTH})
    return tidy
