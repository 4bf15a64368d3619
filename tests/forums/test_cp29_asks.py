"""CP-29: an ask is the group's words to a body, with a day for the reply; officers and others cannot write one."""

import dataclasses
import io
from datetime import UTC, datetime

import pytest

from consult.domain.errors import Conflict, NotFound, Refused
from consult.extensions import db
from consult.queries import asks as stored
from consult.services import ask_effects, asks, forum_files
from consult.services.asks import Draft
from consult.services.attachments import Sent
from consult.services.transaction import writing
from tests.forum_worlds import ForumWorld, build
from tests.linting import LintingClient
from tests.played import FILM
from tests.record_worlds import ASK, decide, refuse, reply, sent
from tests.staff_factors import strong
from tests.worlds import World

TODAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_cp29_an_ask_that_the_group_sends_is_due_in_twenty_working_days(
        forum: ForumWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ask_effects, "now", lambda _session: TODAY)
    view = stored.view(db.session(), forum.id, sent(forum).public_id, TODAY.date())
    assert view is not None
    assert (str(view.sent_on), str(view.due_on), view.timeliness) == ("2026-03-02", "2026-03-30", "waiting")


def test_cp29_the_group_can_give_another_time(forum: ForumWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ask_effects, "now", lambda _session: TODAY)
    ask = sent(forum, dataclasses.replace(ASK, reply_days=5))
    assert str(stored.view(db.session(), forum.id, ask.public_id, TODAY.date()).due_on) == "2026-03-09"


def test_cp29_an_ask_is_not_sent_where_somebody_cannot_live_with_it(forum: ForumWorld) -> None:
    ask = asks.draft(by=forum.acting(), wanted=ASK)
    refuse(forum, asks.ask_to_send(by=forum.acting(), ask_id=ask.public_id, question="Send it?"))
    assert stored.public(db.session(), forum.id, TODAY.date()) == []
    decide(forum, asks.ask_to_send(by=forum.acting(), ask_id=ask.public_id, question="Send it now?"))
    assert [one.title for one in stored.public(db.session(), forum.id, TODAY.date())] == [ASK.title]


def test_cp29_the_words_of_an_ask_stand_while_the_group_decides_and_once_it_is_sent(forum: ForumWorld) -> None:
    ask = asks.draft(by=forum.acting(), wanted=ASK)
    decision = asks.ask_to_send(by=forum.acting(), ask_id=ask.public_id, question="Send it?")
    other = dataclasses.replace(ASK, words="Other words.")
    with pytest.raises(Conflict, match="ask-being-decided"):
        asks.change(by=forum.acting(), ask_id=ask.public_id, wanted=other)
    decide(forum, decision)
    for use_case in (lambda: asks.change(by=forum.acting(), ask_id=ask.public_id, wanted=other),
                     lambda: asks.throw_away(by=forum.acting(), ask_id=ask.public_id)):
        with pytest.raises(Conflict, match="ask-sent-already"):
            use_case()


def test_cp29_an_ask_names_a_part_of_the_plan_that_londoners_can_see(forum: ForumWorld, world: World) -> None:
    ask = asks.draft(by=forum.acting(), wanted=dataclasses.replace(ASK, part=f"{world.slug}/aim-knife"))
    view = stored.view(db.session(), forum.id, ask.public_id, TODAY.date())
    assert view.consultation_id == world.consultation.id and view.node_label
    for part in (f"{world.slug}/nothing", "nothing/aim-knife", "aim-knife"):
        with pytest.raises(Refused, match="option-unknown"):
            asks.draft(by=forum.acting(), wanted=dataclasses.replace(ASK, part=part))


def test_cp29_the_group_takes_an_ask_back(forum: ForumWorld) -> None:
    ask = sent(forum)
    decide(forum, asks.ask_to_withdraw(by=forum.acting(), ask_id=ask.public_id, question="Take it back?"))
    assert stored.public(db.session(), forum.id, TODAY.date()) == []
    assert stored.listed(db.session(), forum.id, TODAY.date())[0].state == "withdrawn"


def test_cp29_an_ask_that_is_not_for_everyone_is_on_no_public_list(forum: ForumWorld) -> None:
    sent(forum, dataclasses.replace(ASK, is_public=False))
    assert stored.public(db.session(), forum.id, TODAY.date()) == []


def test_cp29_the_film_of_an_ask_is_for_the_body_and_for_the_public_only_where_the_ask_is(
        forum: ForumWorld, world: World, client: LintingClient) -> None:
    forum.officer(world.staff["coder"].id, body="MOPAC")
    strong(client, world.staff["coder"].id, world.email("coder"))
    with writing() as session:
        session.merge(forum.forum).slug = "riders"
    for is_public, status in ((False, 404), (True, 200)):
        film = forum_files.keep(by=forum.acting(), sent=Sent(io.BytesIO(FILM), "ask.webm", ""), kind="video").public_id
        sent(forum, dataclasses.replace(ASK, is_public=is_public, film_id=film))
        with client.get(f"/staff/forums/{forum.forum.public_id}/files/{film}") as seen:
            assert seen.status_code == 200
        with client.get(f"/forums/riders/films/{film}") as seen:
            assert seen.status_code == status


def test_cp29_an_unsent_ask_can_be_thrown_away(forum: ForumWorld) -> None:
    ask = asks.draft(by=forum.acting(), wanted=ASK)
    asks.throw_away(by=forum.acting(), ask_id=ask.public_id)
    assert stored.listed(db.session(), forum.id, TODAY.date()) == []


@pytest.mark.parametrize("standing", ["supporter", "listener", "independent", "monitor"])
def test_cp29_nobody_but_a_member_writes_an_ask(forum: ForumWorld, standing: str) -> None:
    ask, other = asks.draft(by=forum.acting(), wanted=ASK), forum.acting(forum.someone(standing))
    for use_case in (lambda: asks.draft(by=other, wanted=ASK),
                     lambda: asks.change(by=other, ask_id=ask.public_id, wanted=ASK),
                     lambda: asks.ask_to_send(by=other, ask_id=ask.public_id, question="?")):
        with pytest.raises(NotFound):
            use_case()


def test_cp29_another_forums_ask_is_not_there(forum: ForumWorld, world: World) -> None:
    ask, other = sent(forum), build("Other riders")
    forum.officer(world.staff["lead"].id)
    given = reply(forum, ask, world.staff["lead"])
    for use_case in (lambda: asks.ask_to_withdraw(by=other.acting(), ask_id=ask.public_id, question="?"),
                     lambda: asks.ask_to_mark(by=other.acting(), reply_id=given.public_id, mark="partly", words="",
                                              question="?")):
        with pytest.raises(NotFound):
            use_case()
    assert stored.view(db.session(), other.id, ask.public_id, TODAY.date()) is None


def test_cp29_an_ask_comes_from_an_item_of_its_own_forum_alone(forum: ForumWorld) -> None:
    with pytest.raises(Refused, match="option-unknown"):
        asks.draft(by=forum.acting(), wanted=Draft("Title", "Words.", "MOPAC", item_id="nothing"))
