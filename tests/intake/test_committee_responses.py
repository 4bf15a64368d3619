"""Files of a committee's response: both generations through one reader, and every kind of bad file with its line."""

from pathlib import Path

import pytest

from consult.domain.committee_responses import CommitteeReport, shared_replies
from consult.domain.errors import Refused
from consult.intake.committee_responses import read_committee_response

PLANS = Path(__file__).parents[2] / "consult" / "example" / "plans"
GOOD = """schema: committee-response/1
response:
  id: pcc-1
  title: A report
  body: A committee
recommendations:
- id: rec-1
  number: 1
  title: One
  asks:
  - id: ask-1
    text: Do it by June 2022.
    source: {document: The report, recommendation: 1}
"""


def test_the_report_of_2025_is_read_whole(report_2025: CommitteeReport) -> None:
    assert (len(report_2025.recommendations), len(report_2025.asks)) == (12, 30)
    assert sum(len(one.evidence) for one in report_2025.recommendations) == 32
    assert [len(one.asks) for one in report_2025.recommendations if one.number == 3] == [4]
    assert report_2025.letter is not None and report_2025.letter.replied_on is not None
    assert report_2025.published_on is None and report_2025.published_words.startswith("March 2025")


def test_the_report_of_2022_is_read_by_the_same_code(report_2022: CommitteeReport) -> None:
    assert (len(report_2022.recommendations), len(report_2022.asks)) == (16, 25)
    assert report_2022.published_words == "" and "note" in report_2022.facts


def test_a_dissent_stays_with_its_recommendation(report_2025: CommitteeReport) -> None:
    dissents = {one.number: one.dissents for one in report_2025.recommendations if one.dissents}
    assert list(dissents) == [8] and dissents[8][0].who == "one Assembly Member (Green)"


def test_recommendations_that_were_answered_together_share_one_reply(
        report_2022: CommitteeReport, report_2025: CommitteeReport) -> None:
    assert [one.numbers for one in shared_replies(report_2025) if len(one.numbers) > 1] == [(9, 10)]
    shared = [one for one in shared_replies(report_2022) if len(one.numbers) > 1]
    assert [one.numbers for one in shared] == [(9, 10), (14, 16)]
    assert shared[0].commitments.count("Lobby Government for a national fraud strategy.") == 1
    assert len(shared[1].summary.split("\n\n")) == 2


@pytest.mark.parametrize(("old", "new"), [
    ("body: A committee", f"body: {'b' * 301}"), ("- id: rec-1", f"- id: {'r' * 81}"),
    ("  body: A", f"  reply: {{from: {'f' * 201}, source: {{document: L}}}}\n  body: A")])
def test_what_no_place_can_hold_is_refused_with_its_line(old: str, new: str) -> None:
    with pytest.raises(Refused) as refused:
        read_committee_response(GOOD.replace(old, new).encode())
    assert refused.value.code in ("too-long", "not-a-key") and refused.value.facts["line"]


def test_what_the_file_says_besides_is_kept_as_it_stands(report_2025: CommitteeReport) -> None:
    findings = report_2025.facts["key_findings"]
    assert isinstance(findings, list) and len(findings) == 5
    assert "status_values" not in report_2025.facts


@pytest.mark.parametrize(("old", "new", "line", "code"), [
    ("committee-response/1", "other/1", 1, "wrong-schema"),
    ("  title: A report\n", "", 3, "missing"),
    ("  number: 1\n", "", 7, "missing"),
    ("  number: 1\n", "  number: many\n", 8, "wrong-type"),
    ("  number: 1\n", "  number: 0\n", 8, "out-of-range"),
    ("  - id: ask-1\n", "  - id: rec-1\n", 11, "duplicate-id"),
    ("    text: Do it by June 2022.\n", "    text: ''\n", 12, "empty"),
    ("  title: One\n", "  title: One\n  colour: red\n", 10, "unknown-field"),
    ("  title: One\n", "  title: One\n  dissent: no\n", 10, "wrong-type"),
    ("  body: A committee\n", "  body: A committee\n  reply: {from: MOPAC, date: soon}\n", 6, "not-a-date"),
    ("  title: One\n", "  title: One\n  response: {id: r-1, status: maybe, summary: Words}\n", 10, "unknown-status"),
    ("  title: One\n", f"  title: {'x' * 5001}\n", 9, "too-long"),
])
def test_a_bad_file_is_refused_with_its_line(old: str, new: str, line: int, code: str) -> None:
    assert read_committee_response(GOOD.encode()).key == "pcc-1"
    with pytest.raises(Refused) as refused:
        read_committee_response(GOOD.replace(old, new).encode())
    assert (refused.value.facts["line"], refused.value.code) == (line, code)


def test_a_number_that_comes_twice_is_refused() -> None:
    twice = GOOD + GOOD[GOOD.index("- id: rec-1"):].replace("rec-1", "rec-2").replace("ask-1", "ask-2")
    with pytest.raises(Refused, match="repeated-value"):
        read_committee_response(twice.encode())


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"schema: [", b"- 1\n- 2\n", b"schema: committee-response/1\n"])
def test_what_is_no_such_file_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        read_committee_response(data)


@pytest.fixture(scope="module")
def report_2022() -> CommitteeReport:
    return read_committee_response((PLANS / "committee_2022.yaml").read_bytes())


@pytest.fixture(scope="module")
def report_2025() -> CommitteeReport:
    return read_committee_response((PLANS / "committee_2025.yaml").read_bytes())
