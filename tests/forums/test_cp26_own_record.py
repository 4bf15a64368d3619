"""CP-26: the group owns its record: all of it as one file, with its licence, also when the forum has ended."""

import io
import json
import zipfile

import pytest

from consult.domain.errors import NotFound
from consult.extensions import db
from consult.services import forum_notes, forum_records
from consult.services.transaction import writing
from tests.forum_worlds import ForumWorld, build
from tests.linting import LintingClient
from tests.record_worlds import REPLY, agreed, line, note, reply, sent, shared
from tests.worlds import World


def test_cp26_a_member_takes_the_whole_record_out(forum: ForumWorld, world: World, client: LintingClient) -> None:
    shared(forum)
    forum.officer(world.staff["lead"].id)
    reply(forum, sent(forum), world.staff["lead"])
    data = record(forum, client)
    by_key = {section["key"]: section["entries"] for section in data["sections"]}
    assert [part["texts"] for part in by_key["notes"][0]["parts"]] == [
        ["Words of Chair."], ["Words of Amber."], ["Words of Birch."]]
    assert by_key["asks"][0]["parts"][0]["texts"] == [REPLY.reason]
    assert {"label": "result", "value": "made"} in by_key["decisions"][0]["facts"]


def test_cp26_nobody_is_named_in_it_but_who_asked_to_be(forum: ForumWorld, client: LintingClient) -> None:
    made = note(forum)
    line(forum, made, forum.members[0], "Say that it was me.", is_named=True)
    words = json.dumps(record(forum, client))
    assert words.count("Amber") == 2 and "Birch" not in words.replace("Words of Birch.", "")


def test_cp26_what_was_taken_back_is_not_in_it(forum: ForumWorld, client: LintingClient) -> None:
    made = note(forum)
    own = line(forum, made, forum.members[0], "Not for anyone.")
    forum_notes.take_back(by=forum.acting(forum.members[0]), line_id=own.public_id)
    assert "Not for anyone." not in json.dumps(record(forum, client))


def test_cp26_it_says_whose_it_is_and_what_others_may_do_with_it(forum: ForumWorld, client: LintingClient) -> None:
    data = record(forum, client)
    assert data["copyright"] == "The members of the group, together"
    assert data["licence"] == "Nobody outside the group may use it before the group says so."
    with writing() as session:
        session.merge(forum.forum).licence = "Share it as you like."
    assert record(forum, client)["licence"] == "Share it as you like."


def test_cp26_the_public_page_says_so_too(forum: ForumWorld, client: LintingClient) -> None:
    for licence, words in (("", "Nobody outside the group may use it"), ("Share it as you like.", "Share it as you")):
        with writing() as session:
            row = session.merge(forum.forum)
            row.slug, row.licence = "riders", licence
        page = client.get("/en/forums/riders").text
        assert "The members of the group, together" in page and words in page


def test_cp26_it_can_be_taken_out_after_the_forum_has_closed(forum: ForumWorld, client: LintingClient) -> None:
    agreed(forum)
    with writing() as session:
        row = session.merge(forum.forum)
        row.state, row.state_reason = "closed", "The project ended."
    assert "Words of Birch." in json.dumps(record(forum, client))


def test_cp26_nothing_of_another_forum_is_in_it(forum: ForumWorld, client: LintingClient) -> None:
    agreed(forum)
    other = build("Other riders")
    assert "Words of" not in json.dumps(record(other, client))


@pytest.mark.parametrize("standing", ["supporter", "listener", "independent", "monitor"])
def test_cp26_only_members_take_it_out(forum: ForumWorld, client: LintingClient, standing: str) -> None:
    someone = forum.someone(standing)
    with pytest.raises(NotFound):
        forum_records.take_out(by=forum.acting(someone), whose="", usual_licence="")
    forum.enter(client, someone)
    assert client.get("/en/space/record.zip").status_code == 404
    db.session.rollback()


def record(forum: ForumWorld, client: LintingClient) -> dict[str, object]:
    forum.enter(client)
    answer = client.get("/en/space/record.zip")
    assert (answer.status_code, answer.headers["Content-Disposition"]) == (200, "attachment; filename=record.zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert "<h1>" in archive.read("record.html").decode()
        found: dict[str, object] = json.loads(archive.read("record.json"))
        return found
