"""The browser that journeys drive: where Chromium is, how it is started, and why there is none; no test is in here."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, Response, sync_playwright

NAMES = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")
# Root in a container has no sandbox to use; nothing may be fetched that a page did not ask for.
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)
WIDE, NARROW = {"width": 1200, "height": 900}, {"width": 320, "height": 800}
# A form that is shown again with its errors answers 422: that is a page, not a failure.
PAGE_WITH_ERRORS = 422
# What was still on its way when the reader went on to the next page.
LEFT_BEHIND = "net::ERR_ABORTED"


def chromium() -> str | None:
    """Return the path of the browser: CONSULT_CHROMIUM where it is set, else the first known one, else None."""
    given = os.environ.get("CONSULT_CHROMIUM")
    if given:
        return given if Path(given).is_file() else None
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def why_absent() -> str:
    """Return one line on why no browser can be started; empty where one can."""
    if chromium():
        return ""
    given = os.environ.get("CONSULT_CHROMIUM")
    if given:
        return f"CONSULT_CHROMIUM names no file: {given}"
    return "no Chromium found: install the package chromium, or set CONSULT_CHROMIUM to its path"


def launch(playwright: Playwright) -> Browser:
    """Start the browser; raises RuntimeError with the reason where there is none."""
    path = chromium()
    if path is None:
        raise RuntimeError(why_absent())
    return playwright.chromium.launch(executable_path=path, args=list(FLAGS))


@contextmanager
def browsing() -> Iterator[Browser]:
    """Give a started browser, closed at the end."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        try:
            yield browser
        finally:
            browser.close()


def asset_failures(page: Page) -> list[str]:
    """Return a list that fills, from now on, with answers of 400 or above, requests that failed and script errors.

    Call it before the first page is opened: a stylesheet that is missing leaves a page that checkers mostly pass.
    """
    failures: list[str] = []

    def answered(response: Response) -> None:
        if response.status >= 400 and response.status != PAGE_WITH_ERRORS:
            failures.append(f"{response.status} {response.url}")

    page.on("response", answered)
    page.on("requestfailed", lambda request: failures.append(f"{request.failure} {request.url}")
            if request.failure != LEFT_BEHIND else None)
    page.on("pageerror", lambda error: failures.append(f"script error: {error}"))
    page.on("console", lambda message: failures.append(f"console: {message.text}") if _is_blocked(message) else None)
    return failures


def _is_blocked(message: object) -> bool:
    """Say whether a console message tells of something that the page's own security policy stopped."""
    return "Content Security Policy" in str(getattr(message, "text", ""))
