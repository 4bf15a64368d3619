"""The way from one response to what was decided: its themes and choices, the findings that rest on them, and the words
of the plan. Only what one edition has frozen is told; what is not decided there is not decided.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from consult.domain.claims import CLOSED, ORGANISATION, THEME
from consult.domain.report_findings import ReportedEvidence, ReportedFinding
from consult.domain.words_scale import Text

# How a response stands: taken back by its sender, left out by staff, counted with no report yet, come after the newest
# report, counted in themes of it, or counted with its words in no theme.
WITHDRAWN, NOT_COUNTED, NO_REPORT, AFTER_REPORT, IN_THEMES, IN_NO_THEME = (
    "withdrawn", "not-counted", "no-report", "after-report", "in-themes", "in-no-theme")


@dataclass(frozen=True)
class Said:
    """What of a response an edition counted: (theme key, question key) of each passage, (question key, choice) of each
    closed answer, and the response's own public id where it is an organisation's, else ""."""

    themes: Collection[tuple[str, str]] = ()
    choices: Collection[tuple[str, str]] = ()
    organisation: str = ""


@dataclass(frozen=True)
class Reached:
    """A finding that a response is part of, and by what: theme keys, closed answers (question key, choice), or as an
    organisation."""

    finding: ReportedFinding
    themes: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]
    as_organisation: bool

    @property
    def is_decided(self) -> bool:
        """Whether a decision on the finding stands in the edition."""
        return self.finding.decision is not None


@dataclass(frozen=True)
class Chosen:
    """A closed answer in the words that the person read."""

    question: Text
    choice: Text


@dataclass(frozen=True)
class Step:
    """A finding that a response is part of: by which themes (key, name), by which chosen answers."""

    reached: Reached
    themes: tuple[tuple[str, Text], ...]
    chosen: tuple[Chosen, ...]


@dataclass(frozen=True)
class Spoken:
    """The person's own words, empty where they corrected them since, and the theme that an edition counted them in."""

    theme: str
    words: str
    language: str


@dataclass(frozen=True)
class Told:
    """All that the holder of a receipt is told: `state` is one of the six above, days are instants in UTC.

    `is_easy_read` where they answered in Easy Read: then they are given the reasons in it.
    """

    title: Text
    state: str
    received_at: datetime
    corrected_at: datetime | None = None
    excluded_at: datetime | None = None
    is_late: bool = False
    edition: int | None = None
    spoken: tuple[Spoken, ...] = ()
    steps: tuple[Step, ...] = ()
    is_easy_read: bool = False


def reached(findings: Sequence[ReportedFinding], said: Said) -> tuple[Reached, ...]:
    """Return the findings that a response is part of, in their order; those it is no part of are left out.

    What was raised at events, by a forum or by a committee is nobody's single response, and leads nowhere from here.
    """
    found = []
    for finding in findings:
        themes = dict.fromkeys(row.ref for row in finding.evidence if _rests_on_theme(row, said))
        choices = dict.fromkeys(choice for row in finding.evidence
                                if (choice := _choice(row)) is not None and choice in said.choices)
        as_body = bool(said.organisation) and any(
            row.kind == ORGANISATION and row.ref == said.organisation for row in finding.evidence)
        if themes or choices or as_body:
            found.append(Reached(finding, tuple(themes), tuple(choices), as_body))
    return tuple(found)


def _rests_on_theme(row: ReportedEvidence, said: Said) -> bool:
    return row.kind == THEME and any(
        theme == row.ref and row.question in ("", asked) for theme, asked in said.themes)


def _choice(row: ReportedEvidence) -> tuple[str, str] | None:
    if row.kind != CLOSED:
        return None
    question, _colon, choice = row.ref.partition(":")
    return question, choice
