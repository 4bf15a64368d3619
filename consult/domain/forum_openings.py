"""What has to be said of a forum before it is there: its name, who carries it, who answers for its data; no member yet.

A forum can be carried by a partner with a statement of its own as controller of the data (practice CP-04).
"""

from dataclasses import dataclass

from consult.domain.errors import Refused
from consult.domain.texts import clean

MOST_NAME, MOST_STATEMENT = 200, 4000


@dataclass(frozen=True)
class Opening:
    """A forum to be opened: the name that its members will know it by, its host, and the host's statement."""

    name: str
    host: str
    is_partner: bool
    statement: str


def check_opening(*, name: str, host: str, is_partner: bool, statement: str) -> Opening:
    """Return what a forum begins with, as it is kept.

    Raises Refused(field, "forum-part-missing" or "forum-part-long"); the fields are those of Opening.
    """
    return Opening(_line("name", name), _line("host", host), is_partner,
                   _whole("statement", clean(statement).strip(), MOST_STATEMENT))


def _line(field: str, words: str) -> str:
    return _whole(field, " ".join(clean(words).split()), MOST_NAME)


def _whole(field: str, words: str, limit: int) -> str:
    if not words:
        raise Refused(field, "forum-part-missing")
    if len(words) > limit:
        raise Refused(field, "forum-part-long", {"limit": limit})
    return words
