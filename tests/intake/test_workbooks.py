"""Workbooks: what cells say, and every kind of file that must not be read, told with its cell."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from consult.domain.errors import Refused
from consult.intake import workbook_parts, workbooks
from consult.intake.workbooks import read_workbook


def test_cells_come_as_the_words_that_excel_shows() -> None:
    [sheet] = read_workbook(made([[1, 1.0, 2.5, True, date(2026, 3, 1), "  x ", None, "=not a formula"[1:]]]))
    assert sheet.rows[0].cells == ("1", "1", "2.5", "TRUE", "2026-03-01", "  x ", "", "not a formula")


def test_a_million_empty_rows_are_passed_and_told() -> None:
    rows = "".join(f'<row r="{number}"/>' for number in range(1, 1_000_001))
    first = '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'
    [sheet] = read_workbook(with_sheet(made([["x"]]), first + rows))
    assert sheet.is_cut and len(sheet.rows) == 1


def test_a_sheet_that_declares_all_rows_and_columns_is_read_for_what_it_holds() -> None:
    cell = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    [sheet] = read_workbook(with_sheet(made([["x"]]), cell, dimension="A1:XFD1048576"))
    assert sheet.rows == () and sheet.is_cut


def test_cells_that_only_have_a_look_hold_nothing() -> None:
    [sheet] = read_workbook(with_sheet(made([["x"]]), '<row r="1"><c r="A1" s="0"/><c r="XFD1" s="0"/></row>'))
    assert sheet.rows == () and not sheet.is_cut


def test_a_formula_is_refused_with_its_cell() -> None:
    assert problems(made([["a", "b"], ["c", "=1+1"]])) == [("cell-formula", "Sheet", "B2", "=1+1")]


def test_words_that_begin_like_a_formula_are_words() -> None:
    book = Workbook()
    cell = book.active["A1"]
    cell.value, cell.data_type = "=1+1", "s"
    assert read_workbook(saved(book))[0].rows[0].cells == ("=1+1",)


def test_an_error_in_a_cell_is_refused_with_its_cell() -> None:
    assert problems(made([["#REF!"]])) == [("cell-error", "Sheet", "A1", "#REF!")]


@pytest.mark.parametrize(("limit", "rows", "code"), [
    ("MAX_ROWS", [["x"]] * 4, "workbook-rows"), ("MAX_COLUMNS", [["x"] * 4], "workbook-columns"),
    ("MAX_CELL", [["x" * 4]], "cell-too-long"), ("MAX_CELLS", [["x"] * 4], "workbook-too-large"),
    ("MAX_HELD", [["x"]], "workbook-too-large"), ("MAX_UNPACKED", [["x"]], "workbook-too-large"),
    ("MAX_BYTES", [["x"]], "workbook-too-large"), ("MAX_PARTS", [["x"]], "workbook-too-large"),
])
def test_what_is_larger_than_any_survey_is_refused(
    limit: str, rows: list[list[str]], code: str, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workbooks if hasattr(workbooks, limit) else workbook_parts, limit, 3)
    assert problems(made(rows))[0][0] == code


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    data = with_part(made([["x"]]), "xl/sharedStrings.xml", b" " * (30 * 1024 * 1024))
    assert len(data) < 100_000 and problems(data)[0][0] == "workbook-too-large"


@pytest.mark.parametrize(("data", "code"), [
    (b"PK\x03\x04 nothing", "workbook-broken"), (b"\xd0\xcf\x11\xe0rest", "workbook-locked"),
    (b"", "workbook-broken"), (b"PK", "workbook-broken"),
])
def test_what_is_no_workbook_is_refused_in_a_known_way(data: bytes, code: str) -> None:
    assert problems(data) == [(code, "", "", "")]


def test_macros_are_refused() -> None:
    assert problems(with_part(made([["x"]]), "xl/vbaProject.bin", b"x"))[0][0] == "workbook-macros"


def test_another_kind_of_zip_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("word/document.xml", "<x/>")
    assert problems(file.getvalue())[0][0] == "workbook-other"


@pytest.mark.parametrize("path", ["../outside.xml", "/etc/x", "xl/../../x"])
def test_a_path_that_leads_out_is_refused(path: str) -> None:
    assert problems(with_part(made([["x"]]), path, b"x"))[0][0] == "workbook-broken"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_entities_are_never_followed(encoding: str) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'.encode(encoding)
    assert problems(with_part(made([["x"]]), "xl/extra.xml", bomb))[0][0] == "workbook-broken"


def test_a_workbook_cut_short_is_refused() -> None:
    data = made([["x"]])
    assert problems(data[: len(data) // 2])[0][0] == "workbook-broken"


def made(rows: list[list[object]]) -> bytes:
    """Return a workbook of one sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """Return a workbook's bytes."""
    file = io.BytesIO()
    book.save(file)
    assert load_workbook(io.BytesIO(file.getvalue())).sheetnames
    return file.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """Return the workbook with one part put in or replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return file.getvalue()


def with_sheet(data: bytes, rows: str, dimension: str = "A1") -> bytes:
    """Return the workbook whose sheet holds these rows, as XML."""
    words = ('<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
             f'<dimension ref="{dimension}"/><sheetData>{rows}</sheetData></worksheet>')
    return with_part(data, "xl/worksheets/sheet1.xml", words.encode())


def problems(data: bytes) -> list[tuple[str, str, str, str]]:
    """Return the code, sheet, cell and name of each problem for which a file is refused."""
    with pytest.raises(Refused) as caught:
        read_workbook(data)
    found = caught.value.facts["problems"]
    assert isinstance(found, list)
    return [(problem["code"], problem["sheet"], problem["cell"], problem["name"]) for problem in found]
