"""What members say in a thread: how long it may be, who may hold a post back and why, and how that is looked at again.

Words that are held back are out of sight and never gone: their author, the chairs and the independent person still
read them (practice 4.2 and CP-21; Online Safety Act 2023: reasons, notice, complaint).
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import Acting, Right
from consult.domain.texts import clean

# In characters as a reader counts them.
LONGEST_POST = 5_000
LONGEST_TITLE = 120
LONGEST_WORDS = 1_000
# So many posts stand on one page of a thread.
PAGE = 50

SHOWN, HELD_BACK, TAKEN_BACK = "shown", "held-back", "taken-back"

# Why a post is held back. Published as sentences by these names; each needs own words as well.
REASONS = ("names-somebody", "outs-somebody", "attack", "hate", "threat", "unlawful", "not-for-here")
# How far the holding back is: it stands, its author asked to look again, and what came of it.
STANDS, APPEALED, UPHELD, OVERTURNED, LIFTED = "held-back", "appealed", "upheld", "overturned", "lifted"
MODERATION_STATES = (STANDS, APPEALED, UPHELD, OVERTURNED, LIFTED)
OUTCOMES = (UPHELD, OVERTURNED)

# A report to the person whom the group chose: sent, read by them, and settled.
SENT, SEEN, SETTLED = "sent", "seen", "settled"

# A number from 1 to this is not published as such: in a small group it points at somebody.
FEWEST_PUBLISHED = 10


def state_of(*, is_held_back: bool, is_taken_back: bool) -> str:
    """Return how a post stands. What was taken back is gone, whatever was done with it before."""
    if is_taken_back:
        return TAKEN_BACK
    return HELD_BACK if is_held_back else SHOWN


def check_post(text: str, count: Callable[[str], int], *, has_file: bool = False) -> str:
    """Return the words of a post as they are kept; a recording or a film can stand without any.

    `count` counts characters as a reader does. Raises Refused("text", "post-missing" or "text-long").
    """
    words = clean(text).strip()
    if not words and not has_file:
        raise Refused("text", "post-missing")
    return check_length("text", words, count, LONGEST_POST)


def check_title(field: str, title: str, count: Callable[[str], int], *, is_needed: bool = True) -> str:
    """Return the title of a thread on one line; raises Refused(field, "thread-title-missing" or "text-long")."""
    words = " ".join(clean(title).split())
    if is_needed and not words:
        raise Refused(field, "thread-title-missing")
    return check_length(field, words, count, LONGEST_TITLE)


def check_words(field: str, words: str, count: Callable[[str], int]) -> str:
    """Return a reason or an answer in own words; raises Refused(field, "text-missing" or "text-long")."""
    kept = clean(words).strip()
    if not kept:
        raise Refused(field, "text-missing")
    return check_length(field, kept, count, LONGEST_WORDS)


def check_length(field: str, words: str, count: Callable[[str], int], limit: int) -> str:
    """Return the words; raises Refused(field, "text-long") beyond `limit` characters."""
    length = count(words)
    if length > limit:
        raise Refused(field, "text-long", {"limit": limit, "length": length})
    return words


def check_own(author_id: int, by: Acting, state: str) -> None:
    """Raise NotFound where the post is somebody else's, Conflict where its words are out of reach.

    An author may change and take back what is shown, and take back what is held back; while somebody looks again the
    words of it stay as they were.
    """
    if author_id != by.member_id:
        raise NotFound()
    if state == HELD_BACK:
        raise Conflict("post-held-back")
    if state == TAKEN_BACK:
        raise Conflict("post-taken-back")


def may_moderate(by: Acting, about_id: int, *, about_is_chair: bool) -> bool:
    """Say whether this person may act when the agreement is broken by that member.

    The chairs do, never in their own matter. Where it is about a chair any other member does: nobody is out of reach.
    """
    return Right.MODERATE in by.rights and by.member_id != about_id and (by.is_chair or about_is_chair)


def check_holding_back(author_id: int, state: str, by: Acting, *, author_is_chair: bool) -> None:
    """Raise NotFound unless this person may hold this post back, Conflict where it is not shown."""
    if not may_moderate(by, author_id, about_is_chair=author_is_chair):
        raise NotFound()
    if state != SHOWN:
        raise Conflict("post-not-shown")


def check_reason(rule: str) -> str:
    """Return the reason; raises Refused("rule", "hold-back-reason") where it is none of the published ones."""
    if rule not in REASONS:
        raise Refused("rule", "hold-back-reason")
    return rule


def check_appeal(author_id: int, by: Acting, state: str) -> None:
    """Raise NotFound unless the author asks, Conflict where somebody already looks or has looked again."""
    if author_id != by.member_id:
        raise NotFound()
    if state == APPEALED:
        raise Conflict("appeal-asked")
    if state != STANDS:
        raise Conflict("appeal-decided")


def check_lifting(by: Acting, author_id: int, state: str, *, author_is_chair: bool) -> None:
    """Raise NotFound unless this person may show the post again, Conflict where there is nothing to lift."""
    if not may_moderate(by, author_id, about_is_chair=author_is_chair):
        raise NotFound()
    if state not in (STANDS, APPEALED):
        raise Conflict("appeal-decided")


def check_hearing(by: Acting, state: str, outcome: str) -> str:
    """Return the outcome of an appeal, which only the independent person gives.

    Raises NotFound, Conflict("appeal-decided") where none is open, Refused("outcome", "outcome-missing").
    """
    if Right.HEAR_APPEALS not in by.rights:
        raise NotFound()
    if state != APPEALED:
        raise Conflict("appeal-decided")
    if outcome not in OUTCOMES:
        raise Refused("outcome", "outcome-missing")
    return outcome


def may_read(state: str, author_id: int, by: Acting) -> bool:
    """Say whether this person may read the words of a post in that state inside its thread."""
    if state == SHOWN:
        return True
    return state == HELD_BACK and (by.member_id == author_id or (by.is_chair and Right.MODERATE in by.rights))


def counted(values: Iterable[str], names: Iterable[str]) -> Mapping[str, int]:
    """Return how often each name occurs among the values, in the order of the names, nothing left out."""
    found = list(values)
    return MappingProxyType({name: found.count(name) for name in names})


def published(count: int) -> int | None:
    """Return a number as it is published: none as 0, a small one as None (fewer than FEWEST_PUBLISHED)."""
    return count if count == 0 or count >= FEWEST_PUBLISHED else None
