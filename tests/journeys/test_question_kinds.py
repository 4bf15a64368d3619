"""Each kind of question in the browser: by keyboard, without scripts, narrow, as it is heard, and put right."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from tests import every_kind
from tests.journeys.accessibility import markup_problems, reflow_problems
from tests.journeys.browser import NARROW, WIDE, asset_failures
from tests.journeys.pages import Opened, faults
from tests.journeys.site import Site
from tests.journeys.test_answering import tab_to

CONTINUE = "form#answer-form button.govuk-button:not(.govuk-button--secondary)"
PDF = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\ntrailer<<>>\n%%EOF\n"}
OGG = {"name": "voice.ogg", "mimeType": "audio/ogg", "buffer": b"OggS" + bytes(60)}
WEBM = {"name": "signs.webm", "mimeType": "video/webm", "buffer": b"\x1a\x45\xdf\xa3" + bytes(8) + b"webm" + bytes(40)}


@dataclass(frozen=True)
class Kind:
    """A page of the survey of every kind: how to answer it by keyboard and by filling in, and how it is heard.

    `role` and `name` are those of its first field, `group` the name of the group around it where it has one.
    """

    page: str
    keys: tuple[str, ...]
    fill: Callable[[Page], None]
    role: str
    name: str
    group: str | None = None
    hint: str = ""
    is_required: bool = True


def check(value: str) -> Callable[[Page], None]:
    return lambda page: page.check(f"main input[value='{value}']")


def write(words: str, field: str = "main textarea") -> Callable[[Page], None]:
    return lambda page: page.fill(field, words)


def send(file: dict) -> Callable[[Page], None]:
    return lambda page: page.set_input_files("main input[type=file]", file)


def day(page: Page) -> None:
    for part, words in (("day", "27"), ("month", "3"), ("year", "2001")):
        page.fill(f"#moved-{part}", words)


def worries(page: Page) -> None:
    page.check("main input[value=knives]")
    page.check("main input[value=noise]")


def order(page: Page) -> None:
    page.select_option("#order-3", "1 noise")
    page.select_option("#order", "2 burglary")


def rates(page: Page) -> None:
    page.check("#rate-buses")
    page.check("#rate-trains-2")


KINDS = [
    Kind("travel", ("ArrowDown",), check("bus"), "radio", "By bus", "How do you travel?"),
    Kind("travel-list", ("t:By t",), lambda page: page.select_option("main select", "train") and None, "combobox",
         "How do others travel?"),
    Kind("worries", ("Space", "Tab", "Space"), worries, "checkbox", "Burglary", "What worries you?", "Choose 2 to 3"),
    Kind("agree", ("Space",), check("agree"), "radio", "Strongly agree", "The aim is right"),
    Kind("safe", ("Space",), check("not-sure"), "radio", "Yes", "Do you feel safe?"),
    Kind("agreed", ("Space",), check("yes"), "checkbox", "Yes, I agree", "May we read this aloud?"),
    Kind("years", ("t:12",), write("۱۲", "#years"), "textbox", "How many years have you lived here?"),
    Kind("moved", ("t:27", "Tab", "t:3", "Tab", "t:2001"), day, "textbox", "Day", "When did you move here?",
         "27 3 2026"),
    Kind("street", ("t:Peckham",), write("Peckham", "#street"), "textbox", "What is your area called?", None,
         "Not your address"),
    Kind("words", ("t:More light",), write("More light"), "textbox", "What would you change in"),
    Kind("order", ("t:1",), order, "combobox", "Burglary", "What matters most?", "Give 1 to what matters most"),
    Kind("on-knives", ("t:Good",), write("Good"), "textbox", "What do you say to this part?"),
    Kind("paper", (), send(PDF), "button", "Send a file", None, "up to 10 MB"),
    Kind("voice", (), send(OGG), "button", "Tell us by voice", None, "up to 25 MB"),
    Kind("signs", (), send(WEBM), "button", "Tell us by video", None, "up to 100 MB"),
    Kind("rates", ("Space", "Tab", "Space"), rates, "radio", "Good", "Buses"),
    Kind("borough", ("t:Lamb",), lambda page: page.select_option("main select", "lambeth") and None, "combobox",
         "Where do you live?", is_required=False),
    Kind("district", ("t:SE15 4AB",), write("se15 4ab", "#district"), "textbox", "What is your postcode?", None,
         "only the first half", is_required=False),
]
BY_PAGE = {kind.page: kind for kind in KINDS}
every = pytest.mark.parametrize("kind", KINDS, ids=list(BY_PAGE))


@every
def test_it_is_answered_by_keyboard_alone(answering: Page, site: Site, kind: Kind) -> None:
    open_page(answering, site, kind.page)
    first_field(answering, kind)
    for key in kind.keys:
        answering.keyboard.type(key[2:]) if key.startswith("t:") else answering.keyboard.press(key)
    if not kind.keys:
        kind.fill(answering)
    tab_to(answering, CONTINUE)
    with answering.expect_navigation():
        answering.keyboard.press("Enter")
    assert not is_on(answering, kind.page)
    assert_kept(answering, site, kind)


@every
def test_it_is_answered_without_scripts_on_a_narrow_screen(plain: Page, site: Site, kind: Kind) -> None:
    open_page(plain, site, kind.page)
    kind.fill(plain)
    plain.click(CONTINUE)
    assert not is_on(plain, kind.page)
    assert_kept(plain, site, kind)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.is_required],
                         ids=[kind.page for kind in KINDS if kind.is_required])
def test_it_is_heard_with_its_name_hint_and_error_and_then_put_right(fresh: Page, site: Site, kind: Kind) -> None:
    open_page(fresh, site, kind.page)
    heard = accessible(fresh)
    field = next(node for node in heard if node["role"] == kind.role and kind.name in node["name"])
    assert kind.group is None or any(node["role"] == "group" and kind.group in node["name"] for node in heard)
    said = " ".join(node["description"] for node in heard)
    assert kind.hint in said and field["invalid"] in (None, "false")
    fresh.click(CONTINUE)
    assert fresh.title().startswith("Error:")
    assert fresh.evaluate("document.activeElement.className") == "govuk-error-summary"
    error = fresh.inner_text(".govuk-error-summary a")
    described = [node for node in accessible(fresh) if error in node["description"]]
    assert {node["role"] for node in described} & {"group", "textbox", "combobox", kind.role}
    fresh.click(".govuk-error-summary a")
    assert fresh.evaluate("['INPUT', 'SELECT', 'TEXTAREA'].includes(document.activeElement.tagName)")
    kind.fill(fresh)
    fresh.click(CONTINUE)
    assert not is_on(fresh, kind.page)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_every_error_page_passes_the_gate(browser: Browser, site: Site, language: str) -> None:
    page = begun(browser, site, language)
    found, saved = [], {}
    for kind in KINDS:
        open_page(page, site, kind.page, language)
        if kind.is_required:
            with page.expect_navigation() as answer:
                page.click(CONTINUE)
            assert answer.value and answer.value.status == 422
            saved[kind.page] = answer.value.text()
        found += faults(page, Opened(kind.page, kind.page, None), language)
        page.set_viewport_size(NARROW)
        found += [f"{kind.page} narrow: {line}" for line in reflow_problems(page)]
        page.set_viewport_size(WIDE)
    page.context.close()
    assert found == []
    assert markup_problems(saved) == []


def test_words_beside_an_option_show_with_it_and_are_never_lost(fresh: Page, site: Site) -> None:
    open_page(fresh, site, "travel")
    assert not fresh.is_visible("#travel-other")
    fresh.check("input[value=other]")
    fresh.fill("#travel-other", "By boat")
    fresh.check("input[value=bus]")
    fresh.click(CONTINUE)
    assert "not ticked" in fresh.inner_text(".govuk-error-summary")
    fresh.click(".govuk-error-summary a")
    assert fresh.evaluate("document.activeElement.id") == "travel-other"
    fresh.fill("#travel-other", "")
    fresh.click(CONTINUE)
    assert "questions/travel-list" in fresh.url


def test_words_beside_an_option_are_there_without_scripts(plain: Page, site: Site) -> None:
    open_page(plain, site, "worries")
    assert plain.is_visible("#worries-more")


def test_two_buttons_move_an_option_and_say_where_it_is(browser: Browser, site: Site) -> None:
    page = begun(browser, site)
    open_page(page, site, "order")
    for name in ("Move up: Noise", "Move up: Roads", "Move up: Roads"):
        page.get_by_role("button", name=name).click()
    said = page.locator("main p[role=status]")
    assert said.inner_text() == "Roads: place 1"
    assert [page.input_value(f"#{name}") for name in ("order-3", "order-4")] == ["2 noise", "1 roads"]
    page.get_by_role("button", name="Move down: Noise").click()
    assert said.inner_text() == "Noise: no place" and page.input_value("#order-3") == ""
    page.context.close()


def test_a_note_is_read_and_left_by_keyboard(answering: Page, site: Site) -> None:
    open_page(answering, site, "thanks")
    assert answering.inner_text("h1") == "Nearly there" and not answering.query_selector("main input:visible")
    tab_to(answering, CONTINUE)
    with answering.expect_navigation():
        answering.keyboard.press("Enter")
    assert "questions/rates" in answering.url


def open_page(page: Page, site: Site, name: str, language: str = "en") -> None:
    page.goto(f"{site.address}/{language}/consultations/{site.slug}/respond/questions/{name}")
    assert is_on(page, name)


def is_on(page: Page, name: str) -> bool:
    return page.url.endswith(f"/questions/{name}")


def first_field(page: Page, kind: Kind) -> None:
    """Go by Tab to the first field of the question."""
    tab_to(page, "main :is(input:not([type=hidden]), select, textarea)")


def assert_kept(page: Page, site: Site, kind: Kind) -> None:
    """The page shows the answer again when it is opened once more."""
    open_page(page, site, kind.page)
    shown = page.evaluate("""() => [...document.querySelectorAll(
        "main input:checked, main option:checked, main textarea, main input[type=text]")].some(e => e.value)
        || !!document.querySelector("main a[download]")""")
    assert shown, kind.page


def accessible(page: Page) -> list[dict]:
    """Return role, name, description and state of each thing that a screen reader meets."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        {"role": node.get("role", {}).get("value"), "name": node.get("name", {}).get("value", ""),
         "description": node.get("description", {}).get("value", ""),
         "invalid": next((p["value"].get("value") for p in node.get("properties", []) if p["name"] == "invalid"), None)}
        for node in nodes if not node.get("ignored")
    ]


def begun(browser: Browser, site: Site, language: str = "en", **options: object) -> Page:
    """Return a page of a browser of its own that has a response begun by an adult."""
    page = browser.new_context(**{"viewport": WIDE, **options}).new_page()
    home = f"{site.address}/{language}/consultations/{site.slug}/respond"
    page.goto(home)
    page.check("main input[value=self]")
    page.click(CONTINUE)
    page.check("main input[value=adult]")
    page.click(CONTINUE)
    return page


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    with every_kind.site(tmp_path_factory.mktemp("kinds")) as running:
        yield running


@pytest.fixture(scope="module")
def answering(browser: Browser, site: Site) -> Iterator[Page]:
    """One browser that answers page after page."""
    page = begun(browser, site)
    failures = asset_failures(page)
    yield page
    page.context.close()
    assert failures == []


@pytest.fixture(scope="module")
def plain(browser: Browser, site: Site) -> Iterator[Page]:
    """One without scripts, on a narrow screen."""
    page = begun(browser, site, java_script_enabled=False, viewport=NARROW)
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def fresh(browser: Browser, site: Site) -> Iterator[Page]:
    """One that starts without any answer."""
    page = begun(browser, site)
    yield page
    page.context.close()
