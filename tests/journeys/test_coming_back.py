"""Stopping and going on: with a code on another device and in another language, and leaving a computer at once."""

import re

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.journeys.accessibility import problems, reflow_problems
from tests.journeys.browser import NARROW, WIDE, asset_failures
from tests.journeys.site import Site
from tests.journeys.walking import begin, go_on, receipt_code

ELSEWHERE = "https://www.bbc.co.uk/weather"
NODE = "p25-obj-violence"


def test_answers_saved_on_one_device_are_sent_from_another_in_urdu(browser: Browser, page: Page, site: Site) -> None:
    begin(page, site, "en")
    page.goto(f"{home(site)}/questions/missing-words")
    page.fill("textarea", "Begun in the library")
    go_on(page)
    page.get_by_role("button", name="Save and come back later").click()
    page.get_by_role("button", name="Give me a code").click()
    assert problems(page) == []
    words = page.locator(".app-words li").all_inner_texts()
    phone = open_page(browser, java_script_enabled=False, viewport=NARROW)
    phone.goto(f"{home(site, 'ur')}/come-back")
    phone.fill("textarea", "\n".join(words).upper())
    go_on(phone)
    assert reflow_problems(phone) == []
    phone.click("main a.govuk-button")
    phone.goto(f"{home(site, 'ur')}/questions/missing-words")
    assert phone.input_value("textarea") == "Begun in the library"
    phone.fill("textarea", "Begun in the library، ختم بس میں")
    go_on(phone)
    send(phone)
    assert len(receipt_code(phone).replace("-", "")) == 26


def test_the_device_left_behind_is_told_and_keeps_the_typed_words_on_its_page(
    browser: Browser, page: Page, site: Site,
) -> None:
    begin(page, site, "en")
    page.goto(f"{home(site)}/save")
    page.click("main form button.govuk-button")
    digits = page.inner_text("p.app-receipt")
    page.goto(f"{home(site)}/questions/trust-words")
    page.fill("textarea", "Still being typed on the first device")
    other = open_page(browser)
    other.goto(f"{home(site)}/come-back")
    other.fill("textarea", digits)
    go_on(other)
    go_on(page)
    assert page.input_value("textarea") == "Still being typed on the first device"
    assert "on another device" in page.inner_text("main") and problems(page) == []


@pytest.mark.parametrize("page", [{}, {"java_script_enabled": False, "viewport": NARROW}], indirect=True,
                         ids=["scripts", "no-scripts"])
def test_leaving_quickly_shows_another_site_and_leaves_nothing(page: Page, site: Site) -> None:
    page.route(f"{ELSEWHERE}**", weather)
    begin(page, site, "en")
    page.goto(f"{home(site)}/questions/missing-words")
    page.click(".app-leave button")
    page.wait_for_url(f"{ELSEWHERE}**")
    assert [cookie for cookie in page.context.cookies() if "consult" in cookie["name"]] == []
    page.goto(f"{home(site)}/check")
    assert page.url.endswith("/respond")


def test_pressing_escape_three_times_leaves(page: Page, site: Site) -> None:
    page.route(f"{ELSEWHERE}**", weather)
    begin(page, site, "en")
    page.goto(f"{home(site)}/questions/missing-words")
    page.focus("textarea")
    page.keyboard.press("Escape")
    assert "2 more times" in page.inner_text(".app-leave [role=status]")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_url(f"{ELSEWHERE}**")


def test_a_comment_on_one_part_of_the_plan_is_sent_by_keyboard_alone(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/en/consultations/{site.slug}/plan/{NODE}")
    page.get_by_role("button", name="Have your say on this part").focus()
    press(page, "Enter")
    page.focus("#who")
    page.keyboard.press("Space")
    press(page, "Enter")
    page.focus("input[value=adult]")
    page.keyboard.press("Space")
    press(page, "Enter")
    page.focus("main a.govuk-button")
    press(page, "Enter")
    assert re.search(rf"/questions/plan-comment@{NODE}$", page.url)
    page.focus("textarea")
    page.keyboard.type("More youth clubs")
    page.focus("form#answer-form button.govuk-button")
    press(page, "Enter")
    page.get_by_role("button", name="Check and send").focus()
    press(page, "Enter")
    assert "More youth clubs" in page.inner_text("main")


def press(page: Page, key: str) -> None:
    """Press a key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def send(page: Page) -> None:
    """Go from the check to the receipt without answering questions about oneself."""
    go_on(page)
    page.check("input[value=no]")
    go_on(page)
    page.check("input[name=consent]")
    go_on(page)


def weather(route: Route) -> None:
    """Answer in place of the other site, which no test may ask for."""
    route.fulfill(body="<!DOCTYPE html><html lang='en'><title>Weather</title><h1>Weather</h1></html>",
                  content_type="text/html")


def home(site: Site, language: str = "en") -> str:
    return f"{site.address}/{language}/consultations/{site.slug}/respond"


def open_page(browser: Browser, **options: object) -> Page:
    page = browser.new_context(**{"viewport": WIDE, **options}).new_page()  # type: ignore[arg-type]
    page.set_default_timeout(10_000)
    asset_failures(page)
    return page
