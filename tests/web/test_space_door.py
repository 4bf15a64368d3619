"""The door of the space: words, second proofs, coming in, and going out at once."""

import re

import pytest
from flask import Flask

from consult.extensions import db
from consult.queries import members
from consult.services import joining, member_sessions
from consult.services.transaction import writing
from tests.forum_doors import code_of, come_in, factor_of, shown_code, words_of
from tests.forum_worlds import ForumWorld, build
from tests.linting import LintingClient


def test_words_let_a_member_in_and_nothing_tells_who_they_are(client: LintingClient, forum: ForumWorld) -> None:
    answer = come_in(client, words_of(forum))
    assert answer.status_code == 303 and answer.location == "/en/space"
    assert "Max-Age" not in answer.headers["Set-Cookie"] and "Expires" not in answer.headers["Set-Cookie"]
    assert client.get("/en/space/me").status_code == 200


def test_the_door_is_found_from_the_list_of_forums_and_from_a_forums_page(
        client: LintingClient, forum: ForumWorld) -> None:
    with writing() as session:
        session.merge(forum.forum).slug = "riders"
    for path in ("/en/forums", "/en/forums/riders"):
        assert 'href="/en/space/enter"' in client.get(path).get_data(as_text=True)


@pytest.mark.parametrize("typed", ["", "tiger", "x" * 9000, "acorn " * 7, "<script>", "\x00", "0" * 28])
def test_wrong_words_are_refused_in_one_way(client: LintingClient, forum: ForumWorld, typed: str) -> None:
    answer = come_in(client, typed)
    assert answer.status_code == 422 and "These words do not open anything" in answer.get_data(as_text=True)
    assert client.get("/en/space/me").status_code == 303


def test_guessing_is_slowed_down(client: LintingClient, forum: ForumWorld) -> None:
    for _try in range(20):
        come_in(client, "acorn " * 7)
    answer = come_in(client, words_of(forum))
    assert answer.status_code == 422 and "Too many tries" in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["", "/me", "/me/name", "/me/passkeys", "/letting-in", "/leaving", "/leaving/copy"])
def test_who_is_not_in_is_sent_to_the_door_from_everywhere(client: LintingClient, path: str) -> None:
    answer = client.get(f"/en/space{path}")
    assert answer.status_code == 303 and answer.location == "/en/space/enter"


def test_a_chair_with_codes_by_time_gives_one_and_each_counts_once(client: LintingClient, forum: ForumWorld) -> None:
    words, secret = words_of(forum, forum.chair), factor_of(forum)
    come_in(client, words)
    assert client.get("/en/space").location == "/en/space/enter"
    assert client.get("/en/space/enter").location == "/en/space/enter/second"
    client.get("/en/space/enter/second")
    assert client.send("/en/space/enter/second", {"code": "000 00"}).status_code == 422
    code = code_of(secret)
    assert client.send("/en/space/enter/second", {"code": code}).status_code == 303
    assert client.get("/en/space/me").status_code == 200
    client.delete_cookie("visit")
    come_in(client, words)
    client.get("/en/space/enter/second")
    assert client.send("/en/space/enter/second", {"code": code}).status_code == 422


def test_an_invitation_lets_one_in_under_a_name_of_their_choice(client: LintingClient, forum: ForumWorld) -> None:
    factor_of(forum)
    code = joining.invite(by=forum.acting(forum.members[0]))
    page = come_in(client, code).get_data(as_text=True)
    assert forum.forum.name in page and "<title>Come in</title>" in page.replace("\n", "")
    shown = client.send("/en/space/join", {"code": code, "name": "River", "agrees": "y"})
    assert shown.status_code == 200 and client.get("/en/space/me").status_code == 200
    client.delete_cookie("visit")
    assert come_in(client, shown_code(shown.get_data(as_text=True))).status_code == 303
    client.delete_cookie("visit")
    assert come_in(client, code).status_code == 422


