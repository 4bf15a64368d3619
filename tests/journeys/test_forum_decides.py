"""A member who signs and one who reads Easy Read propose, order, adopt and decide; nobody from outside is needed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.accessibility import problems, reflow_problems
from tests.journeys.browser import NARROW, WIDE
from tests.journeys.forum_site import FILM, ForumSite, come_in, forum_site, send


def test_who_signs_and_who_reads_easy_read_propose_adopt_and_decide(browser: Browser, room: ForumSite) -> None:
    signs, reads, chair = (person(browser, room, name, size) for name, size in (
        ("Otter", WIDE), ("Clover", NARROW), ("Wren", WIDE)))
    propose_by_film(signs, room)
    propose_in_words(reads, room, "Lights at the stops")
    plan_a_meeting(chair, room)
    for title in ("A film from Otter", "Lights at the stops"):
        put_on(chair, room, title)
    for page in (signs, reads):
        wish(page, room)
    settle(chair)
    decision = adopt(chair)
    for page in (signs, reads, chair):
        agree(page, room, decision)
    chair.goto(room.site.address + decision)
    send(chair, "Count now")
    assert "Agreed" in chair.inner_text("main")
    chair.goto(f"{room.space}/agenda")
    chair.get_by_role("link", name="Autumn meeting").first.click()
    assert "The group adopted this agenda" in chair.inner_text("main")
    decide_something(reads, signs, chair, room)


def person(browser: Browser, room: ForumSite, name: str, size: dict[str, int]) -> Page:
    """Return a page of its own browser in which somebody has come in, without scripts for who reads Easy Read."""
    page = browser.new_context(viewport=size, java_script_enabled=name != "Clover").new_page()
    come_in(page, room, name)
    return page


def propose_by_film(page: Page, room: ForumSite) -> None:
    page.goto(f"{room.space}/agenda/propose")
    page.fill("[name=title]", "A film from Otter")
    page.locator("main details summary").first.click()
    page.set_input_files("[name=file]", {"name": "signed.webm", "mimeType": "video/webm", "buffer": FILM})
    send(page, "Propose it")
    page.goto(f"{room.space}/agenda")
    page.get_by_role("link", name="A film from Otter").click()
    assert page.locator("main video").count() == 1
    assert problems(page) == []


def propose_in_words(page: Page, room: ForumSite, title: str) -> None:
    page.goto(f"{room.space}/agenda/propose")
    page.fill("[name=title]", title)
    page.fill("[name=words]", "Two of them are dark.")
    send(page, "Propose it")
    page.goto(f"{room.space}/agenda")
    assert title in page.inner_text("main")


def plan_a_meeting(page: Page, room: ForumSite) -> None:
    page.goto(f"{room.space}/meetings/new")
    page.fill("[name=title]", "Autumn meeting")
    for part, value in (("day", "14"), ("month", "9"), ("year", "2027")):
        page.fill(f"[name=starts_on-{part}]", value)
    page.fill("[name=starts_at]", "18:30")
    page.fill("[name=minutes]", "90")
    page.check("[name=ways] >> nth=1")
    page.fill("[name=where]", "We send a link.")
    send(page, "Save")
    assert "Autumn meeting" in page.inner_text("main")


def put_on(page: Page, room: ForumSite, title: str) -> None:
    page.goto(f"{room.space}/agenda")
    page.get_by_role("link", name=title).first.click()
    send(page, "Put it on this agenda")


def wish(page: Page, room: ForumSite) -> None:
    page.goto(f"{room.space}/agenda")
    page.get_by_role("link", name="Autumn meeting").first.click()
    first = page.locator("main fieldset")
    for number in range(first.count()):
        place = 0 if "Lights" in first.nth(number).inner_text() else 2
        first.nth(number).locator("input[type=radio]").nth(place).check()
    send(page, "Save my wishes")
    assert reflow_problems(page) == []


def settle(page: Page) -> None:
    """See that what most want comes first."""
    page.goto(page.url.split("/space")[0] + "/space/agenda")
    page.get_by_role("link", name="Autumn meeting").first.click()
    lines = page.locator("main legend").all_inner_texts()
    assert "Lights" in lines[0] and "film" in lines[1]


def adopt(page: Page) -> str:
    """Put the agenda to the group; return the path of the question."""
    send(page, "Ask the group")
    return "/en/space" + page.url.split("/en/space")[1].split("#")[0]


def agree(page: Page, room: ForumSite, decision: str, stance: str = "I agree", words: str = "") -> None:
    page.goto(room.site.address + decision)
    page.get_by_label(stance, exact=True).check()
    page.fill("main form [name=words]", words)
    send(page, "Answer")


def decide_something(reads: Page, signs: Page, chair: Page, room: ForumSite) -> None:
    """Ask the group, hear a concern in somebody's own words, and see it stand in the record without a name."""
    reads.goto(f"{room.space}/decisions/new")
    reads.fill("[name=question]", "Do we meet each month?")
    send(reads, "Ask the group")
    decision = "/en/space" + reads.url.split("/en/space")[1]
    agree(reads, room, decision)
    agree(signs, room, decision, "I agree, and I have a concern", "Not in August.")
    agree(chair, room, decision)
    reads.goto(room.site.address + decision)
    shown = reads.inner_text("main")
    assert "Not in August." in shown and "Otter" not in shown
    send(reads, "Count now")
    assert "Agreed" in reads.inner_text("main")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[ForumSite]:
    """A site with a forum."""
    with forum_site(tmp_path) as found:
        yield found
