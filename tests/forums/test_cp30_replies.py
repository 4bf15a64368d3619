"""CP-30: a reply has an outcome, a plain reason and the formats of the ask; a late one is late for everyone to see."""

import dataclasses
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from consult.domain.asks import Reply
from consult.domain.errors import Conflict, NotFound, Refused
from consult.extensions import db
from consult.models.asks import Ask, AskReply
from consult.models.audit import AuditEvent
from consult.queries import asks as stored
from consult.services import asks
from consult.services.transaction import writing
from tests.forum_worlds import ForumWorld
from tests.linting import LintingClient
from tests.record_worlds import ASK, REPLY, decide, reply, sent
from tests.worlds import World

TODAY = date(2026, 11, 2)


@pytest.mark.parametrize(("outcome", "more"), [
    ("accept", {}), ("partly", {}), ("not", {}), ("later", {"later_on": date(2999, 1, 1)}),
    ("not-ours", {"goes_to": "TfL"}),
])
def test_cp30_every_outcome_is_kept_with_its_reason(
        forum: ForumWorld, world: World, outcome: str, more: dict[str, object]) -> None:
    ask = answerable(forum, world)
    reply(forum, ask, world.staff["lead"], dataclasses.replace(REPLY, outcome=outcome, **more))  # type: ignore[arg-type]
    found = seen(forum, ask).newest
    assert (found.outcome, found.reason, found.signed) == (outcome, REPLY.reason, "Head of engagement")
    assert (found.later_on, found.goes_to) == (more.get("later_on"), more.get("goes_to", ""))


def test_cp30_a_reply_comes_in_the_formats_of_the_ask(forum: ForumWorld, world: World) -> None:
    ask = answerable(forum, world, easy="Train officers.", language="ur")
    with pytest.raises(Refused, match="reply-easy-missing"):
        reply(forum, ask, world.staff["lead"])
    with pytest.raises(Refused, match="reply-language-missing"):
        reply(forum, ask, world.staff["lead"], dataclasses.replace(REPLY, easy="We train two."))
    reply(forum, ask, world.staff["lead"], dataclasses.replace(REPLY, easy="We train two.", translated="ہم دو"))
    found = seen(forum, ask).newest
    assert (found.easy, found.translated, found.translated_language) == ("We train two.", "ہم دو", "ur")


def test_cp30_a_late_reply_stays_late(forum: ForumWorld, world: World) -> None:
    ask = answerable(forum, world)
    overdue(ask, days=10)
    assert seen(forum, ask, today=datetime.now(UTC).date()).timeliness == "late"
    reply(forum, ask, world.staff["lead"])
    found = stored.public(db.session(), forum.id, datetime.now(UTC).date())[0]
    assert found.timeliness == "came-late" and found.days_late >= 5
    reply(forum, ask, world.staff["lead"], after=found.newest.public_id)
    assert stored.public(db.session(), forum.id, TODAY)[0].timeliness == "came-late"


def test_cp30_a_late_reply_is_late_on_the_public_page(
        forum: ForumWorld, world: World, client: LintingClient) -> None:
    with writing() as session:
        session.merge(forum.forum).slug = "riders"
    ask = answerable(forum, world)
    overdue(ask, days=10)
    page = f"/en/forums/riders/asks/{ask.public_id}"
    assert all("The reply is late." in client.get(one).text for one in (page, "/en/forums/riders"))
    reply(forum, ask, world.staff["lead"])
    for shown in (client.get(page).text, client.get("/en/forums/riders").text):
        assert "govuk-tag--orange" in shown and "govuk-tag--red" not in shown
    assert REPLY.reason in client.get(page).text


def test_cp30_a_second_reply_stands_and_the_first_stays_to_be_read(forum: ForumWorld, world: World) -> None:
    ask = answerable(forum, world)
    first = reply(forum, ask, world.staff["lead"])
    with pytest.raises(Conflict, match="reply-given-meanwhile"):
        reply(forum, ask, world.staff["lead"])
    reply(forum, ask, world.staff["lead"], Reply("accept", "We train all.", "Head"), after=first.public_id)
    assert [(one.outcome, one.is_current) for one in seen(forum, ask).replies] == [("partly", False), ("accept", True)]


def test_cp30_only_officers_of_the_body_that_is_asked_reply(forum: ForumWorld, world: World) -> None:
    ask = sent(forum)
    people = world.staff["lead"], world.staff["reader"], world.staff["coder"], world.staff["administrator"]
    forum.officer(people[0].id, role="guest")
    forum.officer(people[1].id, body="TfL")
    for person in people:
        with pytest.raises(NotFound):
            reply(forum, ask, person)
    assert db.session.scalars(select(AskReply)).all() == []


def test_cp30_an_ask_that_was_not_sent_or_was_taken_back_takes_no_reply(forum: ForumWorld, world: World) -> None:
    ask = asks.draft(by=forum.acting(), wanted=ASK)
    forum.officer(world.staff["lead"].id)
    with pytest.raises(NotFound):
        reply(forum, ask, world.staff["lead"])
    gone = answerable(forum, world, is_officer=True)
    decide(forum, asks.ask_to_withdraw(by=forum.acting(), ask_id=gone.public_id, question="Take it back?"))
    with pytest.raises(Conflict, match="ask-not-sent"):
        reply(forum, gone, world.staff["lead"])


def test_cp30_a_reply_is_on_the_audit_trail_and_no_member_is(forum: ForumWorld, world: World) -> None:
    reply(forum, answerable(forum, world), world.staff["lead"])
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "ask-replied")).one()
    assert event.person_id == world.staff["lead"].id
    assert not any(member.public_id in str(event.__dict__) or member.name in str(event.__dict__)
                   for member in forum.members)


def test_cp30_an_officer_finds_what_is_asked_of_their_body(forum: ForumWorld, world: World) -> None:
    answerable(forum, world)
    sent(forum, dataclasses.replace(ASK, title="For others", addressee="TfL"))
    found = stored.to_answer(db.session(), forum.id, world.staff["lead"].id, TODAY)
    assert [one.title for one in found] == [ASK.title]


def answerable(forum: ForumWorld, world: World, *, is_officer: bool = False, **change: object) -> Ask:
    if not is_officer:
        forum.officer(world.staff["lead"].id)
    return sent(forum, dataclasses.replace(ASK, **change))  # type: ignore[arg-type]


def seen(forum: ForumWorld, ask: Ask, today: date = TODAY) -> stored.AskView:
    found = stored.view(db.session(), forum.id, ask.public_id, today)
    assert found is not None
    return found


def overdue(ask: Ask, *, days: int) -> None:
    row = db.session.get_one(Ask, ask.id)
    row.reply_due_on = datetime.now(UTC).date() - timedelta(days=days)
    db.session.commit()
