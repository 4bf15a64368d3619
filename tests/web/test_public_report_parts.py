"""Parts and other forms of the published report: chapters, findings, summary, large print, charts and single tables."""

import csv
import io
from xml.etree import ElementTree

import pytest
from lxml import html

from consult.domain.report_chapters import CHAPTERS
from consult.domain.report_json import from_json
from consult.domain.reports import Report
from consult.services import reports as services
from tests import coded
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World

REPORT = "/en/consultations/small-plan/report"
FORMS = ("/summary", "/large-print", "/chapters/at-a-glance", "/chapters/objectives", "/tables/channels.csv")


@pytest.mark.parametrize("key", CHAPTERS)
def test_each_chapter_has_a_page_of_its_own(client: LintingClient, report: Report, key: str) -> None:
    page = html.document_fromstring(client.get(f"{REPORT}/chapters/{key}").text)
    levels = [int(one.tag[1]) for one in page.xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4]")]
    assert levels[0] == 1 and all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


def test_chapters_lead_on_to_each_other(client: LintingClient, report: Report) -> None:
    page = client.get(f"{REPORT}/chapters/victims").text
    assert f"{REPORT}/chapters/cross-cutting" in page and f"{REPORT}/chapters/young-people" in page


@pytest.mark.parametrize("end", FORMS)
def test_before_the_first_edition_every_form_says_so(client: LintingClient, world: World, end: str) -> None:
    answer = client.get(REPORT + end)
    assert answer.status_code == 404 and "not published yet" in answer.text


@pytest.mark.parametrize("end", ["/chapters/unknown", "/findings/f-1", "/charts/unknown.svg", "/tables/unknown.csv",
                                 "/summary?edition=2", "/large-print?edition=x", "/chapters/data?edition=0"])
def test_what_is_not_in_the_edition_is_not_found(client: LintingClient, report: Report, end: str) -> None:
    assert client.get(REPORT + end).status_code == 404


def test_numbers_of_the_summary_and_of_large_print_are_those_of_the_whole(client: LintingClient, report: Report
                                                                         ) -> None:
    whole, short, large = (cells(client.get(REPORT + end).text) for end in ("", "/summary", "/large-print"))
    assert large == whole and short.items() < whole.items()


def test_large_print_folds_nothing_away(client: LintingClient, report: Report) -> None:
    page = html.document_fromstring(client.get(f"{REPORT}/large-print").text)
    assert "app-large-print" in page.get("class") and not page.xpath("//main//details")


def test_the_numbers_of_one_table_are_its_lines_of_the_whole_file(client: LintingClient, report: Report) -> None:
    lines = list(csv.reader(io.StringIO(client.get(f"{REPORT}.csv").text)))
    [header, *own] = csv.reader(io.StringIO(client.get(f"{REPORT}/tables/channels.csv").text))
    assert header == lines[0] and own == [line for line in lines if line[0] == "channels"] != []


def test_a_chart_is_a_picture_to_take_away(client: LintingClient, world: World) -> None:
    theme = coded.theme(world)
    lights = coded.theme(world, "Street lights")
    for found in (theme, lights):
        coded.code(world, world.respond("More of it."), found)
    coded.publish(world)
    answer = client.get(f"/ur{REPORT.removeprefix('/en')}/charts/themes.svg")
    assert answer.mimetype == "image/svg+xml" and answer.headers["X-Content-Type-Options"] == "nosniff"
    assert ElementTree.fromstring(answer.text).get("lang") == "ur"
    assert f"{REPORT}/charts/themes.svg" in client.get(REPORT).text


def test_an_older_edition_leads_on_within_itself(client: LintingClient, world: World, report: Report) -> None:
    coded.publish(world)
    page = client.get(f"{REPORT}/editions/1").text
    for end in ("/summary", "/large-print", ".csv"):
        assert f"{REPORT}{end}?edition=1" in page


@pytest.mark.parametrize("end", ["", "/editions/1", ".csv", ".docx", ".json", *FORMS])
def test_a_recalled_edition_is_gone_and_says_why(client: LintingClient, world: World, report: Report, end: str) -> None:
    recall(world, 1)
    answer = client.get(REPORT + end)
    assert answer.status_code == 410 and "A quote was taken back." in answer.text


def test_a_recalled_edition_leads_to_the_newest_one(client: LintingClient, world: World, report: Report) -> None:
    coded.publish(world)
    recall(world, 2)
    assert "published on" in client.get(REPORT).text
    gone = client.get(f"{REPORT}.csv?edition=2")
    assert gone.status_code == 410 and f'href="{REPORT}"' in gone.text
    assert "You are reading edition" not in client.get(REPORT).text


def test_a_number_leads_staff_to_the_passages_behind_it(client: LintingClient, world: World, report: Report) -> None:
    client.sign_in(world.staff["lead"].email, PASSWORD)
    page = html.document_fromstring(client.get("/staff/consultations/small-plan/report/preview?edition=1").text)
    [theme] = {section.key for section in report.themes}
    for column in ("respondents", "support"):
        [link] = page.xpath(f"//*[@data-cell='themes|{theme}|{column}']/a/@href")
        assert "More officers on foot in the evening." in client.get(link).text


def test_the_public_is_led_to_no_staff_page(client: LintingClient, report: Report) -> None:
    page = html.document_fromstring(client.get(REPORT).text)
    assert not page.xpath("//main//a[contains(@href, '/staff/')]")


def cells(page: str) -> dict[str, str]:
    return {cell.get("data-cell"): cell.text_content().strip()
            for cell in html.document_fromstring(page).xpath("//*[@data-cell]")}


def recall(world: World, number: int) -> None:
    """Let the lead call an edition back."""
    services.recall(consultation_id=world.consultation.id, number=number, reason="A quote was taken back.",
                    by_id=world.staff["lead"].id)


@pytest.fixture
def report(world: World) -> Report:
    """The first edition, of one theme in the plan."""
    theme = coded.theme(world)
    coded.code(world, world.respond("More officers on foot in the evening."), theme)
    coded.link(world, theme, "c-officers", "It asks for officers.")
    return from_json(coded.publish(world).snapshot)
