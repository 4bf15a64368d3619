"""Easy Read from the first page to the receipt: on a narrow screen, without scripts, by keyboard, passing the gate."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from consult.extensions import db
from consult.models.consultations import Consultation
from consult.models.people import Person
from consult.models.responses import Response
from tests.easy_worlds import GROUP, make_ready
from tests.journeys.accessibility import problems, reflow_problems
from tests.journeys.browser import NARROW, WIDE
from tests.journeys.site import Site, small_site
from tests.journeys.walking import go_on, receipt_code
from tests.worlds import World

NO_SCRIPTS = {"java_script_enabled": False, "viewport": NARROW}


@pytest.mark.parametrize("page", [NO_SCRIPTS], indirect=True)
def test_a_response_goes_through_without_scripts_on_a_narrow_screen(page: Page, easy_site: Site) -> None:
    begin(page, easy_site)
    assert f"{GROUP} checked this Easy Read" in page.inner_text("main")
    to(page, "support-knife-crime")
    page.check("input[value=sad]", force=True)
    go_on(page)
    page.check("input[value=too-little]")
    go_on(page)
    page.fill("textarea", "More lamps")
    page.click("text=Go to the end")
    assert "No, I do not like it" in page.inner_text("dl")
    page.click("main a.govuk-button")
    page.check("input[value=no]")
    go_on(page)
    while "/send" not in page.url:
        go_on(page)
    page.check("input[name=consent]")
    go_on(page)
    assert page.url.endswith("/easy-read/receipt") and len(receipt_code(page).replace("-", "")) == 26
    assert newest(easy_site) == "easy-read"


@pytest.mark.parametrize("page", [{"viewport": NARROW}, {"viewport": WIDE}], indirect=True, ids=["320", "1200"])
def test_each_kind_of_page_passes_the_gate(page: Page, easy_site: Site) -> None:
    found = []
    for path in pages(page, easy_site):
        page.goto(f"{easy_site.address}/en/consultations/{easy_site.slug}/respond{path}")
        found += [f"{path}: {line}" for line in (*problems(page), *reflow_problems(page))]
    page.check("input[name=consent]")
    go_on(page)
    found += [*problems(page), *reflow_problems(page)]
    assert page.url.endswith("/easy-read/receipt") and found == []


def test_a_face_is_chosen_by_keyboard_alone(page: Page, easy_site: Site) -> None:
    begin(page, easy_site)
    to(page, "support-knife-crime")
    page.focus("input[value=happy]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert page.is_checked("input[value=middle]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto(f"{easy_site.address}/en/consultations/{easy_site.slug}/respond/easy-read/check")
    assert "I am not sure" in page.inner_text("dl")


@pytest.mark.parametrize("page", [{"viewport": WIDE}], indirect=True)
def test_the_picture_stands_at_the_side_where_a_line_begins(page: Page, easy_site: Site) -> None:
    begin(page, easy_site)
    picture, heading = page.locator(".app-easy__picture").bounding_box(), page.locator("h1").bounding_box()
    assert picture and heading and picture["x"] + picture["width"] <= heading["x"]


def begin(page: Page, site: Site) -> None:
    """Choose Easy Read on the first page of the survey, give an age, and say that someone helps."""
    page.goto(f"{site.address}/en/consultations/{site.slug}/respond")
    page.click("text=Answer in Easy Read")
    go_on(page)
    page.check("input[value=adult]")
    go_on(page)
    page.check("input[value=together]")
    go_on(page)


def to(page: Page, key: str) -> None:
    """Go on until the question of that key."""
    while f"question/{key}" not in page.url or not page.query_selector("form#answer-form"):
        go_on(page)


def pages(page: Page, site: Site) -> list[str]:
    """Begin, answer something, and return one address of each kind of page."""
    begin(page, site)
    to(page, "support-knife-crime")
    page.check("input[value=sad]", force=True)
    go_on(page)
    return ["", "/easy-read", "/easy-read/age", "/easy-read/help", "/easy-read/under-13",
            "/easy-read/pages/consultation/summary/1", "/easy-read/pages/question/support-knife-crime/2",
            "/easy-read/pages/question/why-disagree/1", "/easy-read/pages/question/violence-words/1",
            "/easy-read/pages/question/borough/1", "/easy-read/check", "/easy-read/about-you", "/easy-read/send"]


def newest(site: Site) -> str:
    """Return the wording that the newest response answered."""
    with site.app.app_context():
        found = db.session.scalar(select(Response.answered_as).order_by(Response.id.desc()))
        db.session.remove()
        return str(found)


@pytest.fixture(scope="module")
def easy_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The small consultation with Easy Read that a test group checked, running."""
    folder: Path = tmp_path_factory.mktemp("easy")
    with small_site(folder, "sqlite") as site:
        with site.app.app_context():
            session = db.session()
            consultation = session.scalar(select(Consultation))
            people = session.scalars(select(Person)).all()
            assert consultation is not None
            make_ready(World(consultation, {person.email.partition("@")[0]: person for person in people}))
            db.session.remove()
        yield site
