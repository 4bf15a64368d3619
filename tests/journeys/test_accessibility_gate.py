"""One page of each kind in two languages passes the accessibility gate; `make audit` does it for every page."""

import pytest
from playwright.sync_api import Page

from tests.journeys.accessibility import markup_problems
from tests.journeys.browser import NARROW
from tests.journeys.pages import Opened, every_page, faults
from tests.journeys.site import Site
from tests.journeys.walking import begin, sign_in

# One of each kind: a list, a text, a form, a question, a report, a bench, a table, a finding, what became of it.
PUBLIC = ("public.home", "public.show", "public_plans.section", "respond.start", "public_reports.theme",
          "public_report_parts.chapter", "public_you_said.show")
STAFF = ("staff_coding.answer", "staff_responses.index", "staff_codebooks.show", "staff_reports.draft",
         "staff_findings.show", "staff_report_chapters.show")


@pytest.mark.parametrize("page", [{}, {"viewport": NARROW}], indirect=True, ids=["wide", "narrow"])
@pytest.mark.parametrize("language", ["en", "ur"])
def test_public_pages_pass(page: Page, site: Site, language: str) -> None:
    found, saved = [], {}
    for opened in every_page(site):
        if opened.endpoint in PUBLIC:
            page.goto(site.address + opened.path.replace("/en/", f"/{language}/", 1))
            saved[opened.endpoint] = source(page)
            found += faults(page, opened, language)
    assert found == [] and len(saved) == len(PUBLIC)
    assert markup_problems(saved) == []


@pytest.mark.parametrize("language", ["en", "ur"])
def test_survey_pages_pass(page: Page, site: Site, language: str) -> None:
    begin(page, site, language)
    found, saved = [], {}
    for name in ("questions/matters-most", "questions/violence-aims", "questions/violence-words", "check", "send"):
        page.goto(f"{site.address}/{language}/consultations/{site.slug}/respond/{name}")
        saved[name] = source(page)
        found += faults(page, Opened(name, name, None), language)
    assert found == []
    assert markup_problems(saved) == []


def test_staff_pages_pass(page: Page, site: Site) -> None:
    sign_in(page, site, "lead")
    found, saved = [], {}
    for opened in every_page(site):
        if opened.endpoint in STAFF:
            page.goto(site.address + opened.path)
            saved[opened.endpoint] = source(page)
            found += faults(page, opened, "en")
    assert found == [] and len(saved) == len(STAFF)
    assert markup_problems(saved) == []


def source(page: Page) -> str:
    """Return the page as the server sent it: scripts and checkers change the one that is open."""
    return str(page.context.request.get(page.url).text())
