"""Notes and asks in the browser: what a member does there, and what happens to what nobody should send."""

import dataclasses

import pytest

from consult.extensions import db
from consult.models.forum_notes import Note, NoteLine
from consult.queries import asks as asked
from consult.queries import forum_notes as stored
from consult.services import asks
from tests.forum_worlds import ForumWorld, build
from tests.forums.test_cp30_replies import TODAY
from tests.linting import LintingClient
from tests.record_worlds import ASK, agreed, decide, line, note, reply, sent, shared
from tests.worlds import World

ASK_FORM = {"title": "Ramps", "words": "Mend the ramps.", "addressee": "TfL", "reply_days": "10", "language": "en"}


def test_a_member_begins_notes_and_writes_a_line(forum: ForumWorld, client: LintingClient) -> None:
    forum.enter(client)
    answer = client.send("/en/space/notes/new", {"title": "Spring", "meeting": forum.meeting(days=-1).public_id})
    assert answer.status_code == 303
    page = client.send(f"{answer.location}/lines", {"words": "We met.", "kind": "said", "language": "en"})
    assert page.status_code == 303
    assert "We met." in client.get(answer.location).text
    assert db.session.query(NoteLine).one().own_words_of_id is None


def test_a_line_is_changed_named_and_taken_back(forum: ForumWorld, client: LintingClient) -> None:
    made = note(forum)
    own = line(forum, made, forum.members[0], "My words.")
    forum.enter(client, forum.members[0])
    at = f"/en/space/notes/{made.public_id}/lines/{own.public_id}"
    assert "My words." in client.get(at).text
    assert client.send(at, {"words": "My better words."}).status_code == 303
    assert client.send(f"{at}/name", {"named": "yes"}).status_code == 303
    shown = client.get(f"/en/space/notes/{made.public_id}").text
    assert "My better words." in shown and "What it said before" in shown and "<bdi>Amber</bdi>" in shown
    assert client.send(f"{at}/take-back").status_code == 303
    assert "My better words." not in client.get(f"/en/space/notes/{made.public_id}").text
    assert client.get(at).status_code == 404


def test_the_group_is_asked_from_the_page_of_the_notes(forum: ForumWorld, client: LintingClient) -> None:
    made = note(forum)
    forum.enter(client)
    at = f"/en/space/notes/{made.public_id}"
    assert "Ask if the notes are right" in client.get(at).text
    assert "/space/decisions/" in client.send(f"{at}/agree").location
    assert client.send(f"{at}/agree").location.endswith(at)
    assert "/space/decisions/" in client.send(f"{at}/delete").location
    assert client.get(f"{at}/share").status_code == 404


def test_sharing_is_asked_with_whom_it_is_for(forum: ForumWorld, client: LintingClient) -> None:
    made = agreed(forum)
    forum.enter(client)
    at = f"/en/space/notes/{made.public_id}/share"
    assert "Write who can read the notes" in client.send(at, {"audience": "named", "bodies": " \n"}).text
    assert client.send(at, {"audience": "nobody"}).status_code == 422
    assert "/space/decisions/" in client.send(at, {"audience": "named", "bodies": "MOPAC\nTfL"}).location
    found = stored.proposed(db.session(), forum.id, made.public_id)
    assert found is not None and found.bodies == ("MOPAC", "TfL")
    assert "Read the words that would leave" in client.get(f"/en/space/notes/{made.public_id}").text


def test_what_left_the_group_is_shown_with_what_took_its_place(forum: ForumWorld, client: LintingClient) -> None:
    made = shared(forum)
    forum.enter(client)
    assert "What left the group" in client.get(f"/en/space/notes/{made.public_id}").text


def test_a_member_writes_an_ask_changes_it_and_asks_the_group(
        forum: ForumWorld, world: World, client: LintingClient) -> None:
    forum.enter(client)
    answer = client.send("/en/space/asks/new", {**ASK_FORM, "part": "small-plan/aim-knife", "is_public": "y"})
    assert answer.status_code == 303 and "Knife crime" in client.get(answer.location).text
    assert 'value="small-plan/aim-knife" selected' in client.get(f"{answer.location}/change").text
    assert client.send(f"{answer.location}/change", {**ASK_FORM, "title": "Mend ramps"}).status_code == 303
    assert "/space/decisions/" in client.send(f"{answer.location}/send").location
    assert client.send(f"{answer.location}/throw-away").location.endswith(answer.location)
    assert "Mend ramps" in client.get("/en/space/asks").text


def test_a_reply_is_marked_from_the_page_of_the_ask(forum: ForumWorld, world: World, client: LintingClient) -> None:
    forum.officer(world.staff["lead"].id)
    ask = sent(forum)
    given = reply(forum, ask, world.staff["lead"])
    forum.enter(client)
    at = f"/en/space/asks/{ask.public_id}"
    assert "Say if this answers us" in client.get(at).text
    assert client.send(f"{at}/mark", {"mark": "great", "reply": given.public_id}).status_code == 422
    location = client.send(f"{at}/mark", {"mark": "partly", "words": "Half.", "reply": given.public_id}).location
    assert "/space/decisions/" in location
    assert client.send(f"{at}/withdraw").status_code == 303


