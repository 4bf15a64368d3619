"""What helps whoever translates a text: what changed in the English, words of the field, near texts, how long it is."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, OUT, IN = "same", "out", "in"
# Two English texts that are this much alike help each other's translators.
NEAR = 0.8
MOST_NEAR = 5
# A translation that grows past this breaks lines where there is little room; short words may.
TIMES_LONGER, ALWAYS_FITS = 1.6, 40

_WORDS = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True)
class Piece:
    """A run of words that stayed the SAME, was taken OUT or put IN."""

    kind: str
    words: str


def changes(before: str, after: str) -> tuple[Piece, ...]:
    """Return how one text became the other, word by word, what went before what came."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    # The space behind a word is no change of the word.
    match = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False)
    found: list[Piece] = []
    for _what, from_old, to_old, from_new, to_new in match.get_opcodes():
        gone, come = "".join(old[from_old:to_old]), "".join(new[from_new:to_new])
        if old[from_old:to_old] == new[from_new:to_new] or gone.split() == come.split():
            found += [Piece(SAME, come)] if come else []
            continue
        if gone:
            found.append(Piece(OUT, _apart(gone, found)))
        found += [Piece(IN, come)] if come else []
    return tuple(found)


def _apart(gone: str, before: list[Piece]) -> str:
    """Return words that are taken out with space on both sides: they stood elsewhere, perhaps at an end."""
    is_joined = bool(before) and not before[-1].words[-1].isspace()
    return f"{' ' if is_joined else ''}{gone}{'' if gone[-1].isspace() else ' '}"


def terms_in(english: str, terms: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the words of the field that an English text uses, (English, the language's), in the order of the text.

    A longer term hides the shorter ones inside it: "hate crime" is not also "crime".
    """
    taken: list[tuple[int, int, str]] = []
    for term in sorted(terms, key=len, reverse=True):
        for found in re.finditer(rf"(?<!\w){re.escape(term)}(?:e?s)?(?!\w)", english, re.IGNORECASE):
            if all(found.end() <= start or found.start() >= end for start, end, _term in taken):
                taken.append((found.start(), found.end(), term))
    return [(term, terms[term]) for term in dict.fromkeys(term for _start, _end, term in sorted(taken))]


def nearness(one: str, other: str) -> float:
    """Return how much two texts are alike, from 0 to 1 (difflib's ratio); 0 where they surely are not NEAR."""
    match = SequenceMatcher(None, one, other, autojunk=False)
    if match.real_quick_ratio() < NEAR or match.quick_ratio() < NEAR:
        return 0.0
    return match.ratio()


def nearest(english: str, known: Iterable[tuple[str, str]]) -> list[tuple[float, str, str]]:
    """Return up to MOST_NEAR of (nearness, English, translation) that are NEAR a text, the nearest first, each once.

    `known` are (English, translation); of two that say the same the first is kept.
    """
    pairs = [(nearness(english, source), source, words) for source, words in dict.fromkeys(known)]
    return sorted((pair for pair in pairs if pair[0] >= NEAR), key=lambda pair: -pair[0])[:MOST_NEAR]


def is_long(english: int, translation: int) -> bool:
    """Say whether a translation is longer than its place usually holds; both in graphemes."""
    return translation > ALWAYS_FITS and translation > TIMES_LONGER * english
