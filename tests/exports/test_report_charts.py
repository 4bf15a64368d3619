"""Which chart stands for a table, and that none is drawn where too little may be shown."""

import dataclasses

from consult.domain.disclosure import Counts, exact, protect
from consult.domain.reports import Column
from consult.exports import report_charts
from consult.exports.charts import BARS, DOTS, STACKED
from tests.exports.conftest import table


def test_answers_on_one_scale_are_parts_of_a_whole(plain):
    chart = report_charts.of(agree(), "en", plain)
    assert chart.kind == STACKED and [part.percent for part in chart.lines[0].parts] == [60, 40]
    assert chart.summary == "People who chose to answer (100): most often “Agree”, 60%."


def test_a_panel_is_a_bar_of_its_own_by_its_weighted_share(plain):
    one = agree()
    cells = dict(one.cells)
    for key, people, share in (("agree", 20, 55), ("disagree", 16, 45)):
        cells[key, "p1-people"] = dataclasses.replace(cells[key, "respondents"], count=people, percent=None)
        cells[key, "p1-percent"] = dataclasses.replace(cells[key, "respondents"], count=share, base=None, percent=None)
    columns = (*one.columns, Column("p1-people", {"en": "Panel: people"}), Column("p1-percent", {"en": "Panel"}))
    chart = report_charts.of(dataclasses.replace(one, columns=columns, cells=cells), "en", plain)
    assert [[part.percent for part in line.parts] for line in chart.lines] == [[60, 40], [55, 45]]


def test_tick_all_questions_are_bars(plain):
    counts = Counts(("a", "b"), ("respondents",), {("a", "respondents"): 80, ("b", "respondents"): 70},
                    bases={("a", "respondents"): 100, ("b", "respondents"): 100})
    chart = report_charts.of(table("answers-many", {"en": "Many"}, exact(counts)), "en", plain)
    assert chart.kind == BARS and chart.top == 100


def test_few_answers_have_no_stacked_bar(plain):
    counts = Counts(("a", "b"), ("respondents",), {("a", "respondents"): 8, ("b", "respondents"): 7})
    assert report_charts.of(table("answers-aim", {"en": "An aim"}, exact(counts)), "en", plain).kind == BARS


def test_a_table_of_which_most_is_hidden_has_no_chart(plain):
    rows = {"a": 3, "b": 4, "c": 2, "d": 90}
    made = protect(Counts(tuple(rows), ("people",), {(row, "people"): n for row, n in rows.items()}, ("age",)))
    assert report_charts.of(table("profile-age", {"en": "Age"}, made), "en", plain) is None


def test_groups_stand_beside_their_share_of_london(plain):
    rows = {"men": 60, "women": 140}
    made = protect(Counts(tuple(rows), ("people",), {(row, "people"): n for row, n in rows.items()}, ("sex",)))
    chart = report_charts.of(table("profile-sex", {"en": "Sex"}, made), "en", plain, {"men": 48.5, "women": 51.5})
    assert chart.kind == DOTS
    assert [(line.value, line.reference) for line in chart.lines] == [(30, 48.5), (70, 51.5)]


def test_victims_and_others_are_dots_with_all_of_them_marked(plain):
    cells = {("victims", "agree"): 30, ("victims", "other"): 30, ("others", "agree"): 60, ("others", "other"): 20}
    made = protect(Counts(("victims", "others"), ("agree", "other"), cells, rows_by=("victim",)))
    chart = report_charts.of(table("victims-aim", {"en": "Victims"}, made), "en", plain)
    assert chart.kind == DOTS and {line.reference for line in chart.lines} == {64}


def test_each_aim_of_a_table_of_groups_has_a_chart_of_its_own(plain):
    rows, aims = ("men", "women"), ("trust", "gaps")
    counts = {(row, aim): 40 + 5 * n for n, (row, aim) in enumerate((row, aim) for row in rows for aim in aims)}
    made = protect(Counts(rows, aims, counts, ("sex",), bases=dict.fromkeys(counts, 100)))
    drawn = report_charts.all_of(table("groups-sex", {"en": "Groups"}, made), "en", plain)
    assert [chart.chart_id for chart in drawn] == ["groups-sex", "groups-sex~gaps"]
    assert all(chart.kind == DOTS for chart in drawn)


def test_what_victims_chose_stands_beside_what_others_chose(plain):
    rows, columns = ("lights", "buses"), ("victims", "others")
    counts = {("lights", "victims"): 30, ("lights", "others"): 60, ("buses", "victims"): 40, ("buses", "others"): 50}
    made = protect(Counts(rows, columns, counts, columns_by=("victim",), bases=dict.fromkeys(counts, 100)))
    [chart] = report_charts.all_of(table("victims-choice", {"en": "Victims"}, made), "en", plain)
    assert [(line.value, line.reference) for line in chart.lines] == [(30, 60), (40, 50)]


def agree():
    return table("answers-aim", {"en": "An aim"}, exact(Counts(
        ("agree", "disagree"), ("respondents",), {("agree", "respondents"): 60, ("disagree", "respondents"): 40})))
