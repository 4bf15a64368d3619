"""The frozen report: every number and word of one published edition as plain values; how it looks is for others."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from consult.domain.forum_voices import ForumVoice

Text = Mapping[str, str]
"""Language tag (BCP 47) to words."""

SOURCE_LANGUAGE = "en"
PERCENT_BASE = 30
# A note under a table: some of the people counted in it answered other words of the question.
NOTE_REWORDED = "question-reworded"
# The words scale is printed in the report: (lowest whole percentage, code), highest first.
WORDS_SCALE = (
    (90, "nearly-all"), (60, "most"), (51, "more-than-half"), (45, "about-half"), (25, "many"), (10, "some"),
    (0, "a-few"),
)


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
    named.
    """

    text: str
    language: str
    attribution: str
    theme_key: str
    plan_node_key: str | None
    is_translated: bool
    passage_ref: str
    translated_from: str = ""


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
    """A part of the plan that people spoke of."""

    key: str
    title: Text
    themes: tuple[NodeTheme, ...]


@dataclass(frozen=True)
class PlanNodeName:
    """A part of the plan by name only."""

    key: str
    title: Text


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
    """One edition of a report: never edited after; times are ISO 8601 in UTC."""

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


def pick(text: Text, language: str) -> tuple[str, str]:
    """Return (words, language they are in): the language asked for, else English, else the first there is, else ''."""
    for tag in (language, SOURCE_LANGUAGE, *sorted(text)):
        if text.get(tag):
            return text[tag], tag
    return "", language


def whole_percent(count: int, base: int) -> int:
    """Return `count` as a whole percentage of `base`, halves up; raises ValueError where that is not a share."""
    if base <= 0 or not 0 <= count <= base:
        raise ValueError("a share needs 0 <= count <= base and a base")
    return (200 * count + base) // (2 * base)


def words_for_share(count: int, base: int) -> str:
    """Return the code of the words scale for `count` of `base` people.

    `counts` below a base of 30 (use the numbers), `none` for nobody, `one-or-two` up to two people whatever the share,
    else the scale by the whole percentage that is printed beside it. Raises ValueError unless 0 <= count <= base.
    """
    if not 0 <= count <= base:
        raise ValueError("a share needs 0 <= count <= base")
    if base < PERCENT_BASE:
        return "counts"
    if count <= 2:
        return "one-or-two" if count else "none"
    return word_for_percent(whole_percent(count, base))


def word_for_percent(percent: int) -> str:
    """Return the code of the words scale for a whole percentage from 0 to 100."""
    return next(code for lowest, code in WORDS_SCALE if percent >= lowest)
