"""The published report: every number the same on the page, in the Word file and in the CSV, and words by consent."""

import csv
import hashlib
import io
import re
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import html

from consult.domain.report_json import from_json
from consult.domain.reports import Report
from consult.exports.cells import cell_words
from consult.extensions import db
from consult.models.codebooks import Theme
from consult.queries import reports
from consult.services import codings
from tests import coded
from tests.linting import LintingClient
from tests.worlds import World

REPORT = "/en/consultations/small-plan/report"


def test_no_report_yet_is_a_friendly_404(client: LintingClient, world: World) -> None:
    for end in ("", ".docx", ".csv", ".json", "/themes/x", "/plan/x"):
        answer = client.get(REPORT + end)
        assert answer.status_code == 404 and "not published yet" in answer.text


def test_the_same_number_stands_on_the_page_and_in_each_file(client: LintingClient, report: Report) -> None:
    expected = {f"{table.table_id}|{row.key}|{column.key}": cell_words(table.cells[row.key, column.key], english)
                for table in report.tables for row in table.rows for column in table.columns}
    page = html.document_fromstring(client.get(REPORT).text)
    on_page = {cell.get("data-cell"): cell.text_content().strip() for cell in page.xpath("//*[@data-cell]")}
    assert on_page == expected
    lines = list(csv.DictReader(io.StringIO(client.get(f"{REPORT}.csv").text)))
    assert [f"{line['table_id']}|{line['row']}|{line['column']}" for line in lines] == list(expected)
    assert [line_words(line) for line in lines] == list(expected.values())
    in_word = docx_cells(client.get(f"{REPORT}.docx").data)
    assert in_word == {table.table_id: [expected[f"{table.table_id}|{row.key}|{column.key}"] for row in table.rows
                                        for column in table.columns] for table in report.tables}


def test_downloads_are_attachments_that_a_browser_does_not_guess_at(client: LintingClient, report: Report) -> None:
    kinds = {"docx": "officedocument.wordprocessingml", "csv": "text/csv", "json": "application/json"}
    for ending, kind in kinds.items():
        answer = client.get(f"{REPORT}.{ending}")
        assert kind in answer.content_type and answer.headers["X-Content-Type-Options"] == "nosniff"
        assert re.fullmatch(rf"attachment; filename=small-plan-report-1[-a-z]*\.{ending}",
                            answer.headers["Content-Disposition"])


def test_the_json_file_is_the_frozen_snapshot(client: LintingClient, world: World, report: Report) -> None:
    content = client.get(f"{REPORT}.json").data
    [edition] = reports.editions(db.session(), world.consultation.id)
    assert hashlib.sha256(content).hexdigest() == edition.digest


def test_pages_read_the_snapshot_and_not_what_was_coded_since(client: LintingClient, world: World, report: Report,
                                                              officers: Theme) -> None:
    pages = [REPORT, f"{REPORT}/themes/{officers.public_id}", f"{REPORT}/plan/c-officers"]
    before = [cells_of(client.get(page).text) for page in pages]
    coded.code(world, world.respond("Many more officers, I say."), officers)
    assert [cells_of(client.get(page).text) for page in pages] == before


def test_an_older_edition_stays_as_it_was_and_says_that_it_is_older(client: LintingClient, world: World, report: Report,
                                                                    officers: Theme) -> None:
    coded.code(world, world.respond("Many more officers, I say."), officers)
    coded.publish(world)
    old, new = client.get(f"{REPORT}/editions/1").text, client.get(REPORT).text
    cell = f"themes|{officers.public_id}|respondents"
    assert (cells_of(old)[cell], cells_of(new)[cell]) == ("1 of 2", "2 of 3")
    assert "You are reading edition 1. The newest is edition 2." in old and "You are reading edition" not in new
    assert f"/themes/{officers.public_id}?edition=1" in old
    theme = client.get(f"{REPORT}/themes/{officers.public_id}?edition=1").text
    assert cells_of(theme)[cell] == "1 of 2"


def test_a_theme_shows_quotes_with_consent_and_leads_to_the_plan_and_back(client: LintingClient, report: Report,
                                                                          officers: Theme) -> None:
    theme = client.get(f"{REPORT}/themes/{officers.public_id}").text
    assert "More officers on foot in the evening." in theme and "Do not print these words." not in theme
    assert f"{REPORT}/plan/c-officers" in theme and "It asks for officers." in theme
    node = client.get(f"{REPORT}/plan/c-officers").text
    assert f"{REPORT}/themes/{officers.public_id}" in node


