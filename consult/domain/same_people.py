"""When two responses may be one person's (practice C6): what is proposed to a person, who alone links them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

SENDER, WORDS, CODE, PERSON = "sender", "words", "code", "person"
# The strongest first: where several things speak for one pair, this is the order in which one is told.
BASES = (CODE, SENDER, WORDS, PERSON)
# More than so many from one address are not one person's: somebody passes on what others say.
MOST_OF_ONE_SENDER = 6
# So many words the same, in the same order, of the shorter text: nobody writes them twice by chance.
LEAST_WORDS = 12
LEAST_SHARE = 0.9


@dataclass(frozen=True)
class Seen:
    """A counted response as far as this question goes, by row ids; `unit` is the response that it is counted with.

    `speaks_for` names the organisation or group that it speaks for, empty for one person; `was_helped`: somebody else
    may have sent it.
    """

    id: int
    unit: int
    channel: str
    speaks_for: str = ""
    was_helped: bool = False


@dataclass(frozen=True)
class Pair:
    """Two responses (row ids, the smaller first) and what speaks for one person."""

    first_id: int
    second_id: int
    basis: str


def pairs_by_mark(marked: Mapping[str, Sequence[Seen]], basis: str) -> list[Pair]:
    """Return the pairs of responses that bear the same mark: the hash of an address, or of the code on a form.

    Each stands beside the first of its mark. What speaks for another body is another voice, what somebody helped to
    send may be another person's, and an address that sent many passes on what others say: of those only a form's code
    tells. What is counted together already is no question any more.
    """
    found = []
    for mark in sorted(marked):
        here = sorted(marked[mark], key=lambda seen: seen.id)
        if basis == SENDER:
            here = [seen for seen in here if not seen.was_helped]
            here = here if len(here) <= MOST_OF_ONE_SENDER else []
        for voice in sorted({_voice(seen) for seen in here}):
            first, *others = [seen for seen in here if _voice(seen) == voice]
            found += [Pair(first.id, other.id, basis) for other in others if other.unit != first.unit]
    return found


def pair_by_words(one: Seen, other: Seen, *, common: int, shorter: int) -> Pair | None:
    """Return the pair where two responses by two ways in hold the same words, which nobody else sent; else None.

    `common` counts the words that stand in both in the same order, `shorter` those of the shorter text.
    """
    is_same = common >= LEAST_WORDS and common >= LEAST_SHARE * shorter
    if one.unit == other.unit or one.channel == other.channel or _voice(one) != _voice(other) or not is_same:
        return None
    return Pair(min(one.id, other.id), max(one.id, other.id), WORDS)


def not_yet_known(pairs: Iterable[Pair], known: Collection[tuple[int, int]]) -> list[Pair]:
    """Return each pair once, for its strongest basis, in the order of row ids, without those asked about before."""
    strongest: dict[tuple[int, int], Pair] = {}
    for pair in sorted(pairs, key=lambda pair: BASES.index(pair.basis), reverse=True):
        strongest[pair.first_id, pair.second_id] = pair
    return [strongest[ids] for ids in sorted(strongest) if ids not in known]


def _voice(seen: Seen) -> str:
    return " ".join(seen.speaks_for.casefold().split())
