"""A Deaf Londoner records an answer in sign language: it is put into English, checked, corrected, coded and deleted."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import func, select

from consult.domain.signed_answers import DAYS_AFTER_CHECK
from consult.extensions import db
from consult.models.answer_words import SignedAnswer
from consult.models.base import utc_now
from consult.models.codebooks import Coding, Reading
from consult.models.responses import Answer
from consult.services import attachments, signed_answers
from tests.journeys.accessibility import problems, reflow_problems
from tests.journeys.browser import FLAGS, NARROW, WIDE, asset_failures, chromium
from tests.journeys.site import Site, small_site
from tests.journeys.walking import begin, receipt_code, sign_in

FAKE_CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
ENGLISH, CORRECTED = "More light in the alley by the station.", "No light at all is what I signed: more people."
SIGNING = "/respond/signing/violence-words"


def test_a_film_goes_from_the_camera_to_the_proof_that_it_is_gone(filming: Browser, small: Site) -> None:
    with opened(filming, WIDE) as page:
        code = recorded_and_sent(page, small)
    with opened(filming, WIDE) as page:
        translated(page, small)
    with opened(filming, WIDE) as page:
        checked(page, small)
    with opened(filming, WIDE) as page:
        coded(page, small)
    with opened(filming, NARROW) as page:
        corrected(page, small, code)
    with small.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Coding).where(Coding.withdrawn_at.is_(None))) == 0
        assert db.session.scalar(select(func.count()).select_from(Reading)) == 0
        day = db.session.scalars(select(SignedAnswer.delete_on)).one()
        assert day == utc_now().date() + timedelta(days=DAYS_AFTER_CHECK) and len(stored(small)) == 1
        deleted_on(day)
        assert stored(small) == []
    with opened(filming, NARROW) as page:
        proved(page, small, code)


def test_a_phone_records_again_loses_nothing_and_takes_the_film_away(filming: Browser, small: Site) -> None:
    with opened(filming, {**NARROW}) as page:
        begin(page, small, "en")
        page.goto(f"{small.address}/en/consultations/{small.slug}{SIGNING}")
        assert faults(page) == []
        record(page)
        assert faults(page) == []
        page.click("[data-do=again]")
        page.wait_for_selector("[data-do=start]:visible")
        page.click("[data-do=start]")
        page.wait_for_timeout(1200)
        page.click("[data-do=stop]")
        page.route("**/signing/violence-words", lambda route: route.abort())
        page.click("[data-do=send]")
        told(page, "It is still here")
        assert faults(page) == []
        page.unroute("**/signing/violence-words")
        page.click("[data-do=send]")
        page.wait_for_selector("text=Take this film away")
        assert faults(page) == [] and len(stored(small)) == 1
        page.click("button[name=remove]")
        assert page.locator("text=Take this film away").count() == 0 and stored(small) == []


def test_a_film_that_is_too_big_is_told_of_before_it_is_sent(filming: Browser, small: Site, tmp_path: Path) -> None:
    film = tmp_path / "long.mp4"
    with open(film, "wb") as file:
        file.truncate(2_000_000_000)
    with opened(filming, NARROW) as page:
        begin(page, small, "en")
        page.goto(f"{small.address}/en/consultations/{small.slug}{SIGNING}")
        page.set_input_files("input[name=film]", film)
        page.click("form[data-app-film] button[type=submit]")
        told(page, "too big")
        assert page.url.endswith(SIGNING) and stored(small) == []


@pytest.mark.parametrize(("script", "words"), [
    ("delete window.MediaRecorder", "cannot record a film here"),
    ("navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotAllowedError') }",
     "may not use the camera"),
    ("navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotFoundError') }",
     "found no camera")])
def test_without_a_camera_a_film_can_still_be_chosen(filming: Browser, small: Site, script: str, words: str) -> None:
    with opened(filming, NARROW) as page:
        page.add_init_script(script)
        begin(page, small, "en")
        page.goto(f"{small.address}/en/consultations/{small.slug}{SIGNING}")
        if "MediaRecorder" not in script:
            page.click("[data-do=open]")
        told(page, words)
        assert page.locator("input[name=film]").is_visible() and faults(page) == []


def record(page: Page) -> None:
    """Turn on the camera and record for two seconds."""
    page.click("[data-do=open]")
    page.wait_for_selector("[data-do=start]:visible")
    page.click("[data-do=start]")
    page.wait_for_timeout(2300)
    assert "Recording" in page.inner_text("[data-status]") and page.inner_text("[data-time]") == "0:02"
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-do=send]:visible")
    assert page.evaluate("document.querySelector('[data-view]').src.startsWith('blob:')")


def recorded_and_sent(page: Page, site: Site) -> str:
    """Record a film, find it on the question and among the answers, send it; return the receipt code."""
    home = f"{site.address}/en/consultations/{site.slug}"
    begin(page, site, "en")
    page.goto(f"{home}/respond/questions/violence-words")
    page.fill("textarea", "Half a thought that stays")
    page.click("button.app-sign")
    assert page.url.endswith(SIGNING) and faults(page) == []
    record(page)
    page.click("[data-do=send]")
    page.wait_for_selector("text=Take this film away")
    plays(page)
    page.click("main a.govuk-button >> text=Continue")
    assert page.input_value("textarea") == "Half a thought that stays"
    page.fill("textarea", "")
    page.click("form#answer-form button.govuk-button")
    page.goto(f"{home}/respond/check")
    plays(page)
    assert faults(page) == []
    page.goto(f"{home}/respond/send")
    page.check("input[name=consent]")
    page.click("form#answer-form button.govuk-button")
    return receipt_code(page)


def translated(page: Page, site: Site) -> None:
    """Watch the film by keyboard and write its English."""
    in_the_queue(page, site, "translator")
    plays(page)
    page.fill("textarea[name=english-violence-words]", ENGLISH)
    assert faults(page) == []
    page.click("form[action$='/write'] button")
    assert "The English was kept" in page.inner_text("main")


def checked(page: Page, site: Site) -> None:
    """Check the English as a second person."""
    in_the_queue(page, site, "translation-checker")
    assert ENGLISH in page.inner_text("main") and faults(page) == []
    page.click("form[action$='/check'] button")
    assert faults(page) == []


def coded(page: Page, site: Site) -> None:
    """Read the answer as a coder and give it a theme."""
    with site.app.app_context():
        public_id = db.session.scalars(select(Answer.public_id).where(Answer.language == "bfi")).one()
    sign_in(page, site, "coder")
    page.goto(f"{site.address}/staff/consultations/{site.slug}/answers/{public_id}")
    assert ENGLISH in page.inner_text("main")
    page.fill("input[name=new_theme]", "More light")
    page.check("input[name=stance] >> nth=0")
    page.click("[data-save-next]")
    with site.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Coding)) == 1
        assert db.session.scalar(select(func.count()).select_from(Reading)) == 1


def corrected(page: Page, site: Site, code: str) -> None:
    """Give the receipt code and put one's own words in the place of the English."""
    at_the_receipt(page, site, code)
    assert "a second person has checked it" in page.inner_text("main") and faults(page) == []
    page.click("text=Change the English")
    assert faults(page) == []
    page.fill("textarea", CORRECTED)
    page.click("main form[action*='/receipt/film/'] button")
    assert CORRECTED in page.inner_text("main") and "You changed the English on" in page.inner_text("main")


