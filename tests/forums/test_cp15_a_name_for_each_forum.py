"""CP-15: a name and pronouns for each forum; no search, no pictures, no "last seen", and no list to take out."""

import pytest
from flask import Flask

from consult.domain.errors import Refused
from consult.models import every_table
from consult.services import members
from consult.web.access import RULES
from tests.forum_worlds import ForumWorld, build
from tests.linting import LintingClient

OF_MEMBERS = ("members", "member_sessions", "passkeys", "member_factors", "member_contacts", "join_requests")


def test_cp15_the_same_name_can_be_had_in_two_forums_and_twice_in_none(app: Flask, forum: ForumWorld) -> None:
    other = build("Allotments")
    members.rename(name="River", pronouns="they/them", by=forum.acting(forum.members[0]))
    members.rename(name="River", pronouns="she/her", by=other.acting(other.members[0]))
    with pytest.raises(Refused, match="member-name-taken"):
        members.rename(name="Ríver", pronouns="", by=forum.acting(forum.members[1]))


def test_cp15_no_column_says_when_somebody_was_seen_or_who_they_are(app: Flask) -> None:
    columns = {column for table in OF_MEMBERS for column in every_table[table].columns.keys()}
    telling = ("seen", "used_at", "last_at", "real", "birth", "picture", "avatar", "person", "response", "draft")
    assert not {column for column in columns for word in telling if word in column}


def test_cp15_no_address_searches_or_exports_members(app: Flask) -> None:
    found = [rule.rule for rule in app.url_map.iter_rules()
             if rule.endpoint in RULES and rule.endpoint.startswith("space_")]
    assert found and not [rule for rule in found for word in ("search", "export", ".csv", ".json") if word in rule]


@pytest.mark.parametrize("form", ["word", "text", "braille"])
@pytest.mark.parametrize("page", ["letting-in", "agreement", "me", "me/code", "me/contact", "leaving", "access"])
def test_cp15_no_file_is_made_of_who_is_here_or_of_what_is_a_persons_own(
        client: LintingClient, forum: ForumWorld, page: str, form: str) -> None:
    forum.enter(client)
    answer = client.get(f"/en/space/{page}?format={form}", lint=False)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert f"{page}?format={form}\" rel=\"nofollow\"" not in answer.get_data(as_text=True)
    assert client.get("/en/space/charter?format=text", lint=False).mimetype == "text/plain"


def test_cp15_who_is_here_is_read_by_the_group_alone_and_has_no_times(client: LintingClient, forum: ForumWorld) -> None:
    forum.enter(client, forum.members[0])
    page = client.get("/en/space/letting-in").get_data(as_text=True).split("Who is here")[1].split("</main>")[0]
    assert "Birch" in page and "<img" not in page and not any(str(year) in page for year in range(2020, 2040))
    forum.enter(client, forum.someone("monitor"))
    assert client.get("/en/space/letting-in").status_code == 404
