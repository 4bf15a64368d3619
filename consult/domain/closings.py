"""When a consultation closes, for whom, and what may still move once people can answer; instants are in UTC."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from consult.domain import consultations
from consult.domain.channels import CHANNELS
from consult.domain.errors import Conflict, Refused
from consult.domain.responses import check_window

# The ways to answer that may close later than the rest, where their format came late. The online form closes with the
# consultation: a later date for it alone would shut out those who have no Internet.
LATE_CHANNELS = tuple(channel for channel in CHANNELS if channel != "online")
MOST_REASON = 500
MOST_GRACE = 1440
# What people are told before they begin, with the refusal of a change once they can: the close only moves with a
# public reason, and what happens to late answers not at all (practice C7: the policy is stated beforehand).
PROMISED = {"closes_at": "closing-needs-reason", "late_answers": "late-fixed", "grace_minutes": "late-fixed"}


@dataclass(frozen=True)
class Extension:
    """A later close asked for: until when, with the public reason by language; `channel` None is everyone."""

    closes_at: datetime
    reason: Mapping[str, str]
    channel: str | None = None


def closes_at_for(closes_at: datetime, changes: Iterable[tuple[str | None, datetime]], channel: str | None) -> datetime:
    """Return the instant until which answers by one channel are in time.

    `closes_at` is the consultation's own close, `changes` are (channel, later close); a channel never closes earlier
    than the consultation does.
    """
    return max([closes_at, *(later for of, later in changes if of is not None and of == channel)])


def may_go_on(opens_at: datetime, closes_at: datetime, now: datetime, *, grace_minutes: int,
              begun_at: datetime | None = None) -> bool:
    """Return whether pages may still be written and sent: open, or begun before the close and within the grace."""
    try:
        check_window(opens_at, closes_at, now, grace=timedelta(minutes=grace_minutes), begun_at=begun_at)
    except Refused:
        return False
    return True


def has_opened(*, is_visible: bool, opens_at: datetime, has_responses: bool, now: datetime) -> bool:
    """Return whether people can answer already, or have: then what was promised to them is fixed."""
    return has_responses or (is_visible and consultations.state(opens_at, opens_at, now) != "upcoming")


def check_promises(standing: Mapping[str, object], facts: Mapping[str, object]) -> None:
    """Raise Refused where set-up would change what people who can answer already were told; see PROMISED."""
    for name, code in PROMISED.items():
        if name in facts and facts[name] != standing[name]:
            raise Refused("closes_on" if name == "closes_at" else name, code)


def check_late_policy(late_answers: object, grace_minutes: object) -> None:
    """Raise Refused unless what happens to late answers is one of the known ways and the grace is up to a day."""
    if late_answers not in consultations.LATE_ANSWERS:
        raise Refused("late_answers", "option-unknown")
    if not isinstance(grace_minutes, int) or not 0 <= grace_minutes <= MOST_GRACE:
        raise Refused("grace_minutes", "grace-range", {"most": MOST_GRACE})


def check_extension(asked: Extension, standing: datetime, now: datetime, *, is_reported: bool) -> None:
    """Raise unless a close may move from `standing` to what is asked for.

    Raises Conflict("closing-reported") once an edition of the report is published, Refused for an unknown channel, a
    reason that is missing in English or too long, and for a close that is not later than the one that stands or past.
    """
    if is_reported:
        raise Conflict("closing-reported")
    if asked.channel is not None and asked.channel not in LATE_CHANNELS:
        raise Refused("channel", "option-unknown")
    if asked.closes_at <= standing or asked.closes_at <= now:
        raise Refused("closes_on", "closing-not-later")
    if not asked.reason.get("en"):
        raise Refused("reason-en", "reason-missing")
    for language, words in asked.reason.items():
        if len(words) > MOST_REASON:
            raise Refused(f"reason-{language}", "reason-long", {"limit": MOST_REASON})
