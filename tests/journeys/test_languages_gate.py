"""One English question is changed: its translations go stale, nothing opens with them, and people put it right."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from consult.domain.variants import LANGUAGE
from consult.extensions import db
from consult.models.consultations import Consultation
from consult.models.people import Person
from consult.queries import surveys
from consult.queries import variants as stored
from consult.services import variants
from consult.services.variants import Place
from tests.databases import BACKENDS
from tests.journeys.accessibility import problems, reflow_problems
from tests.journeys.browser import NARROW, WIDE, asset_failures
from tests.journeys.site import Site, example_site
from tests.journeys.walking import sign_in

QUESTION = "violence-words"
KEY = f"question/{QUESTION}/text"
ENGLISH = "What else do you want to tell us about violence?"
URDU = "تشدد کے بارے میں آپ ہمیں اور کیا بتانا چاہتے ہیں؟"


def test_a_changed_question_is_held_back_until_every_language_says_it_again(page: Page, example: Site) -> None:
    others = [tag for tag in languages(example) if tag != "ur"]
    sign_in(page, example, "survey-editor")
    change_the_question(page, example)
    standing_at_the_desk(page, example, stale=1)
    assert put_into_use(page) == 409
    told = page.inner_text("main")
    assert KEY in told and told.count("English of 1 text has changed") == len(others) + 1
    assert faults(page) == []
    sign_out(page)

    sign_in(page, example, "translator")
    translate(page, example)
    sign_out(page)
    by_service(example, others)

    sign_in(page, example, "translation-checker")
    assert check(page, example) == URDU
    sign_out(page)

    sign_in(page, example, "survey-editor")
    approve(page, example)
    page.goto(draft_address(page, example))
    assert put_into_use(page) == 200
    assert "is in use now" in page.inner_text("[role=alert]")
    standing_at_the_desk(page, example, stale=0)
    assert texts_in_use(example) == {"en": ENGLISH, "ur": URDU, **{tag: f"{tag} {ENGLISH}" for tag in others}}


def change_the_question(page: Page, site: Site) -> None:
    """Start writing from the version in use and change one question in English; other languages are put away."""
    page.goto(f"{site.address}/staff/consultations/{site.slug}/survey")
    page.locator("form[action$='/versions/1/copy'] button").click()
    page.goto(f"{draft_address(page, site)}/questions/{QUESTION}")
    assert page.locator("#text-en").is_visible() and not page.locator("#text-ur").is_visible()
    assert faults(page) == []
    page.fill("#text-en", ENGLISH)
    press(page, "Save")
    page.goto(draft_address(page, site))


def standing_at_the_desk(page: Page, site: Site, *, stale: int) -> None:
    """Look whether each language has so many stale texts, and whether these are the texts of that question."""
    at = page.url
    page.goto(f"{desk(site)}")
    assert faults(page) == []
    for row in page.locator("tbody tr").all():
        assert row.locator("td").nth(1).inner_text().split()[0] == str(stale)
    for tag in languages(site) if stale else []:
        page.goto(f"{desk(site)}/{tag}?standing=stale")
        links = page.locator("tbody th a").all()
        assert [str(link.get_attribute("href")).rpartition("/text/")[2] for link in links] == [KEY]
    page.goto(at)


def put_into_use(page: Page) -> int:
    """Try to put the survey into use and return the status of the page that comes."""
    page.get_by_role("main").get_by_role("button", name="Put into use").or_(
        page.get_by_role("main").get_by_role("link", name="Put into use")).first.click()
    with page.expect_navigation() as found:
        page.get_by_role("button", name="Put it into use").click()
    return int(found.value.status)


def translate(page: Page, site: Site) -> None:
    """Go to the next text to translate by keyboard and write it in Urdu."""
    page.goto(f"{desk(site)}/ur")
    follow(page, "Next text to translate")
    assert page.locator("del").count() + page.locator("ins").count() > 0 and ENGLISH in page.inner_text("main")
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    assert faults(page) == []
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    box = page.get_by_label("Translation", exact=True)
    assert (box.get_attribute("lang"), box.get_attribute("dir")) == ("ur", "rtl")
    box.fill(URDU)
    press(page, "Save draft")
    assert "The draft was saved" in page.inner_text("[role=alert]") and faults(page) == []


def check(page: Page, site: Site) -> str:
    """Check the Urdu text, found in the list, and return the words that were checked."""
    page.goto(f"{desk(site)}/ur/text/{KEY}")
    words = page.get_by_label("Translation", exact=True).input_value()
    press(page, "This is right")
    assert "You checked this text" in page.inner_text("[role=alert]")
    return words


def approve(page: Page, site: Site) -> None:
    """Approve what waits for it in Urdu: the one text that was checked."""
    page.goto(f"{desk(site)}/ur")
    follow(page, "Next text to approve")
    assert page.url.endswith(KEY) and faults(page) == []
    press(page, "Approve")
    assert "You approved this text" in page.inner_text("[role=alert]")


def by_service(site: Site, tags: list[str]) -> None:
    """Translate, check and approve the question in these languages without the browser."""
    with site.app.app_context():
        consultation_id = db.session.scalars(select(Consultation.id)).one()
        who = {person.email.partition("@")[0]: person.id for person in db.session.scalars(select(Person))}
        for tag in tags:
            row = stored.at(db.session(), consultation_id, LANGUAGE, tag, KEY)
            assert row is not None
            row = variants.write(consultation_id=consultation_id, place=Place(KEY, tag), words=f"{tag} {ENGLISH}",
                                 by_id=who["translator"], revision=row.revision)
            for act, role in ((variants.check, "translation-checker"), (variants.approve, "survey-editor")):
                row = act(consultation_id=consultation_id, public_id=row.public_id, revision=row.revision,
                          by_id=who[role])
        db.session.remove()


def languages(site: Site) -> list[str]:
    with site.app.app_context():
        found = [tag for tag in db.session.scalars(select(Consultation)).one().languages if tag != "en"]
        db.session.remove()
    return found


def texts_in_use(site: Site) -> dict[str, str]:
    """Return the words of the question in the version that people answer now."""
    with site.app.app_context():
        version = surveys.current(db.session(), db.session.scalars(select(Consultation.id)).one())
        assert version is not None and version.number == 2
        text = next(question.text for section in version.survey.sections for shown in section.pages
                    for question in shown.questions if question.key == QUESTION)
        db.session.remove()
    return dict(text)


def desk(site: Site) -> str:
    return f"{site.address}/staff/consultations/{site.slug}/translations"


def draft_address(page: Page, site: Site) -> str:
    """Return the address of the survey being written."""
    page.goto(f"{site.address}/staff/consultations/{site.slug}/survey")
    links = page.locator("main a").all()
    paths = [str(link.get_attribute("href")) for link in links]
    found = next(one for path in paths if (one := re.match(r"(/staff/.*/survey/writing/[\w-]+)", path)))
    return f"{site.address}{found.group(1)}"


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name).or_(
        page.get_by_role("main").get_by_role("button", name=name)).first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()


def faults(page: Page) -> list[str]:
    return problems(page) + reflow_problems(page)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own browser context; no asset of it may fail, and the one refusal that is meant is a page too."""
    context = browser.new_context(viewport=WIDE)
    page = context.new_page()
    failures = asset_failures(page)
    yield page
    context.close()
    assert [failure for failure in failures if not re.match(r"409 .*/use$", failure)] == []


@pytest.fixture(params=BACKENDS)
def example(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """The whole example, running on each database: its survey is changed here, so it is not the shared one."""
    with example_site(tmp_path, str(request.param)) as running:
        yield running
