"""A timed walk: thirty answers of the example coded by keyboard alone; prints key presses and seconds with `-s`."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, median
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import delete, func, select

from consult.extensions import db
from consult.models.codebooks import Coding, Passage, Reading, Theme
from consult.models.responses import Answer
from consult.models.surveys import Question
from consult.services import codings
from consult.services.transaction import writing
from tests.journeys.accessibility import problems, reflow_problems
from tests.journeys.browser import NARROW, WIDE
from tests.journeys.site import Site, example_site
from tests.journeys.walking import sign_in

ANSWERS = 30
KEY = "violence-words"
# The letters that a coder types where the theme is none of the first nine.
LETTERS = 5
STANCE_KEYS = {"support": "f", "oppose": "a", "mixed": "b", "none": "n"}


@dataclass
class Walk:
    """What the walk took: key presses and seconds of each answer; a chord counts each of its keys."""

    presses: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def press(self, page: Page, keys: str) -> None:
        """Press a key or a chord such as Control+Enter."""
        page.keyboard.press(keys)
        self.presses[-1] += len(keys.split("+")) if len(keys) > 1 else 1


def test_thirty_answers_are_coded_by_keyboard_in_few_presses(browser: Browser, site: Site) -> None:
    wanted = uncoded(site)
    page = open_page(browser)
    sign_in(page, site, "coder")
    page.goto(f"{site.address}/staff/consultations/{site.slug}/code/{KEY}/next")
    walk, coded = Walk(), {}
    for _number in range(ANSWERS):
        public_id = page.url.split("#")[0].rsplit("/", 1)[1]
        coded[public_id] = wanted[public_id]
        started_at = time.perf_counter()
        code_one(page, walk, *wanted[public_id])
        walk.seconds.append(time.perf_counter() - started_at)
    assert stored(site, list(coded)) == coded
    print(f"\n{ANSWERS} answers by keyboard: {mean(walk.presses):.1f} key presses an answer in the mean, "
          f"{median(walk.presses):g} in the median, {max(walk.presses)} at most; "
          f"{mean(walk.seconds):.2f} s of machine time an answer")
    assert median(walk.presses) <= 12


def test_undo_by_keyboard_goes_back_to_the_first_step(browser: Browser, site: Site) -> None:
    wanted = uncoded(site)
    page = open_page(browser)
    sign_in(page, site, "coder")
    page.goto(f"{site.address}/staff/consultations/{site.slug}/code/{KEY}/next")
    walk, seen = Walk(), []
    for _number in range(3):
        seen.append(page.url.split("#")[0].rsplit("/", 1)[1])
        code_one(page, walk, *wanted[seen[-1]])
    for public_id in reversed(seen):
        with page.expect_navigation():
            page.keyboard.press("u")
        assert public_id in page.url and "Undone: Coded" in page.inner_text("#coding")
    assert stored(site, seen) == {}


def test_single_keys_can_be_turned_off_and_the_browser_remembers_it(browser: Browser, site: Site) -> None:
    uncoded(site)
    page = open_page(browser)
    sign_in(page, site, "coder")
    page.goto(f"{site.address}/staff/consultations/{site.slug}/code/{KEY}/next")
    page.locator("[data-keys] summary").click()
    page.uncheck("#single-keys")
    page.reload()
    page.keyboard.press("f")
    page.keyboard.press("1")
    assert page.locator("#coding-form input[type=checkbox]:checked, [name=stance]:checked").count() == 0
    assert page.locator(".app-number").count() == 0


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_the_screen_is_sound_with_everything_open_and_several_themes_taken(browser: Browser, site: Site,
                                                                          size: dict[str, int]) -> None:
    uncoded(site)
    page = open_page(browser, size)
    sign_in(page, site, "coder")
    page.goto(f"{site.address}/staff/consultations/{site.slug}/code/{KEY}/next")
    for letters in ("phone+", "kniv-", "vctims"):
        page.focus("#theme-filter")
        page.keyboard.type(letters)
        page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    page.keyboard.type("neighbour")
    page.keyboard.press("Enter")
    for summary in page.locator("#coding summary").all():
        if summary.evaluate("one => !one.parentElement.open"):
            summary.click()
    assert page.locator("[data-pick-taken] input:checked").count() >= 3
    assert page.locator("select.app-own-stance").first.input_value() == "support"
    assert problems(page) == [] and reflow_problems(page) == []


def open_page(browser: Browser, size: Any = WIDE) -> Page:
    return browser.new_context(viewport=size).new_page()


def code_one(page: Page, walk: Walk, theme: str, stance: str) -> None:
    """Give the answer on the page a theme and a stance, and go on to the next."""
    walk.presses.append(0)
    numbered = page.locator('[data-picker="theme"] [data-pick]:has(.app-number)')
    first = [item.get_attribute("data-pick") for item in numbered.all()]
    if theme in first:
        walk.press(page, str(first.index(theme) + 1))
    else:
        walk.press(page, "t")
        for letter in theme[:LETTERS]:
            walk.press(page, "Space" if letter == " " else letter)
        walk.press(page, "Enter")
        walk.press(page, "Escape")
    taken = page.locator('[data-picker="theme"] [data-pick-taken] [data-pick]').all()
    assert [item.get_attribute("data-pick") for item in taken] == [theme]
    walk.press(page, STANCE_KEYS[stance])
    with page.expect_navigation():
        walk.press(page, "Control+Shift+Enter")


def uncoded(site: Site) -> dict[str, tuple[str, str]]:
    """Take every coding of a question back; return the theme and stance that each answer had first, by public id."""
    with site.app.app_context():
        session = db.session()
        answers = select(Answer.id).join(Question, Question.id == Answer.question_id).where(Question.key == KEY)
        rows = session.execute(
            select(Answer.public_id, Coding.public_id, Theme.name, Coding.stance, Coding.consultation_id,
                   Coding.confirmed_by_id)
            .join(Passage, Passage.answer_id == Answer.id).join(Coding, Coding.passage_id == Passage.id)
            .join(Theme, Theme.id == Coding.theme_id)
            .where(Answer.id.in_(answers), Coding.withdrawn_at.is_(None)).order_by(Coding.id.desc())).all()
        for _answer, coding, _theme, _stance, consultation_id, by_id in rows:
            codings.withdraw(consultation_id=consultation_id, coding_id=coding, by_id=by_id)
        with writing() as changing:
            changing.execute(delete(Reading).where(Reading.answer_id.in_(answers)))
            some = session.scalar(select(Theme.name).where(Theme.state == "active").order_by(Theme.name_key).limit(1))
            found = {str(public_id): (str(some), "none") for public_id in
                     session.scalars(select(Answer.public_id).where(Answer.id.in_(answers)))}
            assert session.scalar(select(func.count()).select_from(Reading).where(Reading.answer_id.in_(answers))) == 0
        db.session.remove()
    return {**found, **{str(answer): (theme, stance) for answer, _coding, theme, stance, *_rest in rows}}


def stored(site: Site, answers: list[str]) -> dict[str, tuple[str, str]]:
    """Return the theme and stance that stand for each of these answers that was read to the end."""
    with site.app.app_context():
        rows = db.session().execute(
            select(Answer.public_id, Theme.name, Coding.stance)
            .join(Passage, Passage.answer_id == Answer.id).join(Coding, Coding.passage_id == Passage.id)
            .join(Theme, Theme.id == Coding.theme_id).join(Reading, Reading.answer_id == Answer.id)
            .where(Answer.public_id.in_(answers), Coding.withdrawn_at.is_(None))).all()
        db.session.remove()
    return {str(answer): (theme, stance) for answer, theme, stance in rows}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with example_site(Path(tmp_path_factory.mktemp("keyboard"))) as running:
        yield running
