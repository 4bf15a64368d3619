"""Every page × every language offered × 320 and 1200 pixels passes the accessibility gate."""

import pytest
from playwright.sync_api import Page

from consult.domain.languages import LANGUAGES
from consult.domain.surveys import is_open_comment
from tests.audit.results import SEEN
from tests.journeys.accessibility import markup_problems
from tests.journeys.browser import NARROW, WIDE
from tests.journeys.pages import AFTER_SENDING, ROLES, WHILE_ANSWERING, Opened, every_page, faults
from tests.journeys.site import Site
from tests.journeys.test_accessibility_gate import source
from tests.journeys.walking import begin, go_on, sign_in

SIZES = pytest.mark.parametrize("page", [{"viewport": WIDE}, {"viewport": NARROW}], indirect=True, ids=["1200", "320"])
IN_EACH_LANGUAGE = pytest.mark.parametrize("language", list(LANGUAGES))


@SIZES
@IN_EACH_LANGUAGE
def test_every_public_page(page: Page, site: Site, language: str) -> None:
    found, saved = [], {}
    for opened in every_page(site):
        is_in_each = language == "en" or opened.path.startswith("/en/")
        if opened.role is None and is_in_each and opened.endpoint not in WHILE_ANSWERING + AFTER_SENDING:
            found += look(page, site, opened, language, saved)
    assert found == []
    assert markup(saved) == []


@SIZES
@IN_EACH_LANGUAGE
def test_every_page_of_a_survey(page: Page, site: Site, language: str) -> None:
    begin(page, site, language)
    home = f"/{language}/consultations/{site.slug}/respond"
    found: list[str] = []
    saved: dict[str, str] = {}
    for name in ("before-you-start", "helping", "topics", "parts", "save", "new", *pages_of_the_survey(site), "check",
                 "about-you", "send"):
        found += look(page, site, Opened(name, f"{home}/{name}", None), language, saved)
    page.goto(f"{site.address}{home}/questions/missing-words")
    page.fill("textarea", "x")
    go_on(page)
    page.goto(f"{site.address}{home}/send")
    go_on(page)
    found += faults(page, Opened("send with an error", "", None), language)
    page.check("input[name=consent]")
    go_on(page)
    found += faults(page, Opened("receipt", "", None), language)
    assert found == []
    assert markup(saved) == []


@SIZES
@pytest.mark.parametrize("role", ROLES)
def test_every_staff_page(page: Page, site: Site, role: str) -> None:
    sign_in(page, site, role)
    found, saved = [], {}
    for opened in every_page(site):
        if opened.role == role:
            found += look(page, site, opened, "en", saved)
    assert found == []
    assert markup(saved) == []


def look(page: Page, site: Site, opened: Opened, language: str, saved: dict[str, str]) -> list[str]:
    """Open a page, keep its source, and return what is wrong with it."""
    page.goto(site.address + opened.path.replace("/en/", f"/{language}/", 1))
    saved[opened.endpoint] = source(page)
    found = faults(page, opened, language)
    SEEN.look(opened.endpoint, language, (page.viewport_size or WIDE)["width"], found)
    return found


def markup(saved: dict[str, str]) -> list[str]:
    """Check saved pages, twenty in one run of the checker."""
    names = sorted(saved)
    return [line for start in range(0, len(names), 20)
            for line in markup_problems({name: saved[name] for name in names[start:start + 20]})]


def pages_of_the_survey(site: Site) -> list[str]:
    """Return the address of every page that an adult is asked, whatever was answered."""
    from consult.extensions import db
    from consult.queries import consultations, surveys

    with site.app.app_context():
        consultation = consultations.by_slug(db.session(), site.slug)
        assert consultation is not None
        version = surveys.current(db.session(), consultation.id)
        assert version is not None
        keys = [page.key for section in version.survey.sections for page in section.pages
                if all(question.show_if is None and not is_open_comment(question) for question in page.questions)]
        db.session.remove()
        return [*(f"questions/{key}" for key in keys), "questions/plan-comment@p25-obj-violence"]
