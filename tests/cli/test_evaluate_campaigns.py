"""consult evaluate campaigns: families of ids from a file, largest first, without a database."""

import csv
import json
from pathlib import Path

import pytest

from tests.analysis.letters import LETTERS, STRENGTHS, campaign, ordinary
from tests.commands import Command


def test_it_prints_the_families_as_ids_largest_first(consult: Command, tmp_path: Path) -> None:
    said = consult("evaluate", "campaigns", file(tmp_path), "--json")
    groups = json.loads(said.out)
    assert groups == {"groups": [[f"b{at}" for at in range(5)], [f"a{at}" for at in range(3)]]}
    assert said.code == 0


def test_without_json_it_says_it_in_words(consult: Command, tmp_path: Path) -> None:
    said = consult("evaluate", "campaigns", file(tmp_path))
    assert "2 families among 28 answers" in said.out
    assert "5: b0, b1, b2, b3, b4" in said.out


def test_no_family_is_no_fault(consult: Command, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("id,text\n1,Hello\n2,\n")
    said = consult("evaluate", "campaigns", path, "--json")
    assert (said.code, json.loads(said.out)) == (0, {"groups": []})


@pytest.mark.parametrize(("content", "code"), [
    ("id,text\n", "file-empty"), ("number,text\n1,x\n", "column-missing"), ("id,text\n1,x\n1,y\n", "id-twice"),
    ("id,text\n,x\n", "id-missing"),
])
def test_a_file_that_is_not_right_is_refused(consult: Command, tmp_path: Path, content: str, code: str) -> None:
    path = tmp_path / "wrong.csv"
    path.write_text(content)
    said = consult("evaluate", "campaigns", path, "--json")
    assert said.code == 1
    assert code in said.out


def file(folder: Path) -> Path:
    """Write two families among ordinary answers, with a column that is passed over."""
    path = folder / "answers.csv"
    with path.open("w", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["id", "respondent", "text"])
        for name, texts in (("a", campaign(LETTERS[0], STRENGTHS["light"], 3, 1)), ("o", ordinary(20, 1)),
                            ("b", campaign(LETTERS[4], STRENGTHS["middling"], 5, 1))):
            rows.writerows([f"{name}{at}", "", text] for at, text in enumerate(texts))
    return path
