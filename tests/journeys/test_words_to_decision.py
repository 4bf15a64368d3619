"""From one person's words to a decision and back: theme, finding, decision, signed edition, her receipt, recall."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.accessibility import problems
from tests.journeys.site import Site, small_site
from tests.journeys.test_whole_path import (
    THEME,
    WORDS,
    answer_in_urdu,
    code_by_keyboard,
    go_on_with,
    link_to_the_plan,
    open_page,
)
from tests.journeys.walking import sign_in

CLAIM = "People want light in their streets."
REASON = "It costs little and many people gain."
AFTER = "Put more officers on foot, and light every bus stop."


def test_what_she_said_leads_to_a_decision_and_the_decision_back_to_her(browser: Browser, small: Site) -> None:
    code = answer_in_urdu(browser, small)
    desk = open_page(browser)
    sign_in(desk, small, "lead")
    code_by_keyboard(desk, small)
    link_to_the_plan(desk, small)
    write_the_finding(desk, small)
    decide(desk)
    sign_off(desk, small)
    follow_a_number_to_its_passages(desk, small)
    reader = open_page(browser)
    read_the_decision(reader, small)
    receipt = open_page(browser)
    receipt.goto(f"{small.address}/ur/receipt")
    receipt.fill("#code", code)
    go_on_with(receipt)
    said = receipt.inner_text("main")
    assert WORDS[:-1] in said and CLAIM in said and REASON in said and AFTER in said
    assert problems(receipt) == []
    take_back(desk, small)
    answer = reader.goto(f"{small.address}/en/consultations/{small.slug}/report/editions/1")
    assert answer is not None and answer.status == 410
    assert "A quote has to go." in reader.inner_text("main") and CLAIM not in reader.inner_text("main")


def write_the_finding(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/staff/consultations/{site.slug}/findings")
    assert problems(page) == []
    page.get_by_role("button", name="Make a finding of it").first.click()
    page.fill("textarea[name=words-en]", CLAIM)
    page.select_option("select[name=part_1]", value="c-officers")
    page.fill("textarea[name=argument_note]", "They name the paths.")
    page.get_by_role("button", name="Keep the draft").click()
    page.get_by_role("button", name="Confirm this finding").click()
    page.get_by_role("button", name="Make it a draft again").wait_for()
    assert CLAIM in page.inner_text("main") and "1 of 1" in page.inner_text("main")


def decide(page: Page) -> None:
    page.get_by_role("link", name="Propose a decision").click()
    assert problems(page) == []
    page.check("input[name=outcome][value=accepted]")
    page.fill("textarea[name=reason-en]", REASON)
    page.fill("input[name=decided_by]", "A. Person")
    page.fill("input[name=office]", "Deputy Mayor")
    page.fill("textarea[name=after-c-officers]", AFTER)
    page.get_by_role("button", name="Propose this").click()
    page.get_by_role("button", name="Let this decision stand").click()
    page.get_by_role("link", name="Propose another decision").wait_for()
    assert problems(page) == []


def sign_off(page: Page, site: Site) -> None:
    """Other answers still wait: without saying why it is refused and nothing typed is lost; with it, it is out."""
    page.goto(f"{site.address}/staff/consultations/{site.slug}/report")
    page.fill("textarea[name=summary]", "People want light in their streets.")
    page.check("input[name=kind][value=signed-off]")
    page.fill("input[name=name]", "R. Person")
    page.fill("input[name=office]", "Head of consultation")
    page.get_by_role("button", name="Publish", exact=True).click()
    page.locator(".govuk-error-summary").wait_for()
    assert page.input_value("input[name=name]") == "R. Person"
    page.fill("textarea[name=why]", "Three early answers are read next week.")
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_text("Signed off by R. Person").first.wait_for()


def follow_a_number_to_its_passages(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/staff/consultations/{site.slug}/report/preview")
    page.locator("[data-cell^='themes-missing-words|'] a, th a", has_text=THEME).first.click()
    assert WORDS[:-1] in page.inner_text("main")


def read_the_decision(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/en/consultations/{site.slug}/report/summary")
    said = page.inner_text("main")
    assert CLAIM in said and "R. Person" in said and "Three early answers are read next week." in said
    page.goto(f"{site.address}/en/consultations/{site.slug}/you-said-we-did")
    assert CLAIM in page.inner_text("main") and REASON in page.inner_text("main")
    assert problems(page) == []


def take_back(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/staff/consultations/{site.slug}/report/editions/1/recall")
    page.fill("textarea[name=reason]", "A quote has to go.")
    page.get_by_role("button", name="Take it back").click()
    page.wait_for_url("**/report")


@pytest.fixture
def small(tmp_path: Path, backend: str) -> Iterator[Site]:
    with small_site(tmp_path, backend) as running:
        yield running
