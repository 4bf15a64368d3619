"""What became of everything that was received, in one word each, so that the sums can be checked; counts no people.

Received is always the sum of all statuses (practice 2.1, C6: nothing is silently dropped), for each way in and each day
in London. A petition is one submission however many signed it (C5).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

WAITING, ACCEPTED, LATE, DUPLICATE = "waiting", "accepted", "late", "duplicate"
WITHDRAWN, EXCLUDED, UNREADABLE = "withdrawn", "excluded", "unreadable"
STATUSES = (WAITING, ACCEPTED, LATE, DUPLICATE, WITHDRAWN, EXCLUDED, UNREADABLE)

Place = TypeVar("Place")

# Reasons for which a response is not counted that are statuses of their own; every other one is "excluded".
STATUS_OF_REASON: Mapping[str, str] = {
    "importing": WAITING, "out-of-time": LATE, "duplicate": DUPLICATE, "withdrawn": WITHDRAWN,
    "unreadable": UNREADABLE,
}
# Its sender sent a newer form of it: only that one is in the register, for nothing was received twice.
REPLACED = "corrected"


@dataclass(frozen=True)
class Tally:
    """How many were received, and how many of them have each status; `late_counted` of the accepted came late."""

    received: int = 0
    by_status: Mapping[str, int] = field(default_factory=dict)
    late_counted: int = 0

    def of(self, status: str) -> int:
        """Return how many have a status; raises ValueError for a word that is none."""
        if status not in STATUSES:
            raise ValueError(f"no status is called {status}")
        return self.by_status.get(status, 0)

    @property
    def is_balanced(self) -> bool:
        """Whether every one received has one status, and only one."""
        return (self.received == sum(self.by_status.values()) and self.late_counted <= self.of(ACCEPTED)
                and set(self.by_status) <= set(STATUSES) and all(count >= 0 for count in self.by_status.values()))


@dataclass(frozen=True)
class Line:
    """What came by one way on one day in London; `sample` is the public id of a panel, empty for everyone else."""

    sample: str
    channel: str
    day: date
    tally: Tally


def status_of_response(excluded_reason: str | None, *, is_linked: bool) -> str | None:
    """Return the status of a response; None for one that a newer form took the place of, which is not in the register.

    `is_linked`: its sender is counted with another response of theirs (practice 2.1, C6).
    """
    if excluded_reason == REPLACED:
        return None
    if excluded_reason is not None:
        return STATUS_OF_REASON.get(excluded_reason, EXCLUDED)
    return DUPLICATE if is_linked else ACCEPTED


def together(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of tallies of one sample; there is no sum over samples."""
    received, late_counted, by_status = 0, 0, dict[str, int]()
    for tally in tallies:
        received += tally.received
        late_counted += tally.late_counted
        for status, count in tally.by_status.items():
            by_status[status] = by_status.get(status, 0) + count
    return Tally(received, by_status, late_counted)


def by_channel(lines: Iterable[Line], sample: str = "") -> dict[str, Tally]:
    """Return the tallies of one sample by way in."""
    return _grouped((line.channel, line.tally) for line in lines if line.sample == sample)


def by_day(lines: Iterable[Line], sample: str = "") -> dict[date, Tally]:
    """Return the tallies of one sample by day, in order."""
    return dict(sorted(_grouped((line.day, line.tally) for line in lines if line.sample == sample).items()))


def unbalanced(lines: Iterable[Line]) -> list[Line]:
    """Return the lines where what was received is not the sum of what became of it; there should be none."""
    return [line for line in lines if not line.tally.is_balanced]


def _grouped(pairs: Iterable[tuple[Place, Tally]]) -> dict[Place, Tally]:
    found: dict[Place, list[Tally]] = {}
    for place, tally in pairs:
        found.setdefault(place, []).append(tally)
    return {place: together(tallies) for place, tallies in found.items()}
