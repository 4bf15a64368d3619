"""Findings and decisions as one edition prints them: frozen values only; how they are drawn is for others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from consult.domain.claims import EVENTS, THEME
from consult.domain.decisions import OUTCOMES

Text = Mapping[str, str]


@dataclass(frozen=True)
class ReportedEvidence:
    """One thing that a finding rests on.

    `kind` is of claims.EVIDENCE_KINDS; `label` says what it is; `ref` leads to it: a theme key, `question:choice`, an
    ask's id. `count` of `base` in `unit` (respondents, events); both None where nothing is counted (a forum's ask, a
    committee's ask) or where it may not be shown. `question` narrows a theme to the answers to one question.
    """

    kind: str
    ref: str
    label: Text
    unit: str = ""
    count: int | None = None
    base: int | None = None
    note: str = ""
    question: str = ""


@dataclass(frozen=True)
class ChangedText:
    """The words of a part of the plan before and after; one of them is empty for a new or a dropped part."""

    node_key: str
    title: Text = field(default_factory=dict)
    before: Text = field(default_factory=dict)
    after: Text = field(default_factory=dict)


@dataclass(frozen=True)
class ReportedDecision:
    """What was decided, by which office and person, on which day (ISO), and why."""

    outcome: str
    reason: Text
    decided_by: str
    office: str
    decided_on: str
    easy_reason: Text = field(default_factory=dict)
    goes_to: str = ""
    later_on: str = ""
    changes: tuple[ChangedText, ...] = ()


@dataclass(frozen=True)
class ReportedFinding:
    """A confirmed finding: respondents of the people read, the word of the scale for it, and what became of it.

    `word` is the author's word in place of the computed one, empty for none; `word_note` says why. `decision` is None
    where nothing is decided yet; `earlier` are those that it took the place of, newest first. `node_titles` stand in
    the order of `node_keys`.
    """

    key: str
    number: int
    claim: Text
    argument: str
    argument_note: str = ""
    few_but_grave: bool = False
    impact_note: str = ""
    groups: tuple[str, ...] = ()
    node_keys: tuple[str, ...] = ()
    is_missing_from_plan: bool = False
    respondents: int = 0
    base: int = 0
    events: int = 0
    events_read: int = 0
    word: str = ""
    word_note: str = ""
    evidence: tuple[ReportedEvidence, ...] = ()
    decision: ReportedDecision | None = None
    node_titles: tuple[Text, ...] = ()
    earlier: tuple[ReportedDecision, ...] = ()

    @property
    def label(self) -> str:
        """What it is called: F1, F2 and so on."""
        return f"F{self.number}"


def by_outcome(findings: Iterable[ReportedFinding]) -> Mapping[str, int]:
    """Return how many findings were decided each way, every way named; those without a decision are under ""."""
    found = dict.fromkeys((*OUTCOMES, ""), 0)
    for finding in findings:
        found[finding.decision.outcome if finding.decision else ""] += 1
    return found


def at_node(findings: Iterable[ReportedFinding], node_key: str) -> tuple[ReportedFinding, ...]:
    """Return the findings that speak of a part of the plan, in the order given."""
    return tuple(finding for finding in findings if node_key in finding.node_keys)


def of_theme(findings: Iterable[ReportedFinding], theme_key: str) -> tuple[ReportedFinding, ...]:
    """Return the findings that rest on a theme, in people's own words or at events, in the order given."""
    return tuple(finding for finding in findings if any(
        row.kind in (THEME, EVENTS) and row.ref == theme_key for row in finding.evidence))
