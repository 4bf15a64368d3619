"""A facilitator writes notes where there is no network: they wait on the device, arrive once, and nothing is left."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from consult.extensions import db
from consult.models.events import Event, EventNote
from tests import worlds
from tests.event_worlds import EventWorld
from tests.journeys.accessibility import problems, reflow_problems
from tests.journeys.browser import NARROW, WIDE
from tests.journeys.site import Site, small_site
from tests.journeys.walking import sign_in

LEFT = """async () => {
  const kept = await caches.keys(), found = await navigator.serviceWorker.getRegistrations();
  return [Object.keys(localStorage).filter((key) => key.startsWith("event-notes")), kept, found.length];
}"""


def test_notes_wait_for_the_network_and_leave_nothing_behind(context: BrowserContext, small: Site, event: str) -> None:
    page = context.new_page()
    sign_in(page, small, "intake-officer")
    page.goto(offline(small, event))
    page.wait_for_selector("[data-notes-ready]:visible")
    assert problems(page) == []
    context.set_offline(True)
    page.reload()
    write(page, "More lights", "1")
    write(page, "Buses <b>stop</b> early", "2")
    page.reload()
    assert page.locator("[data-notes-waiting] li").count() == 2
    page.click("[data-notes-send]")
    expect(page.locator("[data-notes-status]")).to_contain_text("no network")
    page.click("[data-notes-clear]")
    assert page.locator("[data-notes-waiting] li").count() == 2
    assert stored(small) == []
    context.set_offline(False)
    expect(page.locator("[data-notes-status]")).to_contain_text("Every note was sent")
    assert stored(small) == [("1", "More lights"), ("2", "Buses <b>stop</b> early")]
    page.click("[data-notes-clear]")
    page.wait_for_url("**/notes")
    assert page.evaluate(LEFT) == [[], [], 0]


def test_a_note_that_is_refused_stays_with_its_reason(context: BrowserContext, small: Site, event: str) -> None:
    page = context.new_page()
    sign_in(page, small, "intake-officer")
    page.goto(offline(small, event))
    page.wait_for_selector("[data-notes-ready]:visible")
    write(page, "a" * 4001, "1")
    page.click("[data-notes-send]")
    page.wait_for_selector("[data-notes-waiting] .govuk-error-message")
    assert stored(small) == []
    page.click("[data-notes-waiting] button")
    assert page.locator("[data-notes-waiting] li").count() == 0


def test_who_is_signed_out_loses_no_note(context: BrowserContext, small: Site, event: str) -> None:
    page = context.new_page()
    sign_in(page, small, "intake-officer")
    page.goto(offline(small, event))
    page.wait_for_selector("[data-notes-ready]:visible")
    write(page, "More lights", "1")
    context.clear_cookies()
    page.click("[data-notes-send]")
    expect(page.locator("[data-notes-status]")).to_contain_text("signed out")
    assert page.locator("[data-notes-waiting] li").count() == 1
    sign_in(other := context.new_page(), small, "intake-officer")
    other.close()
    page.click("[data-notes-send]")
    expect(page.locator("[data-notes-status]")).to_contain_text("Every note was sent")
    assert stored(small) == [("1", "More lights")]


def test_it_can_be_used_on_a_phone(context: BrowserContext, small: Site, event: str) -> None:
    page = context.new_page()
    page.set_viewport_size(NARROW)
    sign_in(page, small, "intake-officer")
    page.goto(offline(small, event))
    assert reflow_problems(page) == [] and problems(page) == []


def write(page: Page, words: str, table: str) -> None:
    """Write a note and keep it on the device."""
    page.fill("[name=table]", table)
    page.fill("[name=text]", words)
    page.click("[data-event-notes] button[type=submit]")


def offline(small: Site, event: str) -> str:
    """The address of the page for notes without a network."""
    return f"{small.address}/staff/consultations/{small.slug}/events/{event}/offline/"


def stored(small: Site) -> list[tuple[str, str]]:
    """The table and the words of every note on the server."""
    with small.app.app_context():
        return [tuple(row) for row in db.session.execute(
            select(EventNote.table_label, EventNote.text).order_by(EventNote.id))]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of its own; what it could not load while it was offline is part of the test."""
    context = browser.new_context(viewport=WIDE)
    yield context
    context.close()


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Site]:
    """The small world, running."""
    with small_site(tmp_path, "sqlite") as running:
        yield running


@pytest.fixture
def event(small: Site) -> str:
    """The public id of an event that was held."""
    with small.app.app_context():
        found: Event = EventWorld(worlds.standing()).held()
        return found.public_id
