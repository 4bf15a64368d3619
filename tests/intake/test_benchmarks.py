"""What London's people are like, out of the file of equality questions."""

import pytest

from consult.config import ROOT
from consult.domain.benchmarks import Benchmark, rebased
from consult.domain.errors import Refused
from consult.intake.benchmarks import BenchmarkFile, read_benchmarks
from consult.intake.equality_questions import read_equality_questions

FILE = (ROOT / "consult" / "example" / "plans" / "equality_questions.yaml").read_bytes()
HEAD = "schema: equality-questions/1\nbenchmarks:\n  area: London\n  items:\n"


def test_every_share_is_read_or_left_out_with_a_reason(found: BenchmarkFile) -> None:
    assert len(found.benchmarks) == 22
    assert {one.key: one.reason for one in found.left_out} == {
        "bm-population": "no-question", "bm-dis-age-standardised": "not-comparable", "bm-bsl": "no-value",
        "bm-care": "no-value", "bm-victim": "no-value"}
    assert "undercount" in found.warning and {one.area for one in found.benchmarks} == {"London"}


def test_choices_are_those_of_the_questions_but_for_what_nobody_asks(found: BenchmarkFile) -> None:
    asked = {(one.key, option.code) for one in read_equality_questions(FILE) for option in one.question.options}
    asked |= {("age", "16-17")}
    named = {(one.question_key, choice) for one in found.benchmarks for choice in one.choices}
    assert named - asked == {("age", "0-14"), ("ethnic-group", "white-british")}


def test_how_sure_a_share_is_comes_with_it(found: BenchmarkFile) -> None:
    by_choice = {(one.question_key, one.choices): one for one in found.benchmarks}
    assert by_choice["sex", ("female",)].certainty == "memory"
    assert by_choice["gender-identity", ("no",)].certainty == "do-not-use"
    assert by_choice["ethnic-group", ("black",)] == Benchmark(
        "ethnic-group", ("black",), 13.5, "all", "London", "Census 2021 (21 March 2021)",
        "plumplot.co.uk; second site agrees", "verified")


def test_older_people_are_set_beside_those_who_could_be_asked(found: BenchmarkFile) -> None:
    ages = [one for one in found.benchmarks if one.question_key == "age"]
    rows = ["13-15", "16-17", "18-24", "25-34", "35-44", "45-54", "55-64", "65-74", "75plus", "pnts"]
    assert rebased(ages, rows)["65-74", "75plus"] == pytest.approx(11.9 / 81.9)


@pytest.mark.parametrize(("text", "code"), [
    ("schema: other/1\n", "wrong-schema"), ("schema: equality-questions/1\n", "missing"),
    (HEAD + "  - {id: bm-eth-black, what: Black, value: 113, unit: percent, certainty: verified}\n", "out-of-range"),
    (HEAD + "  - {id: bm-eth-black, what: Black, value: 13, unit: percent, certainty: maybe}\n", "wrong-type"),
    (HEAD + "  - {id: bm-eth-black, what: Black, value: .nan, unit: percent, certainty: verified}\n", "wrong-type"),
    (HEAD + "  - {id: bm-eth-black, what: Black, value: 0x1F, unit: percent, certainty: verified}\n", "wrong-type"),
    (HEAD.replace("London", "L" * 121), "too-long"),
])
def test_a_file_that_is_not_right_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_benchmarks(text.encode())
    assert refused.value.field == "file" and refused.value.code == code


@pytest.fixture(scope="module")
def found() -> BenchmarkFile:
    return read_benchmarks(FILE)
