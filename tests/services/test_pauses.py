"""Who is paused, and who a question is about: they read and take their own back, and decide nothing meanwhile."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from consult.domain.errors import Conflict, NotFound
from consult.domain.forum_access import Acting
from consult.domain.working_days import london_day
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.forums import Forum
from consult.models.group_decisions import GroupDecision, Turnout
from consult.queries import group_decisions as stored
from consult.services import agendas, charters, forum_life, group_decisions, joining, signals
from consult.services import agreement_steps as steps
from consult.services.transaction import writing
from tests import forum_worlds
from tests.forum_worlds import ForumWorld


def test_who_is_paused_cannot_stop_what_is_decided_about_them(forum: ForumWorld, amber: Acting) -> None:
    pause(forum, amber)
    decision_id = steps.ask_group(by=forum.acting(), about_id=amber.public_id, reason="x", outcome="leave",
                                  question="What follows?")
    with pytest.raises(Conflict, match="you-are-paused"):
        group_decisions.take_position(by=amber, decision_id=decision_id, stance="object", words="Never.")
    for one in (forum.chair, forum.members[1]):
        group_decisions.take_position(by=forum.acting(one), decision_id=decision_id, stance="agree")
    with writing() as session:
        session.scalars(select(GroupDecision)).one().closes_at = utc_now() - timedelta(days=2)
    assert group_decisions.end(by=forum.acting(), decision_id=decision_id).state == "made"


@pytest.mark.parametrize("state", ["open", "paused"])
def test_who_is_paused_asks_counts_and_withdraws_nothing(forum: ForumWorld, amber: Acting, state: str) -> None:
    decision = group_decisions.open_about(by=amber, kind="close", question="Do we close?")
    pause(forum, amber)
    with writing() as session:
        row = session.get_one(Forum, forum.id)
        row.state, row.state_reason = state, "" if state == "open" else "We rest."
    for act in (lambda: group_decisions.open_about(by=amber, kind="reopen", question="Do we go on?"),
                lambda: group_decisions.end(by=amber, decision_id=decision.public_id),
                lambda: group_decisions.withdraw(by=amber, decision_id=decision.public_id)):
        with pytest.raises(Conflict, match="you-are-paused"):
            act()


def test_who_is_paused_writes_in_no_other_place_either(forum: ForumWorld, amber: Acting) -> None:
    meeting = forum.meeting()
    pause(forum, amber)
    for act in (lambda: charters.begin(by=amber), lambda: joining.invite(by=amber),
                lambda: signals.hold_up(by=amber, meeting_id=meeting.public_id, kind="hand"),
                lambda: agendas.wish(by=amber, meeting_id=meeting.public_id, wishes={})):
        with pytest.raises(Conflict, match="you-are-paused"):
            act()


def test_a_pause_is_not_got_round_by_a_supporter(forum: ForumWorld, amber: Acting) -> None:
    helper = forum.acting(forum.someone("supporter", "Helper", beside=forum.members[0]))
    agendas.propose(by=helper, title="Lights")
    pause(forum, amber)
    with pytest.raises(Conflict, match="you-are-paused"):
        agendas.propose(by=helper, title="More lights")


def test_a_chair_does_not_take_back_a_question_about_themselves(forum: ForumWorld, amber: Acting) -> None:
    decision = group_decisions.open_about(by=amber, kind="chair", subject_id=forum.chair.public_id,
                                          question="Does the chair stop?")
    assert not shown(forum.acting(), decision).is_mine_to_withdraw and shown(amber, decision).is_mine_to_withdraw
    with pytest.raises(NotFound):
        group_decisions.withdraw(by=forum.acting(), decision_id=decision.public_id)
    group_decisions.withdraw(by=amber, decision_id=decision.public_id)


def test_a_chair_does_not_take_back_what_follows_from_their_own_pause(forum: ForumWorld, amber: Acting) -> None:
    with writing() as session:
        second = session.merge(forum_worlds.add_member(forum.id, "Second", is_chair=True))
    steps.speak(by=amber, about_id=forum.chair.public_id, reason="x")
    steps.pause(by=amber, about_id=forum.chair.public_id, reason="x", until=london_day(utc_now()))
    steps.ask_group(by=amber, about_id=forum.chair.public_id, reason="x", outcome="agreed", question="What follows?")
    decision = db.session.scalars(select(GroupDecision)).one()
    assert not stored.may_withdraw(db.session(), forum.acting(), decision)
    assert stored.may_withdraw(db.session(), forum.acting(second), decision)


def test_a_forum_that_closes_forgets_who_has_voted(forum: ForumWorld, amber: Acting) -> None:
    with writing() as session:
        session.get_one(Forum, forum.id).decides_by = "vote"
    vote = group_decisions.open_about(by=amber, kind="other", question="Fridays?")
    group_decisions.cast(by=amber, decision_id=vote.public_id, choice=0)
    with writing() as session:
        forum_life.close_decided(session, forum.made_decision("close"))
    assert db.session.scalars(select(Turnout)).all() == []


def pause(forum: ForumWorld, who: Acting) -> None:
    """Pause somebody for a week."""
    steps.pause(by=forum.acting(), about_id=who.public_id, reason="x", is_danger=True,
                until=london_day(utc_now()) + timedelta(days=7))


def shown(by: Acting, decision: GroupDecision) -> stored.DecisionView:
    """Return a decision as somebody sees it."""
    found = stored.show(db.session(), by, decision.public_id, london_day(utc_now()))
    assert found is not None
    return found


@pytest.fixture
def forum(app: Flask) -> ForumWorld:
    """A forum that decides by consent."""
    return forum_worlds.build()


@pytest.fixture
def amber(forum: ForumWorld) -> Acting:
    """A member who is no chair."""
    return forum.acting(forum.members[0])
