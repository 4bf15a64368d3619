"""CP-18, the half of officers: no page of theirs tells who is in a group, nor its notes and talk, in whatever role."""

from typing import Any

import pytest
from flask import Flask

from consult.domain.forum_access import OFFICER_ROLES
from consult.models.agendas import AgendaItem
from consult.models.meetings import AnnouncedGuest
from consult.services.transaction import writing
from consult.web.access import RULES
from tests.filled_forums import Filled, fill_forum
from tests.linting import LintingClient
from tests.staff_factors import strong
from tests.worlds import World

# Words that stand only inside: names, agenda, notes, talk, reports, and what the group says to itself.
INSIDE = ("Amber", "Birch", "Cedar", "Lights at the stops", "Two are dark", "Spring notes", "One stop is dark",
          "The dark stops", "The one at the mill", "This hurt", "Spoke over others", "Not in August", "A sergeant",
          "Where it is dark", "Night walk", "Spring meeting", "voice.ogg")


@pytest.mark.parametrize("role", OFFICER_ROLES)
def test_cp18_no_page_of_an_officer_tells_who_is_in_or_what_they_say(
    app: Flask, client: LintingClient, filled: Filled, world: World, role: str
) -> None:
    officer(filled, world, role)
    strong(client, world.staff["coder"].id, world.email("coder"))
    pages = [client.get(path, lint=False) for path in addresses(app, filled)]
    assert [page for page in pages if page.status_code == 200]
    said = " ".join(page.get_data(as_text=True) for page in pages if page.mimetype == "text/html")
    assert not [words for words in INSIDE if words in said]
    ids = [row.public_id for row in (filled.forum.chair, *filled.forum.members)]
    assert not [public_id for public_id in ids if public_id in said]


def test_cp18_no_number_tells_how_many_are_in(client: LintingClient, filled: Filled, world: World) -> None:
    officer(filled, world, "guest")
    strong(client, world.staff["coder"].id, world.email("coder"))
    path = f"/staff/forums/{filled.forum.forum.public_id}"
    before = client.get(path).get_data()
    filled.forum.someone("member", "Dune")
    assert client.get(path).get_data() == before


def test_cp18_an_announced_guest_sees_the_words_of_their_item_and_no_more(
    client: LintingClient, filled: Filled, world: World
) -> None:
    officer(filled, world, "guest")
    strong(client, world.staff["coder"].id, world.email("coder"))
    with writing() as session:
        item = session.get_one(AgendaItem, filled["agenda_items"].id)
        item.shown_to_guests, item.meeting_id = "Which stops you light first.", filled["meetings"].id
        session.add(AnnouncedGuest(meeting_id=filled["meetings"].id, kind="officer", who="MOPAC, safety team",
                                   item_id=item.id, state="agreed", announced_by_id=filled.forum.chair.id))
    page = client.get(f"/staff/forums/{filled.forum.forum.public_id}").text
    assert "Which stops you light first." in page and "Lights at the stops" not in page
    assert "A sergeant" not in page


def test_cp18_police_who_are_officers_see_no_more_than_others(
    app: Flask, client: LintingClient, filled: Filled, world: World
) -> None:
    filled.forum.officer(world.staff["coder"].id, "guest", body="MPS")
    strong(client, world.staff["coder"].id, world.email("coder"))
    said = " ".join(client.get(path, lint=False).get_data(as_text=True) for path in addresses(app, filled))
    assert not [words for words in INSIDE if words in said]


def officer(filled: Filled, world: World, role: str) -> None:
    """Let the coder in, in a role."""
    filled.forum.officer(world.staff["coder"].id, role)


def addresses(app: Flask, filled: Filled) -> list[str]:
    """Return every address that officers can ask for, with every id of the forum in each place."""
    ids: list[Any] = [row.public_id for row in filled.rows.values() if hasattr(row, "public_id")]
    found = []
    for rule in app.url_map.iter_rules():
        access = RULES.get(rule.endpoint)
        if access is None or access.officer is None or "GET" not in (rule.methods or ()):
            continue
        others = [name for name in rule.arguments if name != "forum_id"]
        for public_id in ids if others else ids[:1]:
            values = {"forum_id": filled.forum.forum.public_id, **dict.fromkeys(others, public_id)}
            found.append(app.url_map.bind("localhost").build(rule.endpoint, values))
    return [*found, "/staff/forums", "/staff/"]


@pytest.fixture
def filled(world: World) -> Filled:
    """A forum with something in every one of its tables; what it released and needs sealed is left out."""
    found = fill_forum(world)
    with writing() as session:
        session.merge(found["meeting_needs"]).words_sealed = None
    return found
