"""What forums asked, in the group's own words beside the reply and the group's mark, frozen for a report."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from consult.domain.asks import CAME_LATE, IN_TIME, LATE, WAITING

Text = Mapping[str, str]
# The counts of a forum's asks that a report prints, in this order.
COUNTS = ("asked", IN_TIME, CAME_LATE, LATE, WAITING, "answers-us")


@dataclass(frozen=True)
class VoicedReply:
    """What a body replied: a code of `asks.OUTCOMES`, its reason (Easy Read too), ISO days, and a code of `MARKS`.

    `later_on` is empty unless the outcome is `later`, `goes_to` unless it is `not-ours`; `mark` is empty until the
    group has marked the reply.
    """

    outcome: str
    reason: str
    replied_on: str
    signed: str = ""
    easy: str = ""
    later_on: str = ""
    goes_to: str = ""
    mark: str = ""
    mark_words: str = ""


@dataclass(frozen=True)
class VoicedAsk:
    """An ask as it went out: days are ISO dates; `timeliness` and `days_late` are of the day of the report.

    `node_key` is empty where the group ties it to no part of the plan. `before` are the words of that part when the
    group asked, `after` those of the newest version where they differ, both by language; empty where there are none.
    """

    ask_id: str
    title: str
    text: str
    addressee: str
    sent_on: str
    due_on: str
    timeliness: str
    days_late: int
    language: str = "en"
    easy: str = ""
    node_key: str = ""
    node_title: Text = field(default_factory=dict)
    before: Text = field(default_factory=dict)
    after: Text = field(default_factory=dict)
    replies: tuple[VoicedReply, ...] = ()

    @property
    def last_mark(self) -> str:
        """The mark of the newest reply, empty for none."""
        return self.replies[-1].mark if self.replies else ""


@dataclass(frozen=True)
class ForumVoice:
    """A forum that wants to be seen, and what it asked, the oldest first."""

    slug: str
    name: str
    asks: tuple[VoicedAsk, ...]


def counted(asks: Iterable[VoicedAsk]) -> Mapping[str, int]:
    """Return how many asks went out, by when their reply came, and how many the group says are answered."""
    found = dict.fromkeys(COUNTS, 0)
    for ask in asks:
        found["asked"] += 1
        found[ask.timeliness] += 1
        found["answers-us"] += ask.last_mark == "answers-us"
    return found


def asks_at(forums: Iterable[ForumVoice], node_key: str) -> tuple[tuple[ForumVoice, VoicedAsk], ...]:
    """Return the asks that are tied to a part of the plan, each with its forum."""
    return tuple((forum, ask) for forum in forums for ask in forum.asks if node_key and ask.node_key == node_key)
