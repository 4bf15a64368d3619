"""A browser for journeys; without one they are skipped with a sentence, and in CI that is a failure."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys import browser as browsers
from tests.journeys.accessibility import missing_checkers
from tests.journeys.browser import WIDE, asset_failures
from tests.journeys.site import Site, example_site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    reason = browsers.why_absent() or "".join(f"{name} is missing: run make test" for name in missing_checkers()[:1])
    if reason and os.environ.get("CI"):
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)
    with browsers.browsing() as started:
        yield started


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of its own browser context; no asset of it may fail. Parametrise with the context's options."""
    context = browser.new_context(**{"viewport": WIDE, **getattr(request, "param", {})})
    page = context.new_page()
    failures = asset_failures(page)
    yield page
    context.close()
    assert failures == []


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The whole example, running."""
    folder: Path = tmp_path_factory.mktemp("site")
    with example_site(folder) as running:
        yield running
