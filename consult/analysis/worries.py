"""Suggests where an answer tells of harm, a child at risk, abuse, a crime, an officer or a threat, by lists of words; a
person decides, and a text without a suggestion is not therefore without a worry.

The lists stand in `care/<language>.toml`. Every list is tried on every text whatever its language was taken for: an
Urdu answer in Latin letters is mostly taken for English, and nothing may be overlooked for that. What a rule finds does
not count where it is denied ("he never hit me"), only imagined ("if someone hit me"), or known from elsewhere ("on the
news"); what lies long back counts for less and what goes on now for more. How well this does is printed by
`consult evaluate care`.
"""

from bisect import bisect_left
from collections.abc import Container, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from consult.analysis.care_words import Index, Match, Phrase, Word, languages, phrase, read, words
from consult.domain.worries import STRENGTHS, STRONG, SUGGESTED_FROM, WEAK, WORRY_KINDS

# How far apart, in words, the two halves of a rule may stand.
_NEAR = 30
_MOST_PLACES = 5
# What a list may say around a find; told in `care/en.toml`.
CUES = ("denied", "denied_after", "still_said", "imagined", "hearsay", "long_ago", "now")


@dataclass(frozen=True)
class Suggestion:
    """A worry of one kind that the words suggest: how plainly (1 to 3), and where those words stand, in code points."""

    kind: str
    strength: int
    places: tuple[tuple[int, int], ...]

    def words_of(self, text: str) -> tuple[str, ...]:
        """Return the words that moved it."""
        return tuple(text[start:end] for start, end in self.places)


@dataclass(frozen=True, eq=False)
class _Rule:
    number: int
    kind: str
    strength: int
    has_also: bool
    can_be: Mapping[str, bool]


@dataclass(frozen=True)
class _List:
    """The rules of one language and what it says around a find, all in one index: a text is read once.

    A cue is known by its name, and what a rule asks for besides by ("also" or "unless", its number).
    """

    index: Index
    breaks: frozenset[str]
    reach: int
    reach_after: int
    reach_imagined: int


class _Reading:
    """One text read with one list: the finds of its rules, and where its cues begin."""

    def __init__(self, known: _List, said: Sequence[Word]) -> None:
        self.known, self.said = known, said
        self.finds: list[tuple[Match, _Rule]] = []
        self._at: dict[Hashable, list[int]] = {}
        for match, stands_for in known.index.matches(said):
            if isinstance(stands_for, _Rule):
                self.finds.append((match, stands_for))
            else:
                self._at.setdefault(stands_for, []).append(match.first)

    def stands(self, cue: Hashable, places: range, apart: Container[int] = ()) -> bool:
        """Say whether a cue begins in these places and not in those apart."""
        begun = self._at.get(cue, [])
        nearest = bisect_left(begun, places.start)
        while nearest < len(begun) and begun[nearest] < places.stop:
            if begun[nearest] not in apart:
                return True
            nearest += 1
        return False

    def strength(self, match: Match, rule: _Rule) -> int:
        """Return how plainly a find says it, 0 where it does not count."""
        sentence = self._sentence(match)
        if (rule.can_be["denied"] and self._is_denied(match)
                or rule.can_be["imagined"] and self._is_imagined(match)
                or rule.can_be["hearsay"] and self.stands("hearsay", sentence)
                or self.stands(("unless", rule.number), sentence)):
            return 0
        near = range(max(0, match.first - _NEAR), match.end + _NEAR)
        if rule.has_also and not self.stands(("also", rule.number), near, _own(match)):
            return 0
        older = rule.can_be["old"] and self.stands("long_ago", sentence)
        newer = not older and self.stands("now", sentence)
        return max(WEAK, min(STRONG, rule.strength - older + newer))

    def _is_denied(self, match: Match) -> bool:
        before = self._before(match, self.known.reach)
        if self.stands("still_said", before):
            return False
        if self.stands("denied", before) or any(self.stands("denied", range(at, at + 1)) for at in match.between):
            return True
        last = match.end
        while last < min(len(self.said), match.end + self.known.reach_after) and (
                self.said[last].clause == self.said[match.end - 1].clause):
            last += 1
        return self.stands("denied_after", range(match.end, last))

    def _is_imagined(self, match: Match) -> bool:
        return self.stands("imagined", self._before(match, self.known.reach_imagined)) or any(
            self.stands("imagined", range(at, at + 1)) for at in match.between)

    def _before(self, match: Match, reach: int) -> range:
        """Return the numbers of the words before a find that belong to the same thought."""
        first = match.first
        while first > max(0, match.first - reach) and (
                self.said[first - 1].clause == self.said[match.first].clause
                and self.said[first - 1].form not in self.known.breaks):
            first -= 1
        return range(first, match.first)

    def _sentence(self, match: Match) -> range:
        """Return the numbers of the words around a find in its sentence, those that stand far away left out."""
        number = self.said[match.first].sentence
        first, end = match.first, match.end
        while first > max(0, match.first - _NEAR) and self.said[first - 1].sentence == number:
            first -= 1
        while end < min(len(self.said), match.end + _NEAR) and self.said[end].sentence == number:
            end += 1
        return range(first, end)


