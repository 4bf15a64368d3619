"""From the start to the receipt in other languages and scripts, on a narrow screen and without scripts of ours."""

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from consult.domain.languages import LANGUAGES
from consult.extensions import db
from consult.models.responses import Answer, Response
from tests.journeys.accessibility import problems, reflow_problems, script_language_problems
from tests.journeys.browser import NARROW
from tests.journeys.glyphs import missing_glyphs
from tests.journeys.pages import direction_problems
from tests.journeys.site import Site
from tests.journeys.walking import begin, go_on, receipt_code

WORDS = {
    "ar": "نريد إنارة في شارعنا، من فضلكم.", "bn": "আমাদের রাস্তায় আলো চাই।", "zh-Hans": "我们的街道需要路灯。",
    "ur": "ہماری گلی میں روشنی لگائیں۔",
}
NO_SCRIPTS = {"java_script_enabled": False, "viewport": NARROW}


@pytest.mark.parametrize("page", [NO_SCRIPTS], indirect=True)
@pytest.mark.parametrize("language", WORDS)
def test_someone_answers_in_their_language_from_the_start_to_the_receipt(page: Page, site: Site, language: str) -> None:
    begin(page, site, language)
    assert direction_problems(page, language) == []
    page.check("input[value=parts]")
    page.check("input[value=missing]")
    go_on(page)
    page.fill("textarea", WORDS[language])
    go_on(page)
    assert WORDS[language] in page.inner_text("main")
    go_on(page)
    page.check("input[value=no]")
    go_on(page)
    page.check("input[name=consent]")
    go_on(page)
    code = receipt_code(page)
    page.goto(f"{site.address}/{language}/receipt")
    page.fill("#code", code)
    page.click("main button.govuk-button")
    assert script_language_problems(page) + direction_problems(page, language) == []
    assert stored(site, WORDS[language]) == (language, language)


@pytest.mark.parametrize("page", [{"viewport": NARROW}], indirect=True)
@pytest.mark.parametrize("language", [tag for tag in WORDS if tag != "ur"])
def test_an_error_is_told_in_the_language_of_the_page(page: Page, site: Site, language: str) -> None:
    page.goto(f"{site.address}/{language}/consultations/{site.slug}/respond")
    go_on(page)
    assert page.locator(".govuk-error-summary").count() == 1
    found = problems(page) + reflow_problems(page) + script_language_problems(page) + missing_glyphs(page)
    assert found + direction_problems(page, language) == []


def test_a_language_that_the_consultation_is_not_in_shows_english_marked_as_english(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/pl/consultations/{site.slug}")
    assert page.locator("h1 [lang=en]").count() == 1
    assert page.locator("link[hreflang=pl]").count() == 0
    page.goto(f"{site.address}/pl/")
    assert page.locator(".app-languages [aria-current]").inner_text() == LANGUAGES["pl"].name


def stored(site: Site, words: str) -> tuple[str, str]:
    """Return the language of the response that holds these words, and of its answer."""
    with site.app.app_context():
        row = db.session().execute(
            select(Response.language, Answer.language).join(Answer, Answer.response_id == Response.id)
            .where(Answer.text == words)).one()
        db.session.remove()
        return row[0], row[1]
