"""The workbook holds the same numbers as the CSV, and nothing in it is a formula."""

import io
import re
import zipfile

from consult.domain.reports import Report
from consult.exports import report_xlsx


def test_every_shown_number_stands_in_its_sheet(report: Report, plain) -> None:
    sheets = parts(report_xlsx.write(report, "en", plain))
    for number, table in enumerate(report.tables, start=2):
        shown = {str(cell.count) for cell in table.cells.values() if cell.count is not None}
        assert shown <= set(re.findall(r"<v>(\d+)</v>", sheets[f"xl/worksheets/sheet{number}.xml"]))


def test_a_sheet_names_its_table_by_id_and_says_what_it_counts(report: Report, plain) -> None:
    strings = parts(report_xlsx.write(report, "en", plain))["xl/sharedStrings.xml"]
    for table in report.tables:
        assert f">{table.table_id}<" in strings
    assert "This table counts people and organisations" in strings and ">Out of<" in strings


def test_no_cell_is_a_formula_or_a_link(report: Report, plain) -> None:
    for name, text in parts(report_xlsx.write(report, "en", plain)).items():
        assert "<f>" not in text and "hyperlink" not in text, name


def test_an_urdu_workbook_runs_from_right_to_left(report: Report, plain) -> None:
    sheets = parts(report_xlsx.write(report, "ur", plain))
    assert all('rightToLeft="1"' in text for name, text in sheets.items() if name.startswith("xl/worksheets/sheet"))


def test_hidden_cells_print_their_reason(report: Report, plain) -> None:
    strings = parts(report_xlsx.write(report, "en", plain))["xl/sharedStrings.xml"]
    assert "fewer than 10" in strings


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {name: book.read(name).decode() for name in book.namelist() if name.endswith(".xml")}
