"""Tables of responses from CSV files of every make, and mappings: what is read, and what is refused where."""

import csv
import io
import zipfile
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from consult.domain.errors import Refused
from consult.intake import response_sheets
from consult.intake.response_files import MAX_BYTES, read_mapping, read_table

TABLE = "id,words\n1,One\n2,Two\n"


@pytest.mark.parametrize("data", [
    TABLE.encode(), TABLE.encode("utf-8-sig"), TABLE.replace("\n", "\r\n").encode(), TABLE.replace("\n", "\r").encode(),
    TABLE.replace(",", ";").encode(), TABLE.replace(",", "\t").encode(), TABLE.rstrip().encode(),
])
def test_every_common_make_of_csv_is_read_alike(data: bytes) -> None:
    table = read_table(data)
    assert table.headers == ("id", "words")
    assert [(row.number, row.cells, row.is_long) for row in table.rows] == [
        (2, ("1", "One"), False), (3, ("2", "Two"), False)]


def test_commas_in_texts_do_not_hide_the_semicolons_between_cells() -> None:
    table = read_table(b"id;words\n1;Yes, yes, and yes\n2;No, no\n")
    assert table.rows[0].cells == ("1", "Yes, yes, and yes")


def test_empty_rows_are_left_out_and_keep_their_numbers() -> None:
    table = read_table(b"id,words\n\n , \n1,One\n")
    assert [(row.number, row.cells[1]) for row in table.rows] == [(4, "One")]


def test_a_million_empty_rows_are_read_in_no_time() -> None:
    table = read_table(b"id,words\n" + b",\n" * 1_000_000 + b"1,One\n")
    assert [row.number for row in table.rows] == [1_000_002]


def test_headers_can_stand_further_down_and_texts_go_over_lines() -> None:
    table = read_table(b'Ident 1,Ident 2\n"What is\nyour view?",Why?\nGood,"A\nB"\n', header_row=2)
    assert table.headers == ("What is\nyour view?", "Why?") and table.rows[0].cells == ("Good", "A\nB")
    assert table.rows[0].number == 3


def test_short_rows_are_filled_and_long_ones_are_told() -> None:
    table = read_table(b"a,b,,\n1\n1,2,3,4,5\n1,2,,,\n", delimiter=",")
    assert table.headers == ("a", "b")
    assert [(row.cells, row.is_long) for row in table.rows] == [
        (("1", ""), False), (("1", "2"), True), (("1", "2"), False)]


@pytest.mark.parametrize(("data", "code", "row"), [
    (b"", "table-empty", 1), (b"\n\n", "table-empty", 1), (b"\xef\xbb\xbf", "table-empty", 1),
    (b"id,words\n1,caf\xe9\n", "table-not-utf-8", 2), ("id,words".encode("utf-16"), "table-not-utf-8", 1),
    (b'id,words\n1,"open\n2,x\n', "table-quotes", 2), (b'id,words\n1,"a"b\n', "table-quotes", 2),
    (b"id,words\n1," + b"x" * 200_000 + b"\n", "table-cell-long", 2),
])
def test_what_cannot_be_read_says_why_and_in_which_row(data: bytes, code: str, row: int) -> None:
    with pytest.raises(Refused) as refused:
        read_table(data, delimiter=",")
    assert (refused.value.code, refused.value.facts["row"]) == (code, row)


def test_a_long_cell_is_refused_whatever_limit_another_library_has_set() -> None:
    before = csv.field_size_limit(10_000_000)
    try:
        with pytest.raises(Refused, match="table-cell-long"):
            read_table(b"id,words\n1," + b"x" * 200_000 + b"\n")
    finally:
        csv.field_size_limit(before)


@pytest.mark.parametrize(("data", "code"), [
    (b"x" * (MAX_BYTES + 1), "table-too-large"), (b"," * 20_000 + b"x\n1\n", "table-too-many-columns"),
    (b"id\n" + b"1\n" * 200_001, "table-too-many-rows"),
])
def test_what_is_too_large_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_table(data)
    assert refused.value.code == code


@pytest.mark.parametrize(("data", "code"), [
    (b"{", "mapping-not-json"), (b"[]", "mapping-not-json"), (b"\xff", "mapping-not-json"),
    (b"[" * 100_000, "mapping-not-json"), (b'{"a": 1, "a": 2}', "mapping-name-twice"),
    (b" " * 1_100_000, "mapping-too-large"),
])
def test_a_mapping_that_is_no_json_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_mapping(data)
    assert refused.value.code == code


def test_the_line_of_a_slip_in_a_mapping_is_told() -> None:
    with pytest.raises(Refused) as refused:
        read_mapping(b'{\n "channel": "post"\n "consent": true}')
    assert refused.value.facts["line"] == 3


def test_a_workbook_is_read_like_the_same_csv() -> None:
    table = read_table(workbook([["id", "words", "day", "number", "yes"],
                                 [1, " One ", datetime(2026, 3, 4), 2.5, True], [], [2, "Two", None, 3.0, None]]))
    assert table.headers == ("id", "words", "day", "number", "yes")
    assert [(row.number, row.cells) for row in table.rows] == [
        (2, ("1", " One ", "2026-03-04", "2.5", "1")), (4, ("2", "Two", "", "3", ""))]


def test_a_sheet_is_found_by_its_name() -> None:
    data = workbook([["a"], ["1"]], also=[["b"], ["2"]])
    assert read_table(data).headers == ("a",) and read_table(data, sheet="Also").headers == ("b",)
    with pytest.raises(Refused) as refused:
        read_table(data, sheet="Nowhere")
    assert (refused.value.code, refused.value.facts["name"]) == ("table-sheet-unknown", "Nowhere")


def test_a_formula_is_never_worked_out_here() -> None:
    [row] = read_table(workbook([["a", "b"], ["=1+1", "x"]])).rows
    assert row.cells == ("", "x")


@pytest.mark.parametrize("part", [
    b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>', b"<worksheet", b"",
])
def test_a_workbook_with_a_broken_or_harmful_part_is_refused(part: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read_table(changed(workbook([["a"], ["1"]]), "xl/worksheets/sheet1.xml", part))
    assert refused.value.code in ("table-unreadable", "table-empty")


def test_a_workbook_that_unpacks_to_gigabytes_is_refused_before_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_sheets, "MAX_UNPACKED", 1_000_000)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 1_000_001)
    with pytest.raises(Refused) as refused:
        read_table(file.getvalue())
    assert refused.value.code == "table-unreadable"


@pytest.mark.parametrize(("data", "code"), [
    (b"PK\x03\x04 and no more", "table-unreadable"), (b"\xd0\xcf\x11\xe0 an old one", "table-locked")])
def test_what_only_looks_like_a_workbook_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_table(data)
    assert refused.value.code == code


def workbook(rows: list[list[Any]], also: list[list[Any]] | None = None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    for row in also or []:
        (book["Also"] if "Also" in book.sheetnames else book.create_sheet("Also")).append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def changed(data: bytes, name: str, part: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(file, "w") as target:
        for item in source.namelist():
            target.writestr(item, part if item == name else source.read(item))
    return file.getvalue()
