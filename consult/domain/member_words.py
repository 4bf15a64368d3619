"""The words of a member's own: the code that lets them in, and what they call their forum on a screen others may see.

Nobody else sees a label; nobody but its owner can read a code, of which only a keyed hash is kept.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable

from consult.domain import return_words
from consult.domain.errors import Refused
from consult.domain.member_names import without_invisible

# In characters as a reader counts, and in code points as a database does.
MOST_LABEL, LONGEST_LABEL = 60, 80
# Words of a forum's title that say nothing of who its members are.
PLAIN = frozenset("forum group london londoners people members meeting notes agenda days voice plan police".split())
# Shorter parts of a title are in half of all words.
TELLING = 3
_WORD = re.compile(r"[^\W_]+")

BITS = return_words.BITS * return_words.LENGTH
code_of = return_words.code
words_of = return_words.words_of


def read_code(typed: str) -> str:
    """Return the code that someone typed as words or digits; raises Refused("code", "member-code-unknown").

    The same refusal as for a code that nobody has: what is wrong with a guess is not told.
    """
    code = return_words.read(typed)
    if code is None:
        raise Refused("code", "member-code-unknown")
    return code


def read_label(typed: str, graphemes: Callable[[str], int], titles: Iterable[str] = ()) -> str:
    """Return a member's own label for their forum, in one line; empty for none.

    `titles` are the forum's own names. Raises Refused("label", "member-words-long" or "member-label-tells"): a label
    that holds a telling word of the name would show on a screen what it is there to hide.
    """
    label = without_invisible(" ".join(typed[:2000].split()))
    if len(label) > LONGEST_LABEL or graphemes(label) > MOST_LABEL:
        raise Refused("label", "member-words-long", {"most": MOST_LABEL})
    if tells(label, titles):
        raise Refused("label", "member-label-tells")
    return label


def tells(label: str, titles: Iterable[str]) -> bool:
    """Say whether a label holds a word of one of the titles that tells whose forum it is, or its beginning."""
    telling = {word for title in titles for word in _words(title)} - PLAIN
    return any(mine.startswith(theirs) or theirs.startswith(mine)
               for mine in _words(label) - PLAIN for theirs in telling)


def _words(text: str) -> set[str]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return {word for word in _WORD.findall(folded) if len(word) >= TELLING}
