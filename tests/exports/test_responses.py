"""Responses as files: which columns there are, what stands in them, and that nothing in them can do harm."""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.conditions import Condition
from consult.domain.errors import Refused
from consult.domain.response_rows import Comment, Translated
from consult.domain.surveys import Question
from consult.exports import responses_dictionary, responses_files
from consult.exports.responses_columns import FIXED, Layout, Number
from tests.response_worlds import ABOUT, QUESTIONS, asked_version, options, row, survey, words

MADE = datetime(2026, 3, 1, tzinfo=UTC)
VERSION = asked_version(1, survey())
LAYOUT = Layout([VERSION], [Comment("comment", "aim-1"), Comment("comment", "aim-2")])
HOSTILE = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tx", "\rx", "＝1+1", "  =1", "\u200b=1"]


def test_columns_are_named_by_question_option_and_part_of_the_plan() -> None:
    assert LAYOUT.header[len(FIXED):] == [
        "agree", "matters", "matters/knives", "matters/buses", "matters/other", "other-words", "order",
        "order/lights", "order/patrols", "order/youth-clubs", "years", "moved", "why", "comment@aim-1",
        "comment@aim-2", "photo"]


def test_an_option_is_one_zero_or_empty_and_the_joined_column_holds_all() -> None:
    cells = by_name(matters=[("choice", "other"), ("choice", "knives")])
    assert [cells[f"matters/{code}"] for code in ("knives", "buses", "other")] == [1, 0, 1]
    assert cells["matters"] == "knives|other"
    assert all(by_name()[name] is None for name in ("matters", "matters/knives", "matters/buses", "order/lights"))


def test_a_ranking_holds_places_and_its_order() -> None:
    cells = by_name(order=[("place", "patrols"), ("place", "lights")])
    assert (cells["order"], cells["order/patrols"], cells["order/lights"]) == ("patrols|lights", 1, 2)
    assert cells["order/youth-clubs"] is None


def test_values_stand_as_they_are_and_files_only_as_their_kind() -> None:
    cells = by_name(years=[("value", "-3.5")], moved=[("value", "2020-02-29")], photo=[("value", "ab/../secret.png")])
    assert isinstance(cells["years"], Number) and cells["years"] == "-3.5"
    assert cells["moved"] == "2020-02-29" and cells["photo"] == "file: 1"


def test_a_comment_stands_in_the_column_of_its_part_of_the_plan() -> None:
    version = asked_version(1, survey())
    made = row(version, comment=[("text", "Here")])
    made = made._replace(answers=tuple(answer._replace(node_key="aim-2") for answer in made.answers))
    cells = dict(zip(LAYOUT.header, LAYOUT.cells(made), strict=True))
    assert (cells["comment@aim-1"], cells["comment@aim-2"]) == (None, "Here")


def test_what_was_signed_stands_after_what_was_typed_to_the_same_question() -> None:
    made = row(VERSION, why=[("text", "Typed"), ("text", "Signed")])
    cells = dict(zip(LAYOUT.header, LAYOUT.cells(made), strict=True))
    assert cells["why"] == "Typed\n\nSigned"


def test_english_and_language_stand_beside_a_text_that_somebody_gave_in_another_language() -> None:
    layout = Layout([VERSION], [Comment("comment", "aim-1")], [Translated("why", ""), Translated("comment", "aim-1")])
    made = row(VERSION, why=[("text", "Więcej policji")])
    said = {"english": "More police", "language": "pl"}
    made = made._replace(answers=tuple(answer._replace(**said) for answer in made.answers))
    cells = dict(zip(layout.header, layout.cells(made), strict=True))
    assert (cells["why"], cells["why_english"], cells["why_language"]) == ("Więcej policji", "More police", "pl")
    assert (cells["comment@aim-1_english"], cells["comment@aim-1_language"]) == (None, None)
    unchecked = made._replace(answers=tuple(answer._replace(english="") for answer in made.answers))
    assert dict(zip(layout.header, layout.cells(unchecked), strict=True))["why_english"] is None


def test_what_was_signed_to_a_question_leaves_the_english_of_what_was_typed_to_it() -> None:
    layout = Layout([VERSION], [], [Translated("why", "")])
    made = row(VERSION, why=[("text", "Więcej policji"), ("text", "Less noise")])
    typed, signed = made.answers
    both = (typed._replace(english="More police", language="pl"), signed._replace(english="", language="bfi"))
    cells = dict(zip(layout.header, layout.cells(made._replace(answers=both)), strict=True))
    assert (cells["why"], cells["why_english"], cells["why_language"]) == (
        "Więcej policji\n\nLess noise", "More police", "pl, bfi")


