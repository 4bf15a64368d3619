"""Says how many words two texts share in their order, and finds what stands just twice; it judges nothing."""

from collections.abc import Sequence

from consult.analysis.campaigns import families
from consult.analysis.differences import pieces
from consult.analysis.shingles import length, tokens


def shared_words(one: str, other: str) -> tuple[int, int]:
    """Return how many words stand in both texts in the same order, and how many the shorter one has."""
    common = sum(length(tokens(other[slice(*piece.copy)])) for piece in pieces(one, other) if piece.kind == "same")
    shorter = min(length(tokens(one)), length(tokens(other)))
    return min(common, shorter), shorter


def twice_alike(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places of each two texts that are alike and like no third; short ones are like nothing."""
    found = [family.members for family in families(texts)]
    return sorted((members[0], members[1]) for members in found if len(members) == 2)
