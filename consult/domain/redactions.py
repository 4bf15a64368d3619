"""Personal details in what somebody wrote: kinds, spans, and the masks that stand for them wherever words leave.

A mask is as long as what it hides, so that what was coded or quoted by its place stays where it was.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consult.domain.errors import Conflict, Refused

NAME, PHONE, EMAIL, ADDRESS, POSTCODE = "name", "phone", "email", "address", "postcode"
PLATE, BIRTH_DATE, OFFICER_NUMBER, REFERENCE, OTHER = "plate", "birth-date", "officer-number", "reference", "other"
REDACTION_KINDS = (NAME, PHONE, EMAIL, ADDRESS, POSTCODE, PLATE, BIRTH_DATE, OFFICER_NUMBER, REFERENCE, OTHER)
RULE, PERSON = "rule", "person"
REDACTION_SOURCES = (RULE, PERSON)
SUGGESTED, CONFIRMED, REFUSED, UNDONE = "suggested", "confirmed", "refused", "undone"
REDACTION_STATES = (SUGGESTED, CONFIRMED, REFUSED, UNDONE)
# What leaves the platform hides what a person has confirmed and what nobody has looked at yet.
HIDDEN_OUTSIDE = (SUGGESTED, CONFIRMED)

MASK = "█"
# What stands in the place of a whole answer that is kept back.
WITHHELD = MASK * 3
# In code points: the longest that a person may hide at once by typing it.
MOST_WORDS = 500
MOST_SPANS = 2000


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of a text in code points, from `start` up to and without `end`, and what it tells."""

    start: int
    end: int
    kind: str = OTHER

    def __len__(self) -> int:
        """Return its length in code points."""
        return self.end - self.start

    def overlaps(self, other: "Span") -> bool:
        """Say whether the two share a code point."""
        return self.start < other.end and other.start < self.end


def check_span(text: str, start: int, end: int, kind: str) -> Span:
    """Return the span without the space at its ends. Raises Refused where it is empty, outside or of no known kind."""
    if kind not in REDACTION_KINDS:
        raise Refused("kind", "redaction-kind-missing")
    if not 0 <= start < end <= len(text):
        raise Refused("words", "redaction-words-missing")
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start == end:
        raise Refused("words", "redaction-words-missing")
    return Span(start, end, kind)


def find_words(text: str, words: str, kind: str) -> tuple[Span, ...]:
    """Return every place where `words` stand in `text`, whole words only, upper and lower case alike.

    For someone who cannot select: they type the words. Space between words may be any space. Raises Refused where
    nothing was typed, too much, or what does not stand there.
    """
    typed = words.split()
    if kind not in REDACTION_KINDS:
        raise Refused("kind", "redaction-kind-missing")
    if not typed:
        raise Refused("words", "redaction-words-missing")
    if len(words) > MOST_WORDS:
        raise Refused("words", "redaction-words-long", {"most": MOST_WORDS})
    found = tuple(Span(start, end, kind) for start, end in _places(text, typed) if _is_whole(text, start, end))
    if not found:
        raise Refused("words", "redaction-words-not-there")
    return found[:MOST_SPANS]


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans in order, those that overlap or touch as one, of the kind of the longest among them."""
    result: list[Span] = []
    longest = 0
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if not len(span):
            continue
        if result and span.start <= result[-1].end:
            before = result[-1]
            kind = span.kind if len(span) > longest else before.kind
            longest = max(longest, len(span))
            result[-1] = Span(before.start, max(before.end, span.end), kind)
        else:
            result.append(span)
            longest = len(span)
    return tuple(result)


def masked(text: str, spans: Iterable[Span]) -> str:
    """Return `text` with a mask in the place of every code point of the spans; its length stays.

    What lies outside the text is ignored: the words may have become shorter since.
    """
    parts: list[str] = []
    at = 0
    for span in joined(spans):
        start, end = min(max(span.start, at), len(text)), min(span.end, len(text))
        parts += [text[at:start], MASK * (end - start)]
        at = max(at, end)
    return "".join([*parts, text[at:]])


def pieces(text: str, spans: Iterable[Span]) -> tuple[tuple[str, str], ...]:
    """Return a masked text as (words, "") and ("", kind) in order, so that a page can say what was taken out."""
    result: list[tuple[str, str]] = []
    at = 0
    for span in joined(spans):
        start, end = min(span.start, len(text)), min(span.end, len(text))
        if text[at:start]:
            result.append((text[at:start], ""))
        if start < end:
            result.append(("", span.kind))
        at = max(at, end)
    return (*result, (text[at:], "")) if text[at:] else tuple(result)


def mask_runs(text: str) -> tuple[tuple[int, int], ...]:
    """Return where masks stand in a text that was masked before, as (start, end)."""
    found: list[tuple[int, int]] = []
    start = text.find(MASK)
    while start >= 0:
        end = start
        while end < len(text) and text[end] == MASK:
            end += 1
        found.append((start, end))
        start = text.find(MASK, end)
    return tuple(found)


def new_spans(found: Sequence[Span], known: Sequence[Span]) -> tuple[Span, ...]:
    """Return what a machine found that no span known so far, refused ones too, covers: a refusal is not asked twice."""
    return tuple(span for span in found
                 if not any(other.start <= span.start and span.end <= other.end for other in known))


def check_deciding(state: str, wanted: str) -> str:
    """Return the state that a person wants: a suggestion is confirmed or refused, what was confirmed is undone, what
    was refused or undone may be confirmed after all.

    Raises Refused where there is no such state, Conflict where it stands so already or cannot become so.
    """
    if wanted not in (CONFIRMED, REFUSED, UNDONE):
        raise Refused("decision", "redaction-decision-missing")
    if wanted not in _BECOMES[state]:
        raise Conflict("redaction-decided")
    return wanted


_BECOMES = {SUGGESTED: (CONFIRMED, REFUSED), CONFIRMED: (UNDONE,), REFUSED: (CONFIRMED,), UNDONE: (CONFIRMED,)}


def _places(text: str, typed: Sequence[str]) -> Iterable[tuple[int, int]]:
    """Give each (start, end) where the words follow one another, compared case folded and code point by code point."""
    folded = [character.casefold() for character in text]
    wanted = [[character.casefold() for character in word] for word in typed]
    at = 0
    while at < len(text):
        end = _end_of(folded, wanted, at) if folded[at] == wanted[0][0] else None
        if end is not None:
            yield at, end
        at = end or at + 1


def _end_of(folded: Sequence[str], wanted: Sequence[Sequence[str]], at: int) -> int | None:
    for number, word in enumerate(wanted):
        if number:
            start = at
            while at < len(folded) and folded[at].isspace():
                at += 1
            if at == start:
                return None
        if folded[at : at + len(word)] != list(word):
            return None
        at += len(word)
    return at


def _is_whole(text: str, start: int, end: int) -> bool:
    """Say whether no letter or digit goes on before or after; letters that are written without spaces always may."""
    def goes_on(inside: str, outside: str) -> bool:
        return inside.isalnum() and outside.isalnum() and max(inside, outside) < "\u2e80"

    return not (start and goes_on(text[start], text[start - 1])) and not (
        end < len(text) and goes_on(text[end - 1], text[end]))
