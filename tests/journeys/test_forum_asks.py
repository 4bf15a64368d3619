"""An officer asks the group for something and is refused; later they answer an ask late; the public sees all of it."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import update

from consult.models.asks import Ask
from consult.services.transaction import writing
from tests.journeys.accessibility import problems
from tests.journeys.browser import WIDE
from tests.journeys.forum_site import ForumSite, come_in, forum_site, send
from tests.journeys.walking import sign_in


def test_an_officer_is_refused_answers_late_and_everyone_can_see_it(browser: Browser, room: ForumSite) -> None:
    officer, chair, member, public = (browser.new_context(viewport=WIDE).new_page() for _one in range(4))
    come_in(chair, room, "Wren")
    come_in(member, room, "Clover")
    sign_in_strongly(officer, room)
    place_a_request(officer, room)
    decline(chair, member, room)
    assert "Night patrols" not in agenda(member, room)
    see_the_refusal(officer, room)
    ask_for_lights(member, chair, room)
    make_it_late(room)
    public.goto(f"{room.site.address}/en/forums/night-bus-riders")
    assert "The reply is late" in public.inner_text("main")
    reply(officer, room)
    mark(member, chair, room)
    see_in_public(public, room)


def sign_in_strongly(page: Page, room: ForumSite) -> None:
    """Sign in by password and by the code that the officer's app shows now."""
    sign_in(page, room.site, "lead")
    page.goto(f"{room.site.address}/staff/forums")
    page.get_by_role("link", name="Night Bus Riders").click()


def place_a_request(page: Page, room: ForumSite) -> None:
    page.get_by_role("link", name="Your requests to the group").first.click()
    wanted = date.today() + timedelta(days=60)
    for name, value in (("body", "TfL"), ("title", "Night patrols"), ("words", "Where are they needed?"),
                        ("why", "We plan them now."), ("use", "We set the routes by it."),
                        ("wanted_by-day", str(wanted.day)), ("wanted_by-month", str(wanted.month)),
                        ("wanted_by-year", str(wanted.year))):
        page.fill(f"[name={name}]", value)
    send(page, "Put it into the tray")
    assert "Night patrols" in page.inner_text("main")


def decline(chair: Page, member: Page, room: ForumSite) -> None:
    chair.goto(f"{room.space}/tray")
    chair.get_by_role("link", name="Night patrols").click()
    chair.get_by_label("Decline it. You do not need a reason.").check()
    send(chair, "Ask the group")
    decide(chair, [chair, member], room)


def decide(asked: Page, members: list[Page], room: ForumSite) -> None:
    """Let members agree to the question that is open on a page, the last of the group too, and count it."""
    question = asked.url.split("#")[0]
    for page in members:
        page.goto(question)
        page.get_by_label("I agree", exact=True).check()
        send(page, "Answer")
    third = members[0].context.browser.new_context(viewport=WIDE).new_page()  # type: ignore[union-attr]
    come_in(third, room, "Otter")
    third.goto(question)
    third.get_by_label("I stand aside: others decide").check()
    send(third, "Answer")
    third.context.close()
    asked.goto(question)
    send(asked, "Count now")
    assert "Agreed" in asked.inner_text("main")


def agenda(page: Page, room: ForumSite) -> str:
    page.goto(f"{room.space}/agenda")
    return page.inner_text("main")


def see_the_refusal(page: Page, room: ForumSite) -> None:
    page.reload()
    shown = page.inner_text("main")
    assert "Night patrols" in shown and "Take it back" not in shown
    assert problems(page) == []


def ask_for_lights(member: Page, chair: Page, room: ForumSite) -> None:
    member.goto(f"{room.space}/asks")
    member.get_by_role("link", name="Write an ask").or_(member.get_by_role("button", name="Write an ask")).click()
    for name, value in (("title", "Mend the lights"), ("words", "Mend both lights at the mill by June."),
                        ("addressee", "TfL")):
        member.fill(f"[name={name}]", value)
    member.check("[name=is_public]")
    send(member, "Save")
    send(member, "Ask the group to send it")
    decide(member, [chair, member], room)


def make_it_late(room: ForumSite) -> None:
    """Let fifty days go by."""
    with room.app.app_context(), writing() as session:
        session.execute(update(Ask).values(sent_on=date.today() - timedelta(days=50),
                                           reply_due_on=date.today() - timedelta(days=20)))


def reply(page: Page, room: ForumSite) -> None:
    page.goto(f"{room.site.address}/staff/forums")
    page.get_by_role("link", name="Night Bus Riders").click()
    page.get_by_role("link", name="Mend the lights").first.click()
    assert "Overdue" in page.inner_text("main")
    page.check("[name=outcome][value=partly]")
    page.fill("[name=reason]", "One light in May. The other one is not ours.")
    page.fill("[name=signed]", "Head of Streets")
    send(page, "Send the answer")


def mark(member: Page, chair: Page, room: ForumSite) -> None:
    member.goto(f"{room.space}/asks")
    member.get_by_role("link", name="Mend the lights").first.click()
    assert "One light in May." in member.inner_text("main")
    member.get_by_role("link", name="Say if this answers us").or_(
        member.get_by_role("button", name="Say if this answers us")).click()
    member.check("[name=mark][value=partly]")
    member.fill("[name=words]", "Half of it, and late.")
    send(member, "Ask the group")
    decide(member, [chair, member], room)


def see_in_public(page: Page, room: ForumSite) -> None:
    page.goto(f"{room.site.address}/en/forums/night-bus-riders")
    page.get_by_role("link", name="Mend the lights").click()
    shown = page.inner_text("main")
    for words in ("Mend both lights at the mill", "The reply came late", "They will do part of it", "One light in May.",
                  "This answers part of it", "Half of it, and late."):
        assert words in shown, words
    assert not [name for name in ("Wren", "Otter", "Clover", "Night patrols") if name in shown]
    assert problems(page) == []


@pytest.fixture
def room(tmp_path: Path) -> Iterator[ForumSite]:
    """A site with a forum that wants a public page."""
    with forum_site(tmp_path, slug="night-bus-riders") as found:
        yield found
