"""A running site with a forum in it, and the words that let each of its people in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from playwright.sync_api import Page

from consult.app import create_app
from consult.domain import member_words
from consult.extensions import db
from consult.models.forums import ForumOfficer
from consult.models.members import Member
from consult.services import joining, second_factors
from consult.services.members import hash_of_code
from consult.services.transaction import writing
from tests import databases
from tests.forum_worlds import build
from tests.journeys.site import Site, serving
from tests.worlds import PASSWORD
from tests.worlds import build as build_world

FORUM = "Night Bus Riders"
FILM = b"\x1a\x45\xdf\xa3" + bytes(8) + b"webm" + bytes(2000)


@dataclass
class ForumSite:
    """The site, and the words of each member by name; `key` is the officer's second factor."""

    site: Site
    folder: Path
    words: dict[str, str] = field(default_factory=dict)
    key: str = ""

    @property
    def app(self) -> Flask:
        """The application."""
        return self.site.app

    @property
    def space(self) -> str:
        """Where the space is, in English."""
        return f"{self.site.address}/en/space"


@contextmanager
def forum_site(folder: Path, *, slug: str | None = None) -> Iterator[ForumSite]:
    """Serve a small consultation and a forum with a chair (Wren), Otter, who signs, and Clover, who reads Easy Read.

    The lead of the consultation is the officer who answers the forum's asks for TfL.
    """
    url = databases.copies.make("sqlite", folder)
    app = create_app(databases.settings(url, folder))
    found = ForumSite(Site(app, "", "", {}), folder)
    with app.app_context():
        world = build_world()
        forum = build(FORUM, slug=slug)
        with writing() as session:
            for member, name in zip((forum.chair, *forum.members), ("Wren", "Otter", "Clover"), strict=True):
                code = joining.new_code()
                row = session.get_one(Member, member.id)
                row.name, row.name_skeleton, row.code_hash = name, name.casefold(), hash_of_code(code)
                row.is_easy_read = name == "Clover"
                found.words[name] = " ".join(member_words.words_of(code))
            session.add(ForumOfficer(forum_id=forum.id, person_id=world.staff["lead"].id, role="responder", body="TfL"))
        found.key = second_factors.give(person_id=world.staff["lead"].id)
        emails = {role: person.email for role, person in world.staff.items()}
        slug_of_consultation = world.slug
        db.session.remove()
    with serving(app) as address:
        found.site = Site(app, address, slug_of_consultation, emails, dict.fromkeys(emails, PASSWORD))
        found.site.keys["lead"] = found.key
        yield found
    with app.app_context():
        db.engine.dispose()
    databases.copies.drop(url)


def come_in(page: Page, site: ForumSite, name: str, language: str = "en") -> None:
    """Enter the space by a member's words."""
    page.goto(f"{site.site.address}/{language}/space/enter")
    page.fill("main textarea", site.words[name])
    with page.expect_navigation():
        page.click("main form button[type=submit]")


def send(page: Page, name: str) -> None:
    """Choose a button by its words and be on the page after it."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()
