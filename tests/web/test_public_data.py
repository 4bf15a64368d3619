"""The data page and the PDF: what is out can be downloaded; what is not, or was recalled, says so and why."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.domain.intruder_checks import ITEMS
from consult.domain.working_days import london_day
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.reports import EditionFile
from consult.services import data_releases, edition_files, reports
from consult.services.edition_files import Printed
from tests import coded

HERE = "/{}/consultations/small-plan"
DATA = HERE.format("en") + "/data"


@pytest.mark.parametrize("language", ["en", "ur"])
def test_before_anything_is_out_the_page_says_so_and_shows_the_calendar(client, world, edition, language):
    plan(world, "First data", days=5)
    page = client.get(HERE.format(language) + "/data")
    assert page.status_code == 200 and "First data" in page.text and "README.txt" not in page.text


def test_what_is_out_can_be_downloaded_file_by_file_and_as_one(client, world, edition):
    let_out(world)
    assert "README.txt" in client.get(DATA).text
    with zipfile.ZipFile(io.BytesIO(client.get(f"{DATA}/1/package.zip").data)) as archive:
        for name in archive.namelist():
            assert client.get(f"{DATA}/1/{name}").data == archive.read(name)


def test_the_numbers_of_the_package_are_those_of_the_report(client, world, edition):
    let_out(world)
    assert client.get(f"{DATA}/1/report.csv").data == client.get(HERE.format("en") + "/report.csv").data


def test_the_metadata_lead_to_the_files(client, world, edition):
    let_out(world)
    for one in json.loads(client.get(f"{DATA}/1/data.json").data)["resources"]:
        answer = client.get("/en/" + one["url"].partition("/en/")[2])
        assert answer.status_code == 200 and len(answer.data) == one["bytes"]


@pytest.mark.parametrize("address", ["/1/numbers.csv", "/2/numbers.csv", "/99999999/numbers.csv", "/0/numbers.csv"])
def test_data_that_are_not_out_are_not_found(client, world, edition, address):
    assert client.get(DATA + address).status_code == 404


def test_a_file_of_another_name_is_not_found(client, world, edition):
    let_out(world)
    assert client.get(f"{DATA}/1/secrets.csv").status_code == 404


def test_data_of_a_recalled_edition_are_gone_and_the_page_says_why(client, world, edition):
    let_out(world)
    reports.recall(consultation_id=world.consultation.id, number=1, reason="Two rows were swapped.",
                   by_id=world.staff["lead"].id)
    for address in (f"{DATA}/1/numbers.csv", HERE.format("en") + "/report.pdf?edition=1"):
        answer = client.get(address)
        assert answer.status_code == 410 and "Two rows were swapped." in answer.text
    assert "numbers.csv" not in client.get(DATA).text


def test_what_was_called_off_stays_in_the_calendar_with_its_reason(client, world, edition):
    release = plan(world, "First data")
    data_releases.call_off(consultation_id=world.consultation.id, public_id=release, note="Nobody had time.",
                           by_id=world.staff["lead"].id)
    assert "Nobody had time." in client.get(DATA).text


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_pdf_that_is_being_made_says_when_to_come_back_and_offers_other_forms(client, world, edition, language):
    page = client.get(HERE.format(language) + "/report.pdf")
    assert page.status_code == 503 and page.headers["Retry-After"] == "60" and "report.docx" in page.text


def test_a_pdf_that_cannot_be_made_is_not_found_and_says_why(client, world, edition):
    make(world, Printed(problem="file-no-program"))
    page = client.get(HERE.format("en") + "/report.pdf?size=large")
    assert page.status_code == 404 and "cannot make PDF files" in page.text


def test_a_made_pdf_is_handed_out_as_a_file(client, world, edition):
    make(world, Printed(b"%PDF-1.7 words"))
    answer = client.get(HERE.format("en") + "/report.pdf")
    assert answer.status_code == 200 and answer.data == b"%PDF-1.7 words" and answer.mimetype == "application/pdf"
    assert "small-plan-report-1-en.pdf" in answer.headers["Content-Disposition"]
    answer.close()


@pytest.mark.parametrize("query", ["?size=tiny", "?edition=7", "?edition=x"])
def test_a_pdf_that_never_was_is_not_found(client, world, edition, query):
    assert client.get(HERE.format("en") + "/report.pdf" + query).status_code == 404


def plan(world, title="The data", *, days=0):
    return data_releases.plan(consultation_id=world.consultation.id, title=title, by_id=world.staff["lead"].id,
                              planned_on=london_day(utc_now()) + timedelta(days=days)).public_id


def let_out(world):
    for role in ("lead", "equality-lead"):
        data_releases.sign_check(consultation_id=world.consultation.id, number=1, note="", by_id=world.staff[role].id,
                                 answers=dict.fromkeys(ITEMS, "safe"))
    data_releases.release(consultation_id=world.consultation.id, public_id=plan(world), number=1,
                          by_id=world.staff["lead"].id)


def make(world, found):
    """Let a printer give this for every file that waits."""
    usual, edition_files.printed = edition_files.printed, lambda *of: found
    try:
        for file_id in db.session().scalars(select(EditionFile.id)).all():
            edition_files.make(file_id, ())
    finally:
        edition_files.printed = usual


@pytest.fixture
def edition(world):
    coded.code(world, world.respond("More officers on foot."), coded.theme(world))
    return coded.publish(world)
