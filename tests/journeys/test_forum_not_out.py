"""Somebody who is not out takes part from a phone that others use: nothing on it, in mail, log or database tells."""

import re
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import select, update

from consult.clients.mail import SENT, Letter, written
from consult.domain.return_words import read
from consult.extensions import db
from consult.jobs.notices import NoticeSender
from consult.models.base import utc_now
from consult.models.members import Member, MemberContact, Notice
from consult.models.responses import Response
from consult.services import notices
from consult.services.transaction import writing
from tests.journeys.browser import NARROW
from tests.journeys.forum_site import FORUM, ForumSite, come_in, forum_site, send

SAID = "My landlord must never read this."
ADDRESS = "quiet.person@example.org"
TELLING = ("night bus", "riders", "forum", "clover", "lgbt")


def test_nothing_on_a_shared_phone_in_mail_log_or_database_links_her(
        browser: Browser, room: ForumSite, capsys: pytest.CaptureFixture[str]) -> None:
    phone = browser.new_context(viewport=NARROW)
    page, seen = phone.new_page(), Seen()
    page.on("framenavigated", lambda frame: seen.addresses.append(frame.url))
    page.on("load", lambda loaded: seen.titles.append(loaded.title()))
    answer_the_survey(page, room)
    take_part(page, room)
    leave_quickly(page, room)
    assert_nothing_stays(page, phone, room, seen)
    assert_mail_is_neutral(post(room))
    assert_the_log_is_silent(capsys.readouterr())
    assert_the_database_links_nothing(room)


class Seen:
    """Where the browser was: its history, and the titles that it shows there."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.addresses: list[str] = []
        self.titles: list[str] = []


def answer_the_survey(page: Page, room: ForumSite) -> None:
    """Begin a response with the same browser: the two must never meet."""
    page.goto(f"{room.site.address}/en/consultations/{room.site.slug}/respond")


def take_part(page: Page, room: ForumSite) -> None:
    come_in(page, room, "Clover")
    page.goto(f"{room.space}/me/choices")
    page.check("[name=is_not_out]")
    send(page, "Save")
    page.goto(f"{room.space}/me/contact")
    page.fill("[name=address]", ADDRESS)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()
    page.goto(f"{room.space}/talk/new")
    page.fill("[name=title]", "Getting home")
    page.fill("[name=text]", SAID)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()
    assert SAID in page.inner_text("main")
    page.goto(f"{room.space}/mine")


def leave_quickly(page: Page, room: ForumSite) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Leave quickly").click()
    page.wait_for_url("**/month")


def assert_nothing_stays(page: Page, phone: BrowserContext, room: ForumSite, seen: Seen) -> None:
    """Look at what the phone keeps: cookies, stores, addresses, titles, and what the Back button shows."""
    assert [cookie["name"] for cookie in phone.cookies() if "visit" in cookie["name"]] == []
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert kept == "[{},{}]" and page.evaluate("caches.keys()") == []
    told = " ".join(seen.addresses + [title for title in seen.titles if title]).lower()
    in_space = [one for one in seen.addresses if "/space" in one]
    assert in_space and not [word for word in TELLING if word in told], told
    page.go_back()
    assert SAID not in page.content() and FORUM not in page.content()
    page.goto(f"{room.space}/talk")
    assert page.url.endswith("/space/enter")


def post(room: ForumSite) -> list[str]:
    """Let somebody else write something, at her safe time, and return the letters as they would travel."""
    outbox = Outbox()
    with room.app.app_context(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(notices, "mailer", lambda: outbox)
        with writing() as session:
            other = session.scalars(select(Member).where(Member.name == "Otter")).one()
            notices.tell(session, other.forum_id, but_id=other.id)
            session.execute(update(Notice).values(not_before=utc_now() - timedelta(minutes=1)))
            session.execute(update(MemberContact).values(quiet_from=0, quiet_until=0))
        assert NoticeSender(lambda: False).turn(outbox) == 1
        db.session.remove()
    return outbox.letters


class Outbox:
    """A mail server that keeps each letter as it would travel."""

    is_there = True

    def __init__(self) -> None:
        """Nothing was sent yet."""
        self.letters: list[str] = []

    def send(self, letter: Letter) -> str:
        """Keep the letter."""
        self.letters.append(written(letter, "notes@example.org").as_string())
        return SENT


def assert_mail_is_neutral(letters: list[str]) -> None:
    assert len(letters) == 1
    for letter in letters:
        told = letter.lower().replace(ADDRESS, "")
        assert not [word for word in (*TELLING, "mopac", "police", "group", SAID.lower()) if word in told], letter


def assert_the_log_is_silent(printed: tuple[str, str]) -> None:
    told = "".join(printed)
    assert not [word for word in (SAID, ADDRESS, FORUM, "Clover", "/space") if word in told]


def assert_the_database_links_nothing(room: ForumSite) -> None:
    """Scan every value of every table: no way leads from her to a response, a session of the site or an address."""
    path = re.sub(r"^sqlite:///", "", room.app.config["SQLALCHEMY_DATABASE_URI"])
    with sqlite3.connect(path) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        values = {table: [repr(row) for row in connection.execute(f'SELECT * FROM "{table}"')] for table in tables}
    held = {table: "\n".join(rows) for table, rows in values.items()}
    assert [table for table, rows in held.items() if ADDRESS in rows] == []
    words = room.words["Clover"]
    assert [table for table, rows in held.items() if words in rows or code_of_words(words) in rows] == []
    assert {table for table, rows in held.items() if SAID in rows} == {"posts"}
    assert "127.0.0.1" not in "".join(held.values())
    keys = foreign_tables(path, "members")
    assert not keys & {"responses", "drafts", "browser_sessions", "people", "answers"}
    with room.app.app_context():
        assert "last_seen" not in Member.__table__.columns and "seen_at" not in Member.__table__.columns
        assert not {column.name for column in Response.__table__.columns} & {"member_id", "forum_id"}


def code_of_words(words: str) -> str:
    """Return the digits that stand for seven words."""
    found = read(words)
    assert found
    return found


def foreign_tables(path: str, target: str) -> set[str]:
    """Return the tables with a key to `target`, and those that it has keys to."""
    with sqlite3.connect(path) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        to = {table for table in tables
              for row in connection.execute(f'PRAGMA foreign_key_list("{table}")') if row[2] == target}
        out = {row[2] for row in connection.execute(f'PRAGMA foreign_key_list("{target}")')}
    return to | out


@pytest.fixture
def room(tmp_path: Path) -> Iterator[ForumSite]:
    """A site with a closed forum, in which Clover starts as anybody does."""
    with forum_site(tmp_path) as found:
        with found.app.app_context():
            with writing() as session:
                session.scalars(select(Member).where(Member.name == "Clover")).one().is_easy_read = False
            db.session.remove()
        yield found
