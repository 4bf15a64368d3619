"""The accessibility gate finds what is planted, and finds nothing on a page that is right."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys import accessibility
from tests.journeys import browser as browsers

GOOD = """<!DOCTYPE html>
<html lang="en" dir="ltr">
<head><meta charset="utf-8"><title>Right - Consult</title></head>
<body><header>Consult</header><main><h1>A page</h1>
<p>Someone wrote: <span lang="ur" dir="rtl">میری گلی</span></p></main></body>
</html>
"""
BAD = """<!DOCTYPE html>
<html lang="en" dir="ltr">
<head><meta charset="utf-8"><title>Wrong</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'"></head>
<body><main><h1>A page</h1><img src="plan.png"><input id="a"><a href="#nowhere">Jump</a>
<form><input type="radio" name="r" id="r1"><label for="r1">Yes</label></form>
<table width="2000"><tr><td>wide</td></tr></table>
<p>میری گلی</p><div lang="ur" dir="rtl">Not in Urdu</div><p id="d">1</p><p id="d">2</p></main></body>
</html>
"""


@pytest.mark.parametrize("found", ("axe image-alt", "axe label", "ibm input_label_exists", "NoSuchID", "F77"))
def test_each_checker_finds_what_only_it_is_asked_for(page: Page, found: str) -> None:
    page.set_content(BAD)
    assert [line for line in accessibility.problems(page) if found in line]


def test_rules_that_are_left_out_would_have_told_of_nothing(page: Page) -> None:
    page.set_content(BAD)
    left_out = accessibility.ibm_rules_without_failure()
    assert "style_focus_visible" in left_out and "input_label_exists" not in left_out
    told = accessibility.problems(page)
    assert [line.partition(" ")[2] for line in told if line.startswith("ibm ")] == page.evaluate(
        accessibility.RUN_IBM, [])


def test_a_right_page_has_no_problem_in_any_checker(page: Page) -> None:
    page.set_content(GOOD)
    assert accessibility.problems(page) == []
    assert accessibility.reflow_problems(page) == []
    assert accessibility.script_language_problems(page) == []


def test_a_page_wider_than_the_window_is_told(page: Page) -> None:
    page.set_content(BAD)
    assert "wide in a window of 320" in accessibility.reflow_problems(page)[0]


def test_letters_that_do_not_fit_their_language_are_told(page: Page) -> None:
    page.set_content(BAD)
    assert accessibility.script_language_problems(page) == [
        "script does not match lang=en: میری گلی", "Arabic script runs left to right: میری گلی",
        "Latin words in lang=ur: Not in Urdu",
    ]


def test_markup_is_checked_in_one_run_and_told_by_page() -> None:
    if accessibility.missing_checkers():
        pytest.skip("the checkers are not installed")
    problems = accessibility.markup_problems({"right": GOOD, "wrong": BAD})
    assert [line for line in problems if "no-dup-id" in line and line.startswith("wrong:")]
    assert not [line for line in problems if line.startswith("right:")]


def test_a_missing_asset_is_told(page: Page) -> None:
    failures = browsers.asset_failures(page)
    page.route("**/*", lambda route: route.fulfill(status=404 if "css" in route.request.url else 200,
                                                   body='<link rel="stylesheet" href="/a.css">',
                                                   content_type="text/html"))
    page.goto("http://consult.test/")
    assert "404 http://consult.test/a.css" in failures


def test_the_reason_for_no_browser_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONSULT_CHROMIUM", "/nowhere/chromium")
    assert browsers.chromium() is None
    assert browsers.why_absent() == "CONSULT_CHROMIUM names no file: /nowhere/chromium"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page, 320 pixels wide, that may hold what no page of ours may."""
    opened = browser.new_page(viewport=browsers.NARROW)
    yield opened
    opened.close()
