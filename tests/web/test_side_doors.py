"""A closed forum for everyone who is not in it: every door answers to the byte as for a forum that never was."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask, url_for

from consult.models.base import new_public_id
from consult.services import people
from tests.filled_forums import Filled, fill_forum
from tests.forum_worlds import ForumWorld, build
from tests.linting import TOKEN, LintingClient
from tests.worlds import PASSWORD, World

CLOSED, OTHER = "night-bus-riders", "never-was-a-group"[:16]
WHO = ("nobody", "officer", "administrator", "member of another forum", "chair of another forum")
# What others have left open: listings, searches, feeds, embeds, other formats, other spellings.
GUESSES = (
    "/en/forums/{slug}", "/en/forums/{slug}/", "/en/forums/{slug}.json", "/en/forums/{slug}.csv", "/ur/forums/{slug}",
    "/en/forums/{slug}/feed", "/en/forums/{slug}/embed.html", "/en/forums/{slug}/members", "/en/forums/{slug}/count",
    "/en/forums?q={slug}", "/en/forums/?search={slug}", "/en/space?forum={slug}", "/en/space/{slug}",
    "/en/space/enter?next=/en/space/{slug}", "/api/forums/{slug}", "/forums/{slug}", "/staff/forums/{slug}",
    "/en//forums/{slug}", "/en/./forums/{slug}", "/EN/forums/{slug}", "/en/forums/%2e%2e/forums/{slug}",
    "/sitemap.xml?{slug}", "/robots.txt?{slug}", "/static/{slug}", "/media/{public_id}", "/en/forums/{public_id}",
    "/en/space/{public_id}", "/staff/forums/{public_id}", "/staff/forums/{public_id}/members",
    "/en/receipt?code={public_id}", "/metrics?{slug}", "/health?{slug}", "/en/people?name=Amber&in={slug}",
)
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE")
Answer = tuple[int, tuple[tuple[str, str], ...], str]


@pytest.mark.parametrize("who", WHO)
def test_guessed_doors_of_a_closed_forum_are_those_of_one_that_never_was(
        client: LintingClient, doors: tuple[Filled, ForumWorld], who: str) -> None:
    filled, other = doors
    come_as(client, who, other)
    real, never = filled.forum.forum.public_id, new_public_id()
    for guess in GUESSES:
        for method in METHODS:
            one = answer(client, method, guess.format(slug=CLOSED, public_id=real), (CLOSED, real))
            two = answer(client, method, guess.format(slug=OTHER, public_id=never), (OTHER, never))
            assert one == two, (who, method, guess)


@pytest.mark.parametrize("who", WHO)
def test_every_address_with_an_id_of_a_closed_forum_is_that_of_a_made_up_id(
        app: Flask, client: LintingClient, doors: tuple[Filled, ForumWorld], who: str) -> None:
    filled, other = doors
    come_as(client, who, other)
    ids = {table: row.public_id for table, row in filled.rows.items() if hasattr(row, "public_id")}
    ids["forums"] = filled.forum.forum.public_id
    ids["members"] = filled.forum.members[0].public_id
    for endpoint, method in with_ids(app):
        for table, real in likely(endpoint, ids).items():
            never = new_public_id()
            one = answer(client, method, path(app, endpoint, real), (real,))
            two = answer(client, method, path(app, endpoint, never), (never,))
            assert one == two, (who, method, endpoint, table)
            assert one[0] in (302, 303, 404), (who, method, endpoint, table, one[0])


def test_no_public_page_names_a_closed_forum_or_anyone_in_it(
        app: Flask, client: LintingClient, doors: tuple[Filled, ForumWorld]) -> None:
    told = ("Night Bus", "night-bus", "Amber", "Birch", "Lights at the stops", "Spring meeting")
    with app.test_request_context():
        paths = [url_for(rule.endpoint, lang="en") for rule in app.url_map.iter_rules()
                 if "GET" in (rule.methods or ()) and rule.arguments == {"lang"}]
    for one in [*paths, "/en/consultations/small-plan", "/en/consultations/small-plan/plan"]:
        page = client.get(one, lint=False).get_data(as_text=True)
        assert not [words for words in told if words in page], one


def come_as(client: LintingClient, who: str, other: ForumWorld) -> None:
    """Be one of those who have no business in the forum, as far in as they can come."""
    if who in ("officer", "administrator"):
        client.sign_in("coder@example.org" if who == "officer" else "administrator@example.org", PASSWORD)
        with client.session_transaction() as session:
            session["strong"] = True
    elif who.endswith("another forum"):
        other.enter(client, other.chair if who.startswith("chair") else other.members[0], is_strong=True)


def answer(client: LintingClient, method: str, where: str, named: tuple[str, ...]) -> Answer:
    """Return what came back without what may differ: the names that were asked for, tokens, and lengths of these."""
    response = (client.send(where, {"words": "x"}, lint=False) if method == "POST"
                else client.open(where, method=method, lint=False))
    body = TOKEN.sub("token", response.get_data(as_text=True))
    for name in named:
        body = body.replace(name, "•")
    body = re.sub(r'content="[^"]{60,}"', "", body)
    headers = tuple(sorted(
        (name, _unnamed(value, named)) for name, value in response.headers.items()
        if name not in ("Date", "Set-Cookie", "Content-Length")))
    assert response.status_code < 500, (method, where)
    return response.status_code, headers, body


def _unnamed(value: str, named: tuple[str, ...]) -> str:
    for name in named:
        value = value.replace(name, "•")
    return value


def with_ids(app: Flask) -> list[tuple[str, str]]:
    """Return each handler of forums whose address names something, with its methods."""
    found = []
    for rule in app.url_map.iter_rules():
        is_forums = rule.rule.startswith(("/<lang>/space", "/<lang>/forums", "/staff/forums"))
        if is_forums and rule.arguments - {"lang"}:
            found += [(rule.endpoint, method) for method in sorted((rule.methods or set()) & {"GET", "POST"})]
    return found


def likely(endpoint: str, ids: dict[str, str]) -> dict[str, str]:
    """Return the ids that an address may take: those of its own noun where one fits, else every one of them."""
    noun = endpoint.split(".")[0].split("_")[-1].rstrip("s")
    fitting = {table: value for table, value in ids.items() if noun and noun in table}
    return fitting or ids


def path(app: Flask, endpoint: str, value: str) -> str:
    """Return an address of the handler in which everything that varies is this value."""
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint and rule.arguments)
    named = {name: "en" if name == "lang" else value for name in rule.arguments}
    numbers = {name for name, converter in rule._converters.items() if type(converter).__name__ == "IntegerConverter"}
    with app.test_request_context():
        return url_for(endpoint, **(named | dict.fromkeys(numbers, 1)))


@pytest.fixture
def doors(world: World) -> Iterator[tuple[Filled, ForumWorld]]:
    """A closed forum with something in each of its tables, and another forum with its own people and an officer."""
    filled, other = fill_forum(world), build("Another group")
    other.officer(world.staff["coder"].id)
    people.add(email="nobody@example.org", name="A nobody", password=PASSWORD)
    yield filled, other
