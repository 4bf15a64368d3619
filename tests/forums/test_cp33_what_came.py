"""CP-33: a member sees what came of what they said, alone, also in Easy Read."""

import dataclasses

import pytest

from consult.domain.asks import Reply
from consult.extensions import db
from consult.models.agendas import AgendaItem
from consult.queries import own_words
from consult.services import asks
from consult.services.transaction import writing
from tests.forum_worlds import ForumWorld
from tests.forums.test_cp30_replies import TODAY
from tests.linting import LintingClient
from tests.record_worlds import ASK, agreed, decide, line, note, reply, sent, share
from tests.worlds import World


def test_cp33_from_my_item_to_the_ask_the_reply_and_the_mark(forum: ForumWorld, world: World) -> None:
    answered(forum, world)
    one, = own_words.what_came(db.session(), forum.acting(forum.members[0]), TODAY)
    assert (one.title, one.is_mine) == ("Desks", True)
    assert [(ask.newest.outcome, ask.newest.mark) for ask in one.asks] == [("accept", "answers-us")]


def test_cp33_my_words_in_the_notes_are_there_and_no_one_elses(forum: ForumWorld) -> None:
    made = agreed(forum)
    decide(forum, share(forum, made))
    one, = own_words.what_came(db.session(), forum.acting(forum.members[1]), TODAY)
    assert [(said.words, said.is_shared) for said in one.said] == [("Words of Birch.", True)]


def test_cp33_my_words_under_an_item_of_another_are_shown_under_it(forum: ForumWorld) -> None:
    item = an_item(forum)
    line(forum, note(forum), forum.members[1], "I was there too.", item_id=item.public_id)
    found = own_words.what_came(db.session(), forum.acting(forum.members[1]), TODAY)
    assert [(one.title, one.is_mine, one.said[0].words) for one in found] == [
        ("Desks", False, "I was there too."), ("Spring notes", False, "Words of Birch.")]


def test_cp33_the_page_tells_it_in_plain_words_and_in_easy_read(
        forum: ForumWorld, world: World, client: LintingClient) -> None:
    answered(forum, world)
    forum.enter(client, forum.members[0])
    page = client.get("/en/space/mine").get_data(as_text=True)
    assert "We train all." in page and "This answers us" in page and "Only you see this page." in page
    easy = client.get("/en/space/mine?easy=yes").get_data(as_text=True)
    assert "We do it." in easy and "picture-" in easy and "We train all." not in easy


@pytest.mark.parametrize("easy", ["", "?easy=yes", "?easy=%00"])
def test_cp33_who_has_said_nothing_reads_so(forum: ForumWorld, client: LintingClient, easy: str) -> None:
    forum.enter(client, forum.members[1])
    assert "You have not brought anything" in client.get(f"/en/space/mine{easy}").get_data(as_text=True)


def answered(forum: ForumWorld, world: World) -> None:
    item = an_item(forum)
    forum.officer(world.staff["lead"].id)
    ask = sent(forum, dataclasses.replace(ASK, item_id=item.public_id, easy="Train officers."))
    given = reply(forum, ask, world.staff["lead"], Reply("accept", "We train all.", "Head", easy="We do it."))
    decide(forum, asks.ask_to_mark(by=forum.acting(), reply_id=given.public_id, mark="answers-us", words="Good.",
                                   question="So?"))


def an_item(forum: ForumWorld) -> AgendaItem:
    with writing() as session:
        item = AgendaItem(forum_id=forum.id, title="Desks", proposed_by_id=forum.members[0].id,
                          written_by_id=forum.members[0].id)
        session.add(item)
        return item
