"""You said, we did: the findings of one edition and what was decided, sorted for readers; nothing is counted anew.

By theme, by part of the plan, by borough and for young people: the same findings each time, so that the ways agree.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consult.domain.report_findings import ReportedFinding, of_theme
from consult.domain.reports import Cell, Report, Table, Text

BY_THEME, BY_PART, BY_BOROUGH = "theme", "plan", "borough"
WAYS = (BY_THEME, BY_PART, BY_BOROUGH)
# The protected tables that tell of boroughs: who answered from where, and which themes they spoke of.
FROM_WHERE, THEMES_THERE = "profile-borough", "equality-themes-borough"
# The key of what the plan does not speak of.
MISSING = "missing"
YOUNG = frozenset({"children", "young-people"})
# No more themes stand under one borough: the rest is in the table of the report.
MOST_THEMES = 5


@dataclass(frozen=True)
class Group:
    """Findings under one heading; the title of what is missing from the plan is empty: it is the reader's language's
    to say."""

    key: str
    title: Text
    findings: tuple[ReportedFinding, ...]


@dataclass(frozen=True)
class ThemeThere:
    """A theme that people of a borough spoke of, the number as the report prints it, and the findings on it."""

    key: str
    name: Text
    cell: Cell
    findings: tuple[ReportedFinding, ...]


@dataclass(frozen=True)
class Borough:
    """A borough, how many people answered from it as the report prints it, and what they spoke of most."""

    key: str
    name: Text
    people: Cell
    themes: tuple[ThemeThere, ...]


def by_theme(report: Report) -> tuple[Group, ...]:
    """Return the findings under each theme that they rest on, the most spoken of first; a finding can stand under
    several."""
    most = _most_spoken(report)
    names = {theme.key: theme.name for theme in report.themes}
    groups = (Group(key, names[key], of_theme(report.findings, key))
              for key in sorted(names, key=lambda key: (-most[key], names[key].get("en", ""))))
    return tuple(group for group in groups if group.findings)


def by_part(report: Report) -> tuple[Group, ...]:
    """Return the findings under each part of the plan in its order, what is missing from it at the end."""
    titles: dict[str, Text] = {node.key: node.title for node in report.nodes}
    titles |= {node.key: node.title for node in report.nodes_nothing_said}
    for finding in report.findings:
        titles |= {key: title for key, title in zip(finding.node_keys, finding.node_titles, strict=False)
                   if key not in titles}
    groups = [Group(key, title, tuple(one for one in report.findings if key in one.node_keys))
              for key, title in titles.items()]
    missing = tuple(one for one in report.findings if one.is_missing_from_plan)
    return tuple(group for group in (*groups, Group(MISSING, {}, missing)) if group.findings)


def by_borough(report: Report) -> tuple[Borough, ...]:
    """Return each borough that the report prints a number of, and what people there spoke of most.

    Every number is one that the report prints already: a hidden one stays hidden, and nothing is taken apart.
    """
    tables = {table.table_id: table for table in report.tables}
    people, themes = tables.get(FROM_WHERE), tables.get(THEMES_THERE)
    if people is None:
        return ()
    names = {theme.key: theme.name for theme in report.themes}
    column = people.columns[0].key
    return tuple(
        Borough(row.key, row.label, people.cells[row.key, column], _themes_there(report, names, themes, row.key))
        for row in people.rows if people.cells[row.key, column].count is not None)


def _themes_there(report: Report, names: Mapping[str, Text], table: Table | None, borough: str
                  ) -> tuple[ThemeThere, ...]:
    if table is None:
        return ()
    # Where boroughs are many, they are the rows of the table and themes its columns.
    shown = [(key, cell) for key in names
             if (cell := table.cells.get((borough, key)) or table.cells.get((key, borough))) is not None and cell.count]
    shown.sort(key=lambda pair: (-(pair[1].count or 0), names[pair[0]].get("en", "")))
    return tuple(ThemeThere(key, names[key], cell, of_theme(report.findings, key))
                 for key, cell in shown[:MOST_THEMES])


def for_young_people(report: Report) -> tuple[ReportedFinding, ...]:
    """Return the findings that concern children and young people, else all: decided ones first, then by number."""
    about = [finding for finding in report.findings if YOUNG & set(finding.groups)]
    return tuple(sorted(about or report.findings, key=lambda finding: (finding.decision is None, finding.number)))


def undecided(findings: Iterable[ReportedFinding]) -> int:
    """Return how many findings nobody has decided on."""
    return sum(finding.decision is None for finding in findings)


def _most_spoken(report: Report) -> dict[str, int]:
    """Return for each theme the largest number of people who spoke of it in answer to one question."""
    most: dict[str, int] = {}
    for theme in report.themes:
        most[theme.key] = max(most.get(theme.key, 0), theme.respondents)
    return most