@pytest.mark.parametrize(("fields", "words"), [
    ({"name": "River"}, "Tick the box"), ({"name": "", "agrees": "y"}, "Enter a name"),
    ({"name": "Аmber", "agrees": "y"}, "looks like this one"), ({"name": "<b>x</b>", "agrees": "y"}, "no signs like"),
    ({"name": "x" * 5000, "agrees": "y"}, "2 to 40 characters"), ({"name": "\u202e", "agrees": "y"}, "Enter a name"),
])
def test_what_cannot_be_a_name_is_said_and_the_form_stays(client: LintingClient, forum: ForumWorld,
                                                          fields: dict[str, str], words: str) -> None:
    factor_of(forum)
    code = joining.invite(by=forum.acting(forum.members[0]))
    come_in(client, code)
    answer = client.send("/en/space/join", {"code": code, **fields})
    assert answer.status_code == 422 and words in answer.get_data(as_text=True)
    assert joining.accept(code=code, name="River", agrees=True)


def test_leaving_quickly_ends_everything_and_shows_the_month(client: LintingClient, forum: ForumWorld) -> None:
    forum.enter(client, forum.members[0])
    token = client.get_cookie("visit").value
    answer = client.post("/en/space/leave-quickly", data={})
    assert answer.location == "/en/month" and answer.headers["Clear-Site-Data"] == '"cookies", "storage"'
    assert member_sessions.acting(token) is None
    page = client.get("/en/month").get_data(as_text=True)
    assert "Consult" not in page and "Policing" not in page and "space" not in page


def test_signing_out_leads_to_the_door(client: LintingClient, forum: ForumWorld) -> None:
    forum.enter(client, forum.members[0])
    client.get("/en/space/me")
    assert client.send("/en/space/leave").location == "/en/space/enter"
    assert client.get("/en/space/me").status_code == 303


def test_a_session_says_when_it_ends_and_never_when_it_was_used(app: Flask, forum: ForumWorld) -> None:
    token = member_sessions.begin(forum.members[0].id)
    found = members.visit(db.session(), member_sessions.hash_of(token))
    assert found is not None and (found[0].ends_at.minute, found[0].ends_at.second) == (0, 0)
    assert not {name for name in found[0].__table__.columns.keys() if "seen" in name or "used" in name}


def test_asking_to_join_is_answered_by_the_group(client: LintingClient, app: Flask) -> None:
    world = build(slug="night-bus", joins_by="asking", how_to_join="Ask us.")
    factor_of(world)
    client.get("/en/forums/night-bus/join")
    sent = client.send("/en/forums/night-bus/join", {"name": "River", "words": "I ride at night"})
    code = shown_code(sent.get_data(as_text=True))
    assert "has not answered yet" in come_in(client, code).get_data(as_text=True)
    world.enter(client, world.members[0])
    page = client.get("/en/space/letting-in").get_data(as_text=True)
    assert "I ride at night" in page
    agree = re.search(r'action="(/en/space/letting-in/requests/[^"]+/agree)"', page)
    assert agree is not None and client.send(agree[1]).status_code == 303
    client.delete_cookie("visit")
    assert "Come in" in come_in(client, code).get_data(as_text=True)
    assert client.send("/en/space/join", {"code": code, "name": "River", "agrees": "y"}).status_code == 200


@pytest.mark.parametrize("facts", [{}, {"slug": "night-bus"}, {"slug": None, "joins_by": "asking"},
                                   {"slug": "night-bus", "joins_by": "asking", "state": "closed", "state_reason": "x"}])
def test_no_other_forum_can_be_asked(client: LintingClient, app: Flask, facts: dict[str, str]) -> None:
    build(**facts)
    found, made_up = client.get("/en/forums/night-bus/join"), client.get("/en/forums/no-such/join")
    assert (found.status_code, found.data) == (404, made_up.data.replace(b"no-such", b"night-bus"))


@pytest.fixture
def forum(app: Flask) -> ForumWorld:
    """A forum with a chair and two members."""
    return build()
