"""The words beside who answered: verdicts by question, and what stands where there is no number."""

from dataclasses import replace

import pytest

from consult.domain.low_trust import LowTrust, LowTrustPart
from consult.domain.report_people import ReportedGroup
from consult.exports.people_words import (
    ages_words,
    benchmark_words,
    gap_words,
    low_trust_lines,
    range_words,
    standing_words,
    verdict_parts,
)

ONE = ReportedGroup("ethnic", "black", {"en": "Black", "ur": "سیاہ فام"}, 6, 13.5, -8, 4, 9, "under", ages="all",
                    asked={"en": "Ethnic group?"})


def plain(message: str, /, **facts: object) -> str:
    return message % facts if facts else message


def test_the_verdict_names_groups_by_their_question_with_both_shares() -> None:
    over = replace(ONE, choice="white", label={"en": "White"}, percent=70, benchmark=53.8, verdict="over")
    unknown = replace(ONE, question_key="victim", verdict="", why="no-benchmark", asked={"en": "A victim?"})
    parts = verdict_parts([ONE, over, unknown], "ur", plain)
    assert [lines for _sentence, lines in parts] == [
        ["Ethnic group? سیاہ فام (6%; 13.5% in London)."], ["Ethnic group? White (70%; 53.8% in London)."],
        ["A victim?"]]


def test_a_hidden_group_has_a_verdict_without_a_number() -> None:
    hidden = replace(ONE, percent=None, gap=None, low=None, high=None)
    assert verdict_parts([hidden], "en", plain)[0][1] == ["Ethnic group? Black (few; 13.5% in London)."]
    assert gap_words(hidden, plain) == "" and range_words(hidden, plain) == ""


def test_numbers_are_said_with_their_signs() -> None:
    assert gap_words(ONE, plain) == "−8 points" and gap_words(replace(ONE, gap=3), plain) == "+3 points"
    assert gap_words(replace(ONE, gap=0), plain) == "0 points" and range_words(ONE, plain) == "4% to 9%"
    assert benchmark_words(ONE, plain).startswith("13.5%")
    assert benchmark_words(replace(ONE, benchmark=None), plain) == ""


@pytest.mark.parametrize("why", ["no-benchmark", "not-confirmed", "too-few", "hidden"])
def test_every_reason_for_no_verdict_has_its_words(why: str) -> None:
    assert standing_words(replace(ONE, verdict="", why=why), plain)
    assert standing_words(ONE, plain) == "Under-represented"


@pytest.mark.parametrize(("ages", "said"), [
    ("16+", "people of 16 and over"), ("65-120", "people of 65 and over"), ("15-64", "people of 15 to 64"),
    ("all", "people of every age"), ("", ""),
])
def test_whom_a_source_counts_is_said(ages: str, said: str) -> None:
    assert ages_words(ages, plain) == said


def test_a_low_trust_group_says_its_number_or_why_there_is_none() -> None:
    asked = {"en": "Ethnic group?"}
    shown = LowTrust("black", (LowTrustPart("e", asked, 45, 0, 500), LowTrustPart("e", asked, 45, 1, 500),
                               LowTrustPart("e", asked, None, 1, 500)))
    lines = low_trust_lines(shown, "en", plain)
    assert lines[0] == "Ethnic group? 45 of 500 people." and "some more" in lines[1] and "hidden" in lines[2]
    assert "tell this group apart" in low_trust_lines(LowTrust("x", (), "not-asked"), "en", plain)[0]
    assert "three" in low_trust_lines(LowTrust("x", (), "three-crossed"), "en", plain)[0]