def test_the_columns_of_english_are_in_the_dictionary() -> None:
    lines = table(dictionary(Layout([VERSION], [], [Translated("why", "")])))
    holds = {line["column"]: line["holds"] for line in lines if line["column"].startswith("why")}
    assert set(holds) == {"why", "why_english", "why_language"} and len(set(holds.values())) == 3


def test_a_question_keeps_its_column_through_versions_and_old_options_stay() -> None:
    newer = replace(QUESTIONS[1], text=words("What matters most?"), options=options("Knives", "Trains"))
    layout = Layout([asked_version(2, survey(newer, QUESTIONS[5])), VERSION])
    assert layout.header[len(FIXED):len(FIXED) + 6] == [
        "matters", "matters/knives", "matters/trains", "matters/buses", "matters/other", "why"]
    old = layout.cells(row(VERSION, matters=[("choice", "buses")]))
    cells = dict(zip(layout.header, old, strict=True))
    assert (cells["matters/buses"], cells["matters/trains"]) == (1, None)


@pytest.mark.parametrize("number", [1, 2])
def test_what_is_kept_apart_in_any_version_is_in_no_file(number: int) -> None:
    apart = Question("income", "number", words("What do you earn?"))
    versions = [asked_version(2, survey(QUESTIONS[5], *([apart] if number == 1 else []))), VERSION]
    versions[1] = asked_version(1, survey(QUESTIONS[5], about=(*ABOUT, apart)))
    layout = Layout(versions)
    assert layout.apart >= {"income", "sex", "borough"} and layout.header[len(FIXED):] == ["why"]
    assert all(word not in dictionary(layout) for word in ("income", "sex", "borough", "Female", "Lambeth"))


def test_what_people_are_is_left_out_even_where_it_is_asked_among_the_answers() -> None:
    inside = Question("home", "borough", words("Where do you live?"))
    beside = Question("religion", "one-choice", words("Your religion?"), options=(
        replace(options("Other")[0], asks=Question("which-religion", "short-text", words("Which?"))),
        *options("None")))
    hinting = replace(QUESTIONS[5], show_if=Condition("home", ("lambeth",)))
    layout = Layout([asked_version(1, survey(inside, beside, hinting))])
    assert layout.header[len(FIXED):] == ["why"]
    assert "lambeth" not in dictionary(layout) and responses_dictionary.NOT_SHOWN in dictionary(layout)


def test_a_question_called_like_a_fixed_column_gets_a_name_of_its_own() -> None:
    layout = Layout([asked_version(1, survey(Question("language", "short-text", words("Which?"))))])
    assert layout.header.count("language") == 1 and "language (question)" in layout.header


def test_the_dictionary_tells_wordings_apart_by_version_language_and_option() -> None:
    newer = replace(QUESTIONS[5], text=words("Why is that?"), show_if=Condition("agree", ("agree",)))
    layout = Layout([asked_version(2, survey(QUESTIONS[0], newer)), VERSION])
    lines = [line for line in table(dictionary(layout)) if line["column"] == "why"]
    assert [(line["survey_versions"], line["language"], line["wording"]) for line in lines] == [
        ("2", "en", "Why is that?"), ("2", "ur", "Why is that? (ur)"), ("1", "en", "Why?"), ("1", "ur", "Why? (ur)")]
    assert json.loads(lines[0]["asked_if"]) == {"question": "agree", "any_of": ["agree"]}
    agree = [line for line in table(dictionary(layout)) if line["column"] == "agree" and line["language"] == "en"]
    assert {line["survey_versions"] for line in agree} == {"1|2"} and agree[0]["option"] == "strongly-agree"


def test_what_an_option_asks_beside_itself_is_asked_of_those_who_chose_it() -> None:
    [line, _urdu] = [line for line in table(dictionary(LAYOUT)) if line["column"] == "other-words"]
    assert json.loads(line["asked_if"]) == {"question": "matters", "any_of": ["other"]}


def test_every_column_is_in_the_dictionary_and_the_left_out_are_counted() -> None:
    lines = table(dictionary(LAYOUT, taken_back=7))
    assert {line["column"] for line in lines} == {*LAYOUT.header, ""}
    assert lines[-1]["holds"].endswith(": 7") and all(line["empty_means"] for line in lines[:-1])


@pytest.mark.parametrize("said", HOSTILE)
def test_no_cell_and_no_header_can_become_a_formula(said: str) -> None:
    data = csv_of([said], [[said]])
    assert [line for line in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))] == [[f"'{said}"]] * 2
    sheet = sheets(xlsx_of([said], [[said]]))["xl/worksheets/sheet1.xml"]
    assert "<f>" not in sheet and sheet.count('t="inlineStr"') == 2 and sheet.count(">'") == 2


