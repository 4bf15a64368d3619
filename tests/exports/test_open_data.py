"""The data package: every number is the report's, every column and every code is explained."""

import csv
import dataclasses
import hashlib
import io
import json
import zipfile

import pytest

from consult.domain.open_data import OPEN, PANEL, Release, sample_of
from consult.domain.report_findings import ChangedText, ReportedDecision, ReportedEvidence, ReportedFinding
from consult.domain.report_json import from_json
from consult.domain.reports import Cell, Column, Row, Table
from consult.exports.open_data import files, package

RELEASE = Release("https://consult.example/en/consultations/safer-streets/data",
                  "https://consult.example/en/consultations/safer-streets/report", "An office", "2025-04-01")


def test_every_number_of_the_report_is_in_the_numbers_and_no_other(report):
    found = {(line["table_id"], line["row"], line["column"]): tuple(line[name] for name in (
        "count", "base", "percent", "suppression")) for line in rows(report, "numbers.csv")}
    assert found == {(table.table_id, *place): written(cell)
                     for table in report.tables for place, cell in table.cells.items()}


def test_every_column_of_every_file_is_in_the_dictionary(report):
    explained = {(line["file"], line["column"]) for line in rows(report, "dictionary.csv")}
    made = files(full(report), RELEASE)
    there = {(name, column) for name in made if name.endswith(".csv")
             for column in made[name].decode().split("\r\n")[0].split(",")}
    assert there <= explained


def test_every_code_in_the_numbers_is_explained(report):
    codes = {(line["list"], line["table_id"], line["code"]) for line in rows(report, "codes.csv")}
    for line in rows(report, "numbers.csv"):
        table = line["table_id"]
        assert {("table", "", table), ("row", table, line["row"]), ("column", table, line["column"]),
                ("unit", "", line["unit"]), ("sample", "", line["sample"])} <= codes
        assert not line["suppression"] or ("suppression", "", line["suppression"]) in codes


def test_the_metadata_name_the_bytes_of_every_other_file(report):
    made = files(report, RELEASE)
    named = {one["name"]: (one["bytes"], one["sha256"]) for one in json.loads(made.pop("data.json"))["resources"]}
    assert named == {name: (len(content), hashlib.sha256(content).hexdigest()) for name, content in made.items()}


def test_equal_reports_give_equal_packages(report):
    assert package(files(report, RELEASE)) == package(files(report, RELEASE))


def test_the_package_holds_every_file_and_the_snapshot_reads_back(report):
    with zipfile.ZipFile(io.BytesIO(package(files(report, RELEASE)))) as archive:
        assert archive.namelist() == list(files(report, RELEASE))
        assert from_json(archive.read("report.json").decode()) == report


def test_what_looks_like_a_formula_is_written_as_words(report):
    made = rows(dataclasses.replace(full(report), title={"en": "=1+1"}), "findings.csv")
    assert made[0]["claim"] == "'=cmd|' /C calc'!A0"


def test_findings_come_with_their_evidence_decision_and_changed_words(report):
    finding, = rows(full(report), "findings.csv")
    assert (finding["respondents"], finding["base"], finding["outcome"]) == ("40", "110", "partly")
    assert rows(full(report), "findings-evidence.csv")[0]["count"] == "40"
    assert rows(full(report), "plan-changes.csv")[0]["after"] == "Many more lights"


def test_a_correction_says_what_it_puts_right(report):
    made = files(report, dataclasses.replace(RELEASE, corrects=2, note="Two rows were swapped."))
    assert b"puts right the data of edition 2. Two rows were swapped." in made["README.txt"]
    assert json.loads(made["data.json"])["corrects_version"] == 2


@pytest.mark.parametrize(("column", "sample"), [("people", OPEN), ("p1-people", PANEL), ("p1-percent", PANEL)])
def test_a_column_of_a_panel_is_of_another_sample_than_the_open_consultation(report, column, sample):
    panels = Table("panels", {}, "panel-members", (Row("p1", {}),), (), {})
    table = Table("answers-q", {}, "respondents", (Row("yes", {}),), (Column(column, {}),), {("yes", column): Cell(
        1, 2, None)})
    assert sample_of(dataclasses.replace(report, tables=(panels, table)), table, column) == sample


def full(report):
    decision = ReportedDecision("partly", {"en": "Money"}, "A person", "The office", "2025-03-03", changes=(
        ChangedText("p25-obj-trust", {"en": "Trust"}, {"en": "Lights"}, {"en": "Many more lights"}),))
    evidence = ReportedEvidence("theme", "t1", {"en": "Street lights"}, "respondents", 40, 110)
    finding = ReportedFinding("f1", 1, {"en": "=cmd|' /C calc'!A0"}, "strong", respondents=40, base=110,
                              node_keys=("p25-obj-trust",), evidence=(evidence,), decision=decision)
    return dataclasses.replace(report, findings=(finding,))


def rows(report, name):
    return list(csv.DictReader(io.StringIO(files(report, RELEASE)[name].decode(), newline="")))


def written(cell):
    return tuple("" if value is None else str(value) for value in (
        cell.count, cell.base, cell.percent, cell.suppression))