@pytest.mark.parametrize("change", [
    {"title": ""}, {"words": "x" * 6001}, {"addressee": ""}, {"reply_days": "many"}, {"reply_days": "0"},
    {"reply_days": "9" * 40}, {"part": "small-plan/none"}, {"part": "x"}, {"item": "nothing"}, {"language": "xx"},
    {"easy": "word " * 26}, {"title": "\ud800"}, {"words": "\u0000"},
])
def test_an_ask_that_is_not_right_is_shown_again(
        forum: ForumWorld, world: World, client: LintingClient, change: dict[str, str]) -> None:
    forum.enter(client)
    given = {name: value.encode("utf-8", "replace").decode() for name, value in change.items()}
    answer = client.send("/en/space/asks/new", {**ASK_FORM, **given})
    assert answer.status_code in (303, 422)
    assert answer.status_code == 422 or change == {"title": "\ud800"}


@pytest.mark.parametrize("change", [
    {"words": ""}, {"words": "x" * 6001}, {"kind": "secret", "words": "x"}, {"item": "nothing", "words": "x"},
    {"easy": "x" * 3001, "words": "x"},
])
def test_a_line_that_is_not_right_is_refused(forum: ForumWorld, client: LintingClient, change: dict[str, str]) -> None:
    made = note(forum)
    forum.enter(client)
    answer = client.send(f"/en/space/notes/{made.public_id}/lines", {"language": "en", "kind": "said", **change})
    assert answer.status_code in (404, 422) and db.session.query(NoteLine).count() == 3


def test_markup_stays_words(forum: ForumWorld, client: LintingClient) -> None:
    made = note(forum)
    line(forum, made, forum.chair, '<script>alert(1)</script><img src=x onerror=alert(1)>Safe.')
    asks.draft(by=forum.acting(), wanted=dataclasses.replace(ASK, title="<b>Bold</b>", words="{{ 7*7 }}<svg onload=x>"))
    forum.enter(client)
    page = client.get(f"/en/space/notes/{made.public_id}").text + client.get("/en/space/asks").text
    assert "onerror" not in page.replace("&lt;img src=x onerror", "") and "<b>Bold</b>" not in page


def test_addresses_of_another_forum_are_like_made_up_ones(
        forum: ForumWorld, world: World, client: LintingClient) -> None:
    made, ask, other = note(forum), sent(forum), build("Other riders")
    first = db.session.query(NoteLine).first().public_id
    other.enter(client)
    for real, made_up in ((f"/en/space/notes/{made.public_id}", "/en/space/notes/" + "x" * 22),
                          (f"/en/space/asks/{ask.public_id}", "/en/space/asks/" + "x" * 22),
                          (f"/en/space/notes/{made.public_id}/lines/{first}", "/en/space/notes/x/lines/x")):
        assert client.get(real).status_code == client.get(made_up).status_code == 404


def test_a_draft_is_not_there_for_who_does_not_write_asks(forum: ForumWorld, client: LintingClient) -> None:
    ask = asks.draft(by=forum.acting(), wanted=ASK)
    forum.enter(client, forum.someone("monitor"))
    assert client.get(f"/en/space/asks/{ask.public_id}").status_code == 404
    assert ASK.title not in client.get("/en/space/asks").text
    decide(forum, asks.ask_to_send(by=forum.acting(), ask_id=ask.public_id, question="Send?"))
    assert ASK.words in client.get(f"/en/space/asks/{ask.public_id}").text


def test_a_supporter_reads_notes_and_is_offered_nothing_to_write(forum: ForumWorld, client: LintingClient) -> None:
    made = note(forum)
    forum.enter(client, forum.someone("supporter"))
    page = client.get(f"/en/space/notes/{made.public_id}").text
    assert "Words of Amber." in page and "Add it" not in page and "Ask the group" not in page
    assert client.send(f"/en/space/notes/{made.public_id}/lines", {"words": "x"}).status_code == 404
    assert "/en/space/record.zip" not in client.get("/en/space/notes").text


def test_a_closed_forum_is_read_and_not_written(forum: ForumWorld, client: LintingClient) -> None:
    made = note(forum)
    row = db.session.merge(forum.forum)
    row.state, row.state_reason = "closed", "It ended."
    db.session.commit()
    forum.enter(client)
    assert "Words of Amber." in client.get(f"/en/space/notes/{made.public_id}").text
    assert client.send("/en/space/notes/new", {"title": "More"}).status_code == 422
    assert client.send("/en/space/asks/new", ASK_FORM).status_code == 422
    assert db.session.query(Note).count() == 1 and asked.listed(db.session(), forum.id, TODAY) == []


@pytest.fixture
def forum(app: object) -> ForumWorld:
    """A forum with a chair and two members."""
    return build()
