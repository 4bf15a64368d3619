"""consult evaluate agreement: what is printed for two files of codes, and which files are refused."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from consult.cli.evaluate_agreement import command
from consult.cli.shell import Shell
from tests.commands import Said

CASES = json.loads((Path(__file__).parents[1] / "analysis" / "agreement_cases.json").read_text(encoding="utf-8"))
FIRST = "id,themes\n1,patrols|phones\n2,\n3,phones\n4,patrols\n"
SECOND = "id,themes\n1,patrols\n2,\n3,phones\n4,phones\n"


def test_the_measures_are_those_of_the_contract(tmp_path: Path) -> None:
    said = evaluate(tmp_path, FIRST, SECOND, "--json")
    assert said.code == 0 and {"alpha_masi", "alpha_nominal", "exact", "samples_f1", "kappa"} <= set(said.json)
    assert said.json["exact"] == .5 and said.json["samples_f1"] == pytest.approx((2 / 3 + 1 + 1 + 0) / 4, abs=1e-6)
    assert said.json["kappa"]["patrols"] == {"kappa": .5, "n": 2}
    assert (said.json["answers"], said.json["without_themes"], said.json["one_theme_each"]) == (4, 1, 2)


def test_files_give_what_the_reference_implementations_give(tmp_path: Path) -> None:
    for case in CASES["cases"][:12]:
        said = evaluate(tmp_path, as_file(case["first"]), as_file(case["second"]), "--json")
        for measure in ("alpha_masi", "alpha_nominal", "exact", "samples_f1"):
            assert said.json[measure] == pytest.approx(case["expected"][measure], abs=1e-5)
        assert {theme: (one["kappa"], one["n"]) for theme, one in said.json["kappa"].items()} == {
            theme: (pytest.approx(kappa, abs=1e-5), uses) for theme, (kappa, uses) in case["expected"]["kappa"].items()}


def test_what_cannot_be_divided_is_null_and_never_nan(tmp_path: Path) -> None:
    said = evaluate(tmp_path, "id,themes\n1,a\n2,a\n", "id,themes\n1,a\n2,a\n", "--json")
    assert "NaN" not in said.out
    assert (said.json["alpha_masi"], said.json["alpha_nominal"]) == (None, None)
    assert said.json["kappa"] == {"a": {"kappa": None, "n": 2}}


def test_answers_of_one_file_only_are_left_out_and_counted(tmp_path: Path) -> None:
    said = evaluate(tmp_path, FIRST + "5,patrols\n6,patrols\n", SECOND + "7,phones\n", "--json")
    assert said.json["answers"] == 4 and said.json == evaluate(tmp_path, FIRST, SECOND, "--json").json
    assert "2 of the first file, 1 of the second" in said.err


def test_other_columns_a_byte_order_mark_and_spaces_do_not_matter(tmp_path: Path) -> None:
    other = "\ufefftext,themes,id\nwords, phones ,3\n,patrols,1\n,phones,4\n,,2\n"
    assert evaluate(tmp_path, FIRST, other, "--json").json == evaluate(tmp_path, FIRST, SECOND, "--json").json


def test_one_letter_stored_in_two_ways_is_one_theme(tmp_path: Path) -> None:
    said = evaluate(tmp_path, "id,themes\n1,caf\u00e9\n", "id,themes\n1,cafe\u0301\n", "--json")
    assert said.json["exact"] == 1 and list(said.json["kappa"]) == ["caf\u00e9"]


def test_for_a_reader_each_theme_has_its_kappa_and_n(tmp_path: Path) -> None:
    said = evaluate(tmp_path, FIRST, SECOND)
    assert said.code == 0 and "patrols" in said.out and "0.500  n 2" in said.out
    assert "Answers coded by both: 4" in said.out


@pytest.mark.parametrize(("text", "code", "words"), [
    ("id,theme\n1,a\n", "column-missing", "“themes”"),
    ("number,themes\n1,a\n", "column-missing", "“id”"),
    ("id;themes\n1;a\n", "column-missing", "semicolons"),
    ("", "file-empty", "b.csv is empty"),
    ("id,themes\n", "file-empty", "only a header"),
    ("id,themes\n1,a\n1,b\n", "id-twice", "b.csv, line 3: the id “1”"),
    ("id,themes\n,a\n", "id-missing", "b.csv, line 2: the answer has no id"),
    ("id,themes\n1\n", "row-short", "line 2"),
    ("id,themes\n9,a\n", "answers-not-shared", "No answer stands in both files"),
])
def test_a_file_that_is_not_right_is_refused_in_words(tmp_path: Path, text: str, code: str, words: str) -> None:
    said = evaluate(tmp_path, FIRST, text, "--json")
    assert (said.code, said.json["code"]) == (1, code)
    assert words in said.err and words in said.json["refused"]


def test_a_file_that_is_not_text_is_refused_with_its_row(tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_bytes(b"id,themes\n1,caf\xe9\n")
    said = run(written(tmp_path, "a.csv", FIRST), tmp_path / "bad.csv", "--json")
    assert (said.code, said.json["code"]) == (1, "encoding-unknown") and "bad.csv, line 2" in said.err


def test_a_missing_file_is_wrong_usage(tmp_path: Path) -> None:
    assert run(tmp_path / "none.csv", tmp_path / "none.csv").code == 2
    assert run(tmp_path / "none.csv").code == 2


def evaluate(folder: Path, first: str, second: str, *options: str) -> Said:
    return run(written(folder, "a.csv", first), written(folder, "b.csv", second), *options)


def written(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder / name


def as_file(codes: list[str]) -> str:
    rows = [f"{number},{'|'.join(themes)}\r\n" for number, themes in enumerate(codes)]
    return "id,themes\r\n" + "".join(rows)


def run(*given: object) -> Said:
    done = CliRunner().invoke(command, [str(word) for word in given], obj=Shell(_no_application))
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Said(done.exit_code, done.stdout, done.stderr)


def _no_application() -> None:  # type: ignore[return]
    raise AssertionError("the command needs no application")
