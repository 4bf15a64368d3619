"""A member's own choices: changed by themselves alone, refused kindly, and shown to nobody else."""

import io
import json
import re
import zipfile
from dataclasses import replace
from html import unescape

import pytest
from flask import Flask

from consult.domain.access_profiles import Need
from consult.extensions import db
from consult.queries import members
from consult.services import access_profiles, member_sessions
from tests.authenticators import Device
from tests.forum_doors import code_of, come_in, factor_of, shown_code, words_of
from tests.forum_worlds import ForumWorld, build
from tests.linting import LintingClient


def test_a_name_is_changed_and_look_alikes_are_not_taken(client: LintingClient, forum: ForumWorld) -> None:
    forum.enter(client, forum.members[0])
    client.get("/en/space/me/name")
    taken = client.send("/en/space/me/name", {"name": "ВіrcҺ", "pronouns": ""})
    assert taken.status_code == 422 and "looks like this one" in taken.get_data(as_text=True)
    assert client.send("/en/space/me/name", {"name": "River 🌊", "pronouns": "they/them"}).status_code == 303
    page = client.get("/en/space/me").get_data(as_text=True)
    assert "River 🌊" in page and "they/them" in page


@pytest.mark.parametrize(("path", "fields", "words"), [
    ("name", {"name": "<script>alert(1)</script>"}, "no signs like"),
    ("name", {"name": "River", "pronouns": "<b>"}, "they/them"),
    ("choices", {"label": "Night Bus friends", "language": "en"}, "which group it is"),
    ("choices", {"label": "Garden", "language": "xx"}, "Choose one of the answers"),
    ("choices", {"label": "x" * 500, "language": "en"}, "60 characters or fewer"),
    ("contact", {"address": "not an address", "quiet_from": "20", "quiet_until": "9"}, "Enter an email address"),
    ("contact", {"address": "a@b.example\nBcc: c@d.example", "quiet_from": "20", "quiet_until": "9"},
     "Enter an email address"),
    ("contact", {"address": "a@b.example", "quiet_from": "99", "quiet_until": "9"}, "Choose an hour"),
    ("contact", {"address": "a@b.example", "quiet_from": "٢٠", "quiet_until": "x"}, "Choose an hour"),
    ("contact", {"address": "a@b.example", "quiet_from": "20", "quiet_until": "9", "subject": "bus riders"},
     "which group it is"),
])
def test_what_cannot_be_is_said_beside_its_field(client: LintingClient, forum: ForumWorld, path: str,
                                                 fields: dict[str, str], words: str) -> None:
    forum.enter(client, forum.members[0])
    client.get(f"/en/space/me/{path}")
    answer = client.send(f"/en/space/me/{path}", fields)
    assert answer.status_code == 422 and words in unescape(answer.get_data(as_text=True))


@pytest.mark.parametrize("path", ["name", "choices", "contact"])
def test_a_stale_page_keeps_what_was_typed_and_saves_nothing(client: LintingClient, forum: ForumWorld,
                                                             path: str) -> None:
    forum.enter(client, forum.members[0])
    answer = client.post(f"/en/space/me/{path}", data={"name": "River", "label": "River", "address": "River"})
    assert answer.status_code == 422 and 'value="River"' in answer.get_data(as_text=True)


def test_new_words_open_and_old_ones_and_other_browsers_do_not(client: LintingClient, forum: ForumWorld) -> None:
    old, elsewhere = words_of(forum), member_sessions.begin(forum.members[0].id)
    come_in(client, old)
    client.get("/en/space/me")
    code = shown_code(client.send("/en/space/me/words").get_data(as_text=True))
    assert client.get("/en/space/me").status_code == 200 and member_sessions.acting(elsewhere) is None
    client.delete_cookie("visit")
    assert come_in(client, old).status_code == 422
    assert come_in(client, code).status_code == 303


def test_an_address_is_sealed_and_deleted_on_a_word(client: LintingClient, forum: ForumWorld) -> None:
    forum.enter(client, forum.members[0])
    client.get("/en/space/me/contact")
    client.send("/en/space/me/contact", {"address": "amber@example.org", "quiet_from": "18", "quiet_until": "8"})
    row = members.contact(db.session(), forum.members[0].id)
    assert row is not None and b"amber" not in row.address_sealed and (row.quiet_from, row.quiet_until) == (18, 8)
    assert "amber@example.org" not in client.get("/en/space/me").get_data(as_text=True)
    client.send("/en/space/me/contact/forget")
    assert members.contact(db.session(), forum.members[0].id) is None


def test_a_chair_sets_up_codes_by_time(client: LintingClient, forum: ForumWorld) -> None:
    forum.enter(client, forum.chair)
    client.get("/en/space/me")
    client.send("/en/space/me/code/begin")
    key = re.search(r'<bdi dir="ltr">([A-Z2-7 ]+)</bdi>', client.get("/en/space/me/code").get_data(as_text=True))
    assert key is not None
    assert client.send("/en/space/me/code", {"code": "000000"}).status_code == 422
    assert client.send("/en/space/me/code", {"code": code_of(key[1].replace(" ", ""))}).status_code == 303
    assert client.get("/en/space/me").status_code == 200
    assert key[1] not in client.get("/en/space/me/code").get_data(as_text=True)


