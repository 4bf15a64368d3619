"""Who took part beside who lives here: rebased shares, gaps, intervals, an index that stands, and plain verdicts."""

import math

import pytest

from consult.domain.benchmarks import Benchmark, likeness, rebased, wilson
from consult.domain.disclosure import Counts, protect
from consult.domain.report_people import ReportedGroup
from consult.domain.reports import Column, Row, Table
from consult.domain.representation import DIFFERENT_AGES, Profile, compare, overall_index, verdict

ETHNIC = (
    Benchmark("ethnic-group", ("white",), 53.8, source="A census"), Benchmark("ethnic-group", ("asian",), 20.7),
    Benchmark("ethnic-group", ("black",), 13.5), Benchmark("ethnic-group", ("mixed",), 5.7),
    Benchmark("ethnic-group", ("other",), 6.3), Benchmark("ethnic-group", ("white-british",), 36.8),
)
ROWS = ("white", "asian", "black", "mixed", "other", "pnts")


@pytest.mark.parametrize(("count", "base", "low", "high"), [
    (0, 100, 0.0, 0.0370), (100, 100, 0.9630, 1.0), (50, 100, 0.4038, 0.5962), (15, 30, 0.3315, 0.6685),
])
def test_an_interval_is_wilsons_and_stays_within_nobody_and_everybody(
        count: int, base: int, low: float, high: float) -> None:
    found = wilson(count, base)
    assert math.isclose(found[0], low, abs_tol=0.0005) and math.isclose(found[1], high, abs_tol=0.0005)


@pytest.mark.parametrize(("count", "base"), [(1, 0), (-1, 10), (11, 10)])
def test_no_interval_of_what_is_no_share(count: int, base: int) -> None:
    with pytest.raises(ValueError):
        wilson(count, base)


def test_the_index_does_not_fall_to_nothing_with_an_empty_group() -> None:
    assert likeness([50, 50], [50, 50]) == 100
    assert likeness([100, 0], [98, 2]) == 98
    assert likeness([0, 0, 1], [1, 1, 0]) == 0
    with pytest.raises(ValueError):
        likeness([0, 0], [1, 1])


def test_shares_are_rebased_to_those_who_answered_and_could() -> None:
    religion = [Benchmark("religion", ("christian",), 40.7), Benchmark("religion", ("none",), 52.3),
                Benchmark("religion", ("pnts",), 7.0)]
    found = rebased(religion, ("christian", "none", "pnts"))
    assert found == {("christian",): pytest.approx(40.7 / 93), ("none",): pytest.approx(52.3 / 93)}
    ages = [Benchmark("age", ("0-14",), 18.1, "0-14"), Benchmark("age", ("16-24", "25plus"), 70.0, "15-64"),
            Benchmark("age", ("65plus",), 11.9, "65-120")]
    assert rebased(ages, ("13-15", "16-24", "25plus", "65plus"))[("65plus",)] == pytest.approx(11.9 / 81.9)


def test_a_part_without_the_rest_is_not_blown_up_to_the_whole() -> None:
    alone = [Benchmark("sexual-orientation", ("gay", "bi"), 4.3, "16+")]
    assert rebased(alone, ("gay", "bi", "straight"))[("gay", "bi")] == pytest.approx(0.043)


def test_what_must_not_be_used_is_not_and_a_detail_nobody_asked_is_left_out() -> None:
    unusable = Benchmark("gender-identity", ("no",), 0.91, "16+", certainty="do-not-use")
    assert rebased([unusable], ("yes", "no")) == {}
    assert set(rebased(ETHNIC, ROWS)) == {("white",), ("asian",), ("black",), ("mixed",), ("other",)}


def test_groups_stand_beside_london_with_gap_interval_and_verdict() -> None:
    profile = _profile({"white": 700, "asian": 100, "black": 80, "mixed": 60, "other": 60, "pnts": 50})
    groups = {group.choice: group for group in profile.groups}
    assert profile.base == 1000 and profile.not_said == 50 and profile.missing == 150
    white, asian = groups["white"], groups["asian"]
    assert (white.percent, white.benchmark, white.gap, white.verdict) == (70, 53.8, 16, "over")
    assert (asian.percent, asian.gap, asian.verdict) == (10, -11, "under")
    assert groups["mixed"].verdict == "about" and white.low == 67 and white.high == 73
    assert groups["white"].asked == {"en": "Ethnic group?"} and groups["white"].missing == 150


