"""Passages of an answer on a page: the text cut where marks begin and end, and the words that a form chose."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from consult.domain.errors import Refused

WHOLE, SELECTION = "whole", "selection"
# Before the name of a passage that is one of the English of an answer, not of the answer itself.
ENGLISH = "english:"
NUMBER = re.compile(r"[0-9]{1,9}")

Span = tuple[int, int]


@dataclass(frozen=True)
class Piece:
    """A stretch of text that is marked as a whole or not at all; `ends` are the numbers of the marks that end there."""

    text: str
    is_marked: bool
    ends: tuple[int, ...]


def pieces(text: str, spans: Sequence[Span], first: int = 1) -> list[Piece]:
    """Return `text` cut at every edge of the spans (code points), which may overlap; the marks are numbered from
    `first` on."""
    cuts = sorted({0, len(text), *(edge for span in spans for edge in span)})
    return [
        Piece(text[a:b], any(start <= a and b <= end for start, end in spans),
              tuple(number for number, (_start, end) in enumerate(spans, first) if end == b))
        for a, b in pairwise(cuts)
    ]


def chosen_span(passage: str, start: str, end: str, text: str) -> Span | None:
    """Return the passage that a form names, in code points and without white space around it; None for all of `text`.

    `passage` is "whole", "selection" (then `start` and `end` hold its edges) or "<start>-<end>". Raises
    Refused("passage", …) where none is named or the edges are no place in the text.
    """
    if not passage:
        raise Refused("passage", "passage-missing")
    if passage == WHOLE:
        return None
    edges = (start, end) if passage == SELECTION else passage.split("-")
    if len(edges) != 2 or not all(NUMBER.fullmatch(edge) for edge in edges):
        raise Refused("passage", "passage-empty")
    span = _trimmed(text, int(edges[0]), int(edges[1]))
    if span is None:
        raise Refused("passage", "passage-empty")
    return None if span == (0, len(text)) else span


def _trimmed(text: str, start: int, end: int) -> Span | None:
    if not 0 <= start < end <= len(text):
        return None
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    return (start, end) if start < end else None
