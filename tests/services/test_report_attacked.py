"""Every number of an edition at once, against its hidden cells: the files alone, read as anybody can read them."""

from collections.abc import Iterable
from dataclasses import replace

from consult.domain.benchmarks import NOT_SAID
from consult.domain.report_json import to_json
from consult.domain.reports import Report
from consult.exports import report_csv
from consult.extensions import db
from consult.models.consultations import Consultation
from consult.queries import characteristics
from consult.queries import reports as editions
from consult.services.report_building import drawn_from_tables
from tests.file_attackers import opened

FOLLOWS = {"disability-impact": ("disability", "yes")}
ROUNDING_BASE = 5


def test_all_numbers_of_the_example_together_leave_every_hidden_cell_open(example: Consultation) -> None:
    report = printed(example)
    files = opened(to_json(report), report_csv.write(report), FOLLOWS)
    assert len(files.hidden) > 100
    assert not narrowed(files.ranges())


def test_the_reader_of_these_files_finds_a_cell_beside_numbers_that_were_neither_hidden_nor_rounded(
        example: Consultation) -> None:
    report = printed(example)
    exact = characteristics.by_question(db.session(), example.id)["disability"].by_choice
    table = next(table for table in report.tables if table.table_id == "profile-disability")
    cells = {place: replace(cell, count=exact[place[0]], suppression="") if cell.suppression != "small-number" else cell
             for place, cell in table.cells.items()}
    faulty = replace(report, tables=tuple(
        replace(table, cells=cells) if one is table else one for one in report.tables))
    assert narrowed(opened(to_json(faulty), report_csv.write(faulty), FOLLOWS).ranges())


def test_the_reader_of_these_files_finds_a_cell_by_a_base_that_was_not_rounded(example: Consultation) -> None:
    report = printed(example)
    exact = {key: sum(number for choice, number in group.by_choice.items() if choice not in NOT_SAID)
             for key, group in characteristics.by_question(db.session(), example.id).items()}
    key = "sex"
    assert exact[key] % 5
    told = tuple(replace(group, base=exact[key]) if group.question_key == key else group for group in report.groups)
    files = opened(to_json(replace(report, groups=told)), report_csv.write(report), FOLLOWS)
    assert narrowed(files.ranges())


def test_the_groups_beside_london_tell_no_more_than_the_tables_of_the_csv(example: Consultation) -> None:
    report = printed(example)
    again = drawn_from_tables(db.session(), example, report)
    assert (again.groups, again.who_is_missing) == (report.groups, report.who_is_missing)
    assert report.groups and all(f"profile-{group.question_key}" in {table.table_id for table in report.tables}
                                 for group in report.groups)


def printed(example: Consultation) -> Report:
    report = editions.report(db.session(), example.id)
    assert report is not None
    return report


def narrowed(ranges: Iterable) -> list:
    return [(name, low, high) for name, low, high in ranges if high - low < ROUNDING_BASE - 1e-6]
