"""Which ways in are counted together in public: those that tell of a disability never stand alone with exact numbers.

Channel totals are exact (the contract). But who answered in Easy Read, in large print or in sign language is told by
the way that it came, and the exact total of all ways less the exact rest would give it away.
"""

from collections.abc import Iterable, Mapping

from consult.domain.hidden_cells import THRESHOLD

TELLING = ("easy-read", "large-print", "bsl-video")
OTHER_WAYS = "other-ways"
# With which ordinary ways they are counted, in this order, until ten responses came by these.
_WITH = ("phone", "post", "workshop-card", "email", "online")


def told_together(received: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Return {OTHER_WAYS: the ways to count together}, empty where nothing came by a way that tells of a disability."""
    if not any(received.get(way, 0) for way in TELLING):
        return {}
    ordinary: list[str] = []
    for way in _WITH:
        if sum(received.get(one, 0) for one in ordinary) >= THRESHOLD:
            break
        ordinary.append(way)
    return {OTHER_WAYS: (*(way for way in ordinary if received.get(way, 0)), *TELLING)}


def ways_used(channels: Iterable[str]) -> tuple[str, ...]:
    """Return the ways in that a report names: all that tell of a disability, or none, so that none tells of people."""
    used = list(channels)
    return tuple(dict.fromkeys([*used, *TELLING])) if set(used) & set(TELLING) else tuple(used)
