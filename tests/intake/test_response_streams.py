"""Tables read row by row: every make of file, double headers, and files made to do harm."""

import io
import tracemalloc
import zipfile
from typing import Any, BinaryIO

import pytest
import xlsxwriter

from consult.domain.errors import Refused
from consult.domain.response_mappings import FileShape
from consult.intake import response_sheets, workbook_parts
from consult.intake.response_files import LONGEST_LINE, open_table

WORDS = "id;words\n1;Café “fine”\n2;£5\n"


@pytest.mark.parametrize("data", [
    WORDS.encode("utf-16"), WORDS.encode("cp1252"), WORDS.encode("utf-16-le"), WORDS.encode(),
    b"sep=;\r\n" + WORDS.encode("cp1252"),
])
def test_every_encoding_gives_the_same_rows(data: bytes) -> None:
    row = 2 if data.startswith(b"sep") else 1
    with open_table(io.BytesIO(data), FileShape(header_row=row)) as table:
        assert table.headers == ("id", "words")
        assert [row.cells for row in table.rows] == [("1", "Café “fine”"), ("2", "£5")]


def test_rows_between_the_headers_and_the_answers_are_labels() -> None:
    data = b'Q1,Q2\n"Why?","How, and\nwhen?"\n"{""ImportId"":""QID1""}",x\nyes,no\n'
    with open_table(io.BytesIO(data), FileShape(data_row=4)) as table:
        assert table.labels == (("Why?", '{"ImportId":"QID1"}'), ("How, and\nwhen?", "x"))
        assert [(row.number, row.cells) for row in table.rows] == [(4, ("yes", "no"))]


def test_a_file_that_ends_within_a_row_says_so_of_that_row() -> None:
    with open_table(io.BytesIO(b"a,b,c\n1,2,3\n4,5")) as table:
        assert [(row.cells[0], row.is_cut) for row in table.rows] == [("1", False), ("4", True)]
    with open_table(io.BytesIO(b"a,b\n1,2\n3,4")) as table:
        assert [row.is_cut for row in table.rows] == [False, False]


@pytest.mark.parametrize(("data", "code"), [
    (b"\x89PNG\0\0\0\r\n", "table-no-text"), (b"a,b\n" + b"x," * LONGEST_LINE, "table-cell-long"),
    ("Привет мир\nУлица и парк\n".encode("cp1251"), "table-not-utf-8"), (b"a,b\n1,\"half", "table-quotes"),
])
def test_what_is_no_table_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused, open_table(io.BytesIO(data)) as table:
        list(table.rows)
    assert refused.value.code == code


def test_many_rows_of_csv_take_no_more_memory_than_few() -> None:
    assert peak(csv_of(50_000)) < peak(csv_of(2_000)) + 300_000


def test_words_that_cells_share_are_not_held() -> None:
    small, large = workbook_of(500), workbook_of(5_000)
    assert peak(large) < peak(small) + 1_500_000


def test_a_sheet_that_claims_a_row_far_away_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_sheets, "LAST_ROW", 1_000)
    file = changed(workbook_of(2), "xl/worksheets/sheet1.xml", lambda part: part.replace(b'r="2"', b'r="5000"'))
    with pytest.raises(Refused, match="table-unreadable"), open_table(file) as table:
        list(table.rows)


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_one_cell_that_unpacks_to_gigabytes_is_refused_before_it_is_held(part: str) -> None:
    file = changed(workbook_of(2), part, lambda xml: xml.replace(b"</row>" if b"</row>" in xml else b"</si>",
                                                                 b" " * 9_000_000 + b"</row>", 1))
    with pytest.raises(Refused, match="table-unreadable"), open_table(file) as table:
        list(table.rows)


def test_too_many_rows_without_a_number_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_parts, "MAX_STEPS", 100)
    with pytest.raises(Refused, match="table-unreadable"), open_table(workbook_of(200)) as table:
        list(table.rows)


def peak(file: BinaryIO) -> int:
    tracemalloc.start()
    with open_table(file) as table:
        assert sum(1 for _row in table.rows) > 0
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found


def csv_of(count: int) -> BinaryIO:
    file = io.BytesIO()
    file.write(b"id,agree,words\n")
    file.writelines(b"%d,agree,Words of the row that is number %d\n" % (number, number) for number in range(count))
    return file


def workbook_of(count: int) -> BinaryIO:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": False})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["id", "words"])
    for number in range(1, count):
        sheet.write_row(number, 0, [number, f"{number} " + "long words " * 40])
    book.close()
    return file


def changed(file: BinaryIO, name: str, change: Any) -> BinaryIO:
    target_file = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(target_file, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.namelist():
            part = source.read(item)
            target.writestr(item, change(part) if item == name else part)
    return target_file