def proved(page: Page, site: Site, code: str) -> None:
    """Find the proof on the receipt and on its copy."""
    at_the_receipt(page, site, code)
    with site.app.app_context():
        digest = (db.session.scalars(select(SignedAnswer.deletion_proof)).one() or "").rpartition(":")[2]
    assert "Your film was deleted on" in page.inner_text("main") and digest in page.inner_text("main")
    assert faults(page) == []
    page.goto(f"{site.address}/en/receipt/copy")
    assert digest in page.inner_text("main") and CORRECTED in page.inner_text("main") and faults(page) == []


def at_the_receipt(page: Page, site: Site, code: str) -> None:
    """Enter the receipt code."""
    page.goto(f"{site.address}/en/receipt")
    page.fill("#code", code)
    page.click("main form button")


def in_the_queue(page: Page, site: Site, role: str) -> None:
    """Sign in and open the film that waits."""
    sign_in(page, site, role)
    page.goto(f"{site.address}/staff/consultations/{site.slug}/signed-answers")
    assert faults(page) == []
    page.click("main table a")


def plays(page: Page) -> None:
    """Start the film of the page by keyboard and see that it moves."""
    film = page.locator("video.app-own-film").first
    film.focus()
    page.keyboard.press("Space")
    until(page, "document.querySelector('video.app-own-film').currentTime > 0.2")


def told(page: Page, words: str) -> None:
    """Wait until the recorder says what is wrong in these words."""
    until(page, f"document.querySelector('[data-error]').textContent.includes({words!r})")


def until(page: Page, expression: str) -> None:
    """Wait until an expression holds; the page's policy lets nothing be evaluated from inside it."""
    for _turn in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(expression)


def deleted_on(day: date) -> None:
    """Let the worker's hour come on that day, and on the one before it."""
    assert signed_answers.delete_due(day - timedelta(days=1)) == 0
    assert signed_answers.delete_due(day) == 1


def stored(site: Site) -> list[Path]:
    """Return the files in the store."""
    with site.app.app_context():
        folder = attachments.store().folder
        return list(folder.iterdir()) if folder.is_dir() else []


def faults(page: Page) -> list[str]:
    """Return everything that is wrong with the page that is open now."""
    return problems(page) + reflow_problems(page)


class opened:
    """A page of its own browser context with the camera allowed; no asset of it may fail but what a test stopped."""

    def __init__(self, browser: Browser, viewport: dict[str, int]) -> None:
        self.context = browser.new_context(viewport=viewport, permissions=["camera"])  # type: ignore[arg-type]

    def __enter__(self) -> Page:
        page = self.context.new_page()
        self.failures = asset_failures(page)
        return page

    def __exit__(self, kind: type[BaseException] | None, *_more: object) -> None:
        self.context.close()
        wrong = [line for line in self.failures if "signing/violence-words" not in line]
        assert kind is not None or wrong == []


@pytest.fixture(scope="module")
def filming(browser: Browser) -> Iterator[Browser]:
    """Chromium with a camera that shows a moving picture and is always allowed; `browser` says where there is none."""
    started = browser.browser_type.launch(executable_path=chromium(), args=[*FLAGS, *FAKE_CAMERA])
    yield started
    started.close()


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Site]:
    """The small consultation, running on SQLite."""
    with small_site(tmp_path, "sqlite") as running:
        yield running
