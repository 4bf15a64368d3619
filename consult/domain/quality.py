"""Signs that a person should look at a response twice; each is only a sign, and none leaves a response out."""

import ipaddress
from collections.abc import Mapping, Sequence

# More than so many responses from one network in the window are a sign; from FULL on, the next ones wait.
BUSY, FULL = 20, 200
WINDOW_MINUTES = 60
# Words that are the same by chance are shorter than this.
SAME_WORDS_FROM = 40

SECONDS_AN_ANSWER = 2.0
# Reading alone takes about 0.3 seconds a word; who is faster has not read (Zhang and Conrad 2014, Speeding in web
# surveys). Prepared words may be pasted, so that only the first hundred count.
SECONDS_A_WORD = 0.3
WORDS_COUNTED = 100


def effort(answers: Mapping[str, Sequence[str]]) -> tuple[int, int]:
    """Return how many questions were answered, and how many words were written beyond one in each answer."""
    given = [values for values in answers.values() if any(values)]
    return len(given), sum(max(0, len(value.split()) - 1) for values in given for value in values)


def least_seconds(answers: int, words: int) -> float:
    """Return the seconds under which so many answers with so many words are surprisingly fast."""
    return answers * SECONDS_AN_ANSWER + min(words, WORDS_COUNTED) * SECONDS_A_WORD


def network_of(address: str) -> str:
    """Return the network that an address belongs to: an IPv4 address itself, the first half of an IPv6 address.

    Returns "" where the address tells nothing of the sender: none, not an address, or one that is not of the public
    Internet (our own proxy, the machine itself).
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        found = found.ipv4_mapped or found
    if not found.is_global:
        return ""
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(ipaddress.ip_network((found, 64), strict=False).network_address)
