"""What must be true of a note of what was done to reach people; how many came is counted elsewhere."""

from collections.abc import Container
from datetime import date

from consult.domain.errors import Refused

LONGEST = 2000
# Ten million pounds: more than any of it can cost, and a number that every database holds.
MOST_PENCE = 10**9


def check(*, what: str, result: str, done_on: date | None, today: date, cost_pence: int | None,
          group: tuple[str, str], groups: Container[tuple[str, str]]) -> None:
    """Raise Refused where the note is not right; `groups` holds the (question key, choice) that can be named.

    What was done has words and a day that has come; a cost is in pence and not below nothing.
    """
    if not what.strip():
        raise Refused("what", "action-missing")
    for name, words in (("what", what), ("result", result)):
        if len(words) > LONGEST:
            raise Refused(name, "action-long", {"limit": LONGEST})
    if done_on is None:
        raise Refused("done_on", "action-day-missing")
    if done_on > today:
        raise Refused("done_on", "action-day-ahead")
    if group not in groups:
        raise Refused("group", "option-unknown")
    if cost_pence is not None and not 0 <= cost_pence <= MOST_PENCE:
        raise Refused("cost", "action-cost-wrong")
