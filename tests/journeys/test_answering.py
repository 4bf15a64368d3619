"""Londoners answer: without scripts, by keyboard, on a narrow screen, in either direction of writing."""

import pytest
from playwright.sync_api import Page

from tests.journeys.accessibility import problems, reflow_problems
from tests.journeys.browser import NARROW
from tests.journeys.site import Site
from tests.journeys.walking import begin, go_on, receipt_code

NO_SCRIPTS = {"java_script_enabled": False, "viewport": NARROW}


@pytest.mark.parametrize("page", [NO_SCRIPTS], indirect=True)
@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_response_goes_through_without_scripts_on_a_narrow_screen(page: Page, site: Site, language: str) -> None:
    begin(page, site, language)
    page.check("input[value=parts]")
    page.check("input[value=missing]")
    go_on(page)
    page.fill("textarea", "جو کمی ہے" if language == "ur" else "What is missing")
    go_on(page)
    go_on(page)
    page.check("input[value=no]")
    go_on(page)
    page.check("input[name=consent]")
    go_on(page)
    assert len(receipt_code(page).replace("-", "")) == 26


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_response_goes_through_by_keyboard_alone(page: Page, site: Site, language: str) -> None:
    page.goto(f"{site.address}/{language}/consultations/{site.slug}/respond")
    page.keyboard.press("Tab")
    assert "skip-link" in focused(page)
    tab_to(page, "#who")
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "#age")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/before-you-start")
    page.goto(f"{site.address}/{language}/consultations/{site.slug}/respond/questions/missing-words")
    tab_to(page, "textarea")
    page.keyboard.type("By keyboard")
    tab_to(page, "form#answer-form button.govuk-button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/check")


def test_changing_the_language_in_the_middle_keeps_what_was_typed(page: Page, site: Site) -> None:
    begin(page, site, "en")
    page.goto(f"{site.address}/en/consultations/{site.slug}/respond/questions/trust-words")
    page.fill("textarea", "Half a sentence")
    page.click("button[value=ur]")
    assert page.input_value("textarea") == "Half a sentence"
    assert page.get_attribute("html", "dir") == "rtl"


def test_an_error_takes_the_focus_and_leads_to_its_field(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/en/consultations/{site.slug}/respond")
    page.click("form#answer-form button.govuk-button")
    assert page.title().startswith("Error:") and "error-summary" in focused(page)
    page.click(".govuk-error-summary a")
    assert page.evaluate("document.activeElement.id") == "who"
    assert problems(page) == []


@pytest.mark.parametrize("page", [{"viewport": NARROW}], indirect=True)
@pytest.mark.parametrize("language", ["en", "ur"])
def test_an_error_page_fits_a_narrow_screen(page: Page, site: Site, language: str) -> None:
    page.goto(f"{site.address}/{language}/consultations/{site.slug}/respond")
    page.click("form#answer-form button.govuk-button")
    assert reflow_problems(page) == []


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.className"))


def tab_to(page: Page, selector: str, most: int = 60) -> None:
    """Press Tab until the element has the focus; a page that cannot be reached so is a fault."""
    for _ in range(most):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {selector}")
