"""Who answered beside who lives in London, and what was done to reach them, as one edition prints it: frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Text = Mapping[str, str]


@dataclass(frozen=True)
class ReportedGroup:
    """A group beside its benchmark; every number of ours is the protected one of its profile table, None where hidden.

    `choice` is a row of that table, or several with `+` between them. `percent` is of `base`, the people who said what
    they are; `gap` is in points (ours less theirs); `low` and `high` are the whole percentages of the 95% interval of
    ours. `verdict`: `under`, `over`, `about`, or empty where the numbers allow none; `why` is then the reason (a code
    of `representation`). What holds for the question as a whole stands with each of its groups: `asked` is its words,
    `not_said` who would not say, `missing` who did not answer, `index` how like London it is (0 to 100).
    """

    question_key: str
    choice: str
    label: Text
    percent: int | None
    benchmark: float | None
    gap: int | None = None
    low: int | None = None
    high: int | None = None
    verdict: str = ""
    source: str = ""
    ages: str = ""
    count: int | None = None
    base: int | None = None
    suppression: str = ""
    why: str = ""
    asked: Text = field(default_factory=dict)
    not_said: int | None = None
    missing: int | None = None
    index: int | None = None


@dataclass(frozen=True)
class ReportedAction:
    """What was done to reach a group and what came of it; `group` is empty for everyone."""

    what: str
    done_on: str
    result: str = ""
    group: Text = field(default_factory=dict)


@dataclass(frozen=True)
class ReportedFigure:
    """A figure from outside, with all that it needs beside it, in the order in which figures stand.

    Figures with the same `beside` may be compared. `missing` names what a figure does not carry (domain.figures).
    """

    key: str
    text: str
    measure: str
    group: str
    period: str
    period_type: str
    value: str
    unit: str
    base: str
    source: str
    claimed_by: str = ""
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    beside: int = 0
