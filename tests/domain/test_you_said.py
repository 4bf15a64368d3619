"""You said, we did: the same findings by theme, part of the plan and borough, and no number that is not printed."""

from dataclasses import replace

import pytest

from consult.domain import you_said
from consult.domain.report_findings import ReportedDecision, ReportedEvidence, ReportedFinding
from consult.domain.reports import (
    Cell,
    Column,
    Counters,
    HowAsked,
    NodeSection,
    PeopleAndMachines,
    Report,
    Row,
    Table,
    ThemeSection,
)

HIDDEN = Cell(None, None, None, "small-number")


def test_findings_stand_under_each_theme_that_they_rest_on_the_most_spoken_of_first() -> None:
    found = you_said.by_theme(report(finding(1, "foot", "hate"), finding(2, "hate")))
    assert [(group.key, [one.number for one in group.findings]) for group in found] == [
        ("hate", [1, 2]), ("foot", [1])]


def test_a_theme_without_a_finding_says_nothing_here() -> None:
    assert you_said.by_theme(report(finding(1, "foot")))[0].key == "foot"
    assert you_said.by_theme(report()) == ()


def test_parts_of_the_plan_come_in_its_order_and_what_is_missing_comes_last() -> None:
    found = you_said.by_part(report(
        finding(1, "foot", nodes=("b",)), finding(2, "foot", nodes=("b", "a")), finding(3, "hate", missing=True)))
    assert [(group.key, [one.number for one in group.findings]) for group in found] == [
        ("a", [2]), ("b", [1, 2]), ("missing", [3])]


@pytest.mark.parametrize("turned", [False, True])
def test_a_borough_with_a_hidden_number_is_left_out_and_a_hidden_theme_too(turned: bool) -> None:
    cells = {("foot", "camden"): Cell(20, 40, 50), ("hate", "camden"): HIDDEN, ("foot", "hackney"): Cell(10, 15, None)}
    given = replace(report(finding(1, "foot")), tables=(
        table("profile-borough", {"camden": Cell(40, 90, 44), "hackney": HIDDEN}, "respondents"),
        crossed({(column, row) if turned else (row, column): cell for (row, column), cell in cells.items()})))
    [borough] = you_said.by_borough(given)
    assert (borough.key, [(theme.key, theme.cell.count) for theme in borough.themes]) == ("camden", [("foot", 20)])
    assert [one.number for one in borough.themes[0].findings] == [1]


def test_without_a_table_of_boroughs_nothing_is_said_of_any() -> None:
    assert you_said.by_borough(report(finding(1, "foot"))) == ()


def test_young_people_read_what_concerns_them_decided_ones_first() -> None:
    findings = (finding(1, "foot"), finding(2, "foot", groups=("children",)),
                finding(3, "foot", groups=("young-people",), outcome="accepted"))
    assert [one.number for one in you_said.for_young_people(report(*findings))] == [3, 2]
    assert [one.number for one in you_said.for_young_people(report(findings[0]))] == [1]
    assert you_said.undecided(findings) == 2


def finding(number: int, *themes: str, nodes: tuple[str, ...] = (), missing: bool = False,
            groups: tuple[str, ...] = (), outcome: str = "") -> ReportedFinding:
    decision = ReportedDecision(outcome, {"en": "A reason."}, "A name", "An office", "2027-03-01") if outcome else None
    return ReportedFinding(
        f"f{number}", number, {"en": "People say so."}, "fair", node_keys=nodes, is_missing_from_plan=missing,
        groups=groups, decision=decision,
        evidence=tuple(ReportedEvidence("theme", key, {"en": key}) for key in themes))


def table(table_id: str, cells: dict[str, Cell], column: str) -> Table:
    return Table(table_id, {"en": table_id}, "respondents", tuple(Row(key, {"en": key}) for key in cells),
                 (Column(column, {"en": column}),), {(key, column): cell for key, cell in cells.items()},
                 is_protected=True)


def crossed(cells: dict[tuple[str, str], Cell]) -> Table:
    rows, columns = dict.fromkeys(row for row, _column in cells), dict.fromkeys(column for _row, column in cells)
    return Table("equality-themes-borough", {"en": "Themes"}, "respondents",
                 tuple(Row(key, {"en": key}) for key in rows), tuple(Column(key, {"en": key}) for key in columns),
                 cells, is_protected=True)


def report(*findings: ReportedFinding) -> Report:
    themes = tuple(ThemeSection(key, {"en": key}, {}, "words", people, 100, {})
                   for key, people in (("foot", 10), ("hate", 30), ("silent", 50)))
    return Report(
        "a-plan", {"en": "A plan"}, 1, "2027-03-01T00:00:00+00:00", "0" * 64, False, Counters(1, 1, 0, 0),
        HowAsked("2027-01-01", "2027-02-01", ("online",), ("en",)), PeopleAndMachines(1, 1, 1, 0, 1), themes=themes,
        nodes=(NodeSection("a", {"en": "A"}, ()), NodeSection("b", {"en": "B"}, ())), findings=findings)
