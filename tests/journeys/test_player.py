"""A signed film and a recording beside a text, by keyboard alone, and every page of theirs through the gate."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from consult.extensions import db
from consult.models.consultations import Consultation
from consult.models.people import Person
from tests import played
from tests.journeys.accessibility import problems, reflow_problems
from tests.journeys.browser import NARROW, WIDE
from tests.journeys.site import Site, small_site
from tests.worlds import World

FRONT = "/en/consultations/small-plan"
MEDIA = "/staff/consultations/small-plan/media"


@pytest.mark.parametrize("page", [{"viewport": WIDE}, {"viewport": NARROW}], indirect=True)
def test_public_pages_with_players_pass_the_gate(page: Page, films: Site) -> None:
    for path in (FRONT, f"{FRONT}/formats", question(page, films)):
        page.goto(films.address + path)
        assert problems(page) + reflow_problems(page) == []
    assert page.locator("video").count() == page.locator("audio").count() == 1


@pytest.mark.parametrize("page", [{"viewport": WIDE}, {"viewport": NARROW}], indirect=True)
def test_staff_pages_of_films_and_formats_pass_the_gate(page: Page, films: Site) -> None:
    sign_in(page, films, "lead")
    for path in (MEDIA, f"{MEDIA}/bsl/bfi/plan/aim-knife", f"{MEDIA}/audio/ur/consultation/summary",
                 "/staff/consultations/small-plan/formats", "/staff/consultations/small-plan/formats/bsl/promise"):
        page.goto(films.address + path)
        assert problems(page) + reflow_problems(page) == []


def test_a_recording_is_played_and_stopped_by_keyboard_and_never_starts_by_itself(page: Page, films: Site) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/media/" in request.url else None)
    page.goto(films.address + FRONT)
    page.wait_for_load_state("networkidle")
    assert asked == [] and page.evaluate("document.querySelector('audio').paused")
    tab_to(page, "audio")
    page.keyboard.press("Space")
    expect(page.locator("audio")).to_have_js_property("paused", False)
    expect(page.locator("audio")).not_to_have_js_property("currentTime", 0)
    assert len(asked) >= 1 and all(url.startswith(films.address) for url in asked)
    page.keyboard.press("Space")
    expect(page.locator("audio")).to_have_js_property("paused", True)


def test_the_film_and_its_words_are_reached_by_keyboard(page: Page, films: Site) -> None:
    page.goto(films.address + FRONT)
    tab_to(page, "video")
    assert page.evaluate("document.querySelector('video').textTracks[0].kind") == "captions"
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    assert page.locator(".app-player__words").first.get_by_text("All that is said.").is_visible()


def test_a_film_is_taken_in_with_the_keyboard(page: Page, films: Site) -> None:
    sign_in(page, films, "translator")
    page.goto(films.address + f"{MEDIA}/bsl/bfi/question/violence-words")
    for name, file, data in (("video", "a.webm", played.FILM), ("captions", "a.vtt", played.CAPTIONS)):
        page.set_input_files(f"#{name}", {"name": file, "mimeType": "", "buffer": data})
    page.focus("#words")
    page.keyboard.type("What would you change?")
    tab_to(page, "#is_test")
    page.keyboard.press("Space")
    tab_to(page, "main form[enctype] button")
    page.keyboard.press("Enter")
    expect(page.get_by_text("It was kept as a draft.")).to_be_visible()
    assert page.get_by_text("This is a test clip, not signing.").first.is_visible()


def tab_to(page: Page, selector: str, most: int = 80) -> None:
    """Press Tab until something that matches has the focus."""
    for _time in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached with the Tab key")


def question(page: Page, site: Site) -> str:
    """Begin to answer, and return the address of the first question."""
    page.goto(site.address + f"{FRONT}/respond")
    for choice in ("self", "adult"):
        page.check(f"input[value={choice}]")
        page.locator("#answer-form, main form").last.get_by_role("button", name="Continue", exact=True).last.click()
        page.wait_for_load_state()
    return f"{FRONT}/respond/questions/knife"


def sign_in(page: Page, site: Site, role: str) -> None:
    page.goto(site.address + "/staff/sign-in")
    page.fill("#email", site.emails[role])
    page.fill("#password", site.passwords[role])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The small consultation with a film and recordings beside its summary and first question, and one test clip."""
    with small_site(tmp_path_factory.mktemp("films"), "sqlite") as running:
        with running.app.app_context():
            found = db.session.query(Consultation).one()
            people = {person.email.split("@")[0]: person for person in db.session.query(Person)}
            world = World(found, people)
            for part in (played.SUMMARY, "question/support-knife-crime"):
                played.published(world, part)
                played.spoken(world, part)
            played.keep(world, "plan/aim-knife", is_test=True)
            db.session.remove()
        yield running