def test_a_hidden_group_is_under_represented_only_where_every_hidden_number_says_so() -> None:
    many = _profile({"white": 700, "asian": 200, "black": 3, "mixed": 60, "other": 60, "pnts": 0})
    few = _profile({"white": 100, "asian": 40, "black": 30, "mixed": 2, "other": 15, "pnts": 0})
    of_many, of_few = ({group.choice: group for group in one.groups} for one in (many, few))
    assert of_many["black"].count is None and of_many["black"].verdict == "under"
    assert of_many["black"].percent is None and of_many["black"].gap is None
    assert of_few["mixed"].verdict == "" and of_few["mixed"].why == "hidden"


def test_what_stands_beside_a_table_follows_from_the_table_alone() -> None:
    counts = {"white": 702, "asian": 199, "black": 3, "mixed": 61, "other": 58, "pnts": 20}
    others = {"white": 698, "asian": 201, "black": 5, "mixed": 59, "other": 60, "pnts": 20}
    one, other = _profile(counts), _profile(others)
    assert _table(counts).cells == _table(others).cells
    assert one.groups == other.groups and one.index == other.index


def test_few_people_and_unchecked_benchmarks_give_no_verdict() -> None:
    few = _profile({"white": 12, "asian": 11, "pnts": 0})
    assert {group.why for group in few.groups} == {"too-few"} and few.index is None
    unsure = _profile({"female": 300, "male": 700}, [Benchmark("ethnic-group", ("female",), 51.5, certainty="memory")])
    assert [(one.choice, one.verdict, one.why) for one in unsure.groups] == [
        ("female", "", "not-confirmed"), ("male", "", "no-benchmark")]


def test_choices_that_one_benchmark_stands_for_are_added_up() -> None:
    both = [Benchmark("ethnic-group", ("gay", "bi"), 4.3, "16+")]
    profile = _profile({"straight": 900, "gay": 60, "bi": 40}, both, from_age=16)
    first = profile.groups[1]
    assert (first.choice, first.count, first.percent, first.verdict) == ("gay+bi", 100, 10, "over")
    assert [group.choice for group in profile.groups] == ["straight", "gay+bi", "gay", "bi"]
    assert profile.notes == () and _profile({"straight": 900, "gay": 60, "bi": 40}, both).notes == (DIFFERENT_AGES,)


def test_a_question_asked_of_some_is_set_beside_everyone_who_could_have_been_asked() -> None:
    condition = _table({"yes": 300, "no": 690, "pnts": 10})
    impact = _table({"lot": 100, "little": 100, "no": 100})
    profile = compare(impact, [Benchmark("impact", ("lot", "little"), 13.2)], question_key="impact",
                      respondents=1000, asked_of=condition)
    disabled = profile.groups[0]
    assert (disabled.base, disabled.count, disabled.percent, disabled.gap) == (990, 200, 20, 7)


def test_the_verdict_names_groups_and_what_cannot_be_said() -> None:
    profile = _profile({"white": 700, "asian": 100, "black": 80, "mixed": 60, "other": 60, "pnts": 50})
    nothing = ReportedGroup("victim", "reported", {"en": "Yes"}, 20, None, why="no-benchmark")
    found = verdict([*profile.groups, nothing])
    assert [group.choice for group in found.over] == ["white"]
    assert [group.choice for group in found.under] == ["asian", "black"] and found.unknown == ("victim",)
    assert overall_index([*profile.groups, nothing]) == profile.index


def _table(counts: dict[str, int]) -> Table:
    shown = protect(Counts(tuple(counts), ("respondents",), {(key, "respondents"): n for key, n in counts.items()},
                           rows_by=("ethnic-group",)))
    return Table("profile-ethnic-group", {"en": "Ethnic group?"}, "respondents",
                 tuple(Row(key, {"en": key}) for key in counts), (Column("respondents", {"en": "People"}),),
                 shown.cells, shown.notes, True)


def _profile(counts: dict[str, int], benchmarks: object = ETHNIC, from_age: int = 13) -> Profile:
    return compare(_table(counts), benchmarks, question_key="ethnic-group",  # type: ignore[arg-type]
                   respondents=1200, from_age=from_age)
