"""How texts are measured: characters as a reader counts them, and patterns tried within a bound of time."""

import regex

from consult.domain.answers import Measures

GRAPHEME = regex.compile(r"\X")
# A pattern comes from whoever wrote the survey: one that would run for ever is stopped, and refuses nothing.
MOST_SECONDS = 0.1
LONGEST = 3000


def graphemes(text: str) -> int:
    """Return how many characters a reader would count (Unicode extended grapheme clusters, as browsers count)."""
    return len(GRAPHEME.findall(text))


def matches(pattern: str, text: str) -> bool:
    """Say whether the pattern fits the whole text; one that is broken or takes too long is no reason to refuse."""
    try:
        return regex.fullmatch(pattern, text[:LONGEST], timeout=MOST_SECONDS) is not None
    except (regex.error, TimeoutError):
        return True


MEASURES = Measures(graphemes, matches)
