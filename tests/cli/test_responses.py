"""consult responses: files out, files in, what each prints, and shapes of files that other tools write."""

import csv
import json
import stat
from pathlib import Path
from typing import Any

import pytest

from consult.domain.surveys import Question
from tests.commands import Command, Said
from tests.response_worlds import ABOUT, options, response_count, survey, use, words
from tests.worlds import World

SCALE = options("Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree")
# As a well-known council's tool writes them: one column a question, sub-questions after a hyphen.
WIDE = '''Respondent type - Respondent type,Prop 1 Q1 - Do you agree?,Prop 1 Q8 - Explain
Individual,Strongly agree,"Better, for residents"
Organisation,Neither agree nor disagree,
'''
# A second row of headers, as a survey tool writes them.
TWO_HEADERS = "Ident 1,Ident 2\nWho are you?,May we use it?\nIndividual,Yes\nOrganisation,No\n"


def test_three_files_are_written_for_nobody_else_to_read(consult: Command, world: World, tmp_path: Path) -> None:
    said = consult("responses", "export", world.slug, "--out", tmp_path / "new", "--json")
    assert said.code == 0 and (said.json["responses"], said.json["left_out"]) == (3, 0)
    assert [Path(name).name for name in said.json["files"]] == ["responses.csv", "responses.xlsx", "dictionary.csv"]
    assert [stat.S_IMODE(Path(name).stat().st_mode) for name in said.json["files"]] == [0o600] * 3
    with open(tmp_path / "new" / "responses.csv", encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 3


def test_an_unknown_consultation_is_refused(consult: Command, world: World, tmp_path: Path) -> None:
    said = consult("responses", "export", "elsewhere", "--out", tmp_path, "--json")
    assert said.code == 1 and said.json["code"] == "consultation-unknown" and list(tmp_path.glob("*.csv")) == []


def test_rows_come_in_and_bad_ones_are_told_with_row_column_and_reason(
    consult: Command, world: World, tmp_path: Path,
) -> None:
    ask(world)
    said = load(consult, world, tmp_path, WIDE + "Individual,Perhaps,No\n", {
        "Prop 1 Q1 - Do you agree?": "view", "Prop 1 Q8 - Explain": "why"})
    assert said.code == 0 and (said.json["taken"], response_count(world)) == (2, 5)
    [refused] = said.json["refused"]
    assert set(refused) == {"row", "column", "reason"}
    assert (refused["row"], refused["column"]) == (4, "Prop 1 Q1 - Do you agree?") and "“Perhaps”" in refused["reason"]
    assert said.json["ignored_columns"] == ["Respondent type - Respondent type"]
    assert "Took in 2 responses, refused 1" in said.err and "row 4" in said.err


def test_a_dry_run_stores_nothing(consult: Command, world: World, tmp_path: Path) -> None:
    ask(world)
    said = load(consult, world, tmp_path, WIDE, {"Prop 1 Q8 - Explain": "why"}, "--dry-run")
    assert said.json["taken"] == 1 and response_count(world) == 3 and "Would take in 1" in said.err


def test_the_same_file_again_is_known(consult: Command, world: World, tmp_path: Path) -> None:
    ask(world)
    for known in (0, 2):
        said = load(consult, world, tmp_path, WIDE, {"Prop 1 Q1 - Do you agree?": "view"})
        assert (said.json["taken"], said.json["known"]) == (2 - known, known)


def test_a_file_with_two_rows_of_headers_can_be_mapped(consult: Command, world: World, tmp_path: Path) -> None:
    ask(world)
    said = load(consult, world, tmp_path, TWO_HEADERS, {"Who are you?": {
        "question": "why", "values": {"Individual": "I answer for myself"}}}, header_row=2,
        consent={"column": "May we use it?"})
    assert (said.json["taken"], [row["row"] for row in said.json["refused"]]) == (1, [4])
    assert "did not agree" in said.json["refused"][0]["reason"]


def test_everything_wrong_in_a_mapping_is_said_at_once(consult: Command, world: World, tmp_path: Path) -> None:
    ask(world)
    said = load(consult, world, tmp_path, WIDE, {"Nope": "view", "Prop 1 Q8 - Explain": "nothing"}, channel="owl")
    assert said.code == 1 and said.json["code"] == "mapping-wrong" and response_count(world) == 3
    assert sorted(problem["code"] for problem in said.json["problems"]) == [
        "mapping-unknown-column", "mapping-unknown-question", "mapping-value-wrong"]
    assert "The file has no column “Nope”" in said.err


@pytest.mark.parametrize(("data", "reason"), [
    (b"", "no column names"), (b"a,b\n1,\xff\n", "UTF-8"), (b'a,b\n1,"x\n', "quotation mark"),
])
def test_a_file_that_cannot_be_read_says_why(
    consult: Command, world: World, tmp_path: Path, data: bytes, reason: str,
) -> None:
    ask(world)
    said = load(consult, world, tmp_path, data, {"a": "why"})
    assert said.code == 1 and reason in said.json["refused"] and response_count(world) == 3


def test_without_a_mapping_the_usage_is_wrong(consult: Command, world: World, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(WIDE)
    said = consult("responses", "import", world.slug, tmp_path / "in.csv")
    assert said.code == 2 and "--mapping" in said.err


def ask(world: World) -> None:
    """Put a survey into use that asks for a view and for words."""
    use(world, survey(Question("view", "one-choice", words("Your view?"), options=SCALE),
                      Question("why", "long-text", words("Why?")), about=ABOUT))


def load(consult: Command, world: World, folder: Path, data: str | bytes, columns: dict[str, Any], *more: str,
         **facts: Any) -> Said:
    """Run the import on these bytes with a mapping of these columns."""
    (folder / "in.csv").write_bytes(data if isinstance(data, bytes) else data.encode())
    mapping = {"channel": "email", "consent": True, "columns": columns, **facts}
    (folder / "map.json").write_text(json.dumps(mapping))
    return consult("responses", "import", world.slug, folder / "in.csv", "--mapping", folder / "map.json", "--json",
                   *more)
