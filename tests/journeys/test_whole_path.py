"""The product in one walk: an answer given in Urdu, coded by keyboard, tied to the plan, published, and read."""

import csv
import io
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Page

from tests.journeys.accessibility import problems
from tests.journeys.browser import NARROW, WIDE, asset_failures
from tests.journeys.site import Site, small_site
from tests.journeys.test_answering import tab_to
from tests.journeys.walking import begin, go_on, receipt_code, sign_in

WORDS = "ہماری گلی میں روشنی لگائیں۔"
THEME = "Better street lighting"


def test_an_answer_in_urdu_becomes_the_same_number_in_every_file(browser: Browser, small: Site) -> None:
    code = answer_in_urdu(browser, small)
    desk = open_page(browser)
    sign_in(desk, small, "lead")
    code_by_keyboard(desk, small)
    link_to_the_plan(desk, small)
    publish(desk, small)
    cell, count = read_the_report(browser, small, "en")
    assert count == 1
    assert in_csv(small, cell) == count
    assert in_docx(small) == count
    assert read_the_report(browser, small, "ur") == (cell, count)
    receipt = open_page(browser)
    receipt.goto(f"{small.address}/ur/receipt")
    receipt.fill("#code", code)
    go_on_with(receipt)
    assert WORDS[:-1] in receipt.inner_text("main") and THEME in receipt.inner_text("main")
    receipt.get_by_role("link", name=THEME).click()
    assert THEME in receipt.inner_text("h1")


def answer_in_urdu(browser: Browser, site: Site) -> str:
    """Answer without scripts on a narrow screen; return the receipt code."""
    page = open_page(browser, java_script_enabled=False, viewport=NARROW)
    begin(page, site, "ur")
    page.check("input[value=parts]")
    page.check("input[value=missing]")
    go_on(page)
    page.fill("textarea", WORDS)
    go_on(page)
    go_on(page)
    page.check("input[value=no]")
    go_on(page)
    page.check("input[name=consent]")
    page.check("input[name=quotes]")
    go_on(page)
    return receipt_code(page)


def code_by_keyboard(page: Page, site: Site) -> None:
    """Read the newest answer and give its words a theme, a stance and a plan node without touching the mouse."""
    page.goto(f"{site.address}/staff/consultations/{site.slug}/code/missing-words/next")
    assert WORDS in page.inner_text("#answer")
    tab_to(page, "input[name=passage]")
    page.keyboard.press("ArrowDown")
    tab_to(page, "textarea[data-passage-source]")
    page.keyboard.press("Control+Home")
    for _ in range(len(WORDS) - 1):
        page.keyboard.press("Shift+ArrowLeft")
    assert page.is_checked("input[name=passage][value=selection]")
    tab_to(page, "input[name=new_theme]")
    page.keyboard.type(THEME)
    tab_to(page, "input[name=stance]")
    page.keyboard.press("Space")
    page.keyboard.press("p")
    page.keyboard.type("Safer streets")
    page.keyboard.press("Enter")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert THEME in page.inner_text("#answer")
    assert problems(page) == []


def link_to_the_plan(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/staff/consultations/{site.slug}/theme-links")
    page.select_option("select[name=theme]", label=THEME)
    page.check("input[name=where][value=part]")
    page.select_option("select[name=plan_node]", value="sub-streets")
    page.fill("textarea[name=reason]", "People ask for lit streets.")
    page.get_by_role("button", name="Save", exact=True).click()
    assert "People ask for lit streets." in page.inner_text("main")


def publish(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/staff/consultations/{site.slug}/report")
    page.fill("textarea[name=summary]", "People want light in their streets.")
    page.locator("main form button.govuk-button").last.click()
    assert "Edition 1" in page.inner_text("main")


def read_the_report(browser: Browser, site: Site, language: str) -> tuple[str, int]:
    """Open the report as anyone and return the theme's cell and its number."""
    page = open_page(browser)
    page.goto(f"{site.address}/{language}/consultations/{site.slug}/report")
    row = page.locator("table tr", has=page.get_by_role("rowheader", name=THEME)).filter(
        has=page.locator("[data-cell^='themes-missing-words|'][data-cell$='|respondents']")).first
    cell = row.locator("[data-cell$='|respondents']").first
    assert problems(page) == []
    return str(cell.get_attribute("data-cell")), int(cell.get_attribute("data-count") or -1)


def in_csv(site: Site, cell: str) -> int:
    table, row, column = cell.split("|")
    lines = csv.DictReader(io.StringIO(fetch(site, "report.csv").decode()))
    return next(int(line["count"]) for line in lines
                if (line["table_id"], line["row"], line["column"]) == (table, row, column))


def in_docx(site: Site) -> int:
    """Return the first number in the row of the theme, in the table of the question it answers."""
    document = Document(io.BytesIO(fetch(site, "report.docx")))
    rows = [row for table in document.tables for row in table.rows if row.cells[0].text == THEME]
    return int(rows[0].cells[1].text.split()[0])


def fetch(site: Site, name: str) -> bytes:
    address = f"{site.address}/en/consultations/{site.slug}/{name}"
    with urllib.request.urlopen(address) as answer:
        data: bytes = answer.read()
        return data


def open_page(browser: Browser, **options: object) -> Page:
    """Open a page of its own; whatever fails to load is printed where the test fails."""
    page = browser.new_context(**{"viewport": WIDE, **options}).new_page()  # type: ignore[arg-type]
    page.set_default_timeout(10_000)
    asset_failures(page)
    return page


def go_on_with(page: Page) -> None:
    page.click("main form button.govuk-button")


@pytest.fixture
def small(tmp_path: Path, backend: str) -> Iterator[Site]:
    with small_site(tmp_path, backend) as running:
        yield running
