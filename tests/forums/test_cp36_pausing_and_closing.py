"""CP-36: a forum pauses or closes by a decision of its group, or with a published reason; nothing is deleted."""

import pytest
from sqlalchemy.exc import IntegrityError

from consult.domain.access import ROLES
from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.extensions import db
from consult.models.audit import AuditEvent
from consult.models.forums import Forum
from consult.services import forum_life, group_decisions
from consult.services.transaction import writing
from tests import forum_worlds
from tests.forum_worlds import ForumWorld
from tests.forums.deciding import agree
from tests.linting import LintingClient
from tests.worlds import World

REASON = "The money for interpreters ended."


@pytest.mark.parametrize(("kind", "state"), [("pause", "paused"), ("close", "closed")])
def test_cp36_the_group_pauses_or_closes_its_forum(forum: ForumWorld, kind: str, state: str) -> None:
    decision = group_decisions.open_about(by=forum.acting(), kind=kind, question="Do we rest?")
    assert row(forum).state == "open"
    agree(forum, decision)
    assert (row(forum).state, row(forum).state_reason) == (state, "Do we rest?")


def test_cp36_one_who_cannot_live_with_it_keeps_the_forum_open(forum: ForumWorld) -> None:
    decision = group_decisions.open_about(by=forum.acting(), kind="close", question="Do we close?")
    for person, stance in ((forum.chair, "agree"), (forum.members[0], "agree"), (forum.members[1], "object")):
        group_decisions.take_position(by=forum.acting(person), decision_id=decision.public_id, stance=stance,
                                      words="I need this.")
    group_decisions.end(by=forum.acting(), decision_id=decision.public_id)
    assert row(forum).state == "open"


@pytest.mark.parametrize("standing", ["supporter", "listener", "independent", "monitor"])
def test_cp36_nobody_but_members_can_even_ask(forum: ForumWorld, standing: str) -> None:
    with pytest.raises(NotFound):
        group_decisions.open_about(by=forum.acting(forum.someone(standing)), kind="close", question="Do we close?")


def test_cp36_a_forum_does_not_stop_without_a_reason_in_the_database(forum: ForumWorld) -> None:
    with pytest.raises(IntegrityError), writing() as session:
        session.get_one(Forum, forum.id).state = "closed"


def test_cp36_who_carries_it_gives_a_reason_that_members_read_and_the_trail_keeps(
    client: LintingClient, world: World
) -> None:
    ours = carried(world)
    stop(world, ours, "paused")
    ours.enter(client, ours.members[0])
    assert REASON in client.get("/en/space/group").text
    [entry] = db.session().query(AuditEvent).filter_by(action="forum-stopped")
    assert entry.object_id == ours.forum.public_id
    agree(ours, group_decisions.open_about(by=ours.acting(), kind="reopen", question="Go on?"))
    assert row(ours).state == "open"


def test_cp36_without_a_reason_or_the_right_it_is_not_stopped(world: World) -> None:
    ours = carried(world)
    with pytest.raises(Refused, match="reason-missing"):
        stop(world, ours, "closed", reason=" ")
    for role in ROLES:
        with pytest.raises(NotAllowed):
            stop(world, ours, "closed", role=role)
    assert row(ours).state == "open"


def test_cp36_a_forum_that_a_partner_carries_is_as_one_that_never_was(world: World) -> None:
    theirs = forum_worlds.build("Their riders")
    for name in ("Their riders", "No riders"):
        with pytest.raises(Refused, match="forum-unknown"):
            forum_life.stop_for_reason(name=name, wanted="closed", reason=REASON,
                                       by_id=world.staff["administrator"].id)
    assert row(theirs).state == "open"


def test_cp36_a_closed_forum_is_read_and_taken_out_and_not_written(client: LintingClient, world: World) -> None:
    ours = carried(world)
    kept = group_decisions.open_about(by=ours.acting(), kind="other", question="Our first question")
    stop(world, ours, "closed")
    ours.enter(client)
    assert "Our first question" in client.get(f"/en/space/decisions/{kept.public_id}").text
    assert client.get("/en/space/charter").status_code == client.get("/en/space/leaving/copy").status_code == 200
    with pytest.raises(Conflict, match="forum-not-open"):
        group_decisions.open_about(by=ours.acting(), kind="other", question="A second one")


def carried(_world: World) -> ForumWorld:
    ours = forum_worlds.build("Our riders")
    with writing() as session:
        session.get_one(Forum, ours.id).host_is_partner = False
    return ours


def stop(world: World, forum: ForumWorld, state: str, *, reason: str = REASON, role: str = "administrator") -> None:
    forum_life.stop_for_reason(name=forum.forum.name, wanted=state, reason=reason, by_id=world.staff[role].id)


def row(world: ForumWorld) -> Forum:
    db.session().rollback()
    return forum_life.of(db.session(), world.acting())