def test_a_part_that_nobody_spoke_of_says_so(client: LintingClient, report: Report) -> None:
    assert "nobody wrote about this part" in client.get(f"{REPORT}/plan/obj-trust").text


def test_a_theme_that_belongs_nowhere_says_why(client: LintingClient, report: Report) -> None:
    [nowhere] = report.themes_nowhere
    for address in (REPORT, f"{REPORT}/themes/{nowhere.theme_key}"):
        assert "The plan does not light streets." in client.get(address).text


@pytest.mark.parametrize("end", [
    "/editions/2", "/editions/99999999999999999999", "/themes/unknown", "/plan/unknown", ".csv?edition=2",
    ".docx?edition=x", ".json?edition=0",
])
def test_what_was_never_published_is_not_found(client: LintingClient, report: Report, end: str) -> None:
    answer = client.get(f"{REPORT}{end}")
    assert answer.status_code == 404 and "Page not found" in answer.text


def test_hidden_numbers_are_nowhere_in_the_page(client: LintingClient, report: Report) -> None:
    page = html.document_fromstring(client.get(REPORT).text)
    hidden = page.xpath("//*[starts-with(@data-cell, 'profile-')]")
    assert {cell.text_content().strip() for cell in hidden} == {"fewer than 10"}
    assert not any(cell.get("data-count") for cell in hidden)


def test_fixed_statements_stand_on_the_page(client: LintingClient, report: Report) -> None:
    page = client.get(REPORT).text
    for words in ("People chose to take part", "This is not a vote", "did not check them for fact",
                  "add up to more than 100"):
        assert words in page


def test_english_words_on_an_urdu_page_say_that_they_are_english(client: LintingClient, report: Report,
                                                                 officers: Theme) -> None:
    page = html.document_fromstring(client.get(f"/ur/consultations/small-plan/report/themes/{officers.public_id}").text)
    assert page.get("dir") == "rtl"
    assert page.xpath("//h1/span[@lang='en'][@dir='ltr']/text()") == ["Officers on foot"]
    assert page.xpath("//blockquote[@lang='en'][@dir='ltr']")


def test_a_report_of_a_consultation_that_is_not_shown_does_not_exist(client: LintingClient, world: World,
                                                                    report: Report) -> None:
    world.consultation.is_visible = False
    db.session.flush()
    assert "Page not found" in client.get(REPORT).text


def english(message: str, /, **facts: object) -> str:
    return message % facts if facts else message


def line_words(line: dict[str, Any]) -> str:
    if line["suppression"] in ("small-number", "secondary"):
        assert line["count"] == ""
        return {"small-number": "fewer than 10", "secondary": "hidden to protect others"}[line["suppression"]]
    if not line["base"]:
        return str(line["count"])
    percent = f" ({line['percent']}%)" if line["percent"] else ""
    return f"{line['count']} of {line['base']}{percent}"


def docx_cells(content: bytes) -> dict[str, list[str]]:
    """The numbers of each table by its id, which a Word table carries as its description."""
    found = {}
    for table in Document(io.BytesIO(content)).tables:
        for description in table._tbl.tblPr.findall(qn("w:tblDescription")):
            found[description.get(qn("w:val"))] = [cell.text for row in table.rows[1:] for cell in row.cells[1:]]
    return found


def cells_of(page: str) -> dict[str, str]:
    return {cell.get("data-cell"): cell.text_content().strip()
            for cell in html.document_fromstring(page).xpath("//*[@data-cell]")}


@pytest.fixture
def officers(world: World) -> Theme:
    """A theme that one person spoke of who may be quoted, and one who may not and took it back."""
    theme = coded.theme(world)
    coded.code(world, world.respond("More officers on foot in the evening."), theme)
    answer = world.respond("Do not print these words.", quotes=False, question="missing-words")
    silent = coded.code(world, answer, theme)
    codings.withdraw(consultation_id=world.consultation.id, coding_id=silent.public_id, by_id=world.staff["coder"].id)
    coded.link(world, theme, "c-officers", "It asks for officers.")
    return theme


@pytest.fixture
def report(world: World, officers: Theme) -> Report:
    """The first edition: a theme in the plan and a theme nowhere in it."""
    lights = coded.theme(world, "Street lights")
    coded.code(world, world.respond("Light the dark street.", question="missing-words", quotes=False), lights, "none")
    coded.link(world, lights, None, "The plan does not light streets.")
    return from_json(coded.publish(world).snapshot)
