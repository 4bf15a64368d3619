"""A Londoner comes back with the receipt code: a copy, a change, and taking it back; no scripts, a narrow screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.accessibility import problems, reflow_problems
from tests.journeys.browser import NARROW
from tests.journeys.site import Site, small_site
from tests.journeys.walking import begin, go_on, receipt_code

NO_SCRIPTS = {"java_script_enabled": False, "viewport": NARROW}
WITH_SCRIPTS = {"viewport": NARROW}
WORDS = {"en": "More light in the alley by the station", "ur": "اسٹیشن کے پاس گلی میں روشنی"}
CHANGED = {"en": "More buses at night", "ur": "رات کو زیادہ بسیں"}


@pytest.mark.parametrize("page", [NO_SCRIPTS, WITH_SCRIPTS], indirect=True)
@pytest.mark.parametrize("language", ["en", "ur"])
def test_what_was_sent_is_copied_changed_and_taken_back(page: Page, small: Site, language: str) -> None:
    code = answered(page, small, language)
    page.click("form[action$='/leave'] button[type=submit]:visible")
    page.goto(f"{small.address}/{language}/receipt")
    page.fill("#code", code.lower())
    page.click("main form button")
    assert faults(page, language) == [] and code not in page.content() and code not in page.url
    copied(page, language, WORDS[language])
    page.click("form[action$='/receipt/change'] button")
    page.wait_for_url("**/respond/check")
    assert WORDS[language] in page.inner_text("main")
    page.goto(f"{small.address}/{language}/consultations/{small.slug}/respond/questions/missing-words")
    page.fill("textarea", CHANGED[language])
    go_on(page)
    sent(page, small, language)
    page.goto(f"{small.address}/{language}/receipt")
    copied(page, language, CHANGED[language])
    page.click("a[href$='/receipt/take-back']")
    assert faults(page, language) == []
    page.click("form[action$='/receipt/take-back'] button")
    page.wait_for_url("**/receipt")
    assert page.locator("form[action$='/receipt/change']").count() == 0
    assert faults(page, language) == []
    page.click("form[action$='/receipt/finish'] button")
    page.wait_for_selector("#code")


@pytest.mark.parametrize("page", [{}], indirect=True)
def test_a_copy_in_large_print_prints_at_18_points(page: Page, small: Site) -> None:
    answered(page, small, "en")
    page.goto(f"{small.address}/en/receipt/copy?of={small.slug}&size=large")
    assert size_of(page) >= 20
    page.emulate_media(media="print")
    # A CSS pixel is three quarters of a point.
    assert size_of(page) * 0.75 >= 18 and not page.locator(".app-copy__ways").is_visible()


def answered(page: Page, site: Site, language: str) -> str:
    """Answer one question, send it, and return the receipt code."""
    begin(page, site, language)
    page.goto(f"{site.address}/{language}/consultations/{site.slug}/respond/questions/missing-words")
    page.fill("textarea", WORDS[language])
    go_on(page)
    sent(page, site, language)
    return receipt_code(page)


def sent(page: Page, site: Site, language: str) -> None:
    """Agree and send what is being written."""
    page.goto(f"{site.address}/{language}/consultations/{site.slug}/respond/send")
    page.check("input[name=consent]")
    go_on(page)
    assert page.url.endswith("/respond/receipt")


def copied(page: Page, language: str, words: str) -> None:
    """Look at the copy in both sizes and come back."""
    page.click("main a[href$='/receipt/copy']")
    assert words in page.inner_text("main") and faults(page, language) == []
    page.click("a[href*='size=large']")
    assert words in page.inner_text("main") and faults(page, language) == []
    page.goto(page.url.partition("/copy")[0])


def size_of(page: Page) -> float:
    """Return the size of the answer's letters in CSS pixels."""
    return float(page.eval_on_selector(".app-copy .app-typed", "e => parseFloat(getComputedStyle(e).fontSize)"))


def faults(page: Page, language: str) -> list[str]:
    """Return everything that is wrong with the page that is open now; where scripts run, as the checkers are some."""
    if not page.locator("body.js-enabled").count():
        return []
    wrong_way = [] if page.get_attribute("html", "lang") == language else [f"not in {language}"]
    return problems(page) + reflow_problems(page) + wrong_way


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Site]:
    """The small consultation, running on SQLite."""
    with small_site(tmp_path, "sqlite") as running:
        yield running
