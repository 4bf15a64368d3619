"""Every page × every language offered × 320 and 1200 pixels passes the accessibility gate."""

import pytest
from playwright.sync_api import Page

from consult.domain.languages import LANGUAGES
from consult.domain.surveys import is_open_comment
from tests.audit.results import SEEN
from tests.journeys.accessibility import markup_problems
from tests.journeys.browser import NARROW, WIDE
from tests.journeys.forum_objects import enter
from tests.journeys.pages import (
    AFTER_SENDING,
    BY_CODE,
    IN_THE_SPACE,
    OFFICER,
    ROLES,
    WHILE_ANSWERING,
    Opened,
    every_page,
    faults,
)
from tests.journeys.report_objects import letters_can_go, open_by_code
from tests.journeys.site import Site
from tests.journeys.walking import begin, go_on, sign_in

# What a page looks like does not come from the size of the window it was opened in, but its scripts could make it so:
# half of the pages are opened wide and made narrow, half the other way round.
SIZES = {True: (WIDE, NARROW), False: (NARROW, WIDE)}
IN_EACH_LANGUAGE = pytest.mark.parametrize("language", list(LANGUAGES))
# Public pages that nothing is on before something was done: each has a test of its own.
NOT_AT_ONCE = (*WHILE_ANSWERING, *AFTER_SENDING, "public_checks.summary", "public_checks.notes")
# Pages that are checked in one run of html-validate: each run starts a program.
TOGETHER = 50
SETTLED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


# The longest comes first: what is left at the end is short, whichever process takes it.
@pytest.mark.parametrize("role", ROLES)
def test_every_staff_page(page: Page, site: Site, role: str) -> None:
    sign_in(page, site, role)
    looks = Looks(page, site, "en")
    for opened in every_page(site):
        if opened.role == role:
            looks.open(opened)
    assert looks.faults() == []


@IN_EACH_LANGUAGE
def test_every_page_of_the_space(page: Page, site: Site, language: str) -> None:
    looks = Looks(page, site, language)
    for who in IN_THE_SPACE:
        enter(page, site, who.removeprefix("in:"))
        for opened in every_page(site):
            if opened.role == who:
                looks.open(opened)
    assert looks.faults() == []


def test_every_page_of_an_officer(page: Page, site: Site) -> None:
    sign_in(page, site, OFFICER)
    looks = Looks(page, site, "en")
    for opened in every_page(site):
        if opened.role == OFFICER:
            looks.open(opened)
    assert looks.faults() == []


@IN_EACH_LANGUAGE
def test_every_public_page(page: Page, site: Site, language: str) -> None:
    looks = Looks(page, site, language)
    for opened in every_page(site):
        is_in_each = language == "en" or opened.path.startswith("/en/")
        if opened.role is None and is_in_each and opened.endpoint not in NOT_AT_ONCE:
            looks.open(opened)
    assert looks.faults() == []


@IN_EACH_LANGUAGE
def test_every_page_behind_a_code(page: Page, site: Site, language: str) -> None:
    looks = Looks(page, site, language)
    for opened in every_page(site):
        if opened.endpoint in BY_CODE:
            open_by_code(page, site, language, BY_CODE[opened.endpoint])
            looks.open(opened)
        elif opened.endpoint == "public_news.ask":
            with letters_can_go(site.app):
                looks.open(opened)
    assert looks.faults() == []


@IN_EACH_LANGUAGE
def test_every_page_of_a_survey(page: Page, site: Site, language: str) -> None:
    begin(page, site, language)
    home = f"/{language}/consultations/{site.slug}/respond"
    looks = Looks(page, site, language)
    for name in ("before-you-start", "helping", "topics", "parts", "save", "new", *pages_of_the_survey(site), "check",
                 "about-you", "send"):
        looks.open(Opened(name, f"{home}/{name}", None))
    page.goto(f"{site.address}{home}/questions/missing-words")
    page.fill("textarea", "x")
    go_on(page)
    page.goto(f"{site.address}{home}/send")
    go_on(page)
    looks.at_both_widths(Opened("send with an error", "", None))
    page.check("input[name=consent]")
    go_on(page)
    looks.at_both_widths(Opened("receipt", "", None))
    assert looks.faults() == []


class Looks:
    """What is wrong with pages of one language, each opened once and looked at in both widths."""

    def __init__(self, page: Page, site: Site, language: str) -> None:
        self.page, self.site, self.language = page, site, language
        self.found: list[str] = []
        self.saved: dict[str, str] = {}

    def open(self, opened: Opened) -> None:
        """Open a page in one width, keep it as the server sent it, and look at it in both."""
        self.page.set_viewport_size(SIZES[len(self.saved) % 2 == 0][0])  # type: ignore[arg-type]
        answer = self.page.goto(self.site.address + opened.path.replace("/en/", f"/{self.language}/", 1))
        assert answer is not None
        self.saved[opened.endpoint] = answer.text()
        self.at_both_widths(opened)

    def at_both_widths(self, opened: Opened) -> None:
        """Look at the page that is open: in the width that it has, and in the other."""
        for size in SIZES[self.page.viewport_size == WIDE]:
            if self.page.viewport_size != size:
                self.page.set_viewport_size(size)  # type: ignore[arg-type]
                self.page.evaluate(SETTLED)
            found = faults(self.page, opened, self.language)
            SEEN.look(opened.endpoint, self.language, size["width"], found)
            self.found += found

    def faults(self) -> list[str]:
        """Return what was found, and what is wrong with the pages as the server sent them."""
        names = sorted(self.saved)
        return self.found + [line for start in range(0, len(names), TOGETHER) for line in markup_problems(
            {name: self.saved[name] for name in names[start:start + TOGETHER]})]


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
