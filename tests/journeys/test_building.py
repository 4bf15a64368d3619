"""Staff build a small survey by keyboard: two questions with a condition, looked at in a preview, and put into use."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.databases import BACKENDS
from tests.journeys.accessibility import problems, reflow_problems
from tests.journeys.browser import NARROW, WIDE
from tests.journeys.site import Site, small_site
from tests.journeys.walking import sign_in


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_survey_is_built_previewed_and_put_into_use_by_keyboard(page: Page, built_on: Site, size: object) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    sign_in(page, built_on, "survey-editor")
    start(page, built_on)
    add_questions(page)
    add_condition(page)
    assert "Shown if the answer to “Do you feel safe?” is “No”" in page.inner_text("main")
    follow(page, "Preview", exact=True)
    assert "Do you feel safe?" in page.inner_text("main") and faults(page) == []
    choose(page, "No")
    press(page, "Continue")
    assert "What would help?" in page.inner_text("h1")
    page.go_back()
    choose(page, "Yes")
    press(page, "Continue")
    assert "The end of the survey" in page.inner_text("h1")
    follow(page, "Back")
    follow(page, "Put into use")
    assert "New question: “Do you feel safe?”" in page.inner_text("main") and faults(page) == []
    press(page, "Put it into use")
    assert "is in use now" in page.inner_text("[role=alert]") and "What would help?" in page.inner_text("main")


def start(page: Page, site: Site) -> None:
    """Start an empty survey in English with one section."""
    page.goto(f"{site.address}/staff/consultations/{site.slug}/survey")
    follow(page, "Start an empty survey")
    write(page, "Title of the survey (English)", "Feeling safe")
    write(page, "Title of the survey (اردو)", "تحفظ")
    press(page, "Start writing")
    follow(page, "Add a section")
    write(page, "Title of the section (English)", "Safety")
    write(page, "Title of the section (اردو)", "تحفظ")
    assert faults(page) == []
    press(page, "Save")


def add_questions(page: Page) -> None:
    """Add a question with two answers of its own, and one in people's own words."""
    follow(page, "Add a question Safety")
    assert faults(page) == []
    follow(page, "One choice")
    press(page, "Add this question")
    assert "There is a problem" in page.inner_text("main") and faults(page) == []
    write(page, "Question (English)", "Do you feel safe?")
    write(page, "Question (اردو)", "کیا آپ محفوظ ہیں؟")
    for field, label in (("0-label-en", "Yes"), ("0-label-ur", "ہاں"), ("1-label-en", "No"), ("1-label-ur", "نہیں")):
        page.locator(f"#option-{field}").focus()
        page.keyboard.type(label)
    press(page, "Add this question")
    follow(page, "Add a question Safety")
    follow(page, "Long text")
    write(page, "Question (English)", "What would help?")
    write(page, "Question (اردو)", "کیا مدد کرے گا؟")
    press(page, "Add this question")


def add_condition(page: Page) -> None:
    """Ask the second question only of those who answered the first with "No"."""
    follow(page, "When it shows What would help?")
    choose(page, "If all of these are true")
    page.get_by_label("Earlier question").focus()
    page.keyboard.type("Do you feel")
    press(page, "Show the answers to choose from, and one more line")
    page.get_by_role("checkbox", name="No", exact=True).focus()
    page.keyboard.press("Space")
    assert faults(page) == []
    press(page, "Save")


def write(page: Page, label: str, words: str) -> None:
    page.get_by_label(label, exact=True).first.focus()
    page.keyboard.type(words)


def choose(page: Page, label: str) -> None:
    page.get_by_role("radio", name=label, exact=True).focus()
    page.keyboard.press("Space")


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def follow(page: Page, name: str, exact: bool = False) -> None:
    found = page.get_by_role("link", name=name, exact=exact).or_(page.get_by_role("button", name=name, exact=exact))
    found.first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def faults(page: Page) -> list[str]:
    return problems(page) + reflow_problems(page)


@pytest.fixture(params=BACKENDS)
def built_on(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """The small consultation, running on each database."""
    with small_site(tmp_path, str(request.param)) as running:
        yield running
