"""The ledger of conscientious consideration: what was said, what was decided on it, why, and what the plan says now.

One line for each finding, for each theme that is in no finding, and for each ask of a forum, so that a gap is seen.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from consult.domain.reports import Text

# What a line is about.
FINDING, THEME, FORUM_ASK = "finding", "theme", "forum-ask"
KINDS = (FINDING, THEME, FORUM_ASK)
# Where a line stands: something was decided, or what is still to be done, the first step last.
DECIDED, UNDECIDED, DRAFT, SET_ASIDE, NO_FINDING, NO_REPLY = (
    "decided", "undecided", "draft", "set-aside", "no-finding", "no-reply")
STANDINGS = (DECIDED, UNDECIDED, DRAFT, SET_ASIDE, NO_FINDING, NO_REPLY)


@dataclass(frozen=True)
class PlanPart:
    """A part of the plan by key and name, and its words before and after a decision; both empty where none changed."""

    key: str
    title: Text
    before: Text = field(default_factory=dict)
    after: Text = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """What was decided or replied: a code, why, by whom and on which day (ISO); `goes_to` for another body's task.

    `is_current` is false for one that a newer one took the place of: it stays to be read.
    """

    outcome: str
    reason: Text
    decided_by: str
    office: str
    decided_on: str
    goes_to: str = ""
    later_on: str = ""
    parts: tuple[PlanPart, ...] = ()
    is_current: bool = True


@dataclass(frozen=True)
class Line:
    """One line: `number` is F1 for a finding, else empty; `said` are the words of the finding, theme or ask.

    `respondents` of `base` people spoke of it, `events` raised it; None where that kind of line counts no people.
    `themes` are the names of the themes behind a finding, `by` the forum of an ask. `verdicts` stand newest first.
    `note` is why a finding was set aside.
    """

    kind: str
    ref: str
    number: str
    said: Text
    standing: str
    respondents: int | None = None
    base: int | None = None
    events: int | None = None
    themes: tuple[str, ...] = ()
    by: str = ""
    parts: tuple[PlanPart, ...] = ()
    is_missing: bool = False
    verdicts: tuple[Verdict, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Ledger:
    """Every line of a consultation on one day (ISO): findings by number, then themes, then the asks of forums."""

    title: Text
    on: str
    lines: tuple[Line, ...]


def counted(lines: Iterable[Line]) -> Mapping[str, int]:
    """Return how many lines stand at each point, every point named, so that nothing to do is a nought and no gap."""
    found = dict.fromkeys(STANDINGS, 0)
    for line in lines:
        found[line.standing] += 1
    return found


def outcomes(lines: Iterable[Line]) -> Mapping[str, int]:
    """Return how many lines were decided each way, by the code of what stands; only codes that occur."""
    found: dict[str, int] = {}
    for line in lines:
        for verdict in line.verdicts[:1]:
            if verdict.is_current:
                found[verdict.outcome] = found.get(verdict.outcome, 0) + 1
    return found


def narrowed(lines: Sequence[Line], standing: str) -> tuple[Line, ...]:
    """Return the lines that stand at one point, all of them for an empty one."""
    return tuple(line for line in lines if not standing or line.standing == standing)