def _own(match: Match) -> frozenset[int]:
    """Return the numbers of the words that a find is made of, those in its gaps left out."""
    return frozenset(range(match.first, match.end)) - frozenset(match.between)


def suggest(text: str) -> tuple[Suggestion, ...]:
    """Return the worries that a text suggests, one for each kind at most, the plainest first.

    Only those are told whose strength reaches SUGGESTED_FROM.
    """
    said = words(text)
    strengths: dict[str, int] = {}
    places: dict[str, list[tuple[int, int]]] = {}
    for kind, strength, place in _found(said):
        strengths[kind] = max(strength, strengths.get(kind, WEAK))
        if place not in places.setdefault(kind, []) and len(places[kind]) < _MOST_PLACES:
            places[kind].append(place)
    found = [Suggestion(kind, strength, tuple(sorted(places[kind]))) for kind, strength in strengths.items()
             if strength >= SUGGESTED_FROM]
    return tuple(sorted(found, key=lambda one: (-one.strength, WORRY_KINDS.index(one.kind))))


def standing(language: str) -> str:
    """Return how far a language's list has come: `written` by its makers, or `machine-drafted` and read by nobody."""
    return str(read(language)["standing"])


def _found(said: Sequence[Word]) -> Iterator[tuple[str, int, tuple[int, int]]]:
    for language in languages():
        reading = _Reading(_list(language), said)
        for match, rule in reading.finds:
            strength = reading.strength(match, rule)
            if strength >= SUGGESTED_FROM:
                yield rule.kind, strength, (said[match.first].start, said[match.end - 1].end)


@cache
def _list(language: str) -> _List:
    held = read(language)
    lists: Mapping[str, Sequence[str]] = held.get("words", {})
    around: Mapping[str, Any] = held.get("around", {})
    entries: list[tuple[Phrase, Hashable]] = [
        (phrase(line, lists), cue) for cue in CUES for line in around.get(cue, ())]
    for number, given in enumerate(held["rules"]):
        rule = _rule(number, given)
        entries += [(phrase(line, lists), rule) for line in given["says"]]
        entries += [(phrase(line, lists), (name, number)) for name in ("also", "unless")
                    for line in given.get(name, ())]
    breaks = frozenset(word.form for line in around.get("breaks", ()) for word in words(line))
    return _List(Index(entries), breaks, around.get("reach", 3), around.get("reach_after", 1),
                 around.get("reach_imagined", 6))


def _rule(number: int, given: Mapping[str, Any]) -> _Rule:
    if given["kind"] not in WORRY_KINDS or given["strength"] not in STRENGTHS:
        raise ValueError(f"{given['kind']} {given['strength']}")
    can_be = {name: bool(given.get(f"can_be_{name}", True)) for name in ("denied", "imagined", "hearsay", "old")}
    return _Rule(number, given["kind"], given["strength"], bool(given.get("also")), MappingProxyType(can_be))