def test_numbers_are_numbers_in_a_workbook_and_longer_ones_stay_exact() -> None:
    sheet = sheets(xlsx_of(["n", "long"], [[Number("-2.5"), Number("1234567890123456789")]]))[
        "xl/worksheets/sheet1.xml"]
    assert "<v>-2.5</v>" in sheet and "1234567890123456789</t>" in sheet
    assert csv_of(["n"], [[Number("-2.5")]]).endswith(b"-2.5\r\n")


def test_a_text_is_kept_letter_by_letter() -> None:
    said = 'A "quote", a comma,\na line, 👩‍👩‍👧, میری گلی and \u200f marks '
    [_header, [cell]] = csv.reader(io.StringIO(csv_of(["a"], [[said]]).decode("utf-8-sig"), newline=""))
    assert cell == said and read_back(xlsx_of(["a"], [[said]])) == [["a"], [said]]


def test_what_excel_would_read_as_an_escaped_letter_stays_as_it_was_written() -> None:
    assert "_x005F_x0041_" in sheets(xlsx_of(["a"], [["_x0041_"]]))["xl/worksheets/sheet1.xml"]


@given(st.text(alphabet="'=-+ a\t"))
def test_what_is_guarded_can_be_read_back_letter_by_letter(said: str) -> None:
    assert responses_files.unguarded(responses_files.guarded(said)) == said


@given(st.text())
def test_any_text_makes_a_workbook_that_can_be_read(said: str) -> None:
    found = read_back(xlsx_of(["a", "end"], [[said, "end"]]))[1]
    assert found[1] == "end"


def test_a_text_that_no_cell_can_hold_is_cut_and_says_so() -> None:
    kept = responses_files.fit("😀" * 20_000)
    assert kept.endswith(responses_files.CUT) and kept.startswith("😀" * 16_000)
    assert len(kept.encode("utf-16-le")) // 2 <= responses_files.MOST_CHARACTERS
    assert responses_files.fit("a" * responses_files.MOST_CHARACTERS) == "a" * responses_files.MOST_CHARACTERS


def test_rows_that_a_sheet_cannot_hold_go_on_in_the_next() -> None:
    data = xlsx_of(["n"], ([number] for number in range(5)), most_rows=3)
    found = sheets(data)
    assert re.findall(r'sheet name="([^"]*)"', found["xl/workbook.xml"]) == [
        "Responses", "Responses 2", "Responses 3"]
    assert [re.findall(r"<v>(\d)</v>", found[f"xl/worksheets/sheet{number}.xml"]) for number in (1, 2, 3)] == [
        ["0", "1"], ["2", "3"], ["4"]]


def test_more_columns_than_a_workbook_has_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        xlsx_of(["x"] * (responses_files.MOST_COLUMNS + 1), [])
    assert refused.value.code == "too-many-columns"


def test_the_same_rows_give_the_same_bytes() -> None:
    rows = [[1, "a", None], [2, "b", "c"]]
    assert xlsx_of(["n", "a", "b"], rows) == xlsx_of(["n", "a", "b"], rows)
    assert csv_of(["n", "a", "b"], rows) == csv_of(["n", "a", "b"], rows)


def by_name(**answers: list[tuple[str, object]]) -> dict[str, object]:
    return dict(zip(LAYOUT.header, LAYOUT.cells(row(VERSION, **answers)), strict=True))


def plain(message: str, /, **facts: object) -> str:
    return message % facts if facts else message


def dictionary(layout: Layout, taken_back: int = 0) -> str:
    file = io.BytesIO()
    responses_dictionary.write(layout, file, plain, taken_back=taken_back)
    return file.getvalue().decode("utf-8-sig")


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def csv_of(header: list[str], rows: object) -> bytes:
    file = io.BytesIO()
    responses_files.write_csv(header, rows, file)  # type: ignore[arg-type]
    assert file.getvalue().startswith(b"\xef\xbb\xbf")
    return file.getvalue()


def xlsx_of(header: list[str], rows: object, **limits: int) -> bytes:
    file = io.BytesIO()
    responses_files.write_xlsx(header, rows, file, title="=A title", created=MADE, **limits)  # type: ignore[arg-type]
    return file.getvalue()


def sheets(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


def read_back(data: bytes) -> list[list[object]]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    found = [list(line) for line in book["Responses"].iter_rows(values_only=True)]
    book.close()
    return found
