"""What an attacker types at the door of the space and in a member's own pages: never a fault, on both databases."""

import re
from urllib.parse import quote

import pytest
from flask import Flask

from tests.forum_doors import come_in, factor_of, words_of
from tests.forum_worlds import ForumWorld, build
from tests.linting import LintingClient

ODD = ("\x00", "9" * 40, "\"><script>alert(1)</script>", "\u202e\u2066x", "😀" * 3000,
       "' OR 1=1 --", "{{7*7}}")
DOOR = ("/en/month", "/en/space/enter", "/en/forums/plots/join", "/en/space/enter/second", "/en/space/join")
INSIDE = ("/en/space/me", "/en/space/me/name", "/en/space/me/choices", "/en/space/me/contact", "/en/space/me/code",
          "/en/space/letting-in", "/en/space/leaving")
# These end the visit; they are tried elsewhere.
ENDS = ("leave", "leave-quickly")


@pytest.mark.parametrize("odd", ODD)
def test_nothing_typed_at_the_door_is_a_fault(client: LintingClient, forum: ForumWorld, odd: str) -> None:
    for path in DOOR:
        assert fine(client.get(f"{path}?code={quote(odd)}&lang={quote(odd)}", lint=False))
        client.get("/en/space/enter")
        for action in (path, "/en/space/enter/passkey"):
            fields = dict.fromkeys(("code", "name", "pronouns", "words", "agrees", "credential", "seal"), odd)
            assert fine(client.send(action, fields, lint=False))


@pytest.mark.parametrize("odd", ODD)
def test_nothing_typed_inside_is_a_fault(client: LintingClient, forum: ForumWorld, odd: str) -> None:
    forum.enter(client, forum.chair, is_strong=True)
    for path in INSIDE:
        answer = client.get(f"{path}?name={quote(odd)}", lint=False)
        page = answer.get_data(as_text=True)
        names = set(re.findall(r'name="([^"]+)"', page)) - {"csrf_token", "viewport", "color-scheme"}
        assert fine(answer)
        for action in set(re.findall(r'<form[^>]* action="([^"]+)"', page)):
            if not action.endswith(ENDS):
                assert fine(client.send(action, dict.fromkeys(names, odd), lint=False)), action


@pytest.mark.parametrize("odd", ["x", "%00", "9" * 40, "..%2f..", "%3Cscript%3E", "null", "-1"])
def test_made_up_ids_are_not_there(client: LintingClient, forum: ForumWorld, odd: str) -> None:
    forum.enter(client, forum.chair, is_strong=True)
    client.get("/en/space/me")
    for place in ("letting-in/invitations/{}/take-back", "letting-in/requests/{}/agree", "letting-in/people/{}/chair",
                  "letting-in/requests/{}/decline", "letting-in/officers/{}/send-away", "me/passkeys/{}/remove"):
        assert client.send(f"/en/space/{place.format(odd)}", lint=False).status_code == 404, place


def test_fields_that_nobody_asked_for_change_nothing(client: LintingClient, forum: ForumWorld) -> None:
    come_in(client, words_of(forum))
    client.get("/en/space/me/name")
    client.send("/en/space/me/name", {"name": "River", "is_chair": "1", "standing": "independent", "forum_id": "2",
                                      "id": "1", "left_on": "2026-01-01"})
    acting = forum.acting(forum.members[0])
    assert (acting.name, acting.is_chair, acting.standing, acting.forum_id) == ("River", False, "member", forum.id)


def fine(answer) -> bool:  # type: ignore[no-untyped-def]
    """Say whether an answer is no fault and runs nothing."""
    return answer.status_code < 500 and b"<script>alert(1)" not in answer.data


@pytest.fixture
def forum(app: Flask) -> ForumWorld:
    """A forum that people may ask to join, whose chair is safe."""
    world = build(slug="plots", joins_by="asking")
    factor_of(world)
    return world
