"""Marks what a copy of a letter keeps, drops, changes and adds, as stretches in code points; it judges nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice, pairwise
from typing import Literal

from consult.analysis.plain_words import PLAIN_WORD, UNPLAIN
from consult.analysis.texts import normal, words

Kind = Literal["same", "added", "dropped", "swapped"]
Span = tuple[int, int]

# Fewer words in a row that are the same are chance, unless they stand close to more of the same.
_LEAST_ROW = 3
_NEAR = 4
_MOVED_ROW = 4
# Words of one's own from this many on are read and coded; fewer are another word for one of the letter.
OWN_WORDS = 4
# Beyond this the rest of a copy counts as added: 50,000 signs of one word repeated would take minutes.
_MOST_WORDS = 4_000


@dataclass(frozen=True)
class Piece:
    """A stretch of a letter and of its copy: `same`, `added` (copy only), `dropped` (letter only) or `swapped`.

    `letter` and `copy` are (start, end) in code points; the empty one of a piece tells where it would stand.
    """

    kind: Kind
    letter: Span
    copy: Span


@dataclass(frozen=True)
class Comparison:
    """A copy beside its letter: the shared stretch, stretches of own words, and how alike the words are, 0 to 1.

    `is_identical` says that the words are the same in the same order; case, marks and line breaks may differ.
    """

    start: int
    end: int
    additions: tuple[Span, ...]
    likeness: float
    is_identical: bool


@dataclass(frozen=True)
class _Words:
    plain: tuple[str, ...]
    spans: tuple[Span, ...]

    def span(self, start: int, end: int) -> Span:
        """Return the stretch of the words from `start` up to `end`; an empty one stands after the word before."""
        if start < end:
            return self.spans[start][0], self.spans[end - 1][1]
        at = self.spans[start - 1][1] if start else 0
        return at, at


def pieces(letter: str, copy: str) -> tuple[Piece, ...]:
    """Return the copy piece by piece in its order, with what was dropped where it is missing.

    Words are compared as counting does: case, marks and line breaks make no difference. A paragraph that was moved is
    the same words, in another place. Between the stretches of neighbouring pieces lie only marks and white space.
    """
    mine, theirs = _words(letter), _words(copy)
    blocks = _rows(mine, theirs)
    found: list[Piece] = []
    at = seen = 0
    for start, other, length in [*blocks, (len(mine.plain), len(theirs.plain), 0)]:
        found += _between(mine, theirs, (at, start), (seen, other))
        if length:
            found.append(Piece("same", mine.span(start, start + length), theirs.span(other, other + length)))
        at, seen = start + length, other + length
    rest = theirs.spans[-1][1] if len(theirs.spans) == _MOST_WORDS else len(copy)
    if copy[rest:].strip():
        found.append(Piece("added", (len(letter), len(letter)), (rest, len(copy))))
    return tuple(_with_moved(found, letter, copy))


def compare(letter: str, copy: str) -> Comparison | None:
    """Return how a copy stands to its letter, or None where they share no three words in a row.

    Likeness is twice the shared words by all words of both (Dice).
    """
    mine, theirs = _words(letter), _words(copy)
    if mine.plain == theirs.plain and theirs.plain and letter == copy:
        return Comparison(0, len(copy), (), 1.0, True)
    found = pieces(letter, copy)
    same = [piece.copy for piece in found if piece.kind == "same"]
    if not same:
        return None
    common = sum(_count(copy, span) for span in same)
    own = tuple(_with_marks(copy, piece.copy) for piece in found
                if piece.kind in ("added", "swapped") and _count(copy, piece.copy) >= OWN_WORDS)
    likeness = min(1.0, 2 * common / (len(mine.plain) + len(theirs.plain)))
    _start, end = _with_marks(copy, (0, max(end for _start, end in same)))
    return Comparison(min(start for start, _end in same), end, own, likeness, mine.plain == theirs.plain)


def stretch_in(stretch: str, copy: str) -> Span | None:
    """Return where the words of `stretch` stand in `copy`, or None where less than half of them do."""
    if not stretch.strip():
        return None
    at = copy.find(stretch)
    if at >= 0:
        return at, at + len(stretch)
    same = [piece for piece in pieces(stretch, copy) if piece.kind == "same"]
    kept = sum(_count(copy, piece.copy) for piece in same)
    if not same or 2 * kept < _count(stretch, (0, len(stretch))):
        return None
    return min(piece.copy[0] for piece in same), max(piece.copy[1] for piece in same)


def _words(text: str) -> _Words:
    if not UNPLAIN.search(text):
        found = list(islice(PLAIN_WORD.finditer(text.replace("’", "'")), _MOST_WORDS))
        return _Words(tuple(word.group().casefold().replace("'", "") for word in found),
                      tuple(word.span() for word in found))
    plain: list[str] = []
    spans: list[Span] = []
    end = 0
    for word in words(text)[:_MOST_WORDS]:
        start = text.index(word, end)
        end = start + len(word)
        plain.append(normal(word).replace("'", ""))
        spans.append((start, end))
    return _Words(tuple(plain), tuple(spans))


def _count(text: str, span: Span) -> int:
    return len(_words(text[slice(*span)]).plain)


def _rows(mine: _Words, theirs: _Words) -> list[tuple[int, int, int]]:
    """Return the words in a row that both have as (place, other place, length), without those alike by chance."""
    matcher = SequenceMatcher(None, mine.plain, theirs.plain, autojunk=False)
    blocks = [(block.a, block.b, block.size) for block in matcher.get_matching_blocks() if block.size]
    between = [(0, 0, 0), *blocks, (len(mine.plain), len(theirs.plain), 0)]
    return [block for at, block in enumerate(blocks) if block[2] >= _LEAST_ROW or _is_near(between[at:at + 3])]


def _is_near(three: Sequence[tuple[int, int, int]]) -> bool:
    """Say whether the row in the middle stands close to those before and behind it, in the letter and in the copy."""
    gaps = [max(later[0] - before[0], later[1] - before[1]) - before[2] for before, later in pairwise(three)]
    return max(gaps) <= _NEAR


def _between(mine: _Words, theirs: _Words, left: Span, right: Span) -> list[Piece]:
    if left[0] == left[1] and right[0] == right[1]:
        return []
    kind: Kind = "added" if left[0] == left[1] else "dropped" if right[0] == right[1] else "swapped"
    return [Piece(kind, mine.span(*left), theirs.span(*right))]


def _with_moved(found: Sequence[Piece], letter: str, copy: str) -> list[Piece]:
    """Return the pieces where words that were only moved are the same words; the place they left stays dropped."""
    left = [piece.letter for piece in found if piece.kind in ("dropped", "swapped")]
    made: list[Piece] = []
    for piece in found:
        if piece.kind not in ("added", "swapped") or _count(copy, piece.copy) < _MOVED_ROW:
            made.append(piece)
            continue
        place = max(left, key=lambda span: _longest(letter, span, copy, piece.copy)[2], default=None)
        made += [piece] if place is None else _parted(letter, place, copy, piece)
    return made


def _longest(letter: str, place: Span, copy: str, own: Span) -> tuple[int, int, int]:
    mine, theirs = _words(letter[slice(*place)]), _words(copy[slice(*own)])
    match = SequenceMatcher(None, mine.plain, theirs.plain, autojunk=False).find_longest_match()
    return match.a, match.b, match.size


def _parted(letter: str, place: Span, copy: str, piece: Piece) -> list[Piece]:
    """Return a piece of own words parted round the longest row of words that stands elsewhere in the letter."""
    at, other, length = _longest(letter, place, copy, piece.copy)
    if length < _MOVED_ROW or place == piece.letter:
        return [piece]
    mine, theirs = _words(letter[slice(*place)]), _words(copy[slice(*piece.copy)])
    from_letter, in_copy = mine.span(at, at + length), theirs.span(other, other + length)
    start, end = piece.copy[0] + in_copy[0], piece.copy[0] + in_copy[1]
    moved = Piece("same", (place[0] + from_letter[0], place[0] + from_letter[1]), (start, end))
    kind: Kind = piece.kind
    before = [Piece(kind, piece.letter, (piece.copy[0], piece.copy[0] + theirs.span(0, other)[1]))] if other else []
    rest = theirs.span(other + length, len(theirs.plain))
    where = (piece.letter[1], piece.letter[1]) if before else piece.letter
    behind = [Piece("added" if before else kind, where, (piece.copy[0] + rest[0], piece.copy[0] + rest[1]))]
    return [*before, moved, *(behind if rest[0] < rest[1] else [])]


def _with_marks(text: str, span: Span) -> Span:
    """Return a stretch with the full stop or bracket that closes it."""
    end = span[1]
    while end < len(text) and not text[end].isspace() and not text[end].isalnum():
        end += 1
    return span[0], end
