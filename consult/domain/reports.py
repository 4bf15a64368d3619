"""The frozen report: every number and word of one published edition as plain values; how it looks is for others."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from consult.domain.forum_voices import ForumVoice
from consult.domain.report_chapters import Chapter
from consult.domain.report_editions import ReportedCode, ReportedEdition, Scope, SignOff, Waiting
from consult.domain.report_findings import ReportedFinding
from consult.domain.report_organisations import ReportedOrganisation
from consult.domain.report_people import ReportedAction, ReportedFigure, ReportedGroup
from consult.domain.report_scrutiny import ReportedCheck, ReportedCommittee, ReportedStep
from consult.domain.words_scale import PERCENT_BASE as PERCENT_BASE
from consult.domain.words_scale import SOURCE_LANGUAGE as SOURCE_LANGUAGE
from consult.domain.words_scale import WORDS_SCALE as WORDS_SCALE
from consult.domain.words_scale import Text as Text
from consult.domain.words_scale import pick as pick
from consult.domain.words_scale import whole_percent as whole_percent
from consult.domain.words_scale import word_for_percent as word_for_percent
from consult.domain.words_scale import words_for_share as words_for_share

# A note under a table: some of the people counted in it answered other words of the question.
NOTE_REWORDED = "question-reworded"


@dataclass(frozen=True)
class Cell:
    """One number: `suppression` is empty, `small-number`, `secondary`, or `small-base` (no percentage only)."""

    count: int | None
    base: int | None
    percent: int | None
    suppression: str = ""


@dataclass(frozen=True)
class Row:
    """A row of a table: `key` is stable and stands in every file."""

    key: str
    label: Text


@dataclass(frozen=True)
class Column:
    """A column of a table: `key` is stable and stands in every file."""

    key: str
    label: Text


@dataclass(frozen=True)
class Table:
    """A table with its unit (a code such as `respondents`); cells by (row key, column key); notes are codes."""

    table_id: str
    title: Text
    unit: str
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    cells: Mapping[tuple[str, str], Cell]
    notes: tuple[str, ...] = ()
    is_protected: bool = False


@dataclass(frozen=True)
class Quote:
    """Words that a person agreed to see published, redacted; `attribution` is a code of a broad type.

    `translated_from` is the language of translated words (BCP 47), empty where so few people used it that it is not
    named. `stance` is empty in older editions.
    """

    text: str
    language: str
    attribution: str
    theme_key: str
    plan_node_key: str | None
    is_translated: bool
    passage_ref: str
    translated_from: str = ""
    stance: str = ""


@dataclass(frozen=True)
class PlanLink:
    """A theme's tie to a part of the plan, with the reason that a person gave."""

    node_key: str
    title: Text
    reason: str


@dataclass(frozen=True)
class ThemeSection:
    """What was said on one theme in answer to one question; `stances` maps a stance to respondents.

    Where not every answer was read, `low_percent` and `high_percent` are the ends of the 95% interval of the share of
    everyone who answered; both None where all was read, or too little for a percentage.
    """

    key: str
    name: Text
    definition: Text
    question_key: str
    respondents: int
    base: int
    stances: Mapping[str, int]
    links: tuple[PlanLink, ...] = ()
    quotes: tuple[Quote, ...] = ()
    low_percent: int | None = None
    high_percent: int | None = None


@dataclass(frozen=True)
class NodeTheme:
    """A theme under a part of the plan: how many respondents spoke of it there, out of how many."""

    theme_key: str
    name: Text
    respondents: int
    base: int
    reason: str


@dataclass(frozen=True)
class NodeSection:
    """A part of the plan that people spoke of; `objective` is the key of the topmost part that it belongs to."""

    key: str
    title: Text
    themes: tuple[NodeTheme, ...]
    objective: str = ""


@dataclass(frozen=True)
class PlanNodeName:
    """A part of the plan by name only; `kind` is the plan's own word for it, empty in older editions."""

    key: str
    title: Text
    kind: str = ""


@dataclass(frozen=True)
class NowhereTheme:
    """A theme that a person found to belong to no part of the plan, and why."""

    theme_key: str
    name: Text
    respondents: int
    reason: str


@dataclass(frozen=True)
class Counters:
    """Four counts of four different things; they are never added together."""

    submissions: int
    respondents: int
    organisations: int
    event_participants: int


@dataclass(frozen=True)
class HowAsked:
    """When (ISO dates), by which channels (codes) and in which languages (tags) people could answer."""

    opened_on: str
    closed_on: str
    channels: tuple[str, ...]
    languages: tuple[str, ...]
    words: Text = field(default_factory=dict)


@dataclass(frozen=True)
class Exclusion:
    """How many submissions were kept but not counted, for one reason (a code)."""

    reason: str
    count: int


@dataclass(frozen=True)
class QuestionReading:
    """How far the answers to a free-text question were read by people and coded; not answering is not an answer."""

    question_key: str
    label: Text
    answers: int
    read: int
    coded: int
    not_answered: int = 0


@dataclass(frozen=True)
class PeopleAndMachines:
    """Facts on who did the reading; `machine_tasks` are codes of what machines did, empty when nothing.

    Of the answers, `in_other_languages` were not given in English: `translated` of them, from so many languages, were
    put into it by a person, `second_checked` of these were checked by another, and `waiting` still wait.
    """

    answers: int
    read_by_people: int
    codings: int
    codings_suggested: int
    coders: int
    machine_tasks: tuple[str, ...] = ()
    in_other_languages: int = 0
    translated: int = 0
    translated_languages: int = 0
    second_checked: int = 0
    waiting: int = 0


@dataclass(frozen=True)
class Report:
    """One edition of a report: never edited after; times are ISO 8601 in UTC.

    What stands from `objectives` on is empty in editions from before reports were trees. `sign_off` is None in an
    interim edition and in those; `waiting` is what was not done when it was published, and `changes` what changed since
    the edition before.
    """

    consultation_slug: str
    title: Text
    edition: int
    published_at: str
    dataset_digest: str
    is_example: bool
    counters: Counters
    how_asked: HowAsked
    people_and_machines: PeopleAndMachines
    summary: Text = field(default_factory=dict)
    who_is_missing: Text = field(default_factory=dict)
    exclusions: tuple[Exclusion, ...] = ()
    tables: tuple[Table, ...] = ()
    themes: tuple[ThemeSection, ...] = ()
    nodes: tuple[NodeSection, ...] = ()
    nodes_nothing_said: tuple[PlanNodeName, ...] = ()
    themes_nowhere: tuple[NowhereTheme, ...] = ()
    uncoded: tuple[QuestionReading, ...] = ()
    status: str = "published"
    forums: tuple[ForumVoice, ...] = ()
    objectives: tuple[PlanNodeName, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    scope: Scope | None = None
    findings: tuple[ReportedFinding, ...] = ()
    committees: tuple[ReportedCommittee, ...] = ()
    timeline: tuple[ReportedStep, ...] = ()
    checklists: tuple[ReportedCheck, ...] = ()
    groups: tuple[ReportedGroup, ...] = ()
    actions: tuple[ReportedAction, ...] = ()
    outside_figures: tuple[ReportedFigure, ...] = ()
    organisations: tuple[ReportedOrganisation, ...] = ()
    code_frame: tuple[ReportedCode, ...] = ()
    sign_off: SignOff | None = None
    waiting: tuple[Waiting, ...] = ()
    changes: Text = field(default_factory=dict)
    change_log: tuple[ReportedEdition, ...] = ()