def test_codes_by_time_are_the_chairs(client: LintingClient, forum: ForumWorld) -> None:
    forum.enter(client, forum.members[0])
    client.get("/en/space/me")
    assert client.get("/en/space/me/code").status_code == client.send("/en/space/me/code/begin").status_code == 404


def test_a_passkey_is_made_and_used_at_the_door(app: Flask, client: LintingClient, forum: ForumWorld) -> None:
    app.config["CONSULT_SETTINGS"] = replace(app.config["CONSULT_SETTINGS"], public_url="http://localhost:8000")
    device = Device()
    forum.enter(client, forum.chair)
    page = client.get("/en/space/me/passkeys").get_data(as_text=True)
    made = client.send("/en/space/me/passkeys", {"credential": device.make(asked(page)), "label": "My phone"})
    assert made.status_code == 303 and "My phone" in client.get("/en/space/me/passkeys").get_data(as_text=True)
    client.delete_cookie("visit")
    page = client.get("/en/space/enter").get_data(as_text=True)
    seal = re.search(r'name="seal" value="([^"]+)"', page)
    assert seal is not None
    fields = {"credential": device.prove(asked(page)), "seal": seal[1]}
    assert client.send("/en/space/enter/passkey", fields).status_code == 303
    assert client.get("/en/space/me").status_code == 200
    client.delete_cookie("visit")
    assert client.send("/en/space/enter/passkey", fields).status_code == 422


def test_where_no_passkey_can_be_made_the_page_says_so(client: LintingClient, forum: ForumWorld) -> None:
    forum.enter(client, forum.members[0])
    assert "No passkey can be made at this address" in client.get("/en/space/me/passkeys").get_data(as_text=True)
    assert client.send("/en/space/me/passkeys", {"credential": "{}"}).status_code == 404


def test_everything_can_be_taken_along_and_the_file_tells_nothing(client: LintingClient, forum: ForumWorld) -> None:
    access_profiles.keep(by=forum.acting(forum.members[0]), needs=[Need("bsl", "an interpreter I know")])
    forum.enter(client, forum.members[0])
    answer = client.get("/en/space/leaving/copy")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="copy.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.data)) as found:
        data = json.loads(found.read("copy.json"))
        page = found.read("copy.html").decode()
    assert data["needs"] == [{"bsl": "an interpreter I know"}] and "Amber" in page
    assert forum.forum.name not in page and "<title>My copy</title>" in page


def test_leaving_is_for_good(client: LintingClient, forum: ForumWorld) -> None:
    words = words_of(forum)
    come_in(client, words)
    client.get("/en/space/leaving")
    assert client.send("/en/space/leaving", {"words": "stay"}).status_code == 422
    page = client.send("/en/space/leaving", {"words": "go", "is_sure": "y"}).get_data(as_text=True)
    assert "You have left" in page and client.get("/en/space/me").status_code == 303
    assert come_in(client, words).status_code == 422


def test_the_group_is_asked_about_a_chair(client: LintingClient, forum: ForumWorld) -> None:
    factor_of(forum)
    forum.enter(client, forum.members[0])
    page = client.get("/en/space/letting-in").get_data(as_text=True)
    assert "Birch" in page and "last" not in page.lower().split("who is here")[1].split("</main>")[0]
    answer = client.send(f"/en/space/letting-in/people/{forum.members[1].public_id}/chair")
    assert answer.status_code == 303 and "/space/decisions/" in answer.location
    assert "Does Birch become a chair?" in unescape(client.get(answer.location).get_data(as_text=True))


def test_an_invitation_is_shown_once_and_taken_back(client: LintingClient, forum: ForumWorld) -> None:
    factor_of(forum)
    forum.enter(client, forum.members[0])
    client.get("/en/space/letting-in")
    assert client.send("/en/space/letting-in", {"standing": "listener"}).status_code == 422
    assert client.send("/en/space/letting-in", {"standing": "made up"}).status_code == 422
    shown = client.send("/en/space/letting-in", {"standing": "member"}).get_data(as_text=True)
    code = shown_code(shown)
    page = client.get("/en/space/letting-in").get_data(as_text=True)
    assert code not in page and "/en/space/enter</bdi>" in shown
    back = re.search(r'action="(/en/space/letting-in/invitations/[^"]+/take-back)"', page)
    assert back is not None and client.send(back[1]).status_code == 303
    client.delete_cookie("visit")
    assert come_in(client, code).status_code == 422


def asked(page: str) -> str:
    """Return the options for a passkey that a page holds."""
    found = re.search(r'data-options="([^"]+)"', page)
    assert found is not None
    return unescape(found[1])


@pytest.fixture
def forum(app: Flask) -> ForumWorld:
    """A forum with a chair and two members."""
    return build()
