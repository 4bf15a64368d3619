"""Two coders of one question, by the pages that they use, and what their themes should come to; no test is in here."""

import random
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from lxml import html

from consult.app import create_app
from consult.extensions import db
from consult.models.responses import Answer
from consult.services.transaction import writing
from tests import databases
from tests.double_coded import second_coder
from tests.journeys.site import Site, serving
from tests.linting import LintingClient
from tests.worlds import PASSWORD, build

QUESTION = "missing-words"
STREET, PHONES, THEFTS, BUSES = "Police on the street", "Stolen phones", "Other thefts", "Police on buses"
# What people wrote, how many of them, and the theme that it speaks of.
WRITTEN = (
    ("More officers on foot near the market, please", 22, STREET), ("An officer on each night bus", 18, STREET),
    ("My phone was taken outside the station", 20, PHONES), ("Bicycles go from our racks every week", 12, THEFTS),
    ("Thank you for asking", 8, ""),
)
ANSWERS = sum(count for _words, count, _theme in WRITTEN)
Themes = frozenset[str]


@dataclass
class Team:
    """The running site, and a browser without pictures for each who codes, by role."""

    site: Site
    clients: dict[str, LintingClient]
    themes: dict[str, str] = field(default_factory=dict)
    # What was said of an answer (its words) by whoever was first, and by the second.
    first: dict[str, Themes] = field(default_factory=dict)
    second: dict[str, Themes] = field(default_factory=dict)

    @property
    def here(self) -> str:
        """The address of the consultation for staff."""
        return f"/staff/consultations/{self.site.slug}"

    def page(self, role: str, path: str) -> "html.HtmlElement":
        """Fetch a page of the consultation."""
        answer = self.clients[role].get(self.here + path, follow_redirects=True)
        assert answer.status_code == 200, (path, answer.status_code)
        return html.document_fromstring(answer.text)

    def send(self, role: str, path: str, data: dict[str, object] | None = None) -> None:
        """Send a form of the consultation's pages; it is taken."""
        answer = self.clients[role].send(self.here + path, data)
        assert answer.status_code == 303, (path, answer.status_code, words_of(html.document_fromstring(answer.text)))


@contextmanager
def team(folder: Path) -> Iterator[Team]:
    """Serve a consultation with eighty answers to one question, and sign in a lead and two coders."""
    url = databases.copies.make("sqlite", folder)
    app = create_app(databases.settings(url, folder))
    app.test_client_class = LintingClient
    with app.app_context():
        world = build()
        emails = {"coder": world.email("coder"), "lead": world.email("lead"), "second": second_coder(world).email}
        order = random.Random(11).sample(range(10**6), ANSWERS)
        texts = [f"{words}, number {number}." for words, count, _theme in WRITTEN for number in range(count)]
        ids = [world.respond(text, question=QUESTION).id for text in texts]
        with writing() as session:
            for answer_id, shuffle in zip(ids, order, strict=True):
                session.get_one(Answer, answer_id).shuffle = shuffle
        slug = world.slug
        db.session.remove()
    with serving(app) as address:
        site = Site(app, address, slug, emails, dict.fromkeys(emails, PASSWORD))
        yield Team(site, {role: _signed_in(app, email) for role, email in emails.items()})
    with app.app_context():
        db.engine.dispose()
    databases.copies.drop(url)


def _signed_in(app: Flask, email: str) -> LintingClient:
    client = app.test_client()
    assert isinstance(client, LintingClient)
    client.sign_in(email, PASSWORD)
    return client


def name_theme(team: Team, name: str) -> None:
    """Let the lead add a theme."""
    team.page("lead", "/themes")
    team.send("lead", "/themes", {"name": name, "keep_name": name})
    links = team.page("lead", "/themes").xpath(f"//main//a[normalize-space()='{name}']/@href")
    team.themes[name] = links[0].rsplit("/", 1)[1]


def code_next(team: Team, role: str) -> None:
    """Let a coder read the next answer, give it its theme, and go on."""
    page = team.page(role, f"/code/{QUESTION}/next")
    text, path = text_of(page), form_path(team, page, "coding-form")
    themes = said_first(text)
    if themes:
        team.send(role, path, {"theme": [team.themes[name] for name in themes], "stance": "support",
                               "passage": "whole", "then": "next"})
    else:
        team.send(role, f"{path}/read")
    team.first[text] = themes


def code_again(team: Team, role: str) -> None:
    """Let a coder code the next answer for the second time."""
    page = team.page(role, f"/second-coding/{QUESTION}/next")
    text, path = text_of(page), form_path(team, page)
    themes = said_second(text)
    for name in themes:
        team.send(role, path, {"theme": team.themes[name], "stance": "support", "passage": "whole"})
    team.send(role, f"{path}/done")
    team.second[text] = themes


def said_first(text: str) -> Themes:
    """Return the themes that the first coder gives: what the words speak of."""
    return frozenset({theme for words, _count, theme in WRITTEN if text.startswith(words) and theme})


def said_second(text: str) -> Themes:
    """Return the themes that the second gives: half the phones are thefts to them, some buses are nothing."""
    number = int(re.findall(r"\d+", text)[-1])
    if said_first(text) == {PHONES} and number % 2 == 0:
        return frozenset({THEFTS})
    if "night bus" in text and number % 3 == 0:
        return frozenset()
    return said_first(text)


def text_of(page: "html.HtmlElement") -> str:
    """Return the words of the answer that a page shows."""
    return str(page.xpath("string((//*[contains(@class, 'app-answer')])[1])")).strip()


def form_path(team: Team, page: "html.HtmlElement", name: str = "") -> str:
    """Return where the form of an answer goes, without the consultation's address."""
    [path] = page.xpath(f"//form[@id='{name}']/@action" if name else "//form[.//select[@name='theme']]/@action")
    return str(path).removeprefix(team.here)


def words_of(page: "html.HtmlElement") -> str:
    """Return what a page says, its white space made one."""
    return " ".join(str(page.xpath("string(//main)")).split())


def table(page: "html.HtmlElement", caption: str) -> dict[str, list[str]]:
    """Return the rows of a table by their first cell; `caption` is the id of its caption."""
    rows = page.xpath(f"//table[caption[@id='{caption}']]/tbody/tr")
    found = [[" ".join(cell.text_content().split()) for cell in row.xpath("./*")] for row in rows]
    return {cells[0]: cells[1:] for cells in found}


def people(team: Team) -> dict[str, str]:
    """Return how many people spoke of each theme, as the page of shares says it."""
    return {name: cells[0] for name, cells in table(
        team.page("lead", f"/shares?question={QUESTION}"), "all").items()}


def of_80(counts: dict[str, int]) -> dict[str, str]:
    """Return what the page of shares says of so many people."""
    return {name: f"{count} of {ANSWERS}, human-coded" for name, count in counts.items()}


def merged(themes: Collection[str], old: str, new: str) -> Themes:
    """Return the themes after one became another."""
    return frozenset(new if theme == old else theme for theme in themes)
