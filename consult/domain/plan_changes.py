"""What became of each part of a plan in another: kept, changed, new or dropped; a machine only ever proposes pairs.

Two parts whose words are the same are a fact that nobody has to say. Every other pair counts when a person said so, and
so does that a part was dropped or is new. What nobody has said yet is printed as such.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from consult.domain.errors import Refused

KEPT, CHANGED, NEW, DROPPED, UNSAID = "kept", "changed", "new", "dropped", "unsaid"
KINDS = (KEPT, CHANGED, NEW, DROPPED, UNSAID)
# What a pair stands on: the words themselves, the same key in the file, likeness of the words, or a person alone.
SAME_WORDS, SAME_KEY, LIKENESS, BY_HAND = "same-words", "same-key", "likeness", "by-hand"
BASES = (SAME_WORDS, SAME_KEY, LIKENESS, BY_HAND)
PROPOSED, CONFIRMED, REFUSED = "proposed", "confirmed", "refused"
STATES = (PROPOSED, CONFIRMED, REFUSED)
MOST_REASON = 500


@dataclass(frozen=True)
class Part:
    """One part of a plan as it is compared: its words are all that it says, without its place."""

    id: int
    key: str
    kind: str
    words: str


@dataclass(frozen=True)
class Pair:
    """An older and a newer part (row ids; None where there is none), what the pair stands on, and its likeness."""

    old_id: int | None
    new_id: int | None
    basis: str
    likeness: float | None = None


@dataclass(frozen=True)
class Change:
    """What became of a part. `kind` of KINDS; `pair_id` leads to the stored pair, None where nobody said anything."""

    kind: str
    old_id: int | None
    new_id: int | None
    pair_id: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Said:
    """A stored pair that counts: the same words, or confirmed by a person."""

    id: int
    old_id: int | None
    new_id: int | None
    reason: str = ""


def bare(words: str) -> str:
    """Return words as they are compared: letters' case, spaces and closing stops are no change."""
    return " ".join(words.casefold().split()).rstrip(".;,: ")


def sure_pairs(old: Sequence[Part], new: Sequence[Part]) -> list[Pair]:
    """Return the pairs that need no likeness: the same words (each part once, in order), then the same key.

    A part that says nothing, or the very same as another part of its own plan, is paired by its key alone.
    """
    by_words = _alone(new)
    pairs = [Pair(part.id, by_words[words].id, SAME_WORDS, 1.0)
             for words, part in _alone(old).items() if words in by_words]
    old_left, new_left = _left(old, {pair.old_id for pair in pairs}), _left(new, {pair.new_id for pair in pairs})
    by_key = {part.key: part for part in new_left}
    return pairs + [Pair(part.id, by_key[part.key].id, SAME_KEY) for part in old_left if part.key in by_key]


def _alone(parts: Iterable[Part]) -> dict[str, Part]:
    found: dict[str, Part] = {}
    twice: set[str] = set()
    for part in parts:
        words = bare(part.words)
        if words in found:
            twice.add(words)
        found[words] = part
    return {words: part for words, part in found.items() if words and words not in twice}


def _left(parts: Iterable[Part], taken: set[int | None]) -> list[Part]:
    return [part for part in parts if part.id not in taken]


def changes(old: Sequence[Part], new: Sequence[Part], said: Iterable[Said]) -> list[Change]:
    """Return what became of every part: those of the newer plan in its order, then those that were dropped or unsaid.

    A pair whose words differ is `changed`, one whose words are the same is `kept`. A newer part stands once for each
    older part that it was made of; an older part that went into several stands beside each.
    """
    words: Mapping[int, str] = {part.id: bare(part.words) for part in (*old, *new)}
    into: dict[int | None, list[Said]] = {}
    for pair in said:
        into.setdefault(pair.new_id, []).append(pair)
    found: list[Change] = []
    for part in new:
        pairs = into.get(part.id, [])
        # Made of an older part and new besides cannot both be so: what it was made of says more.
        pairs = [pair for pair in pairs if pair.old_id is not None] or pairs[:1]
        found += [_change(pair, words) for pair in pairs] or [Change(UNSAID, None, part.id)]
    used = {change.old_id for change in found}
    dropped = {pair.old_id: pair for pair in into.get(None, ())}
    for part in old:
        if part.id not in used:
            gone = dropped.get(part.id)
            found.append(Change(DROPPED, part.id, None, gone.id, gone.reason) if gone
                         else Change(UNSAID, part.id, None))
    return found


def _change(pair: Said, words: Mapping[int, str]) -> Change:
    if pair.old_id is None or pair.new_id is None:
        return Change(NEW, None, pair.new_id, pair.id, pair.reason)
    is_same = words[pair.old_id] == words[pair.new_id]
    return Change(KEPT if is_same else CHANGED, pair.old_id, pair.new_id, pair.id, pair.reason)


def tally(found: Iterable[Change]) -> dict[str, int]:
    """Return how many parts are of each kind, each counted once; an older one only where nothing took it over."""
    counts = dict.fromkeys(KINDS, 0)
    seen: set[tuple[str, int | None]] = set()
    for change in found:
        place = ("new", change.new_id) if change.new_id is not None else ("old", change.old_id)
        if place not in seen:
            seen.add(place)
            counts[change.kind] += 1
    return counts


def reason(words: str) -> str:
    """Return a reason with its spaces tidied. Raises Refused("reason", "pair-reason-long")."""
    tidy = " ".join(words.split())
    if len(tidy) > MOST_REASON:
        raise Refused("reason", "pair-reason-long", {"limit": MOST_REASON})
    return tidy
