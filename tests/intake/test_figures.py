"""Published figures out of the plan files and the Committee's responses."""

import pytest

from consult.config import ROOT
from consult.domain.errors import Refused
from consult.domain.figures import Figure, by_measure, missing
from consult.intake.figures import read_figures

PLANS = ROOT / "consult" / "example" / "plans"
HEAD = "schema: pcp-plan/1\nplan: {id: a-plan}\n"
ROW = "figures:\n- {id: f-1, text: Trust, value: 72, unit: percent, period: June 2024, measure: trust, group: all, "


def test_every_figure_of_the_files_is_read_with_its_source(figures: dict[str, list[Figure]]) -> None:
    assert {name: len(found) for name, found in figures.items()} == {
        "pcp_2025_29": 16, "pcp_2021_25": 3, "committee_2025": 33, "committee_2022": 0}
    every = [one for found in figures.values() for one in found]
    assert len({one.key for one in every}) == len(every)
    assert all(one.source_document and one.text and one.value is not None for one in every)


def test_trust_of_72_and_of_73_are_two_periods_and_never_one_set(figures: dict[str, list[Figure]]) -> None:
    every = [one for found in figures.values() for one in found]
    trust = next(one for one in by_measure(every) if one.measure == "trust")
    sets = [{one.key for one in beside.figures} for beside in trust.sets]
    assert {"pcc25-fig-trust-2024", "pcc25-fig-trust-2019"} in sets and {"p25-fig-trust-all"} in sets
    assert {"pcc25-fig-trust-lgbtq", "pcc25-fig-trust-black", "pcc25-fig-trust-mixed", "pcc25-fig-trust-disabled"
            } in sets


def test_what_a_document_leaves_out_stays_left_out(figures: dict[str, list[Figure]]) -> None:
    reply = next(one for one in figures["committee_2025"] if one.key == "mopac25-fig-teen-homicide")
    assert reply.claimed_by == "MOPAC reply" and reply.value == -43.5
    assert missing(reply) == ("measure", "group", "base")
    knives = next(one for one in figures["pcp_2025_29"] if one.key == "p25-fig-pas-knife-gun-priority")
    assert knives.period == "" and missing(knives) == ("period", "base")
    assert knives.measure.startswith("Public Attitude Survey: ")


@pytest.mark.parametrize(("place", "words"), [
    ("group: all", f"group: {'g' * 201}"), ("measure: trust", f"measure: {'m' * 301}"),
    ("text: Trust", f"text: {'t' * 2001}"), ("group: all", f"group: all, claimed_by: {'c' * 201}"),
    ("value: 72", "value: 1.0e+999")])
def test_what_no_place_can_hold_is_refused_with_its_line(place: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        read_figures((HEAD + ROW.replace(place, words) + "source: {document: D}}\n").encode())
    assert refused.value.code in ("too-long", "wrong-type") and refused.value.facts["line"] == 4


@pytest.mark.parametrize(("text", "code"), [
    ("schema: other/1\n", "wrong-schema"), ("- 1\n", "wrong-type"), ("", "no-content"),
    (HEAD + ROW.replace("value: 72", "value: many") + "source: {document: D}}\n", "wrong-type"),
    (HEAD + ROW + "}\n", "missing"), (HEAD + ROW + "source: {heading: H}}\n", "missing"),
    (HEAD + ROW + "source: {document: D}}\n" + ROW.partition("\n")[2] + "source: {document: D}}\n", "repeated-value"),
])
def test_a_file_that_is_not_right_is_refused_with_its_line(text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_figures(text.encode())
    assert refused.value.field == "file" and refused.value.code == code and refused.value.facts["line"]


def test_a_year_that_is_a_number_is_a_period_too() -> None:
    text = HEAD + ROW.replace("June 2024", "2024") + "source: {document: D}}\n"
    [figure] = read_figures(text.encode())
    assert (figure.period, figure.period_type, figure.group, figure.plan_key) == (
        "2024", "calendar-year", "all Londoners", "a-plan")


@pytest.fixture(scope="module")
def figures() -> dict[str, list[Figure]]:
    return {path.stem: list(read_figures(path.read_bytes())) for path in sorted(PLANS.glob("*.yaml"))
            if path.stem.startswith(("pcp", "committee"))}
