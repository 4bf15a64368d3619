"""The tone of words as the site speaks of it: what tells one, and the bar below which none is shown.

It is never what somebody feels, and no report holds it.
"""

from collections.abc import Collection

POSITIVE, NEGATIVE, NEITHER = "positive", "negative", ""
TONES = (POSITIVE, NEGATIVE)
# The kinds of coding that tell a tone, where they stand alone; the others (a question, a suggestion) tell none.
TONE_OF_KIND = {"praise": POSITIVE, "concern": NEGATIVE}
# The bar: at least so many answers of either tone that the analyser did not learn from, a macro F1 so high, and for
# either tone the lower end of the 95% interval of recall above a half, so that neither is found more seldom than by
# tossing a coin.
LEAST_EACH = 30
LEAST_MACRO_F1 = 0.75
LEAST_RECALL_LOW = 0.5


def tone_of_kinds(kinds: Collection[str]) -> str:
    """Return the tone that the kinds of an answer's codings tell: praise alone, or concern alone; else neither."""
    return TONE_OF_KIND.get(next(iter(kinds)), NEITHER) if len(set(kinds)) == 1 else NEITHER
