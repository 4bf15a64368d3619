"""Words on their way to a machine that translates: placeholders are hidden from it, and its draft is checked."""

import re
from collections.abc import Sequence
from itertools import count, islice

from consult.domain.texts import clean
from consult.domain.translation_files import PIPE, wrong_with

# How a machine may write [1] back: with spaces, in other brackets and in digits of other scripts.
_TOKEN = re.compile(r"[\[［【]\s*(\d{1,4})\s*[\]］】]")


def hidden(words: str) -> tuple[str, tuple[str, ...]]:
    """Return words with a number in brackets for each `${name}`, and the names' tokens in that order.

    Numbers in brackets that the words hold already are not used.
    """
    found = PIPE.findall(words)
    there = set(_TOKEN.findall(words))
    tokens = tuple(islice((str(number) for number in count(1) if str(number) not in there), len(found)))
    waiting = iter(tokens)
    return PIPE.sub(lambda _found: f"[{next(waiting)}]", words), tokens


def shown(draft: str, english: str, tokens: Sequence[str]) -> str:
    """Return a draft with the placeholders of its English back in place; empty where it cannot be kept.

    That is so when it says nothing, lost or doubled a placeholder, or holds what no text may hold.
    """
    names: dict[str, str] = dict(zip(tokens, PIPE.findall(english), strict=True))

    def put_back(found: "re.Match[str]") -> str:
        return names.get(str(int(found[1])), found[0])

    words = clean(_TOKEN.sub(put_back, draft) if names else draft).strip()
    return words if words and wrong_with(english, words) is None else ""
