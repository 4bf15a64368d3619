"""The file of shares: one line each, empty where there is no percentage, one number at both ends where all was read."""

import csv
import io

from consult.domain.shares import Part, share
from consult.exports.shares_csv import HEADER, Line, write


def test_a_sample_has_both_ends_and_both_words():
    [line] = rows(Part(5_000, 400, 100))
    assert (line["spoke"], line["read"], line["answered"]) == ("100", "400", "5000")
    assert (line["percent"], line["low_percent"], line["high_percent"]) == ("25", "21", "29")
    assert line["words"] == "some+many"


def test_everything_read_has_one_number_at_both_ends():
    [line] = rows(Part(200, 200, 50))
    assert (line["percent"], line["low_percent"], line["high_percent"], line["words"]) == ("25", "25", "25", "many")


def test_a_small_base_has_numbers_and_no_percentage():
    [line] = rows(Part(200, 20, 5))
    assert (line["spoke"], line["read"], line["percent"], line["low_percent"], line["words"]) == (
        "5", "20", "", "", "counts")


def test_a_name_that_could_start_a_formula_is_written_as_text():
    [line] = rows(Part(200, 200, 50), theme="=1+1")
    assert line["theme"] == "'=1+1"


def rows(part: Part, theme: str = "Lights") -> list[dict[str, str]]:
    """Write one share and read the file back."""
    words = write([Line("aims", theme, "all", share([part]), True, False)]).decode()
    read = csv.DictReader(io.StringIO(words))
    assert tuple(read.fieldnames or ()) == HEADER
    return list(read)
