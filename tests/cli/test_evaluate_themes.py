"""consult evaluate themes: the measures that were agreed, and a sentence for every file that cannot be used."""

import csv
from pathlib import Path

import pytest

from tests.analysis.answers import examples
from tests.commands import Command

SIZES = ("--sizes", "0,25,100,all")


def test_the_measures_stand_alone_on_standard_output(consult: Command, train: Path, aside: Path) -> None:
    said = consult("evaluate", "themes", "--train", train, "--test", aside, "--json", *SIZES)
    assert said.code == 0 and set(said.json["recall_at_3"]) == {"0", "25", "100", "all"}
    for measure in ("micro_f1", "macro_f1", "samples_f1", "lrap", "fit_seconds", "suggestions_per_second"):
        assert set(said.json[measure]) == {"100", "all"}
    assert "4 of 4 sizes measured." in said.err and "{" not in said.err


def test_without_json_a_table_is_printed(consult: Command, train: Path, aside: Path) -> None:
    said = consult("evaluate", "themes", "--train", train, "--test", aside, *SIZES)
    lines = said.out.splitlines()
    assert lines[0].split() == ["answers", "learnt", "from", "0", "25", "100", "all"]
    assert lines[1].startswith("micro F1") and lines[1].split()[2:4] == ["–", "–"]


def test_words_alone_where_no_model_is_installed_and_that_is_said(consult: Command, train: Path, aside: Path) -> None:
    said = consult("evaluate", "themes", "--train", train, "--test", aside, "--json", "--sizes", "25")
    assert said.json["vectors"] is False and "No sentence model is installed" in said.err
    said = consult("evaluate", "themes", "--train", train, "--test", aside, "--json", "--sizes", "25", "--no-vectors")
    assert said.json["vectors"] is False and "sentence model" not in said.err


def test_definitions_help_before_anything_is_coded(consult: Command, train: Path, aside: Path,
                                                    tmp_path: Path) -> None:
    path = written(tmp_path / "words.csv", ["theme", "definition"], [["phones", "Mobile phones snatched by thieves"]])
    said = consult("evaluate", "themes", "--train", train, "--test", aside, "--definitions", path, "--sizes", "0",
                   "--json")
    assert said.code == 0 and 0 < said.json["recall_at_3"]["0"] <= 1


def test_marks_of_spreadsheets_and_space_round_themes_do_no_harm(consult: Command, train: Path, tmp_path: Path) -> None:
    plain = consult("evaluate", "themes", "--train", train, "--test", train, "--json", *SIZES)
    for encoding in ("utf-8-sig", "utf-16"):
        odd = tmp_path / f"{encoding}.csv"
        odd.write_text(train.read_text("utf-8").replace("phones\n", " phones | phones |\n"), encoding=encoding)
        said = consult("evaluate", "themes", "--train", odd, "--test", train, "--json", *SIZES)
        assert said.json["recall_at_3"] == plain.json["recall_at_3"]


@pytest.mark.parametrize(("content", "words", "code"), [
    (b"", "is empty", "file-empty"),
    (b"id,respondent,text,themes\n", "holds no answers", "file-empty"),
    (b"id,respondent,text\n1,r,words\n", "column “themes”", "column-missing"),
    (b"id;respondent;text;themes\n1;r;words;a\n", "parted by semicolons", "column-missing"),
    (b"id,respondent,text,themes\n1,r,words,\n", "No answer in", "no-themes"),
    (b"id,respondent,text,themes\n1,r,words,a\n1,r,more,a\n", "line 3: the id “1” stands on line 2", "id-twice"),
    (b"id,respondent,text,themes\n1,r,caf\xe9,a\n", "line 2: a letter is not in UTF-8", "encoding-unknown"),
    (b"id,respondent,text,themes\n1,r\n", "line 2: the row ends before", "row-short"),
    (b"PK\x03\x04\0\0\0", "is no text file", "not-csv"),
])
def test_a_file_that_cannot_be_used_is_refused_in_a_sentence(
        consult: Command, aside: Path, tmp_path: Path, content: bytes, words: str, code: str) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_bytes(content)
    said = consult("evaluate", "themes", "--train", bad, "--test", aside, "--json")
    assert (said.code, said.json["code"]) == (1, code)
    assert words in said.json["refused"] and said.json["refused"] in said.err


@pytest.mark.parametrize("sizes", ["many", "10,-5", "1.5", "", "25,,50", "²"])
def test_a_size_that_is_no_number_is_wrong_usage(consult: Command, train: Path, aside: Path, sizes: str) -> None:
    said = consult("evaluate", "themes", "--train", train, "--test", aside, "--sizes", sizes)
    assert (said.code, said.out) == (2, "") and "is no number of answers" in said.err


def test_a_file_that_is_not_there_is_wrong_usage(consult: Command, train: Path) -> None:
    said = consult("evaluate", "themes", "--train", train, "--test", "nothing.csv")
    assert said.code == 2 and "nothing.csv" in said.err


def test_sizes_beyond_the_file_are_left_out_and_named(consult: Command, train: Path, aside: Path) -> None:
    said = consult("evaluate", "themes", "--train", train, "--test", aside, "--sizes", "25,500", "--json")
    assert set(said.json["recall_at_3"]) == {"25"} and "Left out" in said.err and "500" in said.err
    said = consult("evaluate", "themes", "--train", train, "--test", aside, "--sizes", "500", "--json")
    assert (said.code, said.json["code"]) == (1, "too-few-answers")


def test_people_who_stand_in_both_files_are_pointed_out(consult: Command, train: Path) -> None:
    said = consult("evaluate", "themes", "--train", train, "--test", train, "--sizes", "25", "--json")
    assert said.code == 0 and "respondents stand in both files" in said.err


def written(path: Path, header: list[str], rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
    return path


def answers(path: Path, first: int, count: int) -> Path:
    taken = examples(200)[first:first + count]
    return written(path, ["id", "respondent", "text", "themes"], [
        [str(first + at), f"P{first + at}", one.text, "|".join(one.themes)] for at, one in enumerate(taken)])


@pytest.fixture
def train(tmp_path: Path) -> Path:
    """Write 120 coded answers."""
    return answers(tmp_path / "train.csv", 0, 120)


@pytest.fixture
def aside(tmp_path: Path) -> Path:
    """Write 60 others."""
    return answers(tmp_path / "test.csv", 120, 60)
